/* The business clock: working time over National Day 2025 by hand (off from 1 to 8
 * October; Sunday 28 September and Saturday 11 October work; 08:00-12:00, 13:00-18:00),
 * years that the calendar does not list, and the SQL functions against the calendar. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/civil.h"
#include "base/file.h"
#include "fixture_measure.h"
#include "measure/worktime.h"

#include "base/banned.h"

#define NAME   "<name xml:lang='en'>N</name>"
#define NUMBER "unit='number' decimals='1'"
#define VISITS "id,at,done,place,class,state,good,score,cost\n"

static const char catalogue[] =
    "<dimension id='class'>" NAME "<of kind='visit' field='class'/></dimension>"
    "<limit id='soon' by='class' unit='h'><at key='a' is='2'/><at key='b' is='9'/>"
    "</limit>"
    "<population id='visits' kind='visit' on='at'>" NAME "</population>"
    "<population id='kept' of='visits'>" NAME "<where field='state' not='off'/>"
    "</population>"
    "<population id='replies' kind='reply' on='at'>" NAME "</population>"
    "<metric id='kept' kind='rate' of='kept' " NUMBER ">" NAME
    "<within from='at' to='done' limit='soon' clock='business' absent='due'/></metric>"
    "<metric id='elapsed' kind='rate' of='kept' " NUMBER ">" NAME
    "<within from='at' to='done' limit='soon' absent='due'/></metric>"
    "<metric id='mean' kind='mean' of='kept' unit='h' decimals='1'>" NAME
    "<value from='at' to='done' clock='business'/></metric>"
    "<metric id='middle' kind='quantile' p='0.5' of='kept' unit='h' decimals='1'>" NAME
    "<value from='at' to='done' clock='business'/></metric>"
    "<metric id='days' kind='mean' of='kept' unit='h' decimals='1'>" NAME
    "<value from='at' to='done'/></metric>"
    "<metric id='reply' kind='mean' of='replies' unit='h' decimals='1'>" NAME
    "<value from='at' to='at' clock='business'/></metric>"
    "<register id='late'>" NAME "<misses of='kept'/><column field='id'/>"
    "<column fact='limit'>" NAME "</column><column fact='value'>" NAME "</column>"
    "<column fact='overrun'>" NAME "</column><column fact='due'>" NAME "</column>"
    "<order by='id'/></register>";

static int set_up(void **state)
{
    return measure_fixture_set_up(state, catalogue);
}

#define STATES(expected, metric)                                                         \
    assert_string_equal(expected, measure_fixture_states(f, metric, "period", NULL, NULL))

static const struct figure *figure_of(const struct measure_fixture *f, const char *metric)
{
    return measure_fixture_figure(f, metric, "period", NULL, NULL);
}

/* The number in a text with one %lld, of a moment in local time. */
static const char *with_time(struct measure_fixture *f, const char *before,
                             const char *local, const char *after)
{
    return arena_printf(&f->job.arena, "%s%lld%s", before,
                        (long long)measure_fixture_time(f, local), after)
        .p;
}

static void a_limit_is_kept_at_its_last_working_second(void **state)
{
    struct measure_fixture *f = *state;
    measure_fixture_import(
        f, 'v',
        VISITS "1,2025-09-30 17:00:00,2025-10-09 09:00:00,,a,,,,\n" /* 1 h + 1 h */
               "2,2025-09-30 17:00:00,2025-10-09 09:00:01,,a,,,,\n"
               "3,2025-10-09 11:30:00,2025-10-09 14:30:00,,a,,,,\n"  /* lunch is none */
               "4,2025-10-09 11:30:00,2025-10-09 14:30:01,,a,,,,\n"  /* 0.5 h + 1.5 h */
               "5,2025-10-09 17:59:59,2025-10-10 09:00:00,,c,,,,\n"  /* has no limit */
               "6,2025-10-09 09:00:00,2025-10-09 09:01:00,,a,off,,," /* is not kept */
    );
    measure_fixture_run(f, "2025", "2025-12-01", 0);
    STATES("2/2/0", "kept");
    STATES("0/4/0", "elapsed");
}

static void opened_out_of_hours_starts_with_the_next_ones(void **state)
{
    struct measure_fixture *f = *state;
    measure_fixture_import(f, 'v',
                           VISITS "1,2025-09-30 22:00:00,2025-10-09 10:00:00,,a,,,,\n"
                                  "2,2025-10-03 11:00:00,2025-10-09 10:00:01,,a,,,,\n"
                                  "3,2025-10-03 11:00:00,2025-10-04 15:00:00,,a,,,,\n"
                                  "4,2025-10-09 12:30:00,2025-10-09 15:00:00,,a,,,,\n");
    measure_fixture_run(f, "2025", "2025-12-01", 0);
    STATES("3/1/0", "kept");
    assert_true(figure_of(f, "mean")->numerator * 4 * 3600 ==
                figure_of(f, "mean")->denominator * (7200 + 7201 + 0 + 7200));
}

