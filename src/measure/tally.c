/* tally: reads the rows of a scan and counts. This is the inner loop of a run: columns
 * are read once, texts are numbered by hash, and a count is one addition. */
#include "measure/tally.h"

#include <string.h>

#include "base/banned.h"

enum { KEPT_MAX = 0x7fffffff };
/* n times the sum of squares stays below 2^127 for 8 million rows of the largest value. */
static const int64_t SUM_MAX = (int64_t)1 << 40;

/* --- storage ----------------------------------------------------------------- */

void tally_reach(struct tally_cells *cells, uint32_t key)
{
    size_t before = (size_t)cells->keys * cells->nslots, after;
    if (key < cells->keys)
        return;
    cells->keys = cells->keys * 2 > key ? cells->keys * 2 : key + 1;
    after = (size_t)cells->keys * cells->nslots;
    cells->count = mem_grow(cells->count, after, sizeof *cells->count);
    memset(cells->count + before, 0, (after - before) * sizeof *cells->count);
    if (cells->moment) {
        cells->moment = mem_grow(cells->moment, after, sizeof *cells->moment);
        memset(cells->moment + before, 0, (after - before) * sizeof *cells->moment);
    }
}

static struct tally_cells *new_cells(size_t n, uint32_t nslots, bool sums)
{
    struct tally_cells *cells = mem_new(n, sizeof *cells);
    for (size_t i = 0; i < n; i++) {
        cells[i].nslots = nslots;
        cells[i].keys = 1;
        cells[i].count = mem_new(nslots, sizeof *cells[i].count);
        cells[i].moment = sums ? mem_new(nslots, sizeof *cells[i].moment) : NULL;
    }
    return cells;
}

static void free_cells(struct tally_cells *cells, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        mem_free(cells[i].count);
        mem_free(cells[i].moment);
    }
    mem_free(cells);
}

static uint32_t slots_of(const struct tally *t, uint32_t clock)
{
    return (uint32_t)(clock_is_held(&t->plan->clock[clock]) ? t->windows->n
                                                            : t->windows->nsegments);
}

void tally_init(struct tally *t, const struct plan_kind *plan,
                const struct windows *windows, int64_t as_of, struct numbering *keys)
{
    *t = (struct tally){.plan = plan, .windows = windows, .as_of = as_of};
    t->keys = mem_new(plan->ndimensions + 1, sizeof *t->keys);
    for (size_t i = 0; i < plan->ndimensions; i++)
        t->keys[i] = &keys[plan->dimension[i].dimension->index];
    t->cells = mem_new(plan->nfacts, sizeof *t->cells);
    for (size_t i = 0; i < plan->nfacts; i++)
        t->cells[i] = new_cells(plan->fact[i].ncuts + 1, slots_of(t, plan->fact[i].clock),
                                plan->fact[i].sums);
    t->rows = mem_new(plan->nclocks, sizeof *t->rows);
    for (size_t i = 0; i < plan->nclocks; i++)
        t->rows[i] = new_cells(plan->ndimensions + 1, slots_of(t, (uint32_t)i), false);
    t->kept = mem_new(plan->nfacts, sizeof *t->kept);
    t->places = mem_new(plan->nclocks, sizeof *t->places);
    t->orphans = mem_new(plan->nrefs + 1, sizeof *t->orphans);
    t->member = mem_new(plan->npopulations, sizeof *t->member);
    t->key = mem_new(plan->ndimensions + 1, sizeof *t->key);
    t->slot = mem_new(windows->n, sizeof *t->slot);
}

void tally_release(struct tally *t)
{
    if (!t->plan)
        return;
    for (size_t i = 0; i < t->plan->nfacts; i++) {
        free_cells(t->cells[i], t->plan->fact[i].ncuts + 1);
        mem_free(t->kept[i].item);
    }
    for (size_t i = 0; i < t->plan->nclocks; i++) {
        free_cells(t->rows[i], t->plan->ndimensions + 1);
        mem_free(t->places[i].item);
    }
    mem_free(t->keys);
    mem_free(t->cells);
    mem_free(t->rows);
    mem_free(t->kept);
    mem_free(t->places);
    mem_free(t->orphans);
    mem_free(t->member);
    mem_free(t->key);
    mem_free(t->slot);
}

/* --- one row ----------------------------------------------------------------- */

static int read_keys(struct tally *t, sqlite3_stmt *row, int column, struct err *err)
{
    for (size_t i = 0; i < t->plan->ndimensions; i++, column++) {
        /* As a blob: text is handed out as it lies, without a NUL being added. */
        struct str text = {sqlite3_column_blob(row, column), 0};
        int number = KEY_NONE;
        text.n = (size_t)sqlite3_column_bytes(row, column);
        if (text.p != NULL)
            number = numbering_put(t->keys[i], text);
        if (number < 0)
            return err_set(err, ERR_JOB, NULL, 0,
                           "dimension '%.*s' has more than %d keys",
                           STR_ARG(t->plan->dimension[i].dimension->id), KEYS_MAX);
        t->key[i] = (uint16_t)number;
    }
    return 0;
}

