/* quantile: percentiles of every window and cut from values kept once. The values are
 * sorted; walking them in ascending order, each cell counts what falls into it, and the
 * value that makes its count reach a wanted rank is its order statistic. Type 7 (Hyndman
 * and Fan 1996), linear between two ranks, exact as a fraction. */
#include "measure/figures.h"

#include <string.h>

#include "base/banned.h"

struct cell {
    uint32_t seen, next; /* rank at which to stop; 0: nothing is wanted any more */
};
struct walk {
    const struct figures *figures;
    const struct tally *tally;
    const struct plan_fact *fact;
    const struct metric **metric; /* the quantiles of this fact */
    size_t nmetrics;
    struct cell *cell; /* [window][total, keys of each cut] */
    size_t *offset;    /* of each cut */
    size_t stride;
    uint32_t *window; /* windows of a slot, one list after another */
    uint32_t *first;  /* of each slot in `window` */
};

/* By value: the upper half, one byte at a time from the lowest; a byte that all share
 * costs one look. */
static void sort_kept(struct tally_kept *kept)
{
    uint64_t *from = kept->item, *to = mem_new(kept->n, sizeof *to);
    for (unsigned shift = 32; shift < 64; shift += 8) {
        size_t start[257] = {0};
        for (size_t i = 0; i < kept->n; i++)
            start[(from[i] >> shift & 255) + 1]++;
        if (start[(from[0] >> shift & 255) + 1] == kept->n)
            continue;
        for (size_t b = 0; b < 256; b++)
            start[b + 1] += start[b];
        for (size_t i = 0; i < kept->n; i++)
            to[start[from[i] >> shift & 255]++] = from[i];
        uint64_t *swap = from;
        from = to;
        to = swap;
    }
    kept->item = from;
    kept->cap = kept->n;
    mem_free(to);
}

/* Ranks, from 1, between which the quantile of n values lies; *rest / p_den of the way. */
static int64_t lower_rank(const struct metric *metric, int64_t n, int64_t *rest)
{
    num_wide h = (num_wide)(n - 1) * metric->p_num;
    *rest = (int64_t)(h % metric->p_den);
    return (int64_t)(h / metric->p_den) + 1;
}

static void want(uint32_t *next, uint32_t seen, int64_t rank)
{
    if (rank > seen && (*next == 0 || rank < *next))
        *next = (uint32_t)rank;
}

/* The value has the rank `seen` in the cell: whoever waits for it takes its part. */
static void take(const struct walk *w, struct cell *cell, size_t window,
                 const struct dimension *cut, size_t place, int64_t value)
{
    cell->next = 0;
    for (size_t i = 0; i < w->nmetrics; i++) {
        const struct metric *metric = w->metric[i];
        struct figure *figure = figures_cell(w->figures, metric, window, cut, place);
        int64_t rest;
        if (!figure || figure->n == 0)
            continue;
        int64_t rank = lower_rank(metric, figure->n, &rest);
        if (cell->seen == rank)
            figure->numerator += (num_wide)value * (metric->p_den - rest);
        if (cell->seen == rank + 1)
            figure->numerator += (num_wide)value * rest;
        want(&cell->next, cell->seen, rank);
        if (rest != 0)
            want(&cell->next, cell->seen, rank + 1);
    }
}

static const struct dimension *cut_of(const struct walk *w, size_t cut)
{
    return w->tally->plan->dimension[w->fact->cut[cut]].dimension;
}

static void walk_value(const struct walk *w, int64_t value, const uint16_t *place)
{
    for (uint32_t i = w->first[place[0]]; i < w->first[place[0] + 1]; i++) {
        size_t window = w->window[i];
        struct cell *cells = &w->cell[window * w->stride];
        if (++cells[0].seen == cells[0].next)
            take(w, &cells[0], window, NULL, 0, value);
        for (size_t c = 0; c < w->fact->ncuts; c++) {
            uint16_t number = place[1 + w->fact->cut[c]];
            if (number == KEY_NONE)
                continue;
            const struct dimension *cut = cut_of(w, c);
            uint32_t rank = w->figures->dimension[cut->index].rank[number];
            struct cell *cell = &cells[w->offset[c] + rank];
            if (++cell->seen == cell->next)
                take(w, cell, window, cut, rank, value);
        }
    }
}

