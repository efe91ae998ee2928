/* The metrics catalogue: what is shipped loads in every language, later files replace and
 * add, and what the schema cannot see is refused with the place and the nearest id. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "catalogue/benchmark.h"
#include "fixture_measure.h"

#include "base/banned.h"

static int set_up(void **state)
{
    *state = mem_new(1, sizeof(struct measure_fixture));
    measure_fixture_open(*state);
    return 0;
}

static int tear_down(void **state)
{
    measure_fixture_close(*state);
    mem_free(*state);
    return 0;
}

#define NAME "<name xml:lang='en'>N</name>"
#define BASE                                                                             \
    "<dimension id='place' blank='?'>" NAME "<of kind='visit' field='place'/>"           \
    "<of kind='reply' via='visit' field='place'/></dimension>\n"                         \
    "<dimension id='class'>" NAME "<of kind='visit' field='class'/></dimension>\n"       \
    "<limit id='soon' by='class' unit='min'><at key='a' is='30'/></limit>\n"             \
    "<population id='visits' kind='visit' on='at'>" NAME "</population>\n"               \
    "<population id='replies' kind='reply' on='at'>" NAME "</population>\n"
#define LOOK " unit='number' decimals='0'"
#define COUNTS                                                                           \
    "<metric id='seen' kind='count' of='visits' cut='place class'" LOOK ">" NAME         \
    "</metric>\n"                                                                        \
    "<metric id='heard' kind='count' of='replies' cut='place'" LOOK ">" NAME             \
    "</metric>\n"

static void expect_refused(struct measure_fixture *f, const char *text,
                           const char *message)
{
    const char *file[] = {BASE COUNTS, text};
    if (measure_fixture_metrics(f, file, 2) == 0)
        fail_msg("accepted: %s", text);
    assert_int_equal(f->err.code, ERR_JOB);
    if (!strstr(f->err.msg, message))
        fail_msg("'%s' lacks '%s'", f->err.msg, message);
    assert_non_null(strstr(f->err.file, "metrics2.xml"));
    assert_int_equal(f->err.line, 2);
}

/* What has a direction is judged: by its own goal, by another metric that has one, or it is
 * declared that nobody names a goal. A share, a mean or a quantile of too few is not judged,
 * and what is judged at all says how few that is. */
static void expect_judged(const struct metric *m)
{
    bool directed = m->better != BETTER_NONE;
    bool sampled = m->kind == METRIC_RATE || m->kind == METRIC_MEAN ||
                   m->kind == METRIC_QUANTILE || (m->kind == METRIC_RATIO && m->has_goal);
    if (directed && !m->has_goal && !m->goal_open && !m->judged_by)
        fail_msg("%.*s: neither a goal nor why there is none", STR_ARG(m->id));
    if (m->judged_by && (!directed || !m->judged_by->has_goal))
        fail_msg("%.*s: judged by what has no goal", STR_ARG(m->id));
    if (sampled && m->min_n < 1)
        fail_msg("%.*s: no least number of cases", STR_ARG(m->id));
}

static void the_shipped_catalogue_loads(void **state)
{
    struct measure_fixture *f = *state;
    static const char *const lang[] = {"zh-CN", "zh-TW", "en"};
    for (size_t l = 0; l < 3; l++) {
        struct records records;
        struct metrics metrics;
        size_t index;
        f->job.load.lang = str_of(lang[l]);
        assert_int_equal(cat_read(&f->job.load, "records", STR("templates/records.xml"),
                                  &index, &f->err),
                         0);
        assert_int_equal(records_load(&records, &f->job.load, index, 1, &f->err), 0);
        assert_int_equal(cat_read(&f->job.load, "metrics", STR("templates/metrics.xml"),
                                  &index, &f->err),
                         0);
        if (metrics_load(&metrics, &f->job.load, index, 1, &records, &f->err) != 0)
            fail_msg("%s:%ld: %s", f->err.file, f->err.line, f->err.msg);
        assert_true(metrics.nmetrics > 40 && metrics.nregs > 0);
        for (size_t i = 0; i < metrics.nmetrics; i++) {
            const struct metric *m = &metrics.metric[i];
            assert_int_equal(m->index, i);
            assert_true(m->name.n > 0 && m->numerator.n > 0);
            assert_true(m->kind != METRIC_RATE || m->denominator.n > 0);
            assert_true(!m->has_warn || m->has_goal);
            expect_judged(m);
        }
    }
}

