/* compare: Sources: R. G. Newcombe, Interval estimation for the difference between
 * independent proportions, Statistics in Medicine 17 (1998) 873-890, method 10; B. L. Welch,
 * Biometrika 34 (1947) 28-35 with Satterthwaite's degrees of freedom; G. Y. Zou and A.
 * Donner, Construction of confidence limits about effect measures (MOVER), Statistics in
 * Medicine 27 (2008) 1693-1702. */
#include "measure/compare.h"

#include <math.h>

#include "measure/figures.h"

#include "base/banned.h"

/* Limits of a difference from the limits of its sides. */
static void mover(struct comparison *c, double first, struct interval of_first,
                  double second, struct interval of_second)
{
    c->effect = second - first;
    c->low = c->effect - hypot(second - of_second.low, of_first.high - first);
    c->high = c->effect + hypot(of_second.high - second, first - of_first.low);
}

static double p_of(double effect, double sigma)
{
    if (sigma <= 0)
        return effect == 0 ? 1 : 0;
    return stats_normal_tails(effect / sigma);
}

struct comparison compare_rates(int64_t hits1, int64_t n1, int64_t hits2, int64_t n2)
{
    struct comparison c = {.method = COMPARE_RATES};
    double a = (double)n1, b = (double)n2;
    double pooled = (double)(hits1 + hits2) / (a + b);
    mover(&c, (double)hits1 / a, stats_wilson(hits1, n1), (double)hits2 / b,
          stats_wilson(hits2, n2));
    c.p = p_of(c.effect, sqrt(pooled * (1 - pooled) * (1 / a + 1 / b)));
    return c;
}

struct comparison compare_means(struct sample_mean x, struct sample_mean y)
{
    struct comparison c = {.method = COMPARE_MEANS, .effect = y.mean - x.mean};
    double a = x.variance / (double)x.n, b = y.variance / (double)y.n;
    double error = sqrt(a + b);
    c.low = c.high = c.effect;
    c.p = c.effect == 0 ? 1 : 0;
    if (error <= 0)
        return c;
    double df =
        (a + b) * (a + b) / (a * a / (double)(x.n - 1) + b * b / (double)(y.n - 1));
    double half = stats_t_of(df) * error;
    c.low = c.effect - half;
    c.high = c.effect + half;
    c.p = stats_t_tails(c.effect / error, df);
    return c;
}

struct comparison compare_counts(int64_t count1, double exposure1, int64_t count2,
                                 double exposure2)
{
    struct comparison c = {.method = COMPARE_COUNTS};
    struct interval x = stats_poisson(count1), y = stats_poisson(count2);
    double pooled = (double)(count1 + count2) / (exposure1 + exposure2);
    x = (struct interval){x.low / exposure1, x.high / exposure1};
    y = (struct interval){y.low / exposure2, y.high / exposure2};
    mover(&c, (double)count1 / exposure1, x, (double)count2 / exposure2, y);
    c.p = p_of(c.effect, sqrt(pooled * (1 / exposure1 + 1 / exposure2)));
    return c;
}

static struct comparison compare_shares(const struct figure *x, const struct figure *y)
{
    struct comparison c = {.method = COMPARE_SHARES, .effect = y->value - x->value};
    double sigma = sqrt(x->variance / (double)x->n + y->variance / (double)y->n);
    c.low = c.effect - stats_normal() * sigma;
    c.high = c.effect + stats_normal() * sigma;
    c.p = p_of(c.effect, sigma);
    return c;
}

static struct sample_mean sample_of(const struct figure *figure)
{
    return (struct sample_mean){figure->value, figure->variance, figure->n};
}

/* Exposure in the unit of the ratio. */
static double exposure_of(const struct figure *figure)
{
    const struct metric *metric = figure->metric;
    return (double)figure->denominator /
           (double)(metric->ratio_scale * metric_divisor(metric->under));
}

static struct comparison compare_known(const struct figure *x, const struct figure *y)
{
    const struct metric *metric = x->metric;
    if (metric->kind == METRIC_RATE)
        return compare_rates(x->hit, x->n, y->hit, y->n);
    if (metric->kind == METRIC_MEAN && metric->nbands > 0)
        return compare_shares(x, y);
    if (metric->kind == METRIC_MEAN && x->n > 1 && y->n > 1)
        return compare_means(sample_of(x), sample_of(y));
    if (metric->kind == METRIC_RATIO && metric->over->kind == METRIC_COUNT)
        return compare_counts(x->hit, exposure_of(x), y->hit, exposure_of(y));
    return (struct comparison){.method = COMPARE_NONE};
}

struct comparison compare_figures(const struct figure *first, const struct figure *second)
{
    struct comparison c = {.method = COMPARE_NONE};
    if (!first || !second || first->missing != FIGURE_OK || second->missing != FIGURE_OK)
        return c;
    c = compare_known(first, second);
    int64_t least = first->metric->min_n;
    c.few = first->n < least || second->n < least;
    return c;
}

struct comparison compare_changes(const struct comparison *one,
                                  const struct comparison *other)
{
    struct comparison c = {.method = one->method, .few = one->few || other->few};
    if (one->method == COMPARE_NONE || other->method == COMPARE_NONE)
        return (struct comparison){.method = COMPARE_NONE};
    mover(&c, other->effect, (struct interval){other->low, other->high}, one->effect,
          (struct interval){one->low, one->high});
    double sigma = (c.high - c.low) / (2 * stats_normal());
    c.p = p_of(c.effect, sigma);
    return c;
}
