/* Pauses and reopening: the interval algebra against a minute counter of its own making,
 * then by hand through the declarations over National Day 2025 (off from 1 to 8 October;
 * Sunday 28 September and Saturday 11 October work; 08:00-12:00, 13:00-18:00). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/civil.h"
#include "fixture_measure.h"
#include "measure/pauses.h"
#include "measure/working.h"
#include "measure/worktime.h"

#include "base/banned.h"

#define NAME  "<name xml:lang='en'>N</name>"
#define RATE  " kind='rate' of='jobs' unit='number' decimals='1'>" NAME
#define SPAN  "<within from='at' to='done' limit='soon' absent='due'"
#define HOLD  "<pause kind='hold' via='job' from='held' until='freed'"
#define JOBS  "id,at,done,first_done,again\n"
#define HOLDS "job,held,freed,why\n"

static const char catalogue[] =
    "<limit id='soon' unit='h'><at is='4'/></limit>"
    "<population id='jobs' kind='job' on='at'>" NAME "</population>"
    "<metric id='plain'" RATE SPAN "/></metric>"
    "<metric id='held'" RATE SPAN ">" HOLD "/></within></metric>"
    "<metric id='parts'" RATE SPAN ">" HOLD "><where field='why' is='parts'/></pause>"
    "</within></metric>"
    "<metric id='business'" RATE SPAN " clock='business'>" HOLD "/></within></metric>"
    "<metric id='first'" RATE SPAN "><reopened counts='first' first='first_done'/>"
    "</within></metric>"
    "<metric id='last'" RATE SPAN "><reopened counts='last' at='again'/></within>"
    "</metric>"
    "<metric id='gap'" RATE SPAN ">" HOLD "/><reopened counts='without-gap' "
    "first='first_done' at='again'/></within></metric>"
    "<metric id='mean' kind='mean' of='jobs' unit='h' decimals='1'>" NAME
    "<value from='at' to='done' clock='business'>" HOLD "/></value></metric>"
    "<register id='late'>" NAME "<misses of='business'/><column field='id'/>"
    "<column fact='value'>" NAME "</column><column fact='due'>" NAME "</column>"
    "<order by='id'/></register>";

static int set_up(void **state)
{
    return measure_fixture_set_up(state, catalogue);
}

#define STATES(expected, metric)                                                         \
    assert_string_equal(expected, measure_fixture_states(f, metric, "period", NULL, NULL))

static void the_clock_stands_still_while_held(void **state)
{
    struct measure_fixture *f = *state;
    measure_fixture_import(f, 'j',
                           JOBS "1,2025-09-01 08:00:00,2025-09-01 15:00:00,,\n"
                                "2,2025-09-01 08:00:00,2025-09-01 15:00:01,,\n"
                                "3,2025-09-01 08:00:00,2025-09-01 12:00:01,,\n"
                                "4,2025-09-01 08:00:00,2025-09-01 11:00:00,,\n");
    measure_fixture_import(f, 'h', /* three hours each, in two that overlap */
                           HOLDS "1,2025-09-01 09:00:00,2025-09-01 11:00:00,parts\n"
                                 "1,2025-09-01 10:00:00,2025-09-01 12:00:00,customer\n"
                                 "2,2025-09-01 09:00:00,2025-09-01 11:00:00,customer\n"
                                 "2,2025-09-01 10:00:00,2025-09-01 12:00:00,parts\n"
                                 "4,2025-09-02 09:00:00,,parts\n"
                                 "9,2025-09-01 09:00:00,2025-09-01 10:00:00,parts\n");
    measure_fixture_run(f, "2025", "2025-12-01", 0);
    STATES("1/3/0", "plain");
    STATES("2/2/0", "held"); /* the second took a second more, the third was never held */
    STATES("1/3/0", "parts"); /* the first was held two hours for parts */
}