static void a_later_file_replaces_and_adds(void **state)
{
    struct measure_fixture *f = *state;
    const char *file[] = {BASE COUNTS,
                          "<limit id='soon' unit='h'><at is='2'/></limit>"
                          "<metric id='heard' kind='mean' of='replies' unit='number' "
                          "decimals='1'>" NAME "<value field='score'/></metric>"
                          "<cut metrics='heard  seen ' by=' place'/>"};
    assert_int_equal(measure_fixture_metrics(f, file, 2), 0);
    assert_int_equal(f->job.metrics.nlimits, 1);
    assert_null(f->job.metrics.limit[0].by);
    assert_int_equal(f->job.metrics.limit[0].at[0].seconds, 7200);
    const struct metric *heard = metrics_metric(&f->job.metrics, STR("heard"));
    assert_int_equal(f->job.metrics.nmetrics, 2);
    assert_int_equal(heard->kind, METRIC_MEAN);
    assert_int_equal(heard->ncuts, 1);
}

static void unknown_ids_name_the_nearest(void **state)
{
    struct measure_fixture *f = *state;
    expect_refused(f, "<metric id='m' kind='count' of='visit'" LOOK ">" NAME "</metric>",
                   "'visit'; the nearest known one is 'visits'");
    expect_refused(f, "<metric id='m' kind='count' of='Visits'" LOOK ">" NAME "</metric>",
                   "'Visits'; the nearest known one is 'visits'");
    expect_refused(
        f, "<metric id='m' kind='count' of='visits' cut='clas'" LOOK ">" NAME "</metric>",
        "'clas'; the nearest known one is 'class'");
    expect_refused(f, "<cut metrics='sen' by='place'/>", "nearest known one is 'seen'");
    expect_refused(f, "<population id='p' kind='visits' on='at'>" NAME "</population>",
                   "unknown kind 'visits'; the nearest known one is 'visit'");
    expect_refused(f, "<population id='p' kind='visit' on='dine'>" NAME "</population>",
                   "nearest known one is 'done'");
    expect_refused(f,
                   "<metric id='m' kind='rate' of='visits'" LOOK ">" NAME
                   "<within from='at' to='done' limit='son' clock='elapsed' "
                   "absent='due'/></metric>",
                   "unknown limit 'son'; the nearest known one is 'soon'");
}

static void what_does_not_fit_is_refused(void **state)
{
    struct measure_fixture *f = *state;
    expect_refused(f, "<population id='p' kind='visit' on='place'>" NAME "</population>",
                   "holds no times");
    expect_refused(f,
                   "<population id='p' of='visits'>" NAME
                   "<where field='place' min='3'/></population>",
                   "a text has no least");
    expect_refused(f,
                   "<population id='p' of='visits'>" NAME
                   "<where field='score' is='1.5'/></population>",
                   "more digits than the field");
    expect_refused(f,
                   "<metric id='m' kind='mean' of='visits'" LOOK ">" NAME
                   "<value field='place'/></metric>",
                   "holds no amounts");
    expect_refused(f,
                   "<metric id='m' kind='count' of='replies' cut='class'" LOOK ">" NAME
                   "</metric>",
                   "does not reach");
    expect_refused(f,
                   "<metric id='m' kind='rate' of='replies'" LOOK ">" NAME
                   "<within from='at' to='at' limit='soon' clock='elapsed' "
                   "absent='due'/></metric>",
                   "limit goes by a dimension");
    expect_refused(
        f, "<metric id='m' kind='count' of='visits' goal='1'" LOOK ">" NAME "</metric>",
        "neither way is better");
    expect_refused(f,
                   "<metric id='m' kind='rate' of='visits' goal='90' unit='percent' "
                   "decimals='0' better='up'>" NAME
                   "<hit><where field='score' min='3'/></hit></metric>",
                   "0.9 is 90 %");
    expect_refused(f,
                   "<metric id='m' kind='quantile' p='1.5' of='visits'" LOOK ">" NAME
                   "<value field='score'/></metric>",
                   "between 0 and 1");
    expect_refused(f, "<population id='p' of='p'>" NAME "</population>",
                   "declared before this one");
}

static void a_ratio_shares_its_cuts(void **state)
{
    struct measure_fixture *f = *state;
#define RATIO(cut)                                                                       \
    "<metric id='m' kind='ratio' cut='" cut "'" LOOK ">" NAME                            \
    "<over metric='heard'/><under metric='seen'/></metric>"
    const char *file[] = {BASE COUNTS, RATIO("place")};
    expect_refused(f, RATIO("class"), "both sides of a ratio must have its cut: 'class'");
    assert_int_equal(measure_fixture_metrics(f, file, 2), 0);
}

static void registers_are_checked(void **state)
{
    struct measure_fixture *f = *state;
    expect_refused(f, "<register id='r'>" NAME "<column field='id'/></register>",
                   "either 'of' or misses");
    expect_refused(f,
                   "<register id='r'>" NAME "<misses of='seen'/><column field='id'/>"
                   "</register>",
                   "only a rate has misses");
    expect_refused(f,
                   "<register id='r' of='visits'>" NAME "<column field='id'/>"
                   "<order by='at'/></register>",
                   "no column of the register");
    expect_refused(f,
                   "<register id='r' of='visits'>" NAME "<column fact='limit' of='seen'>"
                   "<name xml:lang='en'>L</name></column></register>",
                   "has no limit");
}

