/* tally_put: reads one row of a scan and counts it. This is the inner loop of a run: each
 * value is read once, texts are numbered by hash, and a count is one addition. */
#include "measure/tally.h"

#include <string.h>

#include "base/banned.h"

enum { NO_KEY_YET = -1 };
#define NO_LIMIT INT64_MIN
/* n times the sum of squares stays below 2^127 for 8 million rows of the largest value. */
static const int64_t SUM_MAX = (int64_t)1 << 40;

/* --- keys, populations, limits ----------------------------------------------- */

/* A missing text of the row's own is the blank, where the dimension has one. */
static int number_of(struct tally *t, size_t dimension, struct str text, bool missing)
{
    const struct plan_dimension *d = &t->plan->dimension[dimension];
    if (!missing)
        return text.p ? numbering_put(t->keys[dimension], text) : -1;
    if (d->of->via || d->dimension->blank.n == 0)
        return -1;
    if (t->blank[dimension] == NO_KEY_YET)
        t->blank[dimension] = numbering_put(t->keys[dimension], d->dimension->blank);
    return t->blank[dimension];
}

/* A dimension with too many keys is not cut by: its keys are numbered, and their rows of
 * the period counted, only to know which of them to cut by. */
static void read_keys(struct tally *t, struct scan_row row, const struct scan_columns *at,
                      bool in_period)
{
    for (size_t i = 0; i < t->plan->ndimensions; i++) {
        int column = at->dimension[i];
        int number =
            number_of(t, i, scan_row_text(row, column), scan_row_missing(row, column));
        t->key[i] = KEY_NONE;
        if (number < 0)
            continue;
        t->keys[i]->rows[number] += in_period;
        if ((size_t)number < t->plan->dimension[i].dimension->most)
            t->key[i] = (uint16_t)number;
    }
}

static bool is_in_period(const struct tally *t, size_t clock, size_t nslots)
{
    struct segment_run run = tally_run(t, (uint32_t)clock, 0); /* the first window */
    for (size_t i = 0; i < nslots; i++)
        if (t->slot[i] >= run.first && t->slot[i] < run.after)
            return true;
    return false;
}

static void read_members(struct tally *t, struct scan_row row,
                         const struct scan_columns *at)
{
    for (size_t i = 0; i < t->plan->npopulations; i++) {
        const struct plan_population *population = &t->plan->population[i];
        t->member[i] = (population->base == NOWHERE || t->member[population->base]) &&
                       (at->population[i] == NOWHERE ||
                        scan_row_number(row, at->population[i]) != 0);
    }
}

static int64_t seconds_of(const struct limit *limit, struct str key)
{
    for (size_t i = 0; key.p && i < limit->nat; i++)
        if (str_eq(limit->at[i].key, key))
            return limit->at[i].seconds;
    return NO_LIMIT;
}

static void read_limits(struct tally *t, struct scan_row row,
                        const struct scan_columns *at)
{
    for (size_t i = 0; i < t->plan->nlimits; i++)
        t->limit[i] = seconds_of(t->plan->limit[i], scan_row_text(row, at->limit[i]));
}

/* --- slots ------------------------------------------------------------------- */

/* Held from start, until end: no window ends in between when no edge does. */
static bool misses_all(const struct windows *w, int64_t start, int64_t end)
{
    int segment = windows_segment(w, start);
    return segment >= 0 && end < w->edge[segment + 1];
}

static size_t find_held(struct tally *t, struct scan_row row, int from, int until)
{
    const struct windows *w = t->windows;
    bool no_start = scan_row_missing(row, from), no_end = scan_row_missing(row, until);
    int64_t start = scan_row_number(row, from), end = scan_row_number(row, until);
    size_t n = 0;
    if (!no_start && !no_end && misses_all(w, start, end))
        return 0;
    for (size_t i = 0; i < w->n; i++)
        if ((no_start || start < w->window[i].period.until) &&
            (no_end || end >= w->window[i].period.until))
            t->slot[n++] = (uint32_t)i;
    return n;
}

/* Slots the row counts in. */
static size_t find_slots(struct tally *t, size_t clock, struct scan_row row,
                         const struct scan_columns *at)
{
    if (clock_is_held(&t->plan->clock[clock]))
        return find_held(t, row, at->from[clock], at->until[clock]);
    if (scan_row_missing(row, at->from[clock]))
        return 0;
    int segment = windows_segment(t->windows, scan_row_number(row, at->from[clock]));
    t->slot[0] = (uint32_t)segment;
    return segment < 0 ? 0 : 1;
}

/* --- facts ------------------------------------------------------------------- */

