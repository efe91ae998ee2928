/* A look into a period that is under way: figures as of a time are those of an export that
 * was cut at that time, whatever has come in since. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixture_measure.h"

#include "base/banned.h"

#define NAME   "<name xml:lang='en'>N</name>"
#define NUMBER "unit='number' decimals='1'>" NAME

static const char catalogue[] =
    "<limit id='soon' unit='h'><at is='4'/></limit>"
    "<population id='visits' kind='visit' on='at'>" NAME "</population>"
    "<population id='done' of='visits'>" NAME "<where field='done' present='yes'/>"
    "</population>"
    "<population id='open' kind='visit' held-from='at' held-until='done'>" NAME
    "</population>"
    "<population id='replies' kind='reply' on='at'>" NAME "</population>"
    "<population id='staff' kind='member' held-from='joined' held-until='left'>" NAME
    "</population>"
    "<metric id='count' kind='count' of='visits' " NUMBER "</metric>"
    "<metric id='done' kind='count' of='done' " NUMBER "</metric>"
    "<metric id='open' kind='count' of='open' " NUMBER "</metric>"
    "<metric id='soon' kind='rate' of='visits' " NUMBER
    "<within from='at' to='done' limit='soon' absent='due'/></metric>"
    "<metric id='replies' kind='count' of='replies' " NUMBER "</metric>"
    "<metric id='staff' kind='count' of='staff' " NUMBER "</metric>";

static void open_all(struct measure_fixture *f)
{
    const char *text = catalogue;
    measure_fixture_open(f);
    if (measure_fixture_metrics(f, &text, 1) != 0)
        fail_msg("%s:%ld: %s", f->err.file, f->err.line, f->err.msg);
    measure_fixture_import(f, 'v',
                           "id,at,done,place,class,state,good,score,cost\n"
                           "1,2026-03-02 08:00:00,2026-03-02 09:00:00,,,,,,\n"
                           "2,2026-03-10 08:00:00,2026-03-20 08:00:00,,,,,,\n"
                           "3,2026-03-15 11:00:00,2026-03-15 12:30:00,,,,,,\n"
                           "4,2026-03-15 12:00:01,2026-03-15 12:10:00,,,,,,\n"
                           "5,2026-03-31 08:00:00,,,,,,,\n");
    measure_fixture_import(f, 'r',
                           "id,visit,at,score\n1,1,2026-03-03 08:00:00,9\n"
                           "2,4,2026-03-15 13:00:00,9\n3,9,2026-03-16 13:00:00,9\n");
    measure_fixture_import(f, 'm',
                           "id,joined,left,able\n1,2020-01-01,,1\n"
                           "2,2020-01-01,2026-03-20,1\n3,2026-03-20,,1\n4,,,1\n");
}

static int64_t count_of(const struct measure_fixture *f, const char *metric)
{
    return measure_fixture_figure(f, metric, "period", NULL, NULL)->hit;
}

static void what_comes_later_is_not_known(void **state)
{
    struct measure_fixture f;
    size_t n;
    (void)state;
    open_all(&f);
    measure_fixture_run(&f, "2026-03", "2026-03-15 12:00:00", 0);
    assert_int_equal(count_of(&f, "count"), 3);
    assert_int_equal(count_of(&f, "done"), 1);
    assert_int_equal(count_of(&f, "open"), 2);
    assert_string_equal(measure_fixture_states(&f, "soon", "period", NULL, NULL),
                        "1/1/1"); /* 2 is late, 3 may still be in time */
    assert_int_equal(count_of(&f, "replies"), 1);
    assert_int_equal(count_of(&f, "staff"), 3); /* 2 has not left, 3 has not come */
    const struct orphan_count *orphan = measure_orphans(f.measure, &n);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(orphan[i].rows,
                         0); /* reply 3 is not known, nor that it is one */
    measure_fixture_close(&f);
}

/* The next run of the same store sees all again. */
static void a_period_that_is_over_counts_what_came_later(void **state)
{
    struct measure_fixture f;
    (void)state;
    open_all(&f);
    measure_fixture_run(&f, "2026-03", "2026-03-15 12:00:00", 0);
    measure_fixture_run(&f, "2026-03", "2026-04-01", 0);
    assert_int_equal(count_of(&f, "count"), 5);
    assert_int_equal(count_of(&f, "open"), 1);
    assert_int_equal(count_of(&f, "replies"), 3);
    assert_int_equal(count_of(&f, "staff"), 3);
    measure_fixture_close(&f);
}

/* A date that is planned tells nothing of when the row was known, and stands. */
static void plans_are_known_before(void **state)
{
    struct measure_fixture f;
    (void)state;
    open_all(&f);
    const struct kind *reply = records_kind(&f.job.records, STR("reply"));
    for (size_t i = 0; i < reply->nfields; i++)
        reply->field[i].ahead = str_eq(reply->field[i].id, STR("at"));
    measure_fixture_run(&f, "2026-03", "2026-03-15 12:00:00", 0);
    assert_int_equal(count_of(&f, "replies"), 3);
    measure_fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_comes_later_is_not_known),
        cmocka_unit_test(a_period_that_is_over_counts_what_came_later),
        cmocka_unit_test(plans_are_known_before)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
