/* figures: tallies become figures. Counts and sums of segments are added up for each
 * window and key, and every figure keeps its exact fraction; looking up is arithmetic. */
#include "measure/figures.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

#include "base/banned.h"

/* --- keys -------------------------------------------------------------------- */

struct numbered {
    struct str key;
    uint32_t number;
};

static int by_key(const void *a, const void *b)
{
    return str_cmp(((const struct numbered *)a)->key, ((const struct numbered *)b)->key);
}

static void sort_keys(struct figures *f, struct dimension_keys *out,
                      const struct numbering *keys)
{
    struct numbered *list = mem_new(keys->n + 1, sizeof *list);
    for (size_t i = 0; i < keys->n; i++)
        list[i] = (struct numbered){utf8_shown(&f->arena, keys->key[i], SHOWN_KEY),
                                    (uint32_t)i};
    qsort(list, keys->n, sizeof *list, by_key);
    out->n = keys->n;
    out->key = arena_new(&f->arena, keys->n + 1, sizeof *out->key);
    out->current = arena_new(&f->arena, keys->n + 1, sizeof *out->current);
    out->rank = arena_new(&f->arena, keys->n + 1, sizeof *out->rank);
    out->number = arena_new(&f->arena, keys->n + 1, sizeof *out->number);
    out->seen = arena_new(&f->arena, keys->n * f->windows.n + 1, sizeof *out->seen);
    for (size_t i = 0; i < keys->n; i++) {
        out->key[i] = arena_str(&f->arena, list[i].key);
        out->number[i] = list[i].number;
        out->rank[list[i].number] = (uint32_t)i;
    }
    mem_free(list);
}

static void mark_seen(struct figures *f, const struct tally *tally)
{
    const struct plan_kind *plan = tally->plan;
    for (size_t d = 0; d < plan->ndimensions; d++) {
        struct dimension_keys *keys = &f->dimension[plan->dimension[d].dimension->index];
        for (uint32_t clock = 0; clock < plan->nclocks; clock++)
            for (size_t w = 0; w < f->windows.n; w++)
                for (size_t k = 0; k < keys->n; k++)
                    keys->seen[w * keys->n + k] |=
                        tally_rows(tally, clock, d + 1, keys->number[k], w) > 0;
    }
}

void figures_settle_keys(struct figures *f, const struct numbering *keys,
                         const struct tally *tally)
{
    f->dimension =
        arena_new(&f->arena, f->metrics->ndimensions + 1, sizeof *f->dimension);
    for (size_t i = 0; i < f->metrics->ndimensions; i++)
        sort_keys(f, &f->dimension[i], &keys[i]);
    for (size_t i = 0; i < f->plan->nkinds; i++)
        mark_seen(f, &tally[i]);
    for (size_t i = 0; i < f->metrics->ndimensions; i++) {
        struct dimension_keys *d = &f->dimension[i];
        for (size_t k = 0; k < d->n; k++)
            if (d->seen[k]) /* window 0 is the period */
                d->current[d->ncurrent++] = d->key[k];
    }
}

/* --- one figure -------------------------------------------------------------- */

int64_t metric_divisor(const struct metric *metric)
{
    static const int64_t seconds[] = {[UNIT_NUMBER] = 1,
                                      [UNIT_PERCENT] = 1,
                                      [UNIT_HOURS] = 3600,
                                      [UNIT_MINUTES] = 60,
                                      [UNIT_DAYS] = 86400};
    int64_t divisor = 1;
    if (metric->form == FACT_SPAN)
        return seconds[metric->unit];
    if (metric->form == FACT_FIELD && metric->nbands == 0)
        for (int i = 0; i < metric->value->scale; i++)
            divisor *= 10;
    return divisor;
}

struct str figure_key(const struct figure *figure)
{
    bool blank = figure->cut != NULL && figure->cut->blank.n > 0 &&
                 str_eq(figure->key, figure->cut->blank);
    return blank ? STR("") : figure->key;
}

