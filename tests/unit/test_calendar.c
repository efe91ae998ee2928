/* calendar: against a brute-force minute counter, and by hand over National Day 2025 with
 * its make-up days. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/civil.h"
#include "catalogue/calendar.h"

static struct arena arena;
static struct calendar *calendar;

static int64_t at(int year, int month, int day, int hour, int minute)
{
    struct civil c = {year, month, day, hour, minute, 0};
    return civil_seconds(&c);
}

static int setup(void **state)
{
    struct err err = {0};
    static struct cat_load load;
    size_t index;
    (void)state;
    arena_init(&arena);
    load = (struct cat_load){
        .arena = &arena, .lang = STR("en"), .schemas = "templates/schemas"};
    if (cat_read(&load, "calendar", STR("templates/calendars/cn.xml"), &index, &err) != 0)
        return -1;
    int result = calendar_load(&calendar, &load, index, 1, &err);
    mem_free(load.file);
    return result;
}

static int teardown(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static void national_day_by_hand(void **state)
{
    (void)state;
    /* Off from 1 to 8 October 2025; Sunday 28 September and Saturday 11 October work. */
    assert_int_equal(
        calendar_worked(calendar, at(2025, 9, 28, 0, 0), at(2025, 9, 29, 0, 0)),
        9 * 3600);
    assert_int_equal(
        calendar_worked(calendar, at(2025, 10, 1, 0, 0), at(2025, 10, 9, 0, 0)), 0);
    assert_int_equal(
        calendar_worked(calendar, at(2025, 9, 30, 17, 0), at(2025, 10, 9, 9, 0)),
        2 * 3600);
    assert_int_equal(
        calendar_worked(calendar, at(2025, 10, 11, 11, 30), at(2025, 10, 11, 13, 30)),
        3600);
    assert_int_equal(calendar_due(calendar, at(2025, 9, 30, 17, 0), 2 * 3600),
                     at(2025, 10, 9, 9, 0));
    assert_int_equal(calendar_due(calendar, at(2025, 9, 30, 17, 0), 3600),
                     at(2025, 9, 30, 18, 0));
}

static void unlisted_years_have_no_answer(void **state)
{
    (void)state;
    assert_int_equal(
        calendar_worked(calendar, at(2019, 1, 1, 0, 0), at(2025, 1, 1, 0, 0)), -1);
    assert_int_equal(calendar_due(calendar, at(2099, 1, 1, 0, 0), 60), INT64_MIN);
    assert_int_equal(calendar_due(calendar, at(2026, 12, 31, 18, 0), 60), INT64_MIN);
}

static uint64_t next(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return *seed >> 33;
}

static void agrees_with_counting_minutes(void **state)
{
    (void)state;
    uint64_t seed = 7;
    int64_t first = at(2023, 1, 1, 0, 0);
    enum { MINUTES = 4 * 365 * 1440 };
    int32_t *before = mem_new(MINUTES + 1, sizeof *before);
    for (int64_t m = 0; m < MINUTES; m++)
        before[m + 1] = before[m] + (calendar_worked(calendar, first + m * 60,
                                                     first + m * 60 + 60) == 60);
    for (int i = 0; i < 100000; i++) {
        int64_t a = (int64_t)(next(&seed) % (MINUTES - 60000));
        int64_t b = a + (int64_t)(next(&seed) % 60000);
        int64_t worked = calendar_worked(calendar, first + a * 60, first + b * 60);
        assert_int_equal(worked, (int64_t)(before[b] - before[a]) * 60);
        if (worked > 0) {
            int64_t due = calendar_due(calendar, first + a * 60, worked);
            assert_true(due <= first + b * 60);
            assert_int_equal(calendar_worked(calendar, first + a * 60, due), worked);
            assert_int_equal(calendar_worked(calendar, first + a * 60, due - 1),
                             worked - 1);
        }
    }
    mem_free(before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(national_day_by_hand),
                                       cmocka_unit_test(unlisted_years_have_no_answer),
                                       cmocka_unit_test(agrees_with_counting_minutes)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
