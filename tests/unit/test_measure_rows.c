/* The rows behind figures: traces, registers, records: their order, their totals and
 * that they count what the figures count. */
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
#define METRIC(id, kind, of, more, fact)                                                 \
    "<metric id='" id "' kind='" kind "' of='" of "' unit='number' decimals='1' " more   \
    "><name xml:lang='en'>Name of " id "</name>" fact "</metric>"
#define WITHIN(to, limit)                                                                \
    "<within from='at' to='" to "' limit='" limit "' clock='elapsed' absent='due'/>"
#define FACT(fact, of) "<column fact='" fact "'" of ">" NAME "</column>"

static const char catalogue[] =
    "<dimension id='place' blank='?'>" NAME "<of kind='visit' field='place'/>"
    "<of kind='reply' via='visit' field='place'/></dimension>"
    "<limit id='hour' unit='h'><at is='1'/></limit>"
    "<limit id='day' unit='d'><at is='1'/></limit>"
    "<population id='visits' kind='visit' on='at'>" NAME "</population>"
    "<population id='on' of='visits'>" NAME
    "<where field='state' not='off'/></population>"
    "<population id='replies' kind='reply' on='at'>" NAME
    "</population>" METRIC("all", "count", "visits", "cut='place'", "") METRIC(
        "hour", "rate", "on", "cut='place'",
        WITHIN("done", "hour")) METRIC("day", "rate", "visits", "", WITHIN("done", "day"))
        METRIC("took", "quantile", "visits", "cut='place' p='0.5'",
               "<value from='at' to='done' clock='elapsed'/>")
            METRIC("cost", "sum", "on", "", "<value field='cost'/>") METRIC(
                "heard", "count", "replies", "cut='place'",
                "") "<metric id='per' kind='ratio' unit='number' decimals='1' "
                    "cut='place'>" NAME
                    "<over metric='heard'/><under metric='all'/></metric>"
                    "<register id='late'>" NAME
                    "<misses of='hour'/><misses of='day'/>" FACT(
                        "number",
                        "") "<column field='id'/><column dimension='place'/>" FACT("metri"
                                                                                   "c",
                                                                                   "")
                        FACT("limit", "") FACT("value", "") FACT("overrun", "")
                            FACT("open", "") FACT("file", "") FACT(
                                "line",
                                "") "<order by='overrun' way='down'/><order "
                                    "by='id'/><order by='metric'/></register>"
                                    "<register id='replies' of='replies'>" NAME
                                    "<column field='id'/>"
                                    "<column field='at' via='visit'/><column "
                                    "dimension='place'/><column field='score'/>"
                                    "<order by='score'/></register>"
                                    "<register id='list' of='visits'>" NAME
                                    "<column field='id'/>" FACT("state", " of='hour'")
                                        FACT("due", " of='hour'") FACT(
                                            "value",
                                            " of='cost'") "<order by='id'/></register>";

static const char visits[] = "id,at,done,place,class,state,good,score,cost\n"
                             "c,2026-03-02 00:00:00,2026-03-02 01:00:01,x,,,,,1.50\n"
                             "a,2026-03-02 00:00:00,2026-03-03 02:00:00,y,,,,,\n"
                             "b,2026-03-02 00:00:00,2026-03-03 02:00:00,y,,off,,,2\n"
                             "d,2026-03-31 23:30:00,,,,,,,\n"
                             "e,2026-02-02 00:00:00,2026-02-02 03:00:00,x,,,,,\n"
                             "f,2026-03-02 00:00:00,2026-03-02 00:00:10,x,,,,,\n";

static int set_up(void **state)
{
    measure_fixture_set_up(state, catalogue);
    struct measure_fixture *f = *state;
    measure_fixture_import(f, 'v', visits);
    measure_fixture_import(f, 'r',
                           "id,visit,at,score\n1,a,2026-03-05,9\n2,z,2026-03-05,2\n"
                           "3,c,2026-03-05,\n");
    measure_fixture_run(f, "2026-03", "2026-04-01 00:00:00", 0);
    return 0;
}

static int tear_down(void **state)
{
    measure_fixture_close(*state);
    mem_free(*state);
    return 0;
}