static void a_held_row_is_not_due(void **state)
{
    struct measure_fixture *f = *state;
    measure_fixture_import(f, 'j', JOBS "1,2025-09-01 08:00:00,,,\n");
    measure_fixture_import(f, 'h', HOLDS "1,2025-09-01 09:00:00,,parts\n");
    measure_fixture_import(f, 'h',
                           HOLDS "1,2025-09-01 09:00:00,2025-09-05 09:00:00,parts\n");
    measure_fixture_run(f, "2025", "2025-10-01", 2);
    STATES("0/1/0", "plain");
    STATES("0/0/1", "held");
    measure_fixture_run(f, "2025", "2025-09-05 11:59:59", 0);
    STATES("0/0/1", "held");
    measure_fixture_run(f, "2025", "2025-09-05 12:00:00", 0);
    STATES("0/1/0", "held");
}

static void holds_in_working_time_only_count_there(void **state)
{
    struct measure_fixture *f = *state;
    struct rows *rows;
    /* 30 September 17:00 to Thursday 9 October 14:00: 1 h + 5 h (08-12, 13-14); held from
     * 1 October to the 9th 10:00: 2 h of them. Then 4 h exactly, and a second more. */
    measure_fixture_import(f, 'j',
                           JOBS "1,2025-09-30 17:00:00,2025-10-09 14:00:00,,\n"
                                "2,2025-09-30 17:00:00,2025-10-09 14:00:01,,\n");
    measure_fixture_import(f, 'h',
                           HOLDS "1,2025-10-01 12:00:00,2025-10-09 10:00:00,parts\n"
                                 "2,2025-10-01 12:00:00,2025-10-09 10:00:00,parts\n");
    measure_fixture_run(f, "2025", "2025-12-01", 0);
    STATES("1/1/0", "business");
    const struct figure *mean = measure_fixture_figure(f, "mean", "period", NULL, NULL);
    assert_true(mean->numerator * 2 * 3600 == mean->denominator * (14400 + 14401));
    size_t n;
    assert_int_equal(
        register_open(&rows, f->measure, metrics_register(&f->job.metrics, STR("late")),
                      figures_windows(measure_figures(f->measure), &n), &f->err),
        0);
    assert_string_equal(
        measure_fixture_rows(f, rows),
        arena_printf(&f->job.arena, "2|14401|%lld\n",
                     (long long)measure_fixture_time(f, "2025-10-09 14:00:00"))
            .p);
    rows_close(rows);
}

static void reopening_counts_as_declared(void **state)
{
    struct measure_fixture *f = *state;
    measure_fixture_import(
        f, 'j', /* done in 3 h, taken up 20 h later, done again in half an hour */
        JOBS "1,2025-09-01 08:00:00,2025-09-02 07:30:00,2025-09-01 11:00:00,"
             "2025-09-02 07:00:00\n" /* still open after being taken up */
             "2,2025-09-01 08:00:00,2025-09-01 11:00:00,2025-09-01 11:00:00,"
             "2025-09-02 07:00:00\n" /* never taken up */
             "3,2025-09-01 08:00:00,2025-09-01 11:00:00,,\n");
    measure_fixture_run(f, "2025", "2025-09-02 07:59:59", 0);
    STATES("2/1/0", "plain"); /* what `done` says */
    STATES("3/0/0", "first");
    STATES("1/2/0", "last"); /* 23.5 h, and open for a day */
    STATES("2/0/1", "gap");  /* 3.5 h; open for 3 h 59 min 59 s */
    measure_fixture_run(f, "2025", "2025-09-02 08:00:00", 0);
    STATES("2/1/0", "gap");
}

static const struct metric *metric_of(const struct measure_fixture *f, const char *id)
{
    return metrics_metric(&f->job.metrics, str_of(id));
}