static void read_members(struct tally *t, sqlite3_stmt *row, int column)
{
    for (size_t i = 0; i < t->plan->npopulations; i++) {
        const struct plan_population *population = &t->plan->population[i];
        t->member[i] = (population->base == NOWHERE || t->member[population->base]) &&
                       (!population->population->where ||
                        sqlite3_column_int(row, column + (int)i) != 0);
    }
}

/* Slots the row counts in, for a clock whose first column is given. */
static size_t find_slots(struct tally *t, const struct plan_clock *clock,
                         sqlite3_stmt *row, int column)
{
    const struct windows *w = t->windows;
    bool no_start = sqlite3_column_type(row, column) == SQLITE_NULL;
    int64_t start = sqlite3_column_int64(row, column);
    size_t n = 0;
    if (!clock_is_held(clock)) {
        int segment = no_start ? -1 : windows_segment(w, start);
        t->slot[0] = (uint32_t)segment;
        return segment < 0 ? 0 : 1;
    }
    bool no_end = sqlite3_column_type(row, column + 1) == SQLITE_NULL;
    int64_t end = sqlite3_column_int64(row, column + 1);
    for (size_t i = 0; i < w->n; i++)
        if ((no_start || start < w->window[i].period.until) &&
            (no_end || end >= w->window[i].period.until))
            t->slot[n++] = (uint32_t)i;
    return n;
}

static inline void count(struct tally_cells *cells, uint32_t key, uint32_t slot,
                         unsigned state)
{
    tally_reach(cells, key);
    cells->count[(size_t)key * cells->nslots + slot][state]++;
}

static inline void add(struct tally_cells *cells, uint32_t key, uint32_t slot,
                       int64_t value)
{
    struct tally_moment *moment = &cells->moment[(size_t)key * cells->nslots + slot];
    moment->sum += value;
    moment->squares += (num_wide)value * value;
}

static void count_rows(struct tally *t, size_t clock, size_t nslots)
{
    for (size_t s = 0; s < nslots; s++) {
        count(&t->rows[clock][0], 0, t->slot[s], 0);
        for (size_t i = 0; i < t->plan->ndimensions; i++)
            if (t->key[i] != KEY_NONE)
                count(&t->rows[clock][i + 1], t->key[i], t->slot[s], 0);
    }
}

/* Places of the row in its slots; number of the first. */
static size_t put_places(struct tally *t, size_t clock, size_t nslots)
{
    struct tally_places *places = &t->places[clock];
    size_t width = t->plan->ndimensions + 1, first = places->n;
    for (size_t s = 0; s < nslots; s++) {
        while ((places->n + 1) * width > places->cap)
            places->item =
                mem_room(places->item, places->cap, &places->cap, sizeof *places->item);
        uint16_t *item = &places->item[places->n++ * width];
        item[0] = (uint16_t)t->slot[s];
        memcpy(item + 1, t->key, (width - 1) * sizeof *item);
    }
    return first;
}

static int refuse_value(const struct tally *t, size_t fact, const char *what,
                        int64_t value, struct err *err)
{
    return err_set(
        err, ERR_GATE, NULL, 0,
        "a value of '%.*s' is too large for %s: %lld; correct the export, or give "
        "its field a max in the records",
        STR_ARG(t->plan->fact[fact].model->id), what, (long long)value);
}

static int keep(struct tally *t, size_t fact, int64_t value, size_t place,
                struct err *err)
{
    struct tally_kept *kept = &t->kept[fact];
    if (value > KEPT_MAX || value < -KEPT_MAX)
        return refuse_value(t, fact, "a quantile", value, err);
    kept->item = mem_room(kept->item, kept->n, &kept->cap, sizeof *kept->item);
    kept->item[kept->n++] = (uint64_t)(value + KEPT_MAX) << 32 | (uint32_t)place;
    return 0;
}

int64_t kept_value(uint64_t item)
{
    return (int64_t)(item >> 32) - KEPT_MAX;
}

const uint16_t *kept_place(const struct tally *t, uint32_t fact, uint64_t item)
{
    const struct tally_places *places = &t->places[t->plan->fact[fact].clock];
    return &places->item[(size_t)(uint32_t)item * (t->plan->ndimensions + 1)];
}

static unsigned read_state(const struct plan_fact *fact, sqlite3_stmt *row, int column)
{
    switch (fact->model->form) {
    case FACT_ROW:
        return FACT_HIT;
    case FACT_TEST:
        return sqlite3_column_int(row, column) ? FACT_HIT : FACT_MISS;
    case FACT_WITHIN:
        if (fact->model->at_end)
            break;
        return (unsigned)sqlite3_column_int(row, column) & 3;
    case FACT_REPEAT:
        return (unsigned)sqlite3_column_int(row, column) & 3;
    case FACT_FIELD:
    case FACT_SPAN:
        break;
    }
    return sqlite3_column_type(row, column) == SQLITE_NULL ? FACT_OUT : FACT_HIT;
}