static void make_up_days_work_and_their_weekends_do_not(void **state)
{
    struct measure_fixture *f = *state;
    /* Friday to Sunday the 28th: 1 h + 1 h. Friday over Saturday the 11th to Monday: 1 h
     * + 9 h + 1 h; to that Saturday 17:00: 1 h + 8 h. An ordinary weekend: 1 h + 1 h. */
    measure_fixture_import(f, 'v',
                           VISITS "1,2025-09-26 17:00:00,2025-09-28 09:00:00,,a,,,,\n"
                                  "2,2025-10-10 17:00:00,2025-10-13 09:00:00,,b,,,,\n"
                                  "3,2025-10-10 17:00:00,2025-10-11 17:00:00,,b,,,,\n"
                                  "4,2025-10-17 17:00:00,2025-10-20 09:00:00,,a,,,,\n");
    measure_fixture_run(f, "2025", "2025-12-01", 0);
    STATES("3/1/0", "kept");
    assert_int_equal(figure_of(f, "mean")->n, 4);
    assert_true(figure_of(f, "mean")->numerator ==
                figure_of(f, "mean")->denominator * 6); /* (2 + 11 + 9 + 2) / 4 */
    assert_true(figure_of(f, "middle")->numerator * 2 ==
                figure_of(f, "middle")->denominator * 11); /* between 2 and 9 */
}

static void an_open_row_waits_over_the_holidays(void **state)
{
    struct measure_fixture *f = *state;
    measure_fixture_import(f, 'v', VISITS "1,2025-09-30 17:00:00,,,a,,,,\n");
    measure_fixture_run(f, "2025", "2025-10-08 23:59:59", 0);
    STATES("0/0/1", "kept");
    STATES("0/1/0", "elapsed");
    measure_fixture_run(f, "2025", "2025-10-09 08:59:59", 0);
    STATES("0/0/1", "kept");
    measure_fixture_run(f, "2025", "2025-10-09 09:00:00", 0);
    STATES("0/1/0", "kept");
}

static void rows_show_working_seconds(void **state)
{
    struct measure_fixture *f = *state;
    struct rows *rows;
    measure_fixture_import(f, 'v',
                           VISITS "1,2025-09-30 17:00:00,,,a,,,,\n"
                                  "2,2025-09-30 17:00:00,2025-10-09 09:00:00,,a,,,,\n");
    measure_fixture_run(f, "2025", "2025-10-09 11:00:00", 0);
    assert_int_equal(
        trace_open(&rows, f->measure, figure_of(f, "kept"), -1, 0, NULL, &f->err), 0);
    const char *opened = with_time(f, "", "2025-09-30 17:00:00", "");
    const char *shown = measure_fixture_rows(f, rows);
    rows_close(rows);
    assert_non_null(strstr(
        shown, arena_printf(&f->job.arena, "|2|%s|2|14400|7200\n", opened).p)); /* 4 h */
    assert_non_null(
        strstr(shown, arena_printf(&f->job.arena, "|3|%s|3|7200|7200\n", opened).p));
    size_t n;
    assert_int_equal(
        register_open(&rows, f->measure, metrics_register(&f->job.metrics, STR("late")),
                      figures_windows(measure_figures(f->measure), &n), &f->err),
        0);
    assert_string_equal(measure_fixture_rows(f, rows),
                        with_time(f, "1|7200|14400|7200|", "2025-10-09 09:00:00", "\n"));
    rows_close(rows);
    struct str sql =
        measure_sql(&f->job.arena, &f->job, metrics_metric(&f->job.metrics, STR("kept")));
    assert_non_null(strstr(sql.p, "worked(r.\"at\", coalesce(r.\"done\", ?1))"));
    assert_non_null(strstr(sql.p, "due_at(r.\"at\", ?"));
}

/* Runs the period and expects the job's error about a year. */
static void refuses_year(struct measure_fixture *f, const char *period, const char *as_of,
                         const char *year)
{
    struct period span;
    struct measure *measure = NULL;
    struct err err = {0};
    assert_int_equal(period_parse(&span, str_of(period), f->job.zone, &err), 0);
    assert_int_equal(store_snapshot(f->store, 0, NULL, &err), 0);
    assert_int_equal(measure_run(&measure, f->store, &f->job, &span,
                                 measure_fixture_time(f, as_of), 0, &err),
                     -1);
    store_release(f->store);
    assert_int_equal(err.code, ERR_JOB);
    assert_non_null(strstr(err.file, "cn.xml"));
    assert_non_null(strstr(err.msg, "lists 2023 to 2026"));
    assert_non_null(
        strstr(err.msg, arena_printf(&f->job.arena, "number=\"%s\"", year).p));
}