static bool is_covered(const struct coverage *coverage, size_t n,
                       const struct metric *metric, const struct window *window)
{
    for (size_t i = 0; i < n; i++) {
        if (coverage[i].kind != metric->of->kind)
            continue;
        if (!metric->of->on ||
            (coverage[i].dated && coverage[i].from < window->period.until &&
             coverage[i].until > window->period.from))
            return true;
    }
    return false;
}

static bool is_amount(const struct metric *metric)
{
    return metric->kind == METRIC_COUNT || metric->kind == METRIC_SUM;
}

/* A count of nothing is 0 when a file was there to count; the others need a row. */
static enum missing why_missing(const struct figure *figure, const struct tally_sum *sum,
                                bool covered)
{
    bool members = sum->count[0] + sum->count[1] + sum->count[2] + sum->count[3] > 0;
    if (!covered && figure->rows == 0)
        return FIGURE_NO_FILE;
    if (is_amount(figure->metric) || figure->n > 0)
        return FIGURE_OK;
    if (figure->rows == 0)
        return FIGURE_NO_ROWS;
    return members ? FIGURE_NONE_DUE : FIGURE_FILTERED;
}

/* A sum of times is shown in the metric's unit, with two decimals. */
static int shown_scale(const struct metric *metric)
{
    if (metric->form == FACT_SPAN)
        return 2;
    bool plain = metric->form == FACT_FIELD && metric->nbands == 0;
    return plain ? metric->value->scale : 0;
}

static void set_fraction(struct figure *figure, const struct tally_sum *sum)
{
    const struct metric *metric = figure->metric;
    int64_t divisor = metric_divisor(metric);
    switch (metric->kind) {
    case METRIC_COUNT:
        figure->numerator = figure->shown_num = figure->hit;
        figure->denominator = 1;
        break;
    case METRIC_RATE:
        figure->numerator = figure->shown_num = figure->hit;
        figure->denominator = figure->shown_den = figure->n;
        break;
    case METRIC_SUM:
    case METRIC_MEAN:
        figure->numerator = sum->sum;
        figure->denominator = metric->kind == METRIC_SUM ? divisor : divisor * figure->n;
        figure->shown_num = metric->form == FACT_SPAN
                                ? num_round(sum->sum, divisor, shown_scale(metric))
                                : (int64_t)sum->sum;
        figure->shown_den = metric->kind == METRIC_SUM ? 0 : figure->n;
        figure->shown_scale = shown_scale(metric);
        break;
    case METRIC_QUANTILE:
        figure->denominator = (num_wide)metric->p_den * divisor;
        break;
    case METRIC_RATIO:
        break;
    }
}

static void set_ratio(struct figure *figure, const struct figure *over,
                      const struct figure *under)
{
    figure->rows = under->rows;
    figure->n = under->n;
    figure->hit = over->hit;
    figure->shown_num = over->shown_num;
    figure->shown_den = under->shown_num;
    figure->shown_scale = over->shown_scale;
    figure->shown_den_scale = under->shown_scale;
    figure->numerator =
        over->numerator * under->denominator * figure->metric->ratio_scale;
    figure->denominator = under->numerator * over->denominator;
    if (over->missing != FIGURE_OK)
        figure->missing = over->missing;
    else if (under->missing != FIGURE_OK)
        figure->missing = under->missing;
    else if (under->numerator <= 0)
        figure->missing = under->rows == 0 ? FIGURE_NO_ROWS : FIGURE_FILTERED;
}

/* --- all figures ------------------------------------------------------------- */

static size_t cut_keys(const struct figures *f, const struct metric *metric, size_t cut)
{
    return f->dimension[metric->cut[cut]->index].n;
}

struct figure *figures_cell(const struct figures *f, const struct metric *metric,
                            size_t window, const struct dimension *cut, size_t place)
{
    size_t at = 0;
    if (cut) {
        size_t c = 0;
        for (at = 1; c < metric->ncuts && metric->cut[c] != cut; c++)
            at += cut_keys(f, metric, c);
        if (c == metric->ncuts)
            return NULL;
        at += place;
    }
    return &f->cell[metric->index][window * f->stride[metric->index] + at];
}

