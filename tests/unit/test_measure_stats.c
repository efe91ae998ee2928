/* Intervals, tails, comparisons and control charts against published numbers; where none
 * are in print, against SciPy 1.10 and R's t.test, as said. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "measure/compare.h"
#include "measure/control.h"
#include "measure/stats.h"

#include "base/banned.h"

static void near(double expected, double found, double by)
{
    if (!(fabs(expected - found) <= by))
        fail_msg("expected %.10g, found %.10g", expected, found);
}

/* Newcombe (1998), table I, method 3. */
static void wilson_as_published(void **state)
{
    static const struct {
        int64_t hits, n;
        double low, high;
    } row[] = {{81, 263, 0.2553, 0.3662},
               {15, 148, 0.0624, 0.1605},
               {0, 20, 0.0000, 0.1611},
               {1, 29, 0.0061, 0.1718}};
    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct interval found = stats_wilson(row[i].hits, row[i].n);
        near(row[i].low, found.low, 5e-5);
        near(row[i].high, found.high, 5e-5);
    }
    near(1, stats_wilson(20, 20).high, 0);
}

/* Tables of Student's t; and the change of method at 100 degrees of freedom. */
static void t_as_published(void **state)
{
    static const struct {
        int64_t df;
        double t;
    } row[] = {{1, 12.7062},  {2, 4.3027},     {3, 3.1824},         {5, 2.5706},
               {10, 2.2281},  {30, 2.0423},    {100, 1.9840},       {101, 1.98373},
               {120, 1.9799}, {1000, 1.96234}, {100000000, 1.95996}};
    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        near(row[i].t, stats_t(row[i].df), 5e-5);
    near(stats_t(100) - stats_t(101), stats_t(101) - stats_t(102), 1e-5);
}

/* Garwood (1936) and tables made from chi-square. */
static void poisson_as_published(void **state)
{
    static const struct {
        int64_t count;
        double low, high;
    } row[] = {{0, 0, 3.689},
               {1, 0.0253, 5.572},
               {2, 0.242, 7.225},
               {10, 4.795, 18.390},
               {50, 37.111, 65.919},
               {100, 81.364, 121.627},
               {1000, 938.973, 1063.952}};
    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct interval found = stats_poisson(row[i].count);
        near(row[i].low, found.low, 1e-3);
        near(row[i].high, found.high, 1e-3);
    }
}

/* SciPy: chi2.sf, t.sf and t.ppf. */
static void tails_as_computed(void **state)
{
    static const struct {
        double x, df, p;
    } chi[] = {{3.841458820694124, 1, 0.05},   {5.991464547107979, 2, 0.05},
               {18.307038053275146, 10, 0.05}, {0.5, 3, 0.9188914116546758},
               {40, 5, 1.493367900050393e-07}, {100, 100, 0.48119168452795674}};
    static const struct {
        double t, df, p;
    } t[] = {{2.0, 10.5, 0.07203380015696828},
             {12.706, 1, 0.05000080235813317},
             {-0.3, 4, 0.7791214282774597},
             {5, 30, 2.3296685467007786e-05}};
    (void)state;
    for (size_t i = 0; i < sizeof chi / sizeof *chi; i++)
        near(chi[i].p, stats_chi_square_tail(chi[i].x, chi[i].df), 1e-12);
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        near(t[i].p, stats_t_tails(t[i].t, t[i].df), 1e-12);
    near(1, stats_chi_square_tail(0, 4), 0);
    near(0.04999579029644087, stats_normal_tails(-1.96), 1e-14);
    near(3.5746548420118773, stats_t_of(2.5), 1e-9);
    near(1.9838988542151053, stats_t_of(100.3), 1e-9);
    near(stats_t(7), stats_t_of(7), 1e-9);
}

