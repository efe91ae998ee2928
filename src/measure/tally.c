/* tally: where the facts of a kind's rows are counted, and sums of what was. */
#include "measure/tally.h"

#include <string.h>

#include "base/banned.h"

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
                const struct windows *windows, int64_t as_of,
                const struct repeats *repeats, struct numbering *keys)
{
    *t = (struct tally){
        .plan = plan, .windows = windows, .as_of = as_of, .repeats = repeats};
    t->keys = mem_new(plan->ndimensions + 1, sizeof *t->keys);
    t->blank = mem_new(plan->ndimensions + 1, sizeof *t->blank);
    for (size_t i = 0; i < plan->ndimensions; i++) {
        t->keys[i] = &keys[plan->dimension[i].dimension->index];
        t->blank[i] = -1;
    }
    t->cells = mem_new(plan->nclocks + 1, sizeof *t->cells);
    for (size_t i = 0; i < plan->nclocks; i++) {
        t->cells[i] = mem_new(plan->ndimensions + 1, sizeof **t->cells);
        for (size_t cut = 0; cut <= plan->ndimensions; cut++)
            init_cells(&t->cells[i][cut], t, i, cut);
    }
    t->kept = mem_new(plan->nfacts + 1, sizeof *t->kept);
    t->places = mem_new(plan->nclocks + 1, sizeof *t->places);
    t->member = mem_new(plan->npopulations + 1, sizeof *t->member);
    t->limit = mem_new(plan->nlimits + 1, sizeof *t->limit);
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
    mem_free(t->blank);
    mem_free(t->limit);
    mem_free(t->kept);
    mem_free(t->places);
    mem_free(t->member);
    mem_free(t->key);
    mem_free(t->slot);
    mem_free(t->fact);
    t->plan = NULL;
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