/* The first rank each cell waits for: `take` with nothing seen yet. */
static void start_cells(const struct walk *w)
{
    for (size_t window = 0; window < w->figures->windows.n; window++) {
        struct cell *cells = &w->cell[window * w->stride];
        take(w, &cells[0], window, NULL, 0, 0);
        for (size_t c = 0; c < w->fact->ncuts; c++)
            for (size_t k = 0; k < w->figures->dimension[cut_of(w, c)->index].n; k++)
                take(w, &cells[w->offset[c] + k], window, cut_of(w, c), k, 0);
    }
}

/* A month may be the period, the last one, or the year-ago one: equal runs of slots are
 * walked once, for the first window that has it. */
static size_t same_window(const struct walk *w, size_t window)
{
    struct segment_run run = tally_run(w->tally, w->fact->clock, window);
    for (size_t i = 0; i < window; i++) {
        struct segment_run other = tally_run(w->tally, w->fact->clock, i);
        if (other.first == run.first && other.after == run.after)
            return i;
    }
    return window;
}

static void copy_windows(const struct walk *w)
{
    for (size_t i = 0; i < w->figures->windows.n; i++) {
        size_t same = same_window(w, i);
        for (size_t m = 0; m < w->nmetrics && same != i; m++) {
            size_t metric = w->metric[m]->index, stride = w->figures->stride[metric];
            struct figure *cell = w->figures->cell[metric];
            for (size_t k = 0; k < stride; k++)
                cell[i * stride + k].numerator = cell[same * stride + k].numerator;
        }
    }
}

static void list_windows(struct walk *w)
{
    const struct windows *windows = &w->figures->windows;
    size_t slots = windows->nsegments > windows->n ? windows->nsegments : windows->n;
    uint32_t n = 0;
    w->first = mem_new(slots + 1, sizeof *w->first);
    w->window = mem_new(slots * windows->n, sizeof *w->window);
    for (uint32_t slot = 0; slot < slots; slot++) {
        w->first[slot] = n;
        for (size_t i = 0; i < windows->n; i++) {
            struct segment_run run = tally_run(w->tally, w->fact->clock, i);
            if (slot >= run.first && slot < run.after && same_window(w, i) == i)
                w->window[n++] = (uint32_t)i;
        }
    }
    w->first[slots] = n;
}

static void find_metrics(struct walk *w, uint32_t kind, uint32_t fact)
{
    const struct metrics *metrics = w->figures->metrics;
    w->metric = mem_new(metrics->nmetrics, sizeof *w->metric);
    for (size_t i = 0; i < metrics->nmetrics; i++) {
        const struct plan_place *place = &w->figures->plan->place[i];
        if (metrics->metric[i].kind == METRIC_QUANTILE && place->kind == kind &&
            place->fact == fact)
            w->metric[w->nmetrics++] = &metrics->metric[i];
    }
}

/* Sorted by value, the places lie anywhere: they are asked for a little ahead. */
static void walk_kept(const struct walk *w, uint32_t fact)
{
    enum { AHEAD = 12 };
    const struct tally_kept *kept = &w->tally->kept[fact];
    for (size_t i = 0; i < kept->n; i++) {
        if (i + AHEAD < kept->n)
            __builtin_prefetch(kept_place(w->tally, fact, kept->item[i + AHEAD]));
        walk_value(w, kept_value(kept->item[i]),
                   kept_place(w->tally, fact, kept->item[i]));
    }
}

void quantile_fill(const struct figures *figures, const struct tally *tally,
                   uint32_t kind, uint32_t fact)
{
    struct walk w = {.figures = figures,
                     .tally = tally,
                     .fact = &tally->plan->fact[fact],
                     .stride = 1};
    if (tally->kept[fact].n == 0)
        return;
    find_metrics(&w, kind, fact);
    list_windows(&w);
    w.offset = mem_new(w.fact->ncuts + 1, sizeof *w.offset);
    for (size_t c = 0; c < w.fact->ncuts; c++) {
        w.offset[c] = w.stride;
        w.stride += figures->dimension[cut_of(&w, c)->index].n;
    }
    w.cell = mem_new(w.stride * figures->windows.n, sizeof *w.cell);
    start_cells(&w);
    sort_kept(&tally->kept[fact]);
    walk_kept(&w, fact);
    copy_windows(&w);
    mem_free(w.metric);
    mem_free(w.window);
    mem_free(w.first);
    mem_free(w.offset);
    mem_free(w.cell);
}