static struct rows *open_register(struct measure_fixture *f, const char *id)
{
    struct rows *rows;
    const struct figures *figures = measure_figures(f->measure);
    const struct register_def *reg = metrics_register(&f->job.metrics, str_of(id));
    assert_int_equal(register_open(&rows, f->measure, reg,
                                   figures_window(figures, WINDOW_PERIOD), &f->err),
                     0);
    return rows;
}

/* Two walks: the first stops after a row and goes on when the second has ended. */
static void expect_walks(struct measure_fixture *f, struct rows *rows,
                         const char *expected)
{
    struct rows_walk *first, *second;
    const struct row_value *value;
    const char *rest = strchr(expected, '\n');
    assert_int_equal(rows_walk_open(&first, rows, &f->err), 0);
    assert_int_equal(rows_walk_next(first, &value, &f->err), rest ? 0 : 1);
    assert_int_equal(rows_walk_open(&second, rows, &f->err), 0);
    assert_string_equal(expected, measure_fixture_walk(f, rows, second));
    assert_string_equal(rest ? rest + 1 : "", measure_fixture_walk(f, rows, first));
    rows_walk_close(first);
    rows_walk_close(second);
}

static void expect_rows(struct measure_fixture *f, struct rows *rows, uint64_t total,
                        const char *expected)
{
    assert_int_equal(rows_total(rows), total);
    assert_string_equal(expected, measure_fixture_rows(f, rows));
    expect_walks(f, rows, expected);
    rows_close(rows);
}

/* Longest overrun first, then id, then metric as declared; a row may miss twice. */
static void misses_are_listed_in_order(void **state)
{
    struct measure_fixture *f = *state;
    struct rows *rows = open_register(f, "late");
    struct rows_walk *walk;
    const struct row_value *value;
    assert_int_equal(rows_total(rows), 4);
    assert_int_equal(rows_walk_open(&walk, rows, &f->err), 0);
    assert_int_equal(rows_walk_next(walk, &value, &f->err), 0);
    assert_int_equal(value[0].num, 1);
    assert_int_equal(value[3].num, metrics_metric(&f->job.metrics, STR("hour"))->index);
    assert_true(str_eq(value[3].text, STR("Name of hour")));
    rows_walk_close(walk);
    const char *text = measure_fixture_rows(f, rows);
    expect_walks(f, rows, text);
    assert_non_null(strstr(text, "1|a|y|Name of hour|3600|93600|90000|0|"));
    assert_non_null(strstr(text, "2|a|y|Name of day|86400|93600|7200|0|"));
    assert_non_null(strstr(text, "3|b|y|Name of day|86400|93600|7200|0|"));
    assert_non_null(strstr(text, "4|c|x|Name of hour|3600|3601|1|0|"));
    assert_non_null(strstr(text, ".csv|2\n")); /* line of c */
    rows_close(rows);
}

static void an_open_miss_lasts_until_as_of(void **state)
{
    struct measure_fixture *f = *state;
    measure_fixture_run(f, "2026-03", "2026-04-01 00:30:00", 0);
    struct rows *rows = open_register(f, "late");
    const char *text = measure_fixture_rows(f, rows);
    assert_non_null(strstr(text, "5|d|?|Name of hour|3600|3600|0|1|"));
    rows_close(rows);
}

static void a_population_is_listed_whole(void **state)
{
    struct measure_fixture *f = *state;
    char expected[128];
    int64_t at = measure_fixture_time(f, "2026-03-02 00:00:00");
    snprintf(expected, sizeof expected, "3|%lld|x|-\n2|-|-|2\n1|%lld|y|9\n",
             (long long)at, (long long)at);
    expect_rows(f, open_register(f, "replies"), 3, expected);
}

/* State and value only where the row is in the metric's population. */
static void fact_columns_keep_to_their_population(void **state)
{
    struct measure_fixture *f = *state;
    struct rows *rows = open_register(f, "list");
    const struct row_value *value;
    int64_t due = measure_fixture_time(f, "2026-03-02 01:00:00");
    static const char *const id[] = {"a", "b", "c", "d", "f"};
    static const int hour[] = {2, 0, 2, 1, 3};
    static const bool has_cost[] = {false, false, true, false, false};
    for (int i = 0; i < 5; i++) {
        assert_int_equal(rows_next(rows, &value, &f->err), 0);
        assert_true(str_eq(value[0].text, str_of(id[i])));
        assert_int_equal(value[1].num, hour[i]);
        assert_true(i == 3 || value[2].num == due);
        assert_int_equal(value[2].type, FIELD_TIME);
        assert_int_equal(!value[3].missing, has_cost[i]);
        assert_int_equal(value[3].scale, 2);
    }
    assert_int_equal(rows_next(rows, &value, &f->err), 1);
    rows_close(rows);
}