static int refuse_value(const struct tally *t, size_t fact, const char *what,
                        int64_t value, struct err *err)
{
    const struct metric *model = t->plan->fact[fact].model;
    bool timed = model->form != FACT_FIELD;
    return err_set(err, ERR_GATE, NULL, 0,
                   "a value of '%.*s' is too large for %s: %lld%s; correct the export, "
                   "or %s",
                   STR_ARG(model->id), what, (long long)value, timed ? " seconds" : "",
                   timed ? "let a far time that stands for none be no value: <missing "
                           "is=\"...\"/> in the source or the map"
                         : "give its field a max in the records");
}

static int check_value(const struct tally *t, size_t index, struct err *err)
{
    const struct plan_fact *fact = &t->plan->fact[index];
    const struct tally_fact *f = &t->fact[index];
    if (f->state != FACT_HIT)
        return 0;
    if (fact->sums && (f->value > SUM_MAX || f->value < -SUM_MAX))
        return refuse_value(t, index, "a sum", f->value, err);
    if (fact->keeps && (f->value > KEPT_MAX || f->value < -KEPT_MAX))
        return refuse_value(t, index, "a quantile", f->value, err);
    return 0;
}

static int64_t limit_of(const struct tally *t, const struct plan_fact *fact)
{
    return fact->limit == NOWHERE ? fact->model->limit->at[0].seconds
                                  : t->limit[fact->limit];
}

/* A span against its limit, as write_state has it. */
static uint8_t judge_span(const struct tally *t, const struct plan_fact *fact,
                          struct scan_row row, int seconds, int since)
{
    int64_t limit = limit_of(t, fact);
    if (limit == NO_LIMIT || scan_row_missing(row, since))
        return FACT_OUT;
    if (!scan_row_missing(row, seconds))
        return scan_row_number(row, seconds) <= limit ? FACT_HIT : FACT_MISS;
    switch (fact->model->absent) {
    case ABSENT_DUE:
        return scan_row_number(row, since) + limit <= t->as_of ? FACT_MISS : FACT_PENDING;
    case ABSENT_MISS:
        return FACT_MISS;
    default:
        return FACT_OUT;
    }
}

/* The nearest like row against the limit, as write_repeat_state has it. */
static uint8_t judge_near(const struct tally *t, const struct plan_fact *fact,
                          struct scan_row row, int64_t number, int since)
{
    const struct repeat_def *def = fact->model->repeat;
    int64_t limit = limit_of(t, fact);
    int64_t gap = alike_gap(&t->repeats->alike[def->index], number);
    if (limit == NO_LIMIT || gap == ALIKE_NOT_ASKED)
        return FACT_OUT;
    if (!def->back && scan_row_number(row, since) + limit > t->as_of)
        return FACT_PENDING;
    return gap <= limit ? FACT_HIT : FACT_MISS;
}

static uint8_t read_state(const struct tally *t, size_t index, struct scan_row row,
                          const struct scan_columns *at)
{
    const struct plan_fact *fact = &t->plan->fact[index];
    int column = at->fact[index];
    switch (fact->way) {
    case WAY_ROW:
        return FACT_HIT;
    case WAY_TEST:
        return scan_row_number(row, column) ? FACT_HIT : FACT_MISS;
    case WAY_STATE:
        return scan_row_number(row, column) & 3;
    case WAY_WITHIN:
        return judge_span(t, fact, row, column, at->since[index]);
    case WAY_NEAR:
        return judge_near(t, fact, row, scan_row_number(row, at->row), column);
    case WAY_VALUE:
    case WAY_SINCE:
    case WAY_YOUNG:
        break;
    }
    return scan_row_missing(row, column) ? FACT_OUT : FACT_HIT;
}

/* A fact of whose population the row is none counts nowhere. */
static int read_fact(struct tally *t, size_t index, struct scan_row row,
                     const struct scan_columns *at, struct err *err)
{
    const struct plan_fact *fact = &t->plan->fact[index];
    struct tally_fact *f = &t->fact[index];
    *f = (struct tally_fact){0};
    if (!t->member[fact->population])
        return 0;
    f->state = read_state(t, index, row, at);
    f->count[f->state] = 1;
    if (f->state != FACT_HIT)
        return 0;
    if (fact->model->at_end)
        f->since = scan_row_number(row, at->fact[index]);
    if (fact->model->at_end || (!fact->sums && !fact->keeps))
        return 0;
    f->value = scan_row_number(row, at->fact[index]);
    return check_value(t, index, err);
}

/* The column is since when a row runs, or until when it is young enough. */
static void read_age(const struct tally *t, struct tally_fact *f, bool within,
                     uint32_t slot)
{
    int64_t moment = t->windows->window[slot].period.until;
    moment = moment < t->as_of ? moment : t->as_of;
    f->value = moment - f->since;
    if (!within)
        return;
    f->count[f->state] = 0;
    f->state = f->since >= moment ? FACT_HIT : FACT_MISS;
    f->count[f->state] = 1;
}

