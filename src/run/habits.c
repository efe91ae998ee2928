/* habits: see the header. The newest rows of the period are held against those of the
 * periods before it, field by field; months are counted by the figures of the kind. */
#include "run/habits.h"

#include "base/banned.h"

enum {
    BEFORE = 3,         /* periods before that are looked at */
    ROWS_MOST = 1000,   /* of a period: as good as all for a share */
    ROWS_LEAST = 20,    /* fewer say nothing about a habit */
    NIGHT_LEAST = 50,   /* fewer may be chance */
    TIMES_MOST = 10,    /* that a mean may grow or shrink */
    EXPECTED_LEAST = 10 /* values that would be there if nothing had changed */
};

struct habit { /* of one source */
    struct run *run;
    const struct source *source;
    struct store_filled now, then;
};

/* Times come late, such as that of closing, so that few are no sign; none are. Other
 * fields are known from the begin, and a map that reads half of them is wrong. */
static bool is_lost(const struct habit *h, size_t field)
{
    int64_t now = h->now.count[field], then = h->then.count[field];
    int64_t rows = h->now.rows, rows_then = h->then.rows;
    enum field_type type = h->source->kind->field[field].type;
    bool timed = type == FIELD_TIME || type == FIELD_DATE || type == FIELD_MONTH;
    if (now == 0)
        return then * rows >= EXPECTED_LEAST * rows_then;
    return !timed && 2 * then >= rows_then && 2 * now * rows_then < then * rows;
}

static bool tell_lost(const struct habit *h, size_t field, const struct period *before)
{
    const struct field *f = &h->source->kind->field[field];
    if (!is_lost(h, field))
        return false;
    diag_put(&h->run->diags, DIAG_WARN, "field-lost", h->source->id, 0,
             "%.*s (%.*s): %d %% of the records of %s have it, of those of %s %d %%; was "
             "its column renamed or left out, or is it written otherwise?",
             STR_ARG(f->name), STR_ARG(f->id),
             (int)(100 * h->now.count[field] / h->now.rows), h->run->period.text,
             before->text, (int)(100 * h->then.count[field] / h->then.rows));
    return true;
}

/* How many times the mean is what it was; 0: too few values to say. */
static double growth(const struct habit *h, size_t field)
{
    int64_t now = h->now.count[field], then = h->then.count[field];
    if (now < ROWS_LEAST || then < ROWS_LEAST || h->now.sum[field] <= 0 ||
        h->then.sum[field] <= 0)
        return 0;
    return h->now.sum[field] / (double)now / (h->then.sum[field] / (double)then);
}

/* Minutes where hours stood, a decimal mark read as one of thousands. */
static bool tell_grown(const struct habit *h, size_t field, const struct period *before)
{
    const struct field *f = &h->source->kind->field[field];
    double times = growth(h, field);
    bool grown = times >= TIMES_MOST, shrunk = times > 0 && times <= 1.0 / TIMES_MOST;
    if (grown || shrunk)
        diag_put(&h->run->diags, DIAG_WARN, "unit-changed", h->source->id, 0,
                 "%.*s (%.*s): the mean of %s is %s%.0f%s that of %s; is it in another "
                 "unit, or written with another decimal mark?",
                 STR_ARG(f->name), STR_ARG(f->id), h->run->period.text, grown ? "" : "1/",
                 grown ? times : 1 / times, grown ? " times" : " of", before->text);
    return grown || shrunk;
}

/* Against the newest of the periods before that has rows enough and the field. */
static int look_back(struct habit *h, bool *told, struct err *err)
{
    const struct kind *kind = h->source->kind;
    for (int step = 1; step <= BEFORE; step++) {
        struct period before = period_shift(&h->run->period, -step, h->run->job.zone);
        if (store_filled(h->run->store, h->source, before.from, before.until, ROWS_MOST,
                         0, &h->then, err) != 0)
            return -1;
        if (h->then.rows < ROWS_LEAST)
            continue;
        for (size_t i = 0; i < kind->nfields; i++)
            told[i] = told[i] || tell_lost(h, i, &before) || tell_grown(h, i, &before);
    }
    return 0;
}

