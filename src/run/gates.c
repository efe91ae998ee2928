/* gates: completeness against the source's own history, freshness, share of rejected rows,
 * presence, control totals. What a gate cannot judge (no earlier period to compare with)
 * it does not pass in silence: the note says so. */
#include "run/gates.h"

#include <stdlib.h>

#include "base/banned.h"

static struct str at_least(struct gates *g, struct str value)
{
    return arena_printf(g->format.arena, "\xe2\x89\xa5 %.*s", STR_ARG(value));
}

static struct str at_most(struct gates *g, struct str value)
{
    return arena_printf(g->format.arena, "\xe2\x89\xa4 %.*s", STR_ARG(value));
}

static struct str percent(struct gates *g, struct dec share)
{
    int64_t one = num_round(1, 1, share.scale);
    return cell_share(&g->format, share.n, one, share.scale > 2 ? 1 : 0).text;
}

/* "36 h", "4.0 d": whole hours to two days, then days. */
static struct str age(struct gates *g, int64_t seconds)
{
    bool days = seconds > 48 * 3600;
    int64_t digits = num_round(seconds, days ? 86400 : 3600, days);
    struct words_arg n = {"n", num_print(g->format.arena, digits, days, NUM_GROUP)};
    return words_fill(g->run->job.words, g->format.arena,
                      days ? "gate.days" : "gate.hours", &n, 1);
}

/* Rows of the period, of a register as it stands all; -1: failed. */
static int64_t count_rows(struct gates *g, const struct source *source,
                          const struct period *period, struct err *err)
{
    bool timed = source_is_timed(source);
    struct store_count count = {0};
    if (store_count(g->run->store, source, NULL, timed ? period->from : INT64_MIN,
                    timed ? period->until : INT64_MAX, &count, err) != 0)
        return -1;
    return count.rows;
}

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

/* Twice the median, so that it is whole, of the periods before that have rows; 0: none. */
static int twice_median(struct gates *g, const struct source *source, int64_t *twice,
                        struct err *err)
{
    const struct run *run = g->run;
    int64_t rows[GATE_PERIODS];
    size_t n = 0;
    for (int i = 1; i <= GATE_PERIODS; i++) {
        struct period before = period_shift(&run->period, -i, run->job.zone);
        rows[n] = count_rows(g, source, &before, err);
        if (rows[n] < 0)
            return -1;
        n += rows[n] > 0;
    }
    qsort(rows, n, sizeof *rows, by_size);
    *twice = n == 0 ? 0 : rows[(n - 1) / 2] + rows[n / 2];
    return 0;
}

/* Twice the rows of what this gate compares with. */
static int twice_base(struct gates *g, const struct gate *gate,
                      const struct source *source, int64_t *twice, struct err *err)
{
    const struct run *run = g->run;
    struct period before = gate->base == GATE_LAST
                               ? period_shift(&run->period, -1, run->job.zone)
                               : period_year_ago(&run->period, run->job.zone);
    if (gate->base == GATE_MEDIAN)
        return twice_median(g, source, twice, err);
    int64_t rows = count_rows(g, source, &before, err);
    *twice = 2 * rows;
    return rows < 0 ? -1 : 0;
}

static int judge_number(struct gates *g, const struct gate *gate,
                        const struct source *source, struct err *err)
{
    int64_t rows = count_rows(g, source, &g->run->period, err);
    if (rows < 0)
        return -1;
    struct gate_note *note = gates_put(g, gate, source, "gate.rows");
    note->found = text_count(&g->format, rows);
    note->limit = at_least(g, text_count(&g->format, gate->least));
    note->state = rows >= gate->least ? GATE_PASSED : GATE_FAILED;
    return 0;
}

static int judge_rows(struct gates *g, const struct gate *gate,
                      const struct source *source, struct err *err)
{
    static const char *const word[] = {"gate.rows", "gate.rows-last",
                                       "gate.rows-year-ago", "gate.rows-median"};
    int64_t twice, rows;
    if (gate->base == GATE_NUMBER)
        return judge_number(g, gate, source, err);
    if (twice_base(g, gate, source, &twice, err) != 0)
        return -1;
    rows = count_rows(g, source, &g->run->period, err);
    if (rows < 0)
        return -1;
    struct gate_note *note = gates_put(g, gate, source, word[gate->base]);
    num_wide one = num_round(1, 1, gate->share.scale);
    bool enough = (num_wide)rows * 2 * one >= (num_wide)twice * gate->share.n;
    struct words_arg part[] = {
        {"n", text_count(&g->format, rows)},
        {"base", num_print(g->format.arena, num_round(twice, 2, 0), 0, NUM_GROUP)}};
    note->limit = at_least(g, percent(g, gate->share));
    note->found = twice > 0 ? cell_share(&g->format, 2 * rows, twice, 1).text
                            : words_text(g->run->job.words, "gate.no-history");
    note->detail = words_fill(g->run->job.words, g->format.arena, "gate.of", part, 2);
    note->state = twice == 0 ? GATE_UNJUDGED : enough ? GATE_PASSED : GATE_FAILED;
    return 0;
}

