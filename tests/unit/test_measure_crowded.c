/* A dimension with more keys than it is cut by: the commonest of the period stay, whatever
 * the order of the rows, totals count all, and the run knows how many there were. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fixture_measure.h"

#include "base/banned.h"

#define NAME "<name xml:lang='en'>N</name>"

static const char catalogue[] =
    "<dimension id='place' blank='?' keys='2'>" NAME
    "<of kind='visit' field='place'/><of kind='reply' via='visit' field='place'/>"
    "</dimension>"
    "<population id='visits' kind='visit' on='at'>" NAME "</population>"
    "<population id='replies' kind='reply' on='at'>" NAME "</population>"
    "<metric id='all' kind='count' of='visits' unit='number' decimals='0' "
    "cut='place'>" NAME "</metric>"
    "<metric id='took' kind='quantile' p='0.5' of='visits' unit='h' decimals='1' "
    "cut='place'>" NAME "<value from='at' to='done' clock='elapsed'/></metric>"
    "<metric id='heard' kind='count' of='replies' unit='number' decimals='0' "
    "cut='place'>" NAME "</metric>";

/* Of the month x has 3, z 2 and y 2; w has more, but a month before. */
static const char *const rows[] = {"1,2026-03-01 00:00:00,2026-03-01 02:00:00,z\n",
                                   "2,2026-03-01 00:00:00,,y\n",
                                   "3,2026-03-02 00:00:00,2026-03-02 01:00:00,x\n",
                                   "4,2026-03-03 00:00:00,,x\n",
                                   "5,2026-03-04 00:00:00,2026-03-04 03:00:00,x\n",
                                   "6,2026-02-04 00:00:00,,w\n",
                                   "7,2026-02-05 00:00:00,,w\n",
                                   "8,2026-02-06 00:00:00,,w\n",
                                   "9,2026-02-07 00:00:00,,w\n",
                                   "10,2026-03-08 00:00:00,,y\n",
                                   "11,2026-03-09 00:00:00,2026-03-09 01:00:00,z\n"};
enum { ROWS = sizeof rows / sizeof *rows };

static void open_with(struct measure_fixture *f, bool backwards)
{
    const char *text = catalogue;
    char visits[1024] = "id,at,done,place\n";
    measure_fixture_open(f);
    if (measure_fixture_metrics(f, &text, 1) != 0)
        fail_msg("%s:%ld: %s", f->err.file, f->err.line, f->err.msg);
    for (size_t i = 0; i < ROWS; i++)
        strncat(visits, rows[backwards ? ROWS - 1 - i : i],
                sizeof visits - strlen(visits) - 1);
    measure_fixture_import(f, 'v', visits);
    measure_fixture_import(f, 'r', "id,visit,at\n1,2,2026-03-05\n2,3,2026-03-05\n");
    measure_fixture_run(f, "2026-03", "2026-04-01 00:00:00", 0);
}

static void expect(struct measure_fixture *f)
{
    size_t n;
    const struct crowded *crowded = measure_crowded(f->measure, &n);
    assert_int_equal(n, 1);
    assert_string_equal(crowded->dimension->id.p, "place");
    assert_int_equal(crowded->all, 3);
    const struct str *key =
        figures_keys(measure_figures(f->measure), crowded->dimension, &n);
    assert_int_equal(n, 2);
    assert_string_equal(key[0].p, "x");
    assert_string_equal(key[1].p, "y");
    assert_int_equal(measure_fixture_figure(f, "all", "period", NULL, NULL)->hit, 7);
    assert_int_equal(measure_fixture_figure(f, "all", "period", "place", "x")->hit, 3);
    assert_int_equal(measure_fixture_figure(f, "all", "period", "place", "y")->hit, 2);
    assert_int_equal(measure_fixture_figure(f, "heard", "period", "place", "y")->hit, 1);
    assert_int_equal(measure_fixture_figure(f, "took", "period", NULL, NULL)->n, 4);
    assert_int_equal(measure_fixture_figure(f, "took", "period", "place", "x")->n, 2);
    assert_int_equal(measure_fixture_figure(f, "all", "last", NULL, NULL)->hit, 4);
}

static void the_commonest_keys_stay(void **state)
{
    struct measure_fixture f;
    (void)state;
    for (int backwards = 0; backwards < 2; backwards++) {
        memset(&f, 0, sizeof f);
        open_with(&f, backwards);
        expect(&f);
        measure_fixture_close(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_commonest_keys_stay)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