/* What is held has another age in every slot. */
static int read_ages(struct tally *t, size_t clock, uint32_t slot, struct err *err)
{
    const struct tally_cells *total = &t->cells[clock][0];
    for (uint32_t i = 1; i < total->width; i++) {
        uint32_t fact = total->fact[i - 1];
        enum fact_way way = t->plan->fact[fact].way;
        struct tally_fact *f = &t->fact[fact];
        if ((way != WAY_SINCE && way != WAY_YOUNG) || f->state == FACT_OUT)
            continue;
        read_age(t, f, way == WAY_YOUNG, slot);
        if (check_value(t, fact, err) != 0)
            return -1;
    }
    return 0;
}

/* --- counting ---------------------------------------------------------------- */

/* The inner loop: of a fact's four counts one is 1, or none: four additions at once. */
static void add_counts(uint32_t *restrict to, const uint32_t *restrict from)
{
    for (int state = 0; state < 4; state++)
        to[state] += from[state];
}

/* What the loop needs is at hand before it: for all the compiler knows, a count that is
 * written may be the number of blocks. */
static void count(struct tally_cells *cells, size_t cell, const struct tally_fact *fact)
{
    uint32_t(*block)[4] = &cells->count[cell * cells->width];
    const uint32_t *index = cells->fact, *end = index + (cells->width - 1);
    (*block++)[0]++;
    while (index < end)
        add_counts(*block++, fact[*index++].count);
    for (uint32_t i = 0; i < cells->nsummed; i++) {
        const struct tally_fact *f = &fact[cells->summed[i]];
        struct tally_moment *moment = &cells->moment[cell * cells->nsummed + i];
        if (f->state != FACT_HIT)
            continue;
        moment->sum += f->value;
        moment->squares += (num_wide)f->value * f->value;
    }
}

static void count_row(struct tally *t, size_t clock, uint32_t slot)
{
    for (size_t cut = 0; cut <= t->plan->ndimensions; cut++) {
        struct tally_cells *cells = &t->cells[clock][cut];
        uint32_t key = cut ? t->key[cut - 1] : 0;
        if (key == KEY_NONE)
            continue;
        if (key >= cells->keys)
            tally_reach(cells, key);
        count(cells, (size_t)key * cells->nslots + slot, t->fact);
    }
}

/* Number of the row's place in a slot. */
static size_t put_place(struct tally *t, size_t clock, uint32_t slot)
{
    struct tally_places *places = &t->places[clock];
    size_t width = t->plan->ndimensions + 1;
    while ((places->n + 1) * width > places->cap)
        places->item =
            mem_room(places->item, places->cap, &places->cap, sizeof *places->item);
    uint16_t *item = &places->item[places->n * width];
    item[0] = (uint16_t)slot;
    memcpy(item + 1, t->key, (width - 1) * sizeof *item);
    return places->n++;
}

static void keep(struct tally_kept *kept, int64_t value, size_t place)
{
    if (kept->n == kept->cap)
        kept->item = mem_room(kept->item, kept->n, &kept->cap, sizeof *kept->item);
    kept->item[kept->n++] = (uint64_t)(value + KEPT_MAX) << 32 | (uint32_t)place;
}

static void keep_values(struct tally *t, size_t clock, size_t place)
{
    const struct tally_cells *total = &t->cells[clock][0];
    for (uint32_t i = 1; i < total->width; i++) {
        uint32_t fact = total->fact[i - 1];
        if (t->plan->fact[fact].keeps && t->fact[fact].state == FACT_HIT)
            keep(&t->kept[fact], t->fact[fact].value, place);
    }
}

static int put_facts(struct tally *t, struct scan_row row, const struct scan_columns *at,
                     size_t clock, size_t nslots, struct err *err)
{
    const struct tally_cells *total = &t->cells[clock][0];
    bool held = clock_is_held(&t->plan->clock[clock]);
    for (uint32_t i = 1; i < total->width; i++)
        if (read_fact(t, total->fact[i - 1], row, at, err) != 0)
            return -1;
    for (size_t s = 0; s < nslots; s++) {
        if (held && read_ages(t, clock, t->slot[s], err) != 0)
            return -1;
        count_row(t, clock, t->slot[s]);
        if (t->plan->clock[clock].keeps)
            keep_values(t, clock, put_place(t, clock, t->slot[s]));
    }
    return 0;
}

int tally_put(struct tally *t, struct scan_row row, const struct scan_columns *at,
              struct err *err)
{
    bool is_read = false;
    for (size_t i = 0; i < t->plan->nclocks; i++) {
        size_t nslots = find_slots(t, i, row, at);
        if (nslots == 0)
            continue;
        if (!is_read) {
            read_keys(t, row, at, is_in_period(t, i, nslots));
            read_members(t, row, at);
            read_limits(t, row, at);
        }
        is_read = true;
        if (put_facts(t, row, at, i, nslots, err) != 0)
            return -1;
    }
    return 0;
}