static void an_unlisted_start_is_refused(void **state)
{
    struct measure_fixture *f = *state;
    measure_fixture_import(f, 'v',
                           VISITS "1,2022-12-30 10:00:00,2023-01-04 10:00:00,,a,,,,\n");
    refuses_year(f, "2022-12", "2023-02-01", "2022");
    refuses_year(f, "2023-01", "2023-02-01", "2022"); /* as the month before */
}

static void an_unlisted_due_is_refused(void **state)
{
    struct measure_fixture *f = *state;
    measure_fixture_import(f, 'v', VISITS "1,2026-12-31 17:30:00,,,a,,,,\n");
    refuses_year(f, "2026-12", "2026-12-31 17:45:00", "2027");
}

static void an_unlisted_as_of_is_refused_in_rows(void **state)
{
    struct measure_fixture *f = *state;
    struct rows *rows;
    const struct row_value *value;
    measure_fixture_import(f, 'v', VISITS "1,2026-12-01 10:00:00,,,a,,,,\n");
    measure_fixture_run(f, "2026-12", "2027-02-01", 0); /* it was due in December */
    STATES("0/1/0", "kept");
    assert_int_equal(
        trace_open(&rows, f->measure, figure_of(f, "kept"), -1, 0, NULL, &f->err), 0);
    assert_int_equal(rows_next(rows, &value, &f->err), -1);
    rows_close(rows);
    assert_int_equal(f->err.code, ERR_JOB);
    assert_non_null(strstr(f->err.msg, "number=\"2027\""));
}

static void rows_that_nothing_counts_may_lie_anywhere(void **state)
{
    struct measure_fixture *f = *state;
    measure_fixture_import(f, 'v',
                           VISITS "1,2025-10-09 10:00:00,2031-01-04 10:00:00,,a,off,,,\n"
                                  "2,2019-10-09 10:00:00,2019-10-09 11:00:00,,a,,,,\n"
                                  "3,2025-10-09 10:00:00,2025-10-09 11:00:00,,a,,,,\n");
    measure_fixture_import(f, 'r',
                           "id,visit,at,score\n"
                           "1,2,2019-10-09 12:00:00,1\n"
                           "2,3,2025-10-09 12:00:00,1\n");
    measure_fixture_run(f, "2025-10", "2025-12-01", 0);
    STATES("1/0/0", "kept");
    STATES("1/0/0", "reply");
    assert_int_equal(figure_of(f, "mean")->n, 1);
}

static void clocks_are_facts_apart(void **state)
{
    struct measure_fixture *f = *state;
    measure_fixture_import(f, 'v',
                           VISITS "1,2025-09-30 17:00:00,2025-10-09 09:00:00,,a,,,,\n");
    measure_fixture_run(f, "2025", "2025-12-01", 0);
    assert_true(figure_of(f, "mean")->numerator == figure_of(f, "mean")->denominator * 2);
    assert_true(figure_of(f, "days")->numerator ==
                figure_of(f, "days")->denominator * (8 * 24 + 16));
}

/* --- loading -------------------------------------------------------------------- */

static void refuses_metric(struct measure_fixture *f, const char *limit, const char *unit,
                           const char *what)
{
    const char *text =
        arena_printf(&f->job.arena,
                     "<limit id='l' unit='%s'><at is='1'/></limit>\n"
                     "<population id='visits' kind='visit' on='at'>" NAME "</population>"
                     "<metric id='m' kind='rate' of='visits' unit='%s' decimals='1'>" NAME
                     "<within from='at' to='done' limit='l' clock='business' "
                     "absent='due'/></metric>",
                     limit, unit)
            .p;
    assert_int_equal(measure_fixture_metrics(f, &text, 1), -1);
    assert_int_equal(f->err.code, ERR_JOB);
    assert_int_equal(f->err.line, 3);
    assert_non_null(strstr(f->err.msg, what));
}

static void working_time_has_no_days(void **state)
{
    refuses_metric(*state, "d", "percent", "limit of working time is given in h or min");
    refuses_metric(*state, "h", "d", "working time is printed in h or min");
}

