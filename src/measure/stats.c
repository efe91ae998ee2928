/* stats: Wilson's score interval, Student's t and the exact Poisson limits, from
 * published series; no iteration depends on anything but the arguments. */
#include "measure/stats.h"

#include <math.h>

#include "base/banned.h"

#define Z      1.959963984540054
#define TAIL   0.025
#define SERIES 100 /* degrees of freedom up to which t is summed exactly */
#define TURNS  60  /* bound of every iteration; they stop far earlier */

double stats_normal(void)
{
    return Z;
}

struct interval stats_wilson(int64_t hits, int64_t n)
{
    double size = (double)n, p = (double)hits / size, z2 = Z * Z;
    double middle = (p + z2 / (2 * size)) / (1 + z2 / size);
    double half = Z * sqrt(p * (1 - p) / size + z2 / (4 * size * size)) / (1 + z2 / size);
    struct interval out = {middle - half, middle + half};
    if (hits == 0)
        out.low = 0;
    if (hits == n)
        out.high = 1;
    return out;
}

/* Probability that |T| < t (Abramowitz and Stegun 26.7.3 and 26.7.4). */
static double t_within(double t, int64_t df)
{
    double theta = atan(t / sqrt((double)df)), c = cos(theta), s = sin(theta);
    double term = df % 2 ? c : 1, sum = df > 1 ? term : 0;
    for (int64_t i = df % 2 ? 3 : 2; i <= df - 2; i += 2) {
        term *= c * c * (double)(i - 1) / (double)i;
        sum += term;
    }
    return df % 2 ? 2 / M_PI * (theta + s * sum) : s * sum;
}

/* Expansion around the normal quantile (Abramowitz and Stegun 26.7.5). */
static double t_expanded(double df)
{
    double x = Z, x2 = x * x;
    double g1 = x * (x2 + 1) / 4;
    double g2 = x * ((5 * x2 + 16) * x2 + 3) / 96;
    double g3 = x * (((3 * x2 + 19) * x2 + 17) * x2 - 15) / 384;
    double g4 = x * ((((79 * x2 + 776) * x2 + 1482) * x2 - 1920) * x2 - 945) / 92160;
    return x + g1 / df + g2 / (df * df) + g3 / pow(df, 3) + g4 / pow(df, 4);
}

/* Density of t. */
static double t_density(double t, double df)
{
    int sign;
    double scale = lgamma_r((df + 1) / 2, &sign) - lgamma_r(df / 2, &sign);
    return exp(scale - (df + 1) / 2 * log1p(t * t / df)) / sqrt(df * M_PI);
}

/* Newton's rule from the expansion: the distribution is concave there, so that after one
 * step at most the quantile is approached from below. */
double stats_t(int64_t df)
{
    double t = t_expanded((double)df);
    if (df > SERIES)
        return t;
    for (int i = 0; i < TURNS; i++) {
        double step = (1 - 2 * TAIL - t_within(t, df)) / (2 * t_density(t, (double)df));
        t += step;
        if (fabs(step) <= 1e-13 * t)
            break;
    }
    return t;
}

/* One term of the Poisson distribution. */
static double poisson_term(int64_t count, double mean)
{
    int sign;
    double n = (double)count;
    return exp(n * log(mean) - mean - lgamma_r(n + 1, &sign));
}

/* P(X <= count) where mean > count: the terms fall from the last one down. */
static double poisson_below(int64_t count, double mean)
{
    double term = poisson_term(count, mean), sum = 0;
    for (int64_t i = count; i >= 0 && term > sum * 1e-17; i--) {
        sum += term;
        term *= (double)i / mean;
    }
    return sum;
}

/* P(X >= count) where mean < count: the terms fall from the first one up. */
static double poisson_above(int64_t count, double mean)
{
    double term = poisson_term(count, mean), sum = 0;
    for (int64_t i = count; term > sum * 1e-17; i++) {
        sum += term;
        term *= mean / (double)(i + 1);
    }
    return sum;
}

/* Limits such that each tail has 2.5 %. Started from Byar's approximation and moved by
 * Newton's rule: the derivative of either tail by the mean is one term. */
struct interval stats_poisson(int64_t count)
{
    double n = (double)count, next = n + 1;
    double high = next * pow(1 - 1 / (9 * next) + Z / (3 * sqrt(next)), 3);
    double low = 0;
    for (int i = 0; i < TURNS; i++) {
        double step = (poisson_below(count, high) - TAIL) / poisson_term(count, high);
        high += step;
        if (fabs(step) <= 1e-14 * high)
            break;
    }
    if (count == 0)
        return (struct interval){0, high};
    low = n * pow(1 - 1 / (9 * n) - Z / (3 * sqrt(n)), 3);
    if (low < 0.02)
        low = 0.02; /* of a count of 1: Byar's is close to zero there */
    for (int i = 0; i < TURNS; i++) {
        double step = (TAIL - poisson_above(count, low)) / poisson_term(count - 1, low);
        low += step;
        if (fabs(step) <= 1e-14 * low)
            break;
    }
    return (struct interval){low, high};
}
