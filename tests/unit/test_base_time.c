/* The calendar, time zones and periods of base. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "base/civil.h"
#include "base/period.h"
#include "base/zone.h"

static struct zone *open_zone(const char *name)
{
    struct zone *zone = NULL;
    struct err e = {.code = ERR_NONE};
    assert_int_equal(zone_open(&zone, str_of(name), &e), 0);
    return zone;
}

static int64_t at(int year, int month, int day, int hour, int minute)
{
    return civil_seconds(&(struct civil){year, month, day, hour, minute, 0});
}

static void days_run_without_a_gap(void **state)
{
    (void)state;
    assert_int_equal(civil_days(1970, 1, 1), 0);
    assert_int_equal(civil_days(2000, 3, 1), 11017);
    int64_t expected = civil_days(1599, 12, 31);
    for (int year = 1600; year <= 2400; year++) {
        for (int month = 1; month <= 12; month++) {
            for (int day = 1; day <= civil_month_days(year, month); day++) {
                int64_t days = civil_days(year, month, day);
                assert_int_equal(days, ++expected);
                struct civil c = civil_of(days * CIVIL_DAY + 86399);
                assert_true(c.year == year && c.month == month && c.day == day);
                assert_true(c.hour == 23 && c.minute == 59 && c.second == 59);
            }
        }
    }
}

static void only_real_dates_are_valid(void **state)
{
    (void)state;
    assert_true(civil_valid(&(struct civil){2024, 2, 29, 23, 59, 59}));
    assert_false(civil_valid(&(struct civil){2023, 2, 29, 0, 0, 0}));
    assert_false(civil_valid(&(struct civil){1900, 2, 29, 0, 0, 0}));
    assert_true(civil_valid(&(struct civil){2000, 2, 29, 0, 0, 0}));
    assert_false(civil_valid(&(struct civil){2024, 1, 1, 24, 0, 0}));
    assert_false(civil_valid(&(struct civil){2024, 1, 1, 0, 0, 60}));
    assert_false(civil_valid(&(struct civil){2024, 13, 1, 0, 0, 0}));
    assert_false(civil_valid(&(struct civil){2024, 4, 31, 0, 0, 0}));
    assert_false(civil_valid(&(struct civil){0, 1, 1, 0, 0, 0}));
    assert_true(civil_valid(&(struct civil){9999, 12, 31, 0, 0, 0}));
}

static void weeks_follow_iso_8601(void **state)
{
    (void)state;
    assert_int_equal(civil_weekday(civil_days(2026, 11, 22)), 7);
    assert_int_equal(civil_weekday(civil_days(1969, 12, 29)), 1);
    assert_int_equal(civil_iso_week(2026, 40), civil_days(2026, 9, 28));
    assert_int_equal(civil_iso_week(2025, 1), civil_days(2024, 12, 30));
    assert_int_equal(civil_iso_weeks(2026), 53);
    assert_int_equal(civil_iso_weeks(2025), 52);
    assert_int_equal(civil_iso_weeks(2020), 53);
}

static void london_has_a_gap_and_a_fold(void **state)
{
    (void)state;
    struct zone *z = open_zone("Europe/London");
    enum zone_fit fit;
    assert_int_equal(zone_to_utc(z, at(2025, 3, 30, 0, 59), &fit),
                     at(2025, 3, 30, 0, 59));
    assert_int_equal(fit, ZONE_UNIQUE);
    assert_int_equal(zone_to_utc(z, at(2025, 3, 30, 1, 30), &fit),
                     at(2025, 3, 30, 1, 30));
    assert_int_equal(fit, ZONE_GAP);
    assert_int_equal(zone_to_utc(z, at(2025, 3, 30, 2, 0), &fit), at(2025, 3, 30, 1, 0));
    assert_int_equal(fit, ZONE_UNIQUE);
    assert_int_equal(zone_to_utc(z, at(2025, 10, 26, 1, 30), &fit),
                     at(2025, 10, 26, 0, 30));
    assert_int_equal(fit, ZONE_AMBIGUOUS);
    assert_int_equal(zone_to_utc(z, at(2025, 10, 26, 2, 0), &fit),
                     at(2025, 10, 26, 2, 0));
    assert_int_equal(fit, ZONE_UNIQUE);
    assert_int_equal(zone_to_utc(z, at(2025, 10, 26, 0, 59), &fit),
                     at(2025, 10, 25, 23, 59));
    assert_int_equal(fit, ZONE_UNIQUE);
    zone_close(z);
}

static void the_footer_serves_years_beyond_the_table(void **state)
{
    (void)state;
    struct zone *z = open_zone("Europe/London");
    enum zone_fit fit;
    assert_int_equal(zone_offset(z, at(2150, 7, 1, 0, 0)), 3600);
    assert_int_equal(zone_offset(z, at(2150, 1, 1, 0, 0)), 0);
    /* Last Sunday of March 2150 is the 29th. */
    zone_to_utc(z, at(2150, 3, 29, 1, 30), &fit);
    assert_int_equal(fit, ZONE_GAP);
    zone_to_utc(z, at(2150, 10, 25, 1, 30), &fit);
    assert_int_equal(fit, ZONE_AMBIGUOUS);
    zone_close(z);
    z = open_zone("America/New_York");
    assert_int_equal(zone_offset(z, at(2200, 7, 1, 0, 0)), -4 * 3600);
    zone_close(z);
    z = open_zone("Australia/Sydney"); /* summer across the new year */
    assert_int_equal(zone_offset(z, at(2200, 1, 1, 0, 0)), 11 * 3600);
    assert_int_equal(zone_offset(z, at(2200, 7, 1, 0, 0)), 10 * 3600);
    zone_close(z);
}