static void trace(struct measure_fixture *f, const char *metric, const char *key,
                  int state, int part, uint64_t total, const char *ids)
{
    struct rows *rows;
    const struct row_value *value;
    char found[64] = "";
    const struct figure *figure =
        measure_fixture_figure(f, metric, "period", key ? "place" : NULL, key);
    assert_int_equal(trace_open(&rows, f->measure, figure, state, part, NULL, &f->err),
                     0);
    assert_int_equal(rows_total(rows), total);
    while (rows_next(rows, &value, &f->err) == 0)
        snprintf(found + strlen(found), sizeof found - strlen(found), "%.*s",
                 STR_ARG(value[0].text));
    assert_string_equal(ids, found);
    rows_close(rows);
}

static void traces_list_what_was_counted(void **state)
{
    struct measure_fixture *f = *state;
    trace(f, "all", NULL, -1, 0, 5, "abcfd");
    trace(f, "hour", NULL, -1, 0, 3, "acf");
    trace(f, "hour", NULL, 2, 0, 2, "ac");
    trace(f, "hour", NULL, 1, 0, 1, "d");
    trace(f, "hour", "x", 2, 0, 1, "c");
    trace(f, "hour", "?", 1, 0, 1, "d");
    trace(f, "cost", NULL, 3, 0, 1, "c");
    trace(f, "per", NULL, -1, 0, 3, "123");
    trace(f, "per", "y", -1, 0, 1, "1");
    trace(f, "per", "y", -1, 1, 2, "ab");
}

/* Of all keys and of one; what is not there yet has none. */
static void values_are_those_of_the_percentile(void **state)
{
    struct measure_fixture *f = *state;
    int64_t *value;
    assert_int_equal(
        measure_values(f->measure,
                       measure_fixture_figure(f, "took", "period", NULL, NULL), &value),
        4);
    assert_int_equal(value[0], 10);
    assert_int_equal(value[1], 3601);
    assert_int_equal(value[2], 26 * 3600);
    assert_int_equal(value[3], 26 * 3600);
    mem_free(value);
    assert_int_equal(
        measure_values(f->measure,
                       measure_fixture_figure(f, "took", "period", "place", "x"), &value),
        2);
    assert_int_equal(value[1], 3601);
    mem_free(value);
}

static void records_come_by_event_then_key(void **state)
{
    struct measure_fixture *f = *state;
    struct rows *rows;
    const struct kind *kind = records_kind(&f->job.records, STR("reply"));
    assert_int_equal(records_open(&rows, f->measure, kind, NULL, &f->err), 0);
    char expected[128];
    long long at = (long long)measure_fixture_time(f, "2026-03-05 00:00:00");
    snprintf(expected, sizeof expected, "1|a|%lld|9\n2|z|%lld|2\n3|c|%lld|-\n", at, at,
             at);
    expect_rows(f, rows, 3, expected);
    assert_int_equal(
        records_open(&rows, f->measure, kind,
                     figures_window(measure_figures(f->measure), WINDOW_LAST), &f->err),
        0);
    expect_rows(f, rows, 0, "");
}

static void explain_shows_statement_and_literals(void **state)
{
    struct measure_fixture *f = *state;
    struct str sql =
        measure_sql(&f->job.arena, &f->job, metrics_metric(&f->job.metrics, STR("hour")));
    assert_non_null(strstr(sql.p, "= 3600\n"));
    assert_non_null(strstr(sql.p, "= 'off'\n"));
    assert_non_null(strstr(sql.p, "FROM \"visit\" AS r"));
    assert_null(strstr(strstr(sql.p, "SELECT"), "off")); /* bound, not written in */
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(misses_are_listed_in_order),     TEST(an_open_miss_lasts_until_as_of),
        TEST(a_population_is_listed_whole),   TEST(fact_columns_keep_to_their_population),
        TEST(traces_list_what_was_counted),   TEST(values_are_those_of_the_percentile),
        TEST(records_come_by_event_then_key), TEST(explain_shows_statement_and_literals)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