static void count_fact(struct tally *t, size_t index, unsigned state, int64_t value,
                       uint32_t slot)
{
    const struct plan_fact *fact = &t->plan->fact[index];
    struct tally_cells *cells = t->cells[index];
    bool sums = fact->sums && state == FACT_HIT;
    count(&cells[0], 0, slot, state);
    if (sums)
        add(&cells[0], 0, slot, value);
    for (size_t i = 0; i < fact->ncuts; i++) {
        uint16_t key = t->key[fact->cut[i]];
        if (key == KEY_NONE)
            continue;
        count(&cells[i + 1], key, slot, state);
        if (sums)
            add(&cells[i + 1], key, slot, value);
    }
}

/* The column is since when a row runs, or until when it is young enough. */
static void read_age(const struct tally *t, const struct metric *model, uint32_t slot,
                     unsigned *state, int64_t *value)
{
    int64_t since = *value, moment = t->windows->window[slot].period.until;
    moment = moment < t->as_of ? moment : t->as_of;
    *value = moment - since;
    if (model->form == FACT_WITHIN && *state != FACT_OUT)
        *state = since >= moment ? FACT_HIT : FACT_MISS;
}

/* One row's fact, in every slot in which the row counts. */
static int put_fact(struct tally *t, size_t index, sqlite3_stmt *row, int column,
                    size_t place, size_t nslots, struct err *err)
{
    const struct plan_fact *fact = &t->plan->fact[index];
    const struct metric *model = fact->model;
    bool valued = fact->sums || fact->keeps || model->at_end;
    const unsigned read = read_state(fact, row, column);
    const int64_t raw = valued ? sqlite3_column_int64(row, column) : 0;
    for (size_t s = 0; s < nslots; s++) {
        unsigned state = read;
        int64_t value = raw;
        if (model->at_end)
            read_age(t, model, t->slot[s], &state, &value);
        if (fact->sums && state == FACT_HIT && (value > SUM_MAX || value < -SUM_MAX))
            return refuse_value(t, index, "a sum", value, err);
        count_fact(t, index, state, value, t->slot[s]);
        if (fact->keeps && state == FACT_HIT &&
            keep(t, index, value, place + s, err) != 0)
            return -1;
    }
    return 0;
}

static int put_facts(struct tally *t, sqlite3_stmt *row, const struct scan_columns *at,
                     size_t clock, size_t nslots, struct err *err)
{
    size_t place = t->plan->clock[clock].keeps ? put_places(t, clock, nslots) : 0;
    for (size_t i = 0; i < t->plan->nfacts; i++) {
        const struct plan_fact *fact = &t->plan->fact[i];
        if (fact->clock != clock || !t->member[fact->population])
            continue;
        if (put_fact(t, i, row, at->fact + (int)i, place, nslots, err) != 0)
            return -1;
    }
    return 0;
}

int tally_put(struct tally *t, sqlite3_stmt *row, const struct scan_columns *at,
              struct err *err)
{
    int column = at->clock;
    bool is_read = false;
    for (size_t i = 0; i < t->plan->nrefs; i++)
        t->orphans[i] += sqlite3_column_int(row, at->orphan + (int)i);
    for (size_t i = 0; i < t->plan->nclocks; i++) {
        size_t nslots = find_slots(t, &t->plan->clock[i], row, column);
        column += clock_is_held(&t->plan->clock[i]) ? 2 : 1;
        if (nslots == 0)
            continue;
        if (!is_read && read_keys(t, row, at->dimension, err) != 0)
            return -1;
        if (!is_read)
            read_members(t, row, at->population);
        is_read = true;
        count_rows(t, i, nslots);
        if (put_facts(t, row, at, i, nslots, err) != 0)
            return -1;
    }
    return 0;
}

/* --- sums over windows ------------------------------------------------------- */

struct segment_run tally_run(const struct tally *t, uint32_t clock, size_t window)
{
    if (!clock_is_held(&t->plan->clock[clock]))
        return t->windows->run[window];
    return (struct segment_run){(uint32_t)window, (uint32_t)window + 1};
}

struct tally_sum tally_sum(const struct tally *t, uint32_t fact, size_t cut, uint32_t key,
                           size_t window)
{
    const struct tally_cells *cells = &t->cells[fact][cut];
    struct segment_run run = tally_run(t, t->plan->fact[fact].clock, window);
    struct tally_sum out = {0};
    if (key >= cells->keys)
        return out;
    for (uint32_t s = run.first; s < run.after; s++) {
        size_t at = (size_t)key * cells->nslots + s;
        for (int i = 0; i < 4; i++)
            out.count[i] += cells->count[at][i];
        if (cells->moment) {
            out.sum += cells->moment[at].sum;
            out.squares += cells->moment[at].squares;
        }
    }
    return out;
}

int64_t tally_rows(const struct tally *t, uint32_t clock, size_t cut, uint32_t key,
                   size_t window)
{
    const struct tally_cells *cells = &t->rows[clock][cut];
    struct segment_run run = tally_run(t, clock, window);
    int64_t rows = 0;
    for (uint32_t s = run.first; s < run.after && key < cells->keys; s++)
        rows += cells->count[(size_t)key * cells->nslots + s][0];
    return rows;
}