/* Of a period under way, what lies after the as-of time is not late. */
static int judge_fresh(struct gates *g, const struct gate *gate,
                       const struct source *source, struct err *err)
{
    const struct run *run = g->run;
    struct store_count count = {0};
    if (store_count(run->store, source, NULL, INT64_MIN, run->as_of + 1, &count, err) !=
        0)
        return -1;
    struct gate_note *note = gates_put(g, gate, source, "gate.fresh");
    int64_t end = run->as_of < run->period.until ? run->as_of : run->period.until;
    int64_t behind = end - count.newest;
    note->limit = at_most(g, age(g, gate->within));
    if (!count.has_newest) {
        note->found = words_text(run->job.words, "gate.no-record");
        note->state = GATE_FAILED;
        return 0;
    }
    struct words_arg newest = {"time", cell_stamp(&g->format, count.newest).text};
    note->found = age(g, behind > 0 ? behind : 0);
    note->detail = words_fill(run->job.words, g->format.arena, "gate.newest", &newest, 1);
    note->state = behind <= gate->within ? GATE_PASSED : GATE_FAILED;
    return 0;
}

/* A file without any time in it may hold rows of any period. */
static bool speaks_for_period(const struct gates *g, const struct source *source,
                              const struct store_file *file)
{
    const struct period *period = &g->run->period;
    if (!file->current || !str_eq(file->source, source->id))
        return false;
    if (!source_is_timed(source) || (!file->has_cover && !file->has_span))
        return true;
    int64_t from = file->has_cover ? file->covers_from : file->first;
    int64_t until = file->has_cover ? file->covers_until : file->last + 1;
    return from < period->until && until > period->from;
}

static int judge_rejects(struct gates *g, const struct gate *gate,
                         const struct source *source, struct err *err)
{
    int64_t read = 0, rejected = 0;
    (void)err;
    for (size_t i = 0; i < g->nfiles; i++)
        if (speaks_for_period(g, source, &g->file[i])) {
            read += (int64_t)g->file[i].read;
            rejected += (int64_t)g->file[i].rejected;
        }
    struct gate_note *note = gates_put(g, gate, source, "gate.rejects");
    struct words_arg part[] = {{"n", text_count(&g->format, rejected)},
                               {"base", text_count(&g->format, read)}};
    num_wide one = num_round(1, 1, gate->share.scale);
    bool few = (num_wide)rejected * one <= (num_wide)read * gate->share.n;
    note->limit = at_most(g, percent(g, gate->share));
    note->found = cell_share(&g->format, rejected, read, 2).text;
    note->detail = words_fill(g->run->job.words, g->format.arena, "gate.of", part, 2);
    note->state = read == 0 ? GATE_UNJUDGED : few ? GATE_PASSED : GATE_FAILED;
    return 0;
}

static int judge_supplied(struct gates *g, const struct gate *gate,
                          const struct source *source, struct err *err)
{
    int64_t files = 0;
    (void)err;
    for (size_t i = 0; i < g->nfiles; i++)
        files += speaks_for_period(g, source, &g->file[i]);
    struct gate_note *note = gates_put(g, gate, source, "gate.supplied");
    note->found = text_count(&g->format, files);
    note->limit = at_least(g, text_count(&g->format, 1));
    note->state = files > 0 ? GATE_PASSED : GATE_FAILED;
    return 0;
}

static int judge_sources(struct gates *g, const struct gate *gate, struct err *err)
{
    static int (*const judge[])(struct gates *, const struct gate *,
                                const struct source *, struct err *) = {
        [GATE_SUPPLIED] = judge_supplied,
        [GATE_ROWS] = judge_rows,
        [GATE_FRESH] = judge_fresh,
        [GATE_REJECTS] = judge_rejects,
    };
    bool timed = gate->test == GATE_FRESH || gate->base != GATE_NUMBER;
    const struct job *job = &g->run->job;
    for (size_t i = 0; i < job->nsources; i++) {
        const struct source *source = &job->source[i];
        bool meant =
            gate->source == source || (gate->source == NULL && !source->optional &&
                                       (!timed || source_is_timed(source)));
        if (meant && judge[gate->test](g, gate, source, err) != 0)
            return -1;
    }
    return 0;
}

static int judge_all(struct gates *g, struct err *err)
{
    const struct job *job = &g->run->job;
    for (size_t i = 0; i < job->ngates; i++) {
        const struct gate *gate = &job->gate[i];
        int rc = gate->test == GATE_CONTROL ? gate_control(g, gate, err)
                                            : judge_sources(g, gate, err);
        if (rc != 0)
            return -1;
    }
    return 0;
}

int gates_judge(struct run *run, struct gate_note **out, struct err *err)
{
    struct gates g = {.run = run,
                      .format = {&run->arena, run->job.words, run->job.zone, 0}};
    run->control = arena_new(&run->arena, run->job.ngates, sizeof *run->control);
    if (run->job.ngates == 0)
        return 0;
    if (store_files(run->store, &run->arena, &g.file, &g.nfiles, err) != 0)
        return -1;
    int rc = judge_all(&g, err);
    *out = arena_new(&run->arena, g.n, sizeof **out);
    for (size_t i = 0; i < g.n; i++)
        (*out)[i] = g.note[i];
    mem_free(g.note);
    run->info.gate = *out;
    run->info.ngates = g.n;
    return rc;
}
