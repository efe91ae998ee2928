/* control: limits and run rules. Sources: Shewhart charts, ISO 7870-2:2013 (p, u, individuals;
 * d2 = 1.128 of two); the index of dispersion, W. G. Cochran, Biometrics 10 (1954) 417-451;
 * D. B. Laney, Improved control charts for attributes, Quality
 * Engineering 14 (2002) 531-537; run rules of the Western Electric Statistical Quality
 * Control Handbook (1956): 1 beyond three sigma; 2 of 3 beyond two; 4 of 5 beyond one; 8 on
 * one side. */
#include "measure/control.h"

#include <math.h>

#include "measure/figures.h"
#include "measure/stats.h"

#include "base/banned.h"

static const double D2 = 1.128, REACH = 3;

struct fitting {
    enum control_chart chart;
    const struct control_point *point;
    size_t n;
    size_t base[CONTROL_BASELINE]; /* places of the first known points */
    double centre, spread;         /* XmR: sigma; else what widens each point's own */
};

static bool find_base(struct fitting *f)
{
    size_t n = 0;
    for (size_t i = 0; i < f->n && n < CONTROL_BASELINE; i++)
        if (f->point[i].known)
            f->base[n++] = i;
    return n == CONTROL_BASELINE;
}

/* Sigma of one point by its size alone. */
static double own_sigma(const struct fitting *f, const struct control_point *point)
{
    if (f->chart == CONTROL_XMR)
        return 1;
    double variance = f->chart == CONTROL_P ? f->centre * (1 - f->centre) : f->centre;
    return sqrt(variance / point->size);
}

/* From the moving ranges of the baseline, in units of each point's own sigma. */
static double moving_sigma(const struct fitting *f)
{
    double ranges = 0, before = 0;
    for (size_t i = 0; i < CONTROL_BASELINE; i++) {
        const struct control_point *point = &f->point[f->base[i]];
        double z = (point->value - f->centre) / own_sigma(f, point);
        ranges += i ? fabs(z - before) : 0;
        before = z;
    }
    return ranges / (CONTROL_BASELINE - 1) / D2;
}

/* Whether the baseline varies more than its sizes explain, beyond chance (5 %): the sum of
 * squared deviations against chi-square. */
static bool is_dispersed(const struct fitting *f)
{
    double sum = 0;
    for (size_t i = 0; i < CONTROL_BASELINE; i++) {
        const struct control_point *point = &f->point[f->base[i]];
        double z = (point->value - f->centre) / own_sigma(f, point);
        sum += z * z;
    }
    return stats_chi_square_tail(sum, CONTROL_BASELINE - 1) < 0.05;
}

static bool fit(struct fitting *f)
{
    double sum = 0, sizes = 0;
    for (size_t i = 0; i < CONTROL_BASELINE; i++) {
        const struct control_point *point = &f->point[f->base[i]];
        double size = f->chart == CONTROL_XMR ? 1 : point->size;
        sum += point->value * size;
        sizes += size;
    }
    f->centre = sum / sizes;
    if (f->chart != CONTROL_XMR && f->centre <= 0)
        return false;
    if (f->chart == CONTROL_P && f->centre >= 1)
        return false;
    f->spread = moving_sigma(f);
    if (f->chart != CONTROL_XMR && (f->spread < 1 || !is_dispersed(f)))
        f->spread = 1;
    return true;
}

/* How many of the last `among` known points, unbroken by a missing one, lie beyond `reach`
 * sigma on the side of point i. */
static int beyond(const struct fitting *f, size_t i, int among, double reach)
{
    int n = 0;
    double side = 0;
    for (size_t back = 0; back < (size_t)among && back <= i; back++) {
        const struct control_point *point = &f->point[i - back];
        if (!point->known)
            break;
        double sigma = own_sigma(f, point) * f->spread;
        double z = sigma > 0 ? (point->value - f->centre) / sigma : 0;
        if (back == 0)
            side = z < 0 ? -1 : 1;
        if (z * side <= reach && back == 0)
            return 0; /* the point itself must show it */
        n += z * side > reach;
    }
    return n;
}

static int broken_rule(const struct fitting *f, size_t i)
{
    static const struct {
        int need, among;
        double reach;
    } rule[] = {{1, 1, 3}, {2, 3, 2}, {4, 5, 1}, {8, 8, 0}};
    for (int r = 0; r < 4; r++)
        if (beyond(f, i, rule[r].among, rule[r].reach) >= rule[r].need)
            return r + 1;
    return 0;
}

static double bounded(const struct fitting *f, double limit)
{
    if (f->chart != CONTROL_XMR && limit < 0)
        return 0;
    return f->chart == CONTROL_P && limit > 1 ? 1 : limit;
}

bool control_find(struct control *out, enum control_chart chart,
                  const struct control_point *point, size_t n)
{
    struct fitting f = {
        .chart = chart, .point = point, .n = n < CONTROL_MOST ? n : CONTROL_MOST};
    *out = (struct control){.chart = chart};
    if (chart == CONTROL_NONE || !find_base(&f) || !fit(&f))
        return false;
    out->centre = f.centre;
    out->dispersion = chart == CONTROL_XMR ? 1 : f.spread;
    for (size_t i = 0; i < f.n; i++) {
        if (!point[i].known)
            continue;
        double reach = REACH * own_sigma(&f, &point[i]) * f.spread;
        out->at[i].lower = bounded(&f, f.centre - reach);
        out->at[i].upper = bounded(&f, f.centre + reach);
        out->at[i].rule = broken_rule(&f, i);
    }
    return true;
}

enum control_chart control_chart_of(const struct metric *metric)
{
    if (metric->control != CONTROL_BY_KIND)
        return metric->control;
    if (metric->kind == METRIC_RATE)
        return CONTROL_P;
    if (metric->kind == METRIC_RATIO && metric->over->kind == METRIC_COUNT)
        return CONTROL_U;
    return CONTROL_XMR;
}

struct control_point control_point_of(const struct figure *figure)
{
    struct control_point point = {.known = figure && figure->missing == FIGURE_OK};
    if (!point.known)
        return point;
    const struct metric *metric = figure->metric;
    point.value = figure->value;
    point.size = (double)figure->n;
    if (control_chart_of(metric) == CONTROL_U)
        point.size = (double)figure->denominator /
                     (double)(metric->ratio_scale * metric_divisor(metric->under));
    return point;
}
