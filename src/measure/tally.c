/* tally: reads the rows of a scan and counts. This is the inner loop of a run: columns
 * are read once, texts are numbered by hash, and a count is one addition. */
#include "measure/tally.h"

#include <string.h>

#include "base/banned.h"

enum { KEPT_MAX = 0x7fffffff };
/* n times the sum of squares stays below 2^127 for 8 million rows of the largest value. */
static const int64_t SUM_MAX = (int64_t)1 << 40;

/* --- storage ----------------------------------------------------------------- */

static size_t cell_at(const struct tally_cells *cells, uint32_t key, uint32_t slot)
{
    return (size_t)key * cells->nslots + slot;
}

void tally_reach(struct tally_cells *cells, uint32_t key)
{
    size_t before = cell_at(cells, cells->keys, 0), after;
    if (key < cells->keys)
        return;
    cells->keys = cells->keys * 2 > key ? cells->keys * 2 : key + 1;
    after = cell_at(cells, cells->keys, 0);
    cells->count = mem_grow(cells->count, after, cells->width * sizeof *cells->count);
    memset(cells->count + before * cells->width, 0,
           (after - before) * cells->width * sizeof *cells->count);
    if (cells->nsummed == 0)
        return;
    cells->moment =
        mem_grow(cells->moment, after, cells->nsummed * sizeof *cells->moment);
    memset(cells->moment + before * cells->nsummed, 0,
           (after - before) * cells->nsummed * sizeof *cells->moment);
}

static uint32_t slots_of(const struct tally *t, size_t clock)
{
    return (uint32_t)(clock_is_held(&t->plan->clock[clock]) ? t->windows->n
                                                            : t->windows->nsegments);
}

static bool is_cut(const struct plan_fact *fact, size_t cut)
{
    for (size_t i = 0; i < fact->ncuts; i++)
        if (fact->cut[i] + 1 == cut)
            return true;
    return cut == 0;
}

static void init_cells(struct tally_cells *cells, const struct tally *t, size_t clock,
                       size_t cut)
{
    const struct plan_kind *plan = t->plan;
    *cells = (struct tally_cells){.nslots = slots_of(t, clock), .width = 1};
    cells->fact = mem_new(plan->nfacts, sizeof *cells->fact);
    cells->block = mem_new(plan->nfacts, sizeof *cells->block);
    cells->summed = mem_new(plan->nfacts, sizeof *cells->summed);
    for (uint32_t i = 0; i < plan->nfacts; i++) {
        if (plan->fact[i].clock != clock || !is_cut(&plan->fact[i], cut))
            continue;
        cells->fact[cells->width - 1] = i;
        cells->block[i] = cells->width++;
        if (plan->fact[i].sums)
            cells->summed[cells->nsummed++] = i;
    }
    tally_reach(cells, 0);
}

static void free_cells(struct tally_cells *cells)
{
    mem_free(cells->fact);
    mem_free(cells->block);
    mem_free(cells->summed);
    mem_free(cells->count);
    mem_free(cells->moment);
}

void tally_init(struct tally *t, const struct plan_kind *plan,
                const struct windows *windows, int64_t as_of, struct numbering *keys)
{
    *t = (struct tally){.plan = plan, .windows = windows, .as_of = as_of};
    t->keys = mem_new(plan->ndimensions + 1, sizeof *t->keys);
    for (size_t i = 0; i < plan->ndimensions; i++)
        t->keys[i] = &keys[plan->dimension[i].dimension->index];
    t->cells = mem_new(plan->nclocks + 1, sizeof *t->cells);
    for (size_t i = 0; i < plan->nclocks; i++) {
        t->cells[i] = mem_new(plan->ndimensions + 1, sizeof **t->cells);
        for (size_t cut = 0; cut <= plan->ndimensions; cut++)
            init_cells(&t->cells[i][cut], t, i, cut);
    }
    t->kept = mem_new(plan->nfacts + 1, sizeof *t->kept);
    t->places = mem_new(plan->nclocks + 1, sizeof *t->places);
    t->member = mem_new(plan->npopulations + 1, sizeof *t->member);
    t->key = mem_new(plan->ndimensions + 1, sizeof *t->key);
    t->slot = mem_new(windows->n, sizeof *t->slot);
    t->fact = mem_new(plan->nfacts + 1, sizeof *t->fact);
}

void tally_reduce(struct tally *t)
{
    for (size_t i = 0; t->cells && i < t->plan->nclocks; i++) {
        for (size_t cut = 0; cut <= t->plan->ndimensions; cut++)
            free_cells(&t->cells[i][cut]);
        mem_free(t->cells[i]);
    }
    mem_free(t->cells);
    t->cells = NULL;
}