/* Newcombe (1998), table II, method 10; his difference is first minus second. */
static void rates_as_published(void **state)
{
    static const struct {
        int64_t hits1, n1, hits2, n2;
        double low, high;
    } row[] = {{56, 70, 48, 80, 0.0524, 0.3339}, {9, 10, 3, 10, 0.1705, 0.8090},
               {6, 7, 2, 7, 0.0582, 0.8062},     {5, 56, 0, 29, -0.0381, 0.1926},
               {0, 10, 0, 20, -0.1611, 0.2775},  {0, 10, 0, 10, -0.2775, 0.2775},
               {10, 10, 0, 20, 0.6791, 1.0000},  {10, 10, 0, 10, 0.6075, 1.0000}};
    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct comparison c =
            compare_rates(row[i].hits2, row[i].n2, row[i].hits1, row[i].n1);
        near(row[i].low, c.low, 5e-5);
        near(row[i].high, c.high, 5e-5);
    }
    near(0.00804508136819656, compare_rates(56, 70, 48, 80).p, 1e-12); /* SciPy */
    near(1, compare_rates(0, 10, 0, 20).p, 0);
}

/* R: t.test(extra ~ group, data = sleep): t = -1.8608, df = 17.776, p-value = 0.07939,
 * interval -3.3654832 to 0.2054832. */
static void means_as_published(void **state)
{
    const struct sample_mean first = {0.75, 3.2005555555555554, 10};
    const struct sample_mean second = {2.33, 4.009, 10};
    struct comparison c = compare_means(second, first);
    (void)state;
    near(-1.58, c.effect, 1e-12);
    near(-3.3654832, c.low, 5e-8);
    near(0.2054832, c.high, 5e-8);
    near(0.07939414018735823, c.p, 1e-9);
    const struct sample_mean equal = {4, 0, 5};
    near(1, compare_means(equal, equal).p, 0);
}

/* From SciPy's chi2.ppf and norm.sf. */
static void counts_as_computed(void **state)
{
    struct comparison c = compare_counts(30, 1000, 50, 1200);
    (void)state;
    near(0.0116666666666667, c.effect, 1e-12);
    near(-0.0050633849083186674, c.low, 1e-9);
    near(0.02813535559276721, c.high, 1e-9);
    near(0.15304188415882017, c.p, 1e-12);
}

/* A pilot rose by 10 +- 4, the rest by 3 +- 3: 7 +- 5. */
static void net_effects_add_their_errors(void **state)
{
    const struct comparison pilot = {COMPARE_RATES, 10, 6, 14, 0, false};
    const struct comparison rest = {COMPARE_RATES, 3, 0, 6, 0, true};
    struct comparison c = compare_changes(&pilot, &rest);
    (void)state;
    near(7, c.effect, 1e-12);
    near(2, c.low, 1e-12);
    near(12, c.high, 1e-12);
    near(0.00607, c.p, 5e-4);
    assert_true(c.few);
}

static void p_and_u_charts_by_formula(void **state)
{
    static const double bad[] = {12, 11, 8, 10, 7, 9, 13, 9, 14, 26}; /* of 50 */
    struct control_point point[10];
    struct control c;
    (void)state;
    for (size_t i = 0; i < 10; i++)
        point[i] = (struct control_point){true, bad[i] / 50, 50};
    assert_true(control_find(&c, CONTROL_P, point, 10));
    near(0.1975, c.centre, 1e-12);
    near(0.1975 - 3 * sqrt(0.1975 * 0.8025 / 50), c.at[0].lower, 1e-9);
    near(0.1975 + 3 * sqrt(0.1975 * 0.8025 / 50), c.at[9].upper, 1e-9);
    assert_int_equal(c.at[8].rule, 0);
    assert_int_equal(c.at[9].rule, 1);
    near(1, c.dispersion, 0);
    /* Large groups that vary more than their sizes explain: Laney. */
    static const double n[] = {9000,  11000, 10000, 12000, 8000,
                               10000, 10500, 9500,  20000};
    static const double h[] = {930, 1210, 900, 1320, 800, 1100, 945, 1045, 2400};
    for (size_t i = 0; i < 9; i++)
        point[i] = (struct control_point){true, h[i] / n[i], n[i]};
    assert_true(control_find(&c, CONTROL_P, point, 9));
    near(4.517262472221458, c.dispersion, 1e-9);
    near(0.05968165, c.at[0].lower, 5e-9);
    near(0.13226768, c.at[8].upper, 5e-9);
    static const double count[] = {12, 9, 15, 10, 8, 11, 14, 7, 40};
    static const double size[] = {1.0, 1.1, 0.9, 1.2, 1.0, 1.0, 1.3, 0.8, 1.0};
    for (size_t i = 0; i < 9; i++)
        point[i] = (struct control_point){true, count[i] / size[i], size[i]};
    assert_true(control_find(&c, CONTROL_U, point, 9));
    near(0.70468587, c.at[0].lower, 5e-9);
    near(19.17682118, c.at[3].upper, 5e-9);
    assert_int_equal(c.at[8].rule, 1);
}