/* What a figure of a plain metric is made from. */
struct source_of {
    const struct tally *tally;
    uint32_t fact, clock;
    bool covered;
};

static void finish_cell(const struct figures *f, struct figure *figure,
                        const struct source_of *source, size_t window, size_t place)
{
    size_t cut = 0;
    uint32_t number = 0;
    if (figure->cut) {
        cut = (size_t)plan_dimension(source->tally->plan, figure->cut) + 1;
        number = f->dimension[figure->cut->index].number[place];
    }
    struct tally_sum sum = tally_sum(source->tally, source->fact, cut, number, window);
    figure->rows = tally_rows(source->tally, source->clock, cut, number, window);
    figure->hit = sum.count[FACT_HIT];
    figure->miss = sum.count[FACT_MISS];
    figure->pending = sum.count[FACT_PENDING];
    figure->n = figure->hit + figure->miss;
    figure->missing = why_missing(figure, &sum, source->covered);
    set_fraction(figure, &sum);
    if (figure->metric->kind != METRIC_QUANTILE)
        figure_estimate(figure, &sum);
}

static void finish_ratio(const struct figures *f, struct figure *figure, size_t window,
                         size_t place)
{
    const struct metric *metric = figure->metric;
    set_ratio(figure, figures_cell(f, metric->over, window, figure->cut, place),
              figures_cell(f, metric->under, window, figure->cut, place));
    figure_estimate(figure, NULL);
}

/* Names a metric's cells of a window and hands each to be finished. */
static void finish_window(const struct figures *f, const struct metric *metric,
                          size_t window, const struct source_of *source)
{
    struct figure *figure = figures_cell(f, metric, window, NULL, 0);
    for (size_t c = 0; c <= metric->ncuts; c++) {
        const struct dimension *cut = c ? metric->cut[c - 1] : NULL;
        size_t n = cut ? f->dimension[cut->index].n : 1;
        for (size_t k = 0; k < n; k++, figure++) {
            figure->metric = metric;
            figure->window = &f->windows.window[window];
            figure->cut = cut;
            figure->key = cut ? f->dimension[cut->index].key[k] : STR("");
            if (source->tally)
                finish_cell(f, figure, source, window, k);
            else
                finish_ratio(f, figure, window, k);
        }
    }
}

static void finish_metric(struct figures *f, const struct metric *metric,
                          const struct tally *tally, const struct coverage *coverage,
                          size_t ncoverages)
{
    const struct plan_place *place = &f->plan->place[metric->index];
    struct source_of source = {0};
    if (metric->kind != METRIC_RATIO) {
        source.tally = &tally[place->kind];
        source.fact = place->fact;
        source.clock = source.tally->plan->fact[place->fact].clock;
    }
    for (size_t w = 0; w < f->windows.n; w++) {
        source.covered = metric->kind != METRIC_RATIO &&
                         is_covered(coverage, ncoverages, metric, &f->windows.window[w]);
        finish_window(f, metric, w, &source);
    }
}

static void finish_quantiles(struct figures *f, const struct tally *tally)
{
    for (uint32_t kind = 0; kind < f->plan->nkinds; kind++)
        for (uint32_t fact = 0; fact < f->plan->kind[kind].nfacts; fact++)
            if (f->plan->kind[kind].fact[fact].keeps)
                quantile_fill(f, &tally[kind], kind, fact);
    for (size_t m = 0; m < f->metrics->nmetrics; m++)
        if (f->metrics->metric[m].kind == METRIC_QUANTILE)
            for (size_t i = 0; i < f->stride[m] * f->windows.n; i++)
                figure_estimate(&f->cell[m][i], NULL);
}

/* --- the list ---------------------------------------------------------------- */

static bool is_compared(const struct window *window)
{
    return window->role == WINDOW_PERIOD || window->role == WINDOW_LAST ||
           window->role == WINDOW_YEAR_AGO;
}