static void working_is_shown_interval_by_interval(void **state)
{
    struct measure_fixture *f = *state;
    struct working w;
    static const struct {
        enum work_kind kind;
        int64_t seconds, counted;
        const char *name;
    } expected[] = {{WORK_COUNTED, 3600, 3600, ""},
                    {WORK_OFF_HOURS, 6 * 3600, 0, ""},
                    {WORK_HOLIDAY, 8 * 86400, 0, "国庆节、中秋节"},
                    {WORK_OFF_HOURS, 8 * 3600, 0, ""},
                    {WORK_PAUSED, 7200, 0, ""},
                    {WORK_COUNTED, 7200, 7200, ""},
                    {WORK_BREAK, 3600, 0, ""},
                    {WORK_COUNTED, 3601, 3601, ""}};
    measure_fixture_import(f, 'j',
                           JOBS "2,2025-09-30 17:00:00,2025-10-09 14:00:01,,\n"
                                "3,2025-10-10 17:30:00,2025-10-13 08:30:00,,\n");
    measure_fixture_import(f, 'h',
                           HOLDS "2,2025-10-01 12:00:00,2025-10-09 10:00:00,parts\n");
    measure_fixture_run(f, "2025", "2025-12-01", 0);
    assert_int_equal(working_find(&w, f->measure, metric_of(f, "business"), STR("2"),
                                  &f->job.arena, &f->err),
                     0);
    assert_int_equal(w.npieces, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < w.npieces; i++) {
        assert_int_equal(w.piece[i].kind, expected[i].kind);
        assert_int_equal(w.piece[i].until - w.piece[i].from, expected[i].seconds);
        assert_int_equal(w.piece[i].counted, expected[i].counted);
        assert_true(str_eq(w.piece[i].name, str_of(expected[i].name)));
    }
    assert_int_equal(w.counted, 14401);
    assert_int_equal(w.outcome, WORKING_MISS);
    assert_int_equal(w.due, measure_fixture_time(f, "2025-10-09 14:00:00"));
    /* Friday evening, a make-up Saturday, a Sunday, Monday morning: .5 + 9 + .5 h. */
    assert_int_equal(working_find(&w, f->measure, metric_of(f, "business"), STR("3"),
                                  &f->job.arena, &f->err),
                     0);
    assert_int_equal(w.counted, 10 * 3600);
    assert_int_equal(w.piece[2].kind, WORK_COUNTED);
    assert_true(w.piece[2].name.n > 0);
    assert_int_equal(working_find(&w, f->measure, metric_of(f, "business"), STR("none"),
                                  &f->job.arena, &f->err),
                     1);
}

static void wrong_declarations_are_refused(void **state)
{
    static const char *const wrong[][2] = {
        {"<pause kind='visit' via='id' from='at' until='done'/>", "does not refer"},
        {"<pause kind='nothing' via='job' from='held' until='freed'/>", "kind"},
        {"<pause kind='hold' via='job' from='why' until='freed'/>", "time"},
        {"<reopened counts='first' first='id'/>", "time"},
        {HOLD "/>" HOLD "/>", "one pause"}};
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct measure_fixture f;
        measure_fixture_open(&f);
        const char *text =
            arena_printf(&f.job.arena,
                         "<limit id='soon' unit='h'><at is='4'/></limit>"
                         "<population id='jobs' kind='job' on='at'>" NAME
                         "</population><metric id='m'" RATE SPAN ">%s</within></metric>",
                         wrong[i][0])
                .p;
        assert_int_equal(measure_fixture_metrics(&f, &text, 1), -1);
        assert_non_null(strstr(f.err.msg, wrong[i][1]));
        measure_fixture_close(&f);
    }
}

/* --- against counting minutes ------------------------------------------------ */

enum { DAYS = 60, MINUTES = DAYS * 1440, CASES = 100000, SPANS = 5 };

