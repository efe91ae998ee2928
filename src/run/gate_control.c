/* gate_control: control totals. The system that exports says in a side file how many rows
 * of a source there are in a period, or what a field of them sums up to; the store must
 * hold exactly that. Columns: source, expected, and where needed period and field. */
#include <string.h>

#include "base/file.h"
#include "run/gates.h"
#include "ingest/header.h"
#include "ingest/reader.h"

#include "base/banned.h"

enum { COL_SOURCE, COL_EXPECTED, COL_PERIOD, COL_FIELD, COLS };
static const char *const col_name[COLS] = {"source", "expected", "period", "field"};

struct control {
    struct gates *gates;
    const struct gate *gate;
    size_t at[COLS]; /* place of each column, from 0; SIZE_MAX: not there */
    size_t said;     /* lines about this period */
};

struct total { /* one line of it */
    const struct source *source;
    const struct field *field; /* NULL: rows */
    struct period period;
    bool whole; /* of all periods */
    struct str text;
    struct dec expected;
    uint64_t line;
};

static int refuse(const struct control *c, uint64_t line, const char *what,
                  struct str text, struct err *err)
{
    return err_set(err, ERR_GATE, c->gate->file.p, (long)line, "%s '%.*s'", what,
                   STR_ARG(text));
}

/* A column answers to its own name and to the job's language. */
static int find_columns(struct control *c, const struct raw_row *row, struct err *err)
{
    struct arena *arena = c->gates->format.arena;
    const struct words *words = c->gates->run->job.words;
    for (size_t k = 0; k < COLS; k++) {
        struct str id = arena_printf(arena, "totals.%s", col_name[k]);
        struct str local = header_fold(arena, words_text(words, id.p));
        c->at[k] = SIZE_MAX;
        for (size_t i = 0; i < row->n; i++) {
            struct str name = header_fold(arena, row->cell[i]);
            if (str_eq(name, str_of(col_name[k])) || str_eq(name, local))
                c->at[k] = i;
        }
        if (c->at[k] == SIZE_MAX && k <= COL_EXPECTED)
            return refuse(c, row->line, "control totals need a column",
                          str_of(col_name[k]), err);
    }
    return 0;
}

static struct str cell_at(const struct control *c, const struct raw_row *row, size_t col)
{
    return c->at[col] < row->n ? str_trim(row->cell[c->at[col]]) : STR_NONE;
}

static int read_total(struct control *c, const struct raw_row *row, struct total *t,
                      struct err *err)
{
    const struct job *job = &c->gates->run->job;
    struct str id = cell_at(c, row, COL_SOURCE), field = cell_at(c, row, COL_FIELD);
    struct str period = cell_at(c, row, COL_PERIOD);
    *t = (struct total){.line = row->line, .whole = period.n == 0};
    for (size_t i = 0; i < job->nsources; i++)
        if (str_eq(job->source[i].id, id) || str_eq(job->source[i].name, id))
            t->source = &job->source[i];
    if (t->source == NULL)
        return refuse(c, row->line, "the job has no source", id, err);
    if (field.n > 0) {
        t->field = kind_field(t->source->kind, field);
        if (t->field == NULL || field_is_text(t->field) || field_is_time(t->field))
            return refuse(c, row->line, "the source has no field of numbers", field, err);
    }
    t->text = arena_str(c->gates->format.arena, cell_at(c, row, COL_EXPECTED));
    if (!dec_parse(t->text, &t->expected))
        return refuse(c, row->line, "no number is expected, but", t->text, err);
    if (t->whole)
        return 0;
    if (!source_is_timed(t->source))
        return refuse(c, row->line, "a period is named for rows that belong to none of",
                      id, err);
    if (period_parse(&t->period, period, job->zone, err) != 0)
        return err_note(err, "line %llu of %s", (unsigned long long)row->line,
                        c->gate->file.p);
    return 0;
}

