/* Intervals against published numbers. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

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

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(wilson_as_published),
                                       cmocka_unit_test(t_as_published),
                                       cmocka_unit_test(poisson_as_published)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