/* A cut lists the keys of its window and of the period. */
static bool is_listed(const struct figures *f, const struct figure *figure, size_t window,
                      size_t place)
{
    if (!figure->cut)
        return true;
    const struct dimension_keys *d = &f->dimension[figure->cut->index];
    return d->seen[place] || d->seen[window * d->n + place];
}

static void list_cells(struct figures *f, size_t metric, size_t window)
{
    const struct figure *figure = &f->cell[metric][window * f->stride[metric]];
    const struct dimension *cut = NULL;
    size_t cells = is_compared(&f->windows.window[window]) ? f->stride[metric] : 1;
    size_t place = 0;
    for (size_t i = 0; i < cells; i++, figure++) {
        place = figure->cut == cut ? place + 1 : 0;
        cut = figure->cut;
        if (is_listed(f, figure, window, place))
            f->listed[f->nlisted++] = figure;
    }
}

static void list_figures(struct figures *f)
{
    size_t most = 1;
    for (size_t m = 0; m < f->metrics->nmetrics; m++)
        most += f->stride[m] * f->windows.n;
    f->listed = arena_new(&f->arena, most, sizeof(const struct figure *));
    for (size_t m = 0; m < f->metrics->nmetrics; m++)
        for (size_t w = 0; w < f->windows.n; w++)
            list_cells(f, m, w);
}

void figures_finish(struct figures *f, const struct tally *tally,
                    const struct coverage *coverage, size_t ncoverages)
{
    size_t n = f->metrics->nmetrics;
    f->cell = arena_new(&f->arena, n + 1, sizeof *f->cell);
    f->stride = arena_new(&f->arena, n + 1, sizeof *f->stride);
    for (size_t m = 0; m < n; m++) {
        const struct metric *metric = &f->metrics->metric[m];
        f->stride[m] = 1;
        for (size_t c = 0; c < metric->ncuts; c++)
            f->stride[m] += cut_keys(f, metric, c);
        f->cell[m] = arena_new(&f->arena, f->stride[m] * f->windows.n, sizeof **f->cell);
        finish_metric(f, metric, tally, coverage, ncoverages);
    }
    finish_quantiles(f, tally);
    list_figures(f);
}

/* --- looking up -------------------------------------------------------------- */

static int to_key(const void *key, const void *element)
{
    return str_cmp(*(const struct str *)key, *(const struct str *)element);
}

static const struct str *find_key(const struct dimension_keys *d, struct str key)
{
    return bsearch(&key, d->key, d->n, sizeof *d->key, to_key);
}

const struct figure *figures_lookup(const struct figures *f, const struct metric *metric,
                                    const struct window *window,
                                    const struct dimension *cut, struct str key)
{
    size_t at = (size_t)(window - f->windows.window);
    if (!cut)
        return figures_cell(f, metric, at, NULL, 0);
    const struct dimension_keys *d = &f->dimension[cut->index];
    const struct str *found = find_key(d, key);
    return found ? figures_cell(f, metric, at, cut, (size_t)(found - d->key)) : NULL;
}

uint32_t figures_number(const struct figures *f, const struct figure *figure)
{
    const struct dimension_keys *d = &f->dimension[figure->cut->index];
    return d->number[find_key(d, figure->key) - d->key];
}

const struct window *figures_windows(const struct figures *f, size_t *n)
{
    *n = f->windows.n;
    return f->windows.window;
}

const struct window *figures_window(const struct figures *f, enum window_role role)
{
    for (size_t i = 0; i < f->windows.n; i++)
        if (f->windows.window[i].role == role)
            return &f->windows.window[i];
    return NULL;
}

const struct str *figures_keys(const struct figures *f, const struct dimension *dimension,
                               size_t *n)
{
    const struct dimension_keys *d = &f->dimension[dimension->index];
    *n = d->ncurrent;
    return d->current;
}

size_t figures_count(const struct figures *f)
{
    return f->nlisted;
}

const struct figure *figures_at(const struct figures *f, size_t i)
{
    return f->listed[i];
}