static struct str check_text(struct control *c, const struct total *t)
{
    struct words_arg part[] = {
        {"source", t->source->name},
        {"what", t->field != NULL
                     ? t->field->name
                     : words_text(c->gates->run->job.words, "gate.control-rows")}};
    return words_fill(c->gates->run->job.words, c->gates->format.arena, "gate.control-of",
                      part, 2);
}

static int judge_total(struct control *c, const struct total *t, struct err *err)
{
    struct gates *g = c->gates;
    struct store_count count = {0};
    int scale = t->field != NULL ? t->field->scale : 0;
    if (store_count(g->run->store, t->source, t->field,
                    t->whole ? INT64_MIN : t->period.from,
                    t->whole ? INT64_MAX : t->period.until, &count, err) != 0)
        return -1;
    int64_t found = t->field != NULL ? count.sum : count.rows;
    num_wide has = (num_wide)found * num_round(1, 1, t->expected.scale);
    num_wide wants = (num_wide)t->expected.n * num_round(1, 1, scale);
    struct gate_note *note = gates_put(g, c->gate, t->source, "gate.control");
    note->check = check_text(c, t);
    note->found = cell_decimal(&g->format, found, scale).text;
    note->limit = arena_printf(
        g->format.arena, "= %.*s",
        STR_ARG(cell_decimal(&g->format, t->expected.n, t->expected.scale).text));
    note->state = has == wants ? GATE_PASSED : GATE_FAILED;
    return 0;
}

static bool is_asked(const struct control *c, const struct total *t)
{
    const struct period *period = &c->gates->run->period;
    return t->whole ||
           (t->period.from == period->from && t->period.until == period->until);
}

static bool is_blank(const struct raw_row *row)
{
    for (size_t i = 0; i < row->n; i++)
        if (str_trim(row->cell[i]).n > 0)
            return false;
    return true;
}

static int read_lines(struct control *c, struct reader *reader, struct err *err)
{
    struct raw_row row;
    int rc = reader_next(reader, &row, err);
    if (rc != 0 || find_columns(c, &row, err) != 0)
        return rc > 0 ? 0 : -1;
    while ((rc = reader_next(reader, &row, err)) == 0) {
        struct total total;
        if (is_blank(&row))
            continue;
        if (read_total(c, &row, &total, err) != 0)
            return -1;
        if (!is_asked(c, &total))
            continue;
        c->said++;
        if (judge_total(c, &total, err) != 0)
            return -1;
    }
    return rc < 0 ? -1 : 0;
}

/* A side file that is missing, or silent about this period, is a failure, not a pass. */
static void put_silence(struct control *c, const char *found)
{
    struct gates *g = c->gates;
    struct gate_note *note = gates_put(g, c->gate, NULL, "gate.control");
    note->found = words_text(g->run->job.words, found);
    note->limit = file_name(c->gate->file);
    note->state = GATE_FAILED;
}

static int keep_digest(struct control *c, struct err *err)
{
    struct run *run = c->gates->run;
    struct cat_file *kept = &run->control[run->ncontrols];
    int64_t bytes;
    if (sha256_file(c->gate->file.p, &kept->digest, &bytes, err) != 0)
        return -1;
    kept->role = STR("control");
    kept->path = c->gate->file;
    kept->name = file_name(c->gate->file);
    kept->text.n = (size_t)bytes;
    run->ncontrols++;
    return 0;
}

int gate_control(struct gates *gates, const struct gate *gate, struct err *err)
{
    static const struct source plain; /* dialect and encoding as found in the file */
    struct control c = {.gates = gates, .gate = gate};
    struct reader reader = {0};
    if (!file_exists(gate->file.p)) {
        put_silence(&c, "gate.control-none");
        return 0;
    }
    int rc = keep_digest(&c, err);
    if (rc == 0)
        rc = reader_open(&reader, gate->file.p, &plain, err);
    if (rc == 0)
        rc = read_lines(&c, &reader, err);
    reader_close(&reader);
    if (rc == 0 && c.said == 0)
        put_silence(&c, "gate.control-silent");
    return rc;
}
