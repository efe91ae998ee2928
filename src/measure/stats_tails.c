/* stats_tails: probabilities of as much by chance: normal, Student's t, chi-square. The
 * incomplete gamma and beta functions by their continued fractions and series (Abramowitz
 * and Stegun 6.5.29, 6.5.31, 26.5.8), evaluated by Lentz's method. */
#include <math.h>
#include <stdbool.h>

#include "measure/stats.h"

#include "base/banned.h"

enum { TURNS = 500 };
static const double TINY = 1e-300, CLOSE = 1e-15;

double stats_normal_tails(double z)
{
    return erfc(fabs(z) / M_SQRT2);
}

static double log_gamma(double x)
{
    int sign;
    return lgamma_r(x, &sign);
}

static double not_zero(double x)
{
    return fabs(x) < TINY ? TINY : x;
}

/* One more term a / (b + ...) of a fraction whose value so far is *value. */
struct fraction {
    double value, c, d;
};
static bool is_close(struct fraction *f, double a, double b)
{
    f->d = 1 / not_zero(b + a * f->d);
    f->c = not_zero(b + a / f->c);
    double change = f->c * f->d;
    f->value *= change;
    return fabs(change - 1) < CLOSE;
}

/* Regularised incomplete beta where x < (a + 1) / (a + b + 2). */
static double beta_fraction(double a, double b, double x)
{
    struct fraction f = {1, 1, 1 / not_zero(1 - (a + b) * x / (a + 1))};
    f.value = f.d;
    for (int m = 1; m < TURNS; m++) {
        double m2 = 2.0 * m;
        is_close(&f, m * (b - m) * x / ((a + m2 - 1) * (a + m2)), 1);
        if (is_close(&f, -(a + m) * (a + b + m) * x / ((a + m2) * (a + m2 + 1)), 1))
            break;
    }
    double front =
        log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * log(x) + b * log1p(-x);
    return exp(front) * f.value / a;
}

static double beta(double a, double b, double x)
{
    if (x <= 0)
        return 0;
    if (x >= 1)
        return 1;
    return x < (a + 1) / (a + b + 2) ? beta_fraction(a, b, x)
                                     : 1 - beta_fraction(b, a, 1 - x);
}

double stats_t_tails(double t, double df)
{
    return beta(df / 2, 0.5, df / (df + t * t));
}

/* Halving: the tails fall as t grows. */
double stats_t_of(double df)
{
    double low = 1.9, high = 1e6;
    for (int i = 0; i < 200 && high - low > 1e-12 * high; i++) {
        double middle = (low + high) / 2;
        if (stats_t_tails(middle, df) > 0.05)
            low = middle;
        else
            high = middle;
    }
    return (low + high) / 2;
}

static double gamma_series(double a, double x)
{
    double term = 1 / a, sum = term;
    for (int i = 1; i < TURNS && term > sum * CLOSE; i++) {
        term *= x / (a + i);
        sum += term;
    }
    return sum * exp(a * log(x) - x - log_gamma(a));
}

static double gamma_fraction(double a, double x)
{
    struct fraction f = {0, 1 / TINY, 1 / (x + 1 - a)};
    f.value = f.d;
    for (int i = 1; i < TURNS; i++)
        if (is_close(&f, -i * (i - a), x + 1 - a + 2.0 * i))
            break;
    return f.value * exp(a * log(x) - x - log_gamma(a));
}

double stats_chi_square_tail(double x, double df)
{
    double a = df / 2, half = x / 2;
    if (x <= 0)
        return 1;
    return half < a + 1 ? 1 - gamma_series(a, half) : gamma_fraction(a, half);
}