void tally_release(struct tally *t)
{
    if (!t->plan)
        return;
    tally_reduce(t);
    for (size_t i = 0; i < t->plan->nfacts; i++)
        mem_free(t->kept[i].item);
    for (size_t i = 0; i < t->plan->nclocks; i++)
        mem_free(t->places[i].item);
    mem_free(t->keys);
    mem_free(t->kept);
    mem_free(t->places);
    mem_free(t->member);
    mem_free(t->key);
    mem_free(t->slot);
    mem_free(t->fact);
    t->plan = NULL;
}

/* --- one row ----------------------------------------------------------------- */

/* A dimension with too many keys is not cut by: its keys are numbered, and their rows of
 * the period counted, only to know which of them to cut by. */
static void read_keys(struct tally *t, sqlite3_stmt *row, const struct scan_columns *at,
                      bool in_period)
{
    for (size_t i = 0; i < t->plan->ndimensions; i++) {
        /* As a blob: text is handed out as it lies, without a NUL being added. */
        const char *p = sqlite3_column_blob(row, at->dimension[i]);
        struct numbering *keys = t->keys[i];
        t->key[i] = KEY_NONE;
        if (p == NULL)
            continue;
        int number = numbering_put(
            keys, (struct str){p, (size_t)sqlite3_column_bytes(row, at->dimension[i])});
        if (number < 0)
            continue;
        keys->rows[number] += in_period;
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

static void read_members(struct tally *t, sqlite3_stmt *row,
                         const struct scan_columns *at)
{
    for (size_t i = 0; i < t->plan->npopulations; i++) {
        const struct plan_population *population = &t->plan->population[i];
        t->member[i] = (population->base == NOWHERE || t->member[population->base]) &&
                       (at->population[i] == NOWHERE ||
                        sqlite3_column_int(row, at->population[i]) != 0);
    }
}

/* Held from start, until end: no window ends in between when no edge does. */
static bool misses_all(const struct windows *w, int64_t start, int64_t end)
{
    int segment = windows_segment(w, start);
    return segment >= 0 && end < w->edge[segment + 1];
}

static size_t find_held(struct tally *t, sqlite3_stmt *row, int from, int until)
{
    const struct windows *w = t->windows;
    bool no_start = sqlite3_column_type(row, from) == SQLITE_NULL;
    bool no_end = sqlite3_column_type(row, until) == SQLITE_NULL;
    int64_t start = sqlite3_column_int64(row, from);
    int64_t end = sqlite3_column_int64(row, until);
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
static size_t find_slots(struct tally *t, size_t clock, sqlite3_stmt *row,
                         const struct scan_columns *at)
{
    if (clock_is_held(&t->plan->clock[clock]))
        return find_held(t, row, at->from[clock], at->until[clock]);
    if (sqlite3_column_type(row, at->from[clock]) == SQLITE_NULL)
        return 0;
    int segment = windows_segment(t->windows, sqlite3_column_int64(row, at->from[clock]));
    t->slot[0] = (uint32_t)segment;
    return segment < 0 ? 0 : 1;
}

/* The inner loop: a fact that does not count adds nothing to the first of its counts. */
static void count(struct tally_cells *cells, size_t cell, const struct tally_fact *fact)
{
    uint32_t(*block)[4] = &cells->count[cell * cells->width];
    block[0][0]++;
    for (uint32_t i = 1; i < cells->width; i++) {
        const struct tally_fact *f = &fact[cells->fact[i - 1]];
        block[i][f->state] += f->counts;
    }
    for (uint32_t i = 0; i < cells->nsummed; i++) {
        const struct tally_fact *f = &fact[cells->summed[i]];
        struct tally_moment *moment = &cells->moment[cell * cells->nsummed + i];
        if (!f->counts || f->state != FACT_HIT)
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
        tally_reach(cells, key);
        count(cells, cell_at(cells, key, slot), t->fact);
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

static int refuse_value(const struct tally *t, size_t fact, const char *what,
                        int64_t value, struct err *err)
{
    return err_set(
        err, ERR_GATE, NULL, 0,
        "a value of '%.*s' is too large for %s: %lld; correct the export, or give "
        "its field a max in the records",
        STR_ARG(t->plan->fact[fact].model->id), what, (long long)value);
}

static void keep(struct tally_kept *kept, int64_t value, size_t place)
{
    kept->item = mem_room(kept->item, kept->n, &kept->cap, sizeof *kept->item);
    kept->item[kept->n++] = (uint64_t)(value + KEPT_MAX) << 32 | (uint32_t)place;
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

static uint8_t read_state(const struct plan_fact *fact, sqlite3_stmt *row, int column)
{
    switch (fact->model->form) {
    case FACT_ROW:
        return FACT_HIT;
    case FACT_TEST:
        return sqlite3_column_int(row, column) ? FACT_HIT : FACT_MISS;
    case FACT_WITHIN:
        if (fact->model->at_end)
            break;
        return sqlite3_column_int(row, column) & 3;
    case FACT_REPEAT:
        return sqlite3_column_int(row, column) & 3;
    case FACT_FIELD:
    case FACT_SPAN:
        break;
    }
    return sqlite3_column_type(row, column) == SQLITE_NULL ? FACT_OUT : FACT_HIT;
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

static int read_fact(struct tally *t, size_t index, sqlite3_stmt *row, int column,
                     struct err *err)
{
    const struct plan_fact *fact = &t->plan->fact[index];
    struct tally_fact *f = &t->fact[index];
    *f = (struct tally_fact){0};
    if (!t->member[fact->population])
        return 0;
    f->counts = 1;
    f->state = read_state(fact, row, column);
    if (f->state != FACT_HIT)
        return 0;
    if (fact->model->at_end)
        f->since = sqlite3_column_int64(row, column);
    else if (fact->sums || fact->keeps)
        f->value = sqlite3_column_int64(row, column);
    return check_value(t, index, err);
}

/* The column is since when a row runs, or until when it is young enough. */
static void read_age(const struct tally *t, struct tally_fact *f, bool within,
                     uint32_t slot)
{
    int64_t moment = t->windows->window[slot].period.until;
    moment = moment < t->as_of ? moment : t->as_of;
    f->value = moment - f->since;
    if (within)
        f->state = f->since >= moment ? FACT_HIT : FACT_MISS;
}

/* What is held has another age in every slot. */
static int read_ages(struct tally *t, size_t clock, uint32_t slot, struct err *err)
{
    const struct tally_cells *total = &t->cells[clock][0];
    for (uint32_t i = 1; i < total->width; i++) {
        uint32_t fact = total->fact[i - 1];
        const struct metric *model = t->plan->fact[fact].model;
        struct tally_fact *f = &t->fact[fact];
        if (!model->at_end || !f->counts || f->state == FACT_OUT)
            continue;
        read_age(t, f, model->form == FACT_WITHIN, slot);
        if (check_value(t, fact, err) != 0)
            return -1;
    }
    return 0;
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

static int put_facts(struct tally *t, sqlite3_stmt *row, const struct scan_columns *at,
                     size_t clock, size_t nslots, struct err *err)
{
    const struct tally_cells *total = &t->cells[clock][0];
    bool held = clock_is_held(&t->plan->clock[clock]);
    for (uint32_t i = 1; i < total->width; i++) {
        uint32_t fact = total->fact[i - 1];
        if (read_fact(t, fact, row, at->fact[fact], err) != 0)
            return -1;
    }
    for (size_t s = 0; s < nslots; s++) {
        if (held && read_ages(t, clock, t->slot[s], err) != 0)
            return -1;
        count_row(t, clock, t->slot[s]);
        if (t->plan->clock[clock].keeps)
            keep_values(t, clock, put_place(t, clock, t->slot[s]));
    }
    return 0;
}

int tally_put(struct tally *t, sqlite3_stmt *row, const struct scan_columns *at,
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
        }
        is_read = true;
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

static void add_moment(struct tally_sum *out, const struct tally_cells *cells,
                       uint32_t fact, size_t cell)
{
    for (uint32_t i = 0; i < cells->nsummed; i++)
        if (cells->summed[i] == fact) {
            out->sum += cells->moment[cell * cells->nsummed + i].sum;
            out->squares += cells->moment[cell * cells->nsummed + i].squares;
        }
}

struct tally_sum tally_sum(const struct tally *t, uint32_t fact, size_t cut, uint32_t key,
                           size_t window)
{
    uint32_t clock = t->plan->fact[fact].clock;
    const struct tally_cells *cells = &t->cells[clock][cut];
    struct segment_run run = tally_run(t, clock, window);
    struct tally_sum out = {0};
    for (uint32_t s = run.first; s < run.after && key < cells->keys; s++) {
        size_t cell = cell_at(cells, key, s);
        for (int i = 0; i < 4; i++)
            out.count[i] += cells->count[cell * cells->width + cells->block[fact]][i];
        add_moment(&out, cells, fact, cell);
    }
    return out;
}

int64_t tally_rows(const struct tally *t, uint32_t clock, size_t cut, uint32_t key,
                   size_t window)
{
    const struct tally_cells *cells = &t->cells[clock][cut];
    struct segment_run run = tally_run(t, clock, window);
    int64_t rows = 0;
    for (uint32_t s = run.first; s < run.after && key < cells->keys; s++)
        rows += cells->count[cell_at(cells, key, s) * cells->width][0];
    return rows;
}