/* Alternately 9 and 11: centre 10, moving range 2, sigma 2 / 1.128 = 1.773. */
static int rule_after(const double *more, size_t n)
{
    struct control_point point[CONTROL_MOST] = {{0}};
    struct control c;
    for (size_t i = 0; i < 8; i++)
        point[i] = (struct control_point){true, i % 2 ? 11 : 9, 1};
    for (size_t i = 0; i < n; i++)
        point[8 + i] = (struct control_point){more[i] > 0, more[i], 1};
    assert_true(control_find(&c, CONTROL_XMR, point, 8 + n));
    near(10, c.centre, 1e-12);
    near(10 + 3 * 2 / 1.128, c.at[0].upper, 1e-12);
    return c.at[7 + n].rule;
}

static void run_rules_by_hand(void **state)
{
    (void)state;
    assert_int_equal(rule_after((double[]){15.4}, 1), 1);
    assert_int_equal(rule_after((double[]){15.3}, 1), 0);
    assert_int_equal(rule_after((double[]){13.6, 10, 13.6}, 3), 2);
    assert_int_equal(rule_after((double[]){13.6, 10, 6.4}, 3), 0);  /* two sides */
    assert_int_equal(rule_after((double[]){13.6, -1, 13.6}, 3), 0); /* a gap */
    assert_int_equal(rule_after((double[]){12, 12, 10, 12, 12}, 5), 3);
    assert_int_equal(rule_after((double[]){12, 12, 10, 12, 11}, 5), 0);
    assert_int_equal(rule_after((double[]){9.5, 9.5, 9.5, 9.5, 9.5, 9.5, 9.5, 9.5}, 8),
                     4);
    assert_int_equal(rule_after((double[]){10.5, 9.5, 9.5, 9.5, 9.5, 9.5, 9.5, 9.5}, 8),
                     0);
}

static void few_points_have_no_limits(void **state)
{
    struct control_point point[9] = {{0}};
    struct control c;
    (void)state;
    for (size_t i = 0; i < 7; i++)
        point[i] = (struct control_point){true, 0.5, 40};
    assert_false(control_find(&c, CONTROL_P, point, 9));
    point[8] = point[0];
    assert_true(control_find(&c, CONTROL_P, point, 9));
    for (size_t i = 0; i < 9; i++)
        point[i] = (struct control_point){true, 1, 40};
    assert_false(control_find(&c, CONTROL_P, point, 9)); /* nothing ever missed */
    assert_true(control_find(&c, CONTROL_XMR, point, 9));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(wilson_as_published),
                                       cmocka_unit_test(t_as_published),
                                       cmocka_unit_test(poisson_as_published),
                                       cmocka_unit_test(tails_as_computed),
                                       cmocka_unit_test(rates_as_published),
                                       cmocka_unit_test(means_as_published),
                                       cmocka_unit_test(counts_as_computed),
                                       cmocka_unit_test(net_effects_add_their_errors),
                                       cmocka_unit_test(p_and_u_charts_by_formula),
                                       cmocka_unit_test(run_rules_by_hand),
                                       cmocka_unit_test(few_points_have_no_limits)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