/* Few are at work before six: such times are those of another zone, or of a machine. */
static void tell_night(const struct habit *h)
{
    const struct run *run = h->run;
    const struct field *event = h->source->kind->event;
    if (event->type != FIELD_TIME || h->now.rows < NIGHT_LEAST ||
        2 * h->now.night <= h->now.rows)
        return;
    diag_put(&h->run->diags, DIAG_WARN, "night", h->source->id, 0,
             "%.*s (%.*s): %d %% of the records of %s are of the hours from 0 to 6; does "
             "the export write its times in another zone? zone= of the source names it",
             STR_ARG(event->name), STR_ARG(event->id),
             (int)(100 * h->now.night / h->now.rows), run->period.text);
}

static struct store_filled filled_of(struct arena *arena, size_t nfields)
{
    return (struct store_filled){
        .count = arena_new(arena, nfields, sizeof(int64_t)),
        .sum = arena_new(arena, nfields, sizeof(double)),
    };
}

static int check_fields(struct run *run, const struct source *source, struct err *err)
{
    size_t n = source->kind->nfields;
    struct arena *arena = &run->arena;
    struct habit h = {run, source, filled_of(arena, n), filled_of(arena, n)};
    bool *told = arena_new(arena, n, sizeof *told);
    int32_t east = zone_offset(run->job.zone, run->period.from);
    if (store_filled(run->store, source, run->period.from, run->period.until, ROWS_MOST,
                     east, &h.now, err) != 0)
        return -1;
    tell_night(&h);
    return h.now.rows < ROWS_LEAST ? 0 : look_back(&h, told, err);
}

/* Rows of the kind in a month, as the metric says that saw most of them. */
static int64_t rows_of(const struct run *run, const struct kind *kind,
                       const struct window *window)
{
    const struct metrics *metrics = &run->job.metrics;
    int64_t most = 0;
    for (size_t i = 0; i < metrics->nmetrics; i++) {
        const struct metric *m = &metrics->metric[i];
        if (m->kind == METRIC_RATIO || m->of->kind != kind || m->of->on != kind->event)
            continue;
        const struct figure *f =
            figures_lookup(measure_figures(run->measure), m, window, NULL, STR_NONE);
        if (f != NULL && f->rows > most)
            most = f->rows;
    }
    return most;
}

static void tell_empty(struct run *run, const struct source *source,
                       const struct window *first, size_t n, int64_t before,
                       int64_t after)
{
    for (size_t i = 0; i < n; i++)
        diag_put(&run->diags, DIAG_WARN, "month-empty", source->id, 0,
                 "no record of %s, though the months around it have %lld and %lld; was "
                 "its export never put into the folder?",
                 first[i].name, (long long)before, (long long)after);
}

/* Months without a row between two that have many. */
static void check_months(struct run *run, const struct source *source)
{
    size_t n, empty = 0;
    const struct window *window = figures_windows(measure_figures(run->measure), &n);
    int64_t before = 0;
    for (size_t i = 0; i < n; i++) {
        if (window[i].role != WINDOW_MONTH)
            continue;
        int64_t rows = rows_of(run, source->kind, &window[i]);
        if (rows > 0 && before >= ROWS_LEAST && rows >= ROWS_LEAST)
            tell_empty(run, source, &window[i - empty], empty, before, rows);
        empty = rows > 0 ? 0 : empty + 1;
        before = rows > 0 ? rows : before;
    }
}

int habits_check(struct run *run, struct err *err)
{
    for (size_t i = 0; i < run->job.nsources; i++) {
        const struct source *source = &run->job.source[i];
        if (!source_is_timed(source))
            continue;
        check_months(run, source);
        if (check_fields(run, source, err) != 0)
            return -1;
    }
    return 0;
}