static void shanghai_had_summer_time_until_1991(void **state)
{
    (void)state;
    struct zone *z = open_zone("Asia/Shanghai");
    enum zone_fit fit;
    assert_int_equal(zone_offset(z, at(2026, 7, 1, 0, 0)), 8 * 3600);
    assert_int_equal(zone_offset(z, at(2500, 7, 1, 0, 0)), 8 * 3600);
    assert_int_equal(zone_offset(z, at(1990, 7, 1, 0, 0)), 9 * 3600);
    zone_to_utc(z, at(1991, 4, 14, 2, 30), &fit);
    assert_int_equal(fit, ZONE_GAP);
    zone_to_utc(z, at(1991, 9, 15, 1, 30), &fit);
    assert_int_equal(fit, ZONE_AMBIGUOUS);
    zone_to_utc(z, at(1992, 4, 14, 2, 30), &fit);
    assert_int_equal(fit, ZONE_UNIQUE);
    assert_int_equal(zone_offset(z, at(1850, 1, 1, 0, 0)), 8 * 3600 + 5 * 60 + 43);
    zone_close(z);
}

static void samoa_skipped_a_day(void **state)
{
    (void)state;
    struct zone *z = open_zone("Pacific/Apia");
    enum zone_fit fit;
    zone_to_utc(z, at(2011, 12, 29, 23, 59), &fit);
    assert_int_equal(fit, ZONE_UNIQUE);
    zone_to_utc(z, at(2011, 12, 30, 12, 0), &fit);
    assert_int_equal(fit, ZONE_GAP);
    zone_to_utc(z, at(2011, 12, 31, 0, 0), &fit);
    assert_int_equal(fit, ZONE_UNIQUE);
    zone_close(z);
}

static void every_local_time_comes_back(void **state)
{
    (void)state;
    static const char *const name[] = {"Europe/London", "Asia/Shanghai", "Asia/Kathmandu",
                                       "America/Sao_Paulo", "Australia/Lord_Howe"};
    for (size_t i = 0; i < sizeof name / sizeof name[0]; i++) {
        struct zone *z = open_zone(name[i]);
        for (int64_t utc = at(1970, 1, 1, 0, 0); utc < at(2100, 1, 1, 0, 0);
             utc += 7 * 3600 + 11) {
            enum zone_fit fit;
            int64_t back = zone_to_utc(z, utc + zone_offset(z, utc), &fit);
            assert_int_not_equal(fit, ZONE_GAP);
            if (fit == ZONE_UNIQUE)
                assert_int_equal(back, utc);
            else
                assert_true(back <= utc);
        }
        zone_close(z);
    }
}

static void bad_zone_names_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",     "../../etc/passwd", "/etc/passwd",    "Asia/..",  "No/Such",
        "Asia", "zone1970.tab",     "Asia/Shang hai", "tzdata.zi"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct zone *z = NULL;
        struct err e = {.code = ERR_NONE};
        assert_int_equal(zone_open(&z, str_of(bad[i]), &e), -1);
        assert_int_equal(e.code, ERR_JOB);
        assert_null(z);
    }
    assert_int_equal(zone_open(&(struct zone *){NULL}, STR("Asia\0x"), NULL), -1);
}

static void assert_period(const struct period *p, enum period_unit unit, int64_t first,
                          int64_t after, const char *text)
{
    assert_int_equal(p->unit, unit);
    assert_int_equal(p->first, first);
    assert_int_equal(p->after, after);
    assert_string_equal(p->text, text);
}

static struct period parsed(const char *text, const struct zone *z)
{
    struct period p = {.unit = PERIOD_YEAR};
    struct err e = {.code = ERR_NONE};
    assert_int_equal(period_parse(&p, str_of(text), z, &e), 0);
    assert_string_equal(p.text, text);
    return p;
}