static int load_job(struct measure_fixture *f, const char *calendar)
{
    static const char metrics[] =
        "<metrics xmlns='urn:auditpack:metrics:1'>\n"
        "<metric id='m' kind='mean' of='applicable' unit='h' decimals='1'>" NAME
        "<value from='opened_at' to='resolved_at' clock='business'/></metric></metrics>";
    struct job job;
    const char *text =
        arena_printf(&f->job.arena,
                     "<job xmlns='urn:auditpack:job:1' id='j' locale='en' zone='UTC'>"
                     "<organisation>O</organisation><store path='s.db'/><out path='o'/>"
                     "<standard use='gbt27922-2011'/><pack use='monthly'/>%s"
                     "<metrics file='own.xml'/>"
                     "<source id='t' kind='ticket' path='t.csv'/></job>",
                     calendar)
            .p;
    const char *path = arena_printf(&f->job.arena, "%s/job.xml", f->folder).p;
    const char *own = arena_printf(&f->job.arena, "%s/own.xml", f->folder).p;
    assert_int_equal(file_write(own, metrics, strlen(metrics), false, &f->err), 0);
    assert_int_equal(file_write(path, text, strlen(text), false, &f->err), 0);
    int status = job_load(&job, path, ".", &f->err);
    job_release(&job);
    return status;
}

static void a_business_metric_wants_a_calendar(void **state)
{
    struct measure_fixture *f = *state;
    assert_int_equal(load_job(f, "<calendar use='cn'/>"), 0);
    assert_int_equal(load_job(f, ""), -1);
    assert_int_equal(f->err.code, ERR_JOB);
    assert_int_equal(f->err.line, 2);
    assert_non_null(strstr(f->err.file, "own.xml"));
    assert_non_null(strstr(f->err.msg, "'m'"));
    assert_non_null(strstr(f->err.msg, "<calendar use="));
}

/* --- the functions -------------------------------------------------------------- */

static int64_t call(sqlite3 *db, const char *sql, int64_t a, int64_t b)
{
    sqlite3_stmt *stmt;
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
    sqlite3_bind_int64(stmt, 1, a);
    sqlite3_bind_int64(stmt, 2, b);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    assert_int_equal(sqlite3_column_type(stmt, 0), SQLITE_INTEGER);
    int64_t result = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return result;
}

static uint64_t next(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return *seed >> 33;
}

static void agrees_with_the_calendar_in(struct measure_fixture *f, const char *zone_id)
{
    struct zone *zone, *own = f->job.zone;
    struct worktime w;
    sqlite3 *db;
    uint64_t seed = 11;
    int64_t first = civil_days(2023, 1, 2) * CIVIL_DAY;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    assert_int_equal(zone_open(&zone, str_of(zone_id), &f->err), 0);
    f->job.zone = zone;
    assert_int_equal(worktime_open(&w, db, &f->job, &f->err), 0);
    for (int i = 0; i < 5000; i++) {
        int64_t a = first + (int64_t)(next(&seed) % (3 * 365 * CIVIL_DAY));
        int64_t b = a + (int64_t)(next(&seed) % (300 * CIVIL_DAY));
        int64_t here = a + zone_offset(zone, a), there = b + zone_offset(zone, b);
        int64_t worked = calendar_worked(f->job.calendar, here, there);
        assert_int_equal(call(db, "SELECT worked(?1, ?2)", a, b), worked);
        int64_t due = call(db, "SELECT due_at(?1, ?2)", a, worked);
        assert_int_equal(
            due, zone_to_utc(zone, calendar_due(f->job.calendar, here, worked), NULL));
        assert_int_equal(call(db, "SELECT worked(?1, ?2)", a, due), worked);
        if (worked > 0)
            assert_int_equal(call(db, "SELECT worked(?1, ?2)", a, due - 1), worked - 1);
    }
    assert_int_equal(call(db, "SELECT worked(NULL, ?1) IS NULL", first, 0), 1);
    assert_int_equal(call(db, "SELECT due_at(?1, NULL) IS NULL", first, 0), 1);
    worktime_close(&w, db);
    assert_int_equal(sqlite3_exec(db, "SELECT worked(1, 2)", NULL, NULL, NULL),
                     SQLITE_ERROR);
    f->job.zone = own;
    zone_close(zone);
    sqlite3_close(db);
}

static void sql_agrees_with_the_calendar(void **state)
{
    agrees_with_the_calendar_in(*state, "Asia/Shanghai");
    agrees_with_the_calendar_in(*state, "Europe/Berlin"); /* has summer time */
}

#define TEST(name)                                                                       \
    cmocka_unit_test_setup_teardown(name, set_up, measure_fixture_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_limit_is_kept_at_its_last_working_second),
        TEST(opened_out_of_hours_starts_with_the_next_ones),
        TEST(make_up_days_work_and_their_weekends_do_not),
        TEST(an_open_row_waits_over_the_holidays),
        TEST(rows_show_working_seconds),
        TEST(an_unlisted_start_is_refused),
        TEST(an_unlisted_due_is_refused),
        TEST(an_unlisted_as_of_is_refused_in_rows),
        TEST(rows_that_nothing_counts_may_lie_anywhere),
        TEST(clocks_are_facts_apart),
        TEST(working_time_has_no_days),
        TEST(a_business_metric_wants_a_calendar),
        TEST(sql_agrees_with_the_calendar),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
