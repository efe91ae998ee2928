/* judge: what a finished figure means: its double and interval, the comparison with its
 * goal before any rounding, the digits to print, and keys by weight. */
#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "measure/against.h"
#include "measure/figures.h"
#include "measure/stats.h"

#include "base/banned.h"

/* No mean lies beyond the values that it is of: neither do the ends of its interval. */
static void keep_on_scale(struct figure *figure, double divisor)
{
    const struct metric *metric = figure->metric;
    const struct field *field = metric->value;
    double least = -INFINITY, most = INFINITY;
    if (metric->nbands > 0) {
        least = most = (double)metric->band[0].is;
        for (size_t i = 1; i < metric->nbands; i++) {
            least = fmin(least, (double)metric->band[i].is);
            most = fmax(most, (double)metric->band[i].is);
        }
    } else if (metric->form == FACT_FIELD) {
        least = field->has_min ? (double)field->min : least;
        most = field->has_max ? (double)field->max : most;
    }
    figure->low = fmax(figure->low, least / divisor);
    figure->high = fmin(figure->high, most / divisor);
}

/* Spread of the mean: bands are a multinomial share, whose closed form has n below; plain
 * values are a sample, with n - 1 and Student's t. */
static void estimate_mean(struct figure *figure, const struct tally_sum *sum)
{
    const struct metric *metric = figure->metric;
    double n = (double)figure->n, divisor = (double)metric_divisor(metric);
    double spread =
        (double)((num_wide)figure->n * sum->squares - sum->sum * sum->sum); /* n^2 var */
    double half;
    figure->variance =
        spread / (n * (metric->nbands > 0 || n < 2 ? n : n - 1)) / (divisor * divisor);
    if (metric->nbands > 0)
        half = stats_normal() * sqrt(spread / (n * n) / n);
    else if (figure->n > 1)
        half = stats_t(figure->n - 1) * sqrt(spread / (n * (n - 1)) / n);
    else
        return;
    figure->has_interval = true;
    figure->low = figure->value - half / divisor;
    figure->high = figure->value + half / divisor;
    keep_on_scale(figure, divisor);
}

/* The exact limits of the upper count, on the scale of the ratio: a ratio's denominator
 * is that of one upper count. */
static void estimate_ratio(struct figure *figure)
{
    const struct metric *metric = figure->metric;
    if (metric->over->kind != METRIC_COUNT)
        return;
    struct interval limits = stats_poisson(figure->hit);
    double unit = (double)(metric->ratio_scale * metric_divisor(metric->under)) /
                  (double)figure->denominator;
    figure->has_interval = true;
    figure->low = limits.low * unit;
    figure->high = limits.high * unit;
}

void figure_estimate(struct figure *figure, const struct tally_sum *sum)
{
    if (figure->missing != FIGURE_OK)
        return;
    assert(figure->denominator > 0);
    figure->value = (double)figure->numerator / (double)figure->denominator;
    switch (figure->metric->kind) {
    case METRIC_RATE: {
        struct interval wilson = stats_wilson(figure->hit, figure->n);
        figure->has_interval = true;
        figure->low = wilson.low;
        figure->high = wilson.high;
        break;
    }
    case METRIC_MEAN:
        estimate_mean(figure, sum);
        break;
    case METRIC_RATIO:
        estimate_ratio(figure);
        break;
    case METRIC_COUNT:
    case METRIC_SUM:
    case METRIC_QUANTILE:
        break;
    }
}

static num_wide power_of_ten(int scale)
{
    num_wide power = 1;
    for (int i = 0; i < scale; i++)
        power *= 10;
    return power;
}

/* Whether numerator / denominator is as good as the bound, or better. */
static bool reaches(enum better better, num_wide numerator, num_wide denominator,
                    struct dec bound)
{
    num_wide left = numerator * power_of_ten(bound.scale);
    num_wide right = denominator * bound.n;
    return better == BETTER_DOWN ? left <= right : left >= right;
}

enum judgement figure_judge(const struct figure *figure)
{
    const struct metric *metric = figure->metric;
    if (!metric->has_goal)
        return JUDGE_NONE;
    if (figure->missing != FIGURE_OK)
        return JUDGE_NO_VALUE;
    if (figure->n < metric->min_n)
        return JUDGE_FEW;
    if (reaches(metric->better, figure->numerator, figure->denominator, metric->goal))
        return JUDGE_MET;
    if (metric->has_warn &&
        reaches(metric->better, figure->numerator, figure->denominator, metric->warn))
        return JUDGE_WARN;
    return JUDGE_MISSED;
}

static int printed_scale(const struct metric *metric)
{
    return metric->decimals + (metric->unit == UNIT_PERCENT ? 2 : 0);
}

int64_t figure_digits(const struct figure *figure)
{
    if (figure->missing != FIGURE_OK)
        return 0;
    return num_round(figure->numerator, figure->denominator,
                     printed_scale(figure->metric));
}

enum standing figure_against(const struct figure *figure, struct dec bound)
{
    if (!figure || figure->missing != FIGURE_OK)
        return STANDING_NO_VALUE;
    if (figure->metric->better == BETTER_NONE)
        return STANDING_APART;
    if (figure->n < figure->metric->min_n)
        return STANDING_FEW;
    if (reaches(figure->metric->better, figure->numerator, figure->denominator, bound))
        return STANDING_REACHED;
    double value = dec_real(bound);
    return figure->has_interval && figure->low <= value && value <= figure->high
               ? STANDING_CHANCE
               : STANDING_BEHIND;
}

int64_t figure_gap(const struct figure *figure, struct dec bound)
{
    num_wide power = power_of_ten(bound.scale);
    if (figure->missing != FIGURE_OK)
        return 0;
    return num_round(figure->numerator * power - bound.n * figure->denominator,
                     figure->denominator * power, printed_scale(figure->metric));
}

bool figure_near_miss(const struct figure *figure)
{
    enum judgement judgement = figure_judge(figure);
    const struct metric *metric = figure->metric;
    return (judgement == JUDGE_WARN || judgement == JUDGE_MISSED) &&
           reaches(metric->better, figure_digits(figure),
                   power_of_ten(printed_scale(metric)), metric->goal);
}

static int by_weight(const void *a, const void *b)
{
    const struct pareto_row *x = a, *y = b;
    if (x->count != y->count)
        return x->count < y->count ? 1 : -1;
    return str_cmp(x->key, y->key);
}

size_t figures_pareto(const struct figures *f, const struct metric *metric,
                      const struct window *window, const struct dimension *dimension,
                      struct arena *arena, struct pareto_row **out)
{
    size_t n = f->dimension[dimension->index].n, kept = 0;
    struct pareto_row *row = arena_new(arena, n + 1, sizeof *row);
    int64_t running = 0;
    for (size_t i = 0; i < n; i++) {
        const struct figure *figure = figures_lookup(
            f, metric, window, dimension, f->dimension[dimension->index].key[i]);
        if (figure && figure->hit > 0)
            row[kept++] = (struct pareto_row){
                .key = figure->key, .count = figure->hit, .figure = figure};
    }
    qsort(row, kept, sizeof *row, by_weight);
    for (size_t i = 0; i < kept; i++)
        row[i].running = running += row[i].count;
    for (size_t i = 0; i < kept; i++)
        row[i].total = running;
    *out = row;
    return kept;
}

const char *figure_missing(enum missing missing)
{
    static const char *const word[] = {"", "no-file", "no-rows", "filtered", "none-due"};
    return word[missing];
}