static void periods_have_six_forms(void **state)
{
    (void)state;
    struct zone *z = open_zone("Asia/Shanghai");
    struct period p = parsed("2025", z);
    assert_period(&p, PERIOD_YEAR, civil_days(2025, 1, 1), civil_days(2026, 1, 1),
                  "2025");
    assert_int_equal(p.from, at(2024, 12, 31, 16, 0));
    assert_int_equal(p.until, at(2025, 12, 31, 16, 0));
    p = parsed("2025-H2", z);
    assert_period(&p, PERIOD_HALF, civil_days(2025, 7, 1), civil_days(2026, 1, 1),
                  "2025-H2");
    p = parsed("2025-Q3", z);
    assert_period(&p, PERIOD_QUARTER, civil_days(2025, 7, 1), civil_days(2025, 10, 1),
                  "2025-Q3");
    p = parsed("2024-02", z);
    assert_period(&p, PERIOD_MONTH, civil_days(2024, 2, 1), civil_days(2024, 3, 1),
                  "2024-02");
    p = parsed("2026-W40", z);
    assert_period(&p, PERIOD_WEEK, civil_days(2026, 9, 28), civil_days(2026, 10, 5),
                  "2026-W40");
    p = parsed("2026-10-01..2026-10-15", z);
    assert_period(&p, PERIOD_DAYS, civil_days(2026, 10, 1), civil_days(2026, 10, 16),
                  "2026-10-01..2026-10-15");
    p = parsed("2026-10-01..2026-10-01", z);
    assert_int_equal(p.after - p.first, 1);
    zone_close(z);
}

static void other_period_texts_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "2025-",
        "2025-H0",
        "2025-H3",
        "2025-Q5",
        "2025-Q0",
        "2025-00",
        "2025-13",
        "2025-1",
        "2025-W00",
        "2025-W53",
        "2025-W1",
        "25",
        "02025",
        "1899",
        "9001",
        "2025-10x",
        "2025-10-01",
        "2025-h1",
        " 2025",
        "2025-10-02..2025-10-01",
        "2025-02-29..2025-03-01",
        "2025-10-01..2025-10-31 ",
        "2025-10-01...2025-10-31",
    };
    struct zone *z = open_zone("Asia/Shanghai");
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct period p;
        struct err e = {.code = ERR_NONE};
        assert_int_equal(period_parse(&p, str_of(bad[i]), z, &e), -1);
        assert_int_equal(e.code, ERR_JOB);
        assert_non_null(strstr(e.msg, "2026-W40"));
    }
    zone_close(z);
}

static void periods_shift(void **state)
{
    static const struct {
        const char *text, *steps_back, *year_ago;
        int steps;
    } table[] = {
        {"2026", "2025", "2025", -1},
        {"2026-H1", "2025-H2", "2025-H1", -1},
        {"2026-Q1", "2024-Q4", "2025-Q1", -5},
        {"2026-10", "2025-09", "2025-10", -13},
        {"2026-12", "2027-01", "2025-12", 1},
        {"2026-W01", "2025-W52", "2025-W01", -1},
        {"2026-W53", "2027-W01", "2025-W52", 1},
        {"2024-02-29..2024-02-29", "2024-02-28..2024-02-28", "2023-02-28..2023-02-28",
         -1},
        {"2026-10-01..2026-10-15", "2026-09-16..2026-09-30", "2025-10-01..2025-10-15",
         -1},
    };
    (void)state;
    struct zone *z = open_zone("Europe/London");
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct period p = parsed(table[i].text, z);
        struct period q = period_shift(&p, table[i].steps, z);
        assert_string_equal(q.text, table[i].steps_back);
        q = period_year_ago(&p, z);
        assert_string_equal(q.text, table[i].year_ago);
    }
    struct period october = parsed("2026-10", z);
    assert_int_equal(october.from, at(2026, 9, 30, 23, 0)); /* summer time */
    assert_int_equal(october.until, at(2026, 11, 1, 0, 0));
    zone_close(z);
}

static void periods_hold_their_days(void **state)
{
    (void)state;
    static const char *const want[] = {"2026", "2026-H2", "2026-Q4", "2026-10",
                                       "2026-W41"};
    struct zone *z = open_zone("Asia/Shanghai");
    for (int unit = PERIOD_YEAR; unit <= PERIOD_WEEK; unit++) {
        struct period p =
            period_holding((enum period_unit)unit, civil_days(2026, 10, 5), z);
        assert_string_equal(p.text, want[unit]);
    }
    struct period p = period_holding(PERIOD_WEEK, civil_days(2027, 1, 3), z);
    assert_string_equal(p.text, "2026-W53");
    zone_close(z);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_run_without_a_gap),
        cmocka_unit_test(only_real_dates_are_valid),
        cmocka_unit_test(weeks_follow_iso_8601),
        cmocka_unit_test(london_has_a_gap_and_a_fold),
        cmocka_unit_test(the_footer_serves_years_beyond_the_table),
        cmocka_unit_test(shanghai_had_summer_time_until_1991),
        cmocka_unit_test(samoa_skipped_a_day),
        cmocka_unit_test(every_local_time_comes_back),
        cmocka_unit_test(bad_zone_names_are_refused),
        cmocka_unit_test(periods_have_six_forms),
        cmocka_unit_test(other_period_texts_are_refused),
        cmocka_unit_test(periods_shift),
        cmocka_unit_test(periods_hold_their_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