/* Autumn 2025 from Monday 1 September, by the notice and a wall calendar. */
static bool works(int day, int minute)
{
    int date = day + 1; /* of September; 31 is 1 October */
    bool off = date >= 31 && date <= 38;
    bool made_up = date == 28 || date == 41;
    bool weekend = day % 7 >= 5;
    bool hours = (minute >= 480 && minute < 720) || (minute >= 780 && minute < 1080);
    return hours && !off && (made_up || !weekend);
}

static uint64_t next(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return *seed >> 33;
}

struct minutes {
    bool works[MINUTES], paused[MINUTES];
    int64_t start; /* UTC */
};

static int64_t counted(const struct minutes *m, bool business, int from, int until)
{
    int64_t n = 0;
    for (int i = from; i < until; i++)
        n += !m->paused[i] && (!business || m->works[i]);
    return n * 60;
}

static size_t make_pauses(struct minutes *m, struct pause *pause, uint64_t *seed)
{
    size_t n = (size_t)(next(seed) % SPANS);
    memset(m->paused, 0, sizeof m->paused);
    for (size_t i = 0; i < n; i++) {
        int from = (int)(next(seed) % MINUTES), length = (int)(next(seed) % 6000);
        int until = from + length < MINUTES ? from + length : MINUTES;
        pause[i] = (struct pause){m->start + from * 60, m->start + until * 60};
        for (int k = from; k < until; k++)
            m->paused[k] = true;
    }
    return pauses_merge(pause, n);
}

static void agree(const struct pause_clock *clock, const struct minutes *m, bool business,
                  const struct pause_list *list, uint64_t *seed)
{
    int from = (int)(next(seed) % MINUTES);
    int until = from + (int)(next(seed) % (uint64_t)(MINUTES - from));
    int64_t a = m->start + from * 60, b = m->start + until * 60;
    int64_t expected = counted(m, business, from, until);
    assert_int_equal(pauses_between(clock, a, b, list), expected);
    if (expected == 0)
        return;
    int64_t due = pauses_after(clock, a, expected, list);
    assert_true(due <= b);
    assert_int_equal(pauses_between(clock, a, due, list), expected);
    assert_int_equal(pauses_between(clock, a, due - 1, list), expected - 1);
}

static void agrees_with_counting_minutes(void **state)
{
    struct measure_fixture *f = *state;
    static struct minutes m;
    struct worktime worktime;
    struct pause_clock clock[2];
    uint64_t seed = 20251001;
    m.start = measure_fixture_time(f, "2025-09-01 00:00:00");
    for (int i = 0; i < MINUTES; i++)
        m.works[i] = works(i / 1440, i % 1440);
    assert_int_equal(worktime_open(&worktime, store_handle(f->store), &f->job, &f->err),
                     0);
    clock[0] = pauses_elapsed();
    clock[1] = worktime_clock(&worktime);
    struct pause pause[SPANS];
    struct pause_list list = {pause, 0};
    for (int i = 0; i < CASES; i++) {
        if (i % 10 == 0) /* ten spans a set of pauses */
            list.n = make_pauses(&m, pause, &seed);
        agree(&clock[i % 2], &m, i % 2 == 1, &list, &seed);
    }
    worktime_close(&worktime, store_handle(f->store));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_clock_stands_still_while_held, set_up,
                                        measure_fixture_tear_down),
        cmocka_unit_test_setup_teardown(a_held_row_is_not_due, set_up,
                                        measure_fixture_tear_down),
        cmocka_unit_test_setup_teardown(holds_in_working_time_only_count_there, set_up,
                                        measure_fixture_tear_down),
        cmocka_unit_test_setup_teardown(reopening_counts_as_declared, set_up,
                                        measure_fixture_tear_down),
        cmocka_unit_test_setup_teardown(working_is_shown_interval_by_interval, set_up,
                                        measure_fixture_tear_down),
        cmocka_unit_test(wrong_declarations_are_refused),
        cmocka_unit_test_setup_teardown(agrees_with_counting_minutes, set_up,
                                        measure_fixture_tear_down)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