static void a_goal_may_be_elsewhere(void **state)
{
    struct measure_fixture *f = *state;
    const char *file[] = {BASE COUNTS,
                          "<metric id='first' kind='count' of='visits' better='down' "
                          "judged-by='second'" LOOK ">" NAME "</metric>"
                          "<metric id='second' kind='count' of='visits' better='down' "
                          "goal='3'" LOOK ">" NAME "</metric>"
                          "<metric id='third' kind='count' of='visits' better='down' "
                          "goal='none'" LOOK ">" NAME "</metric>"};
    assert_int_equal(measure_fixture_metrics(f, file, 2), 0);
    const struct metric *first = metrics_metric(&f->job.metrics, STR("first"));
    const struct metric *third = metrics_metric(&f->job.metrics, STR("third"));
    assert_ptr_equal(first->judged_by, metrics_metric(&f->job.metrics, STR("second")));
    assert_true(third->goal_open && !third->has_goal && !third->judged_by);
    assert_false(first->has_goal || first->goal_open);
    expect_refused(f,
                   "<metric id='m' kind='count' of='visits' better='up' "
                   "judged-by='sen'" LOOK ">" NAME "</metric>",
                   "unknown other metric 'sen'; the nearest known one is 'seen'");
    expect_refused(f,
                   "<metric id='m' kind='count' of='visits' better='up' "
                   "judged-by='m'" LOOK ">" NAME "</metric>",
                   "unknown other metric 'm'");
}

static void benchmarks_are_checked(void **state)
{
    struct measure_fixture *f = *state;
#define BENCHMARK(from, until, values)                                                   \
    "<benchmark id='b' from='" from "' until='" until "'>" NAME                          \
    "<source xml:lang='en'>S</source>" values "</benchmark>"
#define YEAR(values) BENCHMARK("2026-01-01", "2026-12-31", values)
    const char *file[] = {BASE COUNTS,
                          YEAR("<value metric='seen' is='12.5'/>"
                               "<value metric='seen' by='place' key='west' is='3'/>")};
    expect_refused(f, YEAR("<value metric='sen' is='1'/>"),
                   "nearest known one is 'seen'");
    expect_refused(f, YEAR("<value metric='seen' by='plac' key='x' is='1'/>"),
                   "nearest known one is 'place'");
    expect_refused(f, YEAR("<value metric='heard' by='class' key='x' is='1'/>"),
                   "not broken down by: 'class'");
    expect_refused(f, YEAR("<value metric='seen' is='1'/><value metric='seen' is='2'/>"),
                   "given twice");
    expect_refused(f,
                   BENCHMARK("2026-02-01", "2026-01-31", "<value metric='seen' is='1'/>"),
                   "ends before it begins");
    assert_int_equal(measure_fixture_metrics(f, file, 2), 0);
    const struct benchmark *benchmark = f->job.metrics.benchmark;
    assert_int_equal(f->job.metrics.nbenchmarks, 1);
    assert_int_equal(benchmark->nvalues, 2);
    assert_int_equal(benchmark->first, 20454); /* 2026-01-01 */
    assert_int_equal(benchmark->last, 20454 + 364);
    assert_int_equal(benchmark->value[0].is.n, 125);
    assert_null(benchmark->value[0].cut);
    assert_true(str_eq(benchmark->value[1].key, STR("west")));
}

static void the_schema_is_applied(void **state)
{
    struct measure_fixture *f = *state;
    static const char *const wrong[] = {
        "<metric id='m' kind='rate' of='visits'" LOOK ">" NAME "</metric>",
        "<metric id='M' kind='count' of='visits'" LOOK ">" NAME "</metric>",
        "<metric id='m' kind='count' of='visits' goal='many'" LOOK ">" NAME "</metric>",
        "<metric id='m' kind='count' of='visits' goal='3' judged-by='seen'" LOOK ">" NAME
        "</metric>",
        "<metric id='m' kind='count'" LOOK ">" NAME "</metric>",
        "<metric id='m' kind='count' of='visits'" LOOK "><name xml:lang='en'> \t</name>"
        "</metric>",
        "<metric id='m' kind='count' of='visits'" LOOK ">" NAME "<hit/></metric>"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        if (measure_fixture_metrics(f, &wrong[i], 1) == 0)
            fail_msg("accepted: %s", wrong[i]);
        assert_int_equal(f->err.code, ERR_JOB);
        assert_int_equal(f->err.line, 2);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(the_shipped_catalogue_loads),  TEST(a_later_file_replaces_and_adds),
        TEST(unknown_ids_name_the_nearest), TEST(what_does_not_fit_is_refused),
        TEST(a_ratio_shares_its_cuts),      TEST(registers_are_checked),
        TEST(a_goal_may_be_elsewhere),      TEST(benchmarks_are_checked),
        TEST(the_schema_is_applied)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
