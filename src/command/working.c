/* working: how the clock of one row ran, interval by interval. */
#include <inttypes.h>
#include <string.h>

#include "base/instant.h"
#include "measure/working.h"
#include "command/query.h"
#include "base/table_text.h"

#include "base/banned.h"

struct shown {
    const struct run *run;
    const struct metric *metric;
    struct working working;
    struct arena arena;
};

/* "26:03:05" */
static struct str clock_text(struct arena *arena, int64_t seconds)
{
    return arena_printf(arena, "%" PRId64 ":%02d:%02d", seconds / 3600,
                        (int)(seconds / 60 % 60), (int)(seconds % 60));
}

static void print_line(FILE *out, const char *label, struct str text)
{
    fprintf(out, "%-9s %.*s\n", label, STR_ARG(text));
}

static void print_head(struct shown *s, struct str key, FILE *out)
{
    static const char *const outcome[] = {"not counted", "pending", "miss", "hit"};
    const struct working *w = &s->working;
    const struct job *job = &s->run->job;
    struct arena *arena = &s->arena;
    bool business = s->metric->clock == CLOCK_BUSINESS;
    print_line(out, "record", key);
    print_line(out, "line",
               arena_printf(arena, "%.*s:%" PRId64, STR_ARG(w->file), w->line));
    print_line(out, "clock",
               business ? arena_printf(arena, "business: %.*s",
                                       STR_ARG(calendar_name(job->calendar)))
                        : STR("elapsed"));
    print_line(out, "from", instant_print(arena, w->from, job->zone));
    print_line(out, "until",
               arena_printf(arena, "%.*s%s",
                            STR_ARG(instant_print(arena, w->until, job->zone)),
                            w->open ? " (no end yet: state of knowledge)" : ""));
    print_line(out, "counted", clock_text(arena, w->counted));
    if (w->has_limit) {
        print_line(out, "limit", clock_text(arena, w->limit));
        print_line(out, "due", instant_print(arena, w->due, job->zone));
    }
    print_line(out, "outcome", str_of(outcome[w->outcome]));
    fputc('\n', out);
}

static const char *kind_word(const struct work_piece *piece)
{
    static const char *const word[] = {"counted", "paused",   "off hours",
                                       "break",   "rest day", "holiday"};
    bool made_up = piece->name.n > 0 && piece->kind <= WORK_PAUSED;
    if (made_up)
        return piece->kind == WORK_COUNTED ? "counted, make-up day"
                                           : "paused, make-up day";
    return word[piece->kind];
}

static void print_pieces(struct shown *s, bool csv, FILE *out)
{
    static const char *const head[] = {"from", "until",   "what",
                                       "name", "counted", "total"};
    const size_t columns = sizeof head / sizeof *head;
    struct table_text table;
    int64_t total = 0;
    table_text_begin(&table, out, columns, csv);
    for (size_t i = 0; i < columns; i++)
        table_text_put(&table, str_of(head[i]));
    for (size_t i = 0; i < s->working.npieces; i++) {
        const struct work_piece *piece = &s->working.piece[i];
        total += piece->counted;
        table_text_put(&table, instant_print(&s->arena, piece->from, s->run->job.zone));
        table_text_put(&table, instant_print(&s->arena, piece->until, s->run->job.zone));
        table_text_put(&table, str_of(kind_word(piece)));
        table_text_put(&table, piece->name);
        table_text_put(&table, clock_text(&s->arena, piece->counted));
        table_text_put(&table, clock_text(&s->arena, total));
    }
    table_text_end(&table);
}

int query_working(struct run *run, const struct options *options, bool csv, FILE *out,
                  struct err *err)
{
    struct shown s = {.run = run};
    struct str key = str_of(options->working);
    if (query_metric(run, options->argument[1], &s.metric, err) != 0)
        return -1;
    if ((s.metric->form != FACT_SPAN && s.metric->form != FACT_WITHIN) ||
        s.metric->at_end)
        return err_set(err, ERR_JOB, run->job.path.p, 0,
                       "metric '%.*s' counts no time; --working is of one that does",
                       STR_ARG(s.metric->id));
    arena_init(&s.arena);
    int result = working_find(&s.working, run->measure, s.metric, key, &s.arena, err);
    if (result == 1)
        result = err_set(err, ERR_JOB, NULL, 0,
                         "there is no record '%.*s' of the kind that '%.*s' counts",
                         STR_ARG(key), STR_ARG(s.metric->id));
    if (result == 0) {
        if (!csv)
            print_head(&s, key, out);
        print_pieces(&s, csv, out);
    }
    arena_release(&s.arena);
    return result;
}
