/* Texts of times, dates and months; local time to UTC; the set of keys; names of columns. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/civil.h"
#include "base/utf8.h"
#include "ingest/header.h"
#include "ingest/keys.h"
#include "ingest/value/local.h"
#include "ingest/value/when.h"
#include "ingest/value/when_number.h"

static int64_t at(int year, int month, int day, int hour, int minute, int second)
{
    return civil_seconds(&(struct civil){year, month, day, hour, minute, second});
}

/* Without the forms of a catalogue, and as local time. */
static bool parse(enum field_type type, struct str text, int64_t *local)
{
    struct moment moment = {0, false};
    bool fits = when_parse(NULL, type, text, &moment);
    *local = moment.at;
    return fits;
}

static bool parse_as(enum field_type type, struct str text, struct str format,
                     int64_t *local)
{
    struct moment moment = {0, false};
    bool fits = when_parse_as(NULL, type, text, format, &moment);
    *local = moment.at;
    return fits;
}

static void forms_of_times(void **state)
{
    static const char *const good[] = {
        "2025-03-05 08:07:09",
        "2025-03-05T08:07:09",
        "2025/03/05 08:07:09",
        "2025/3/5 8:07:09",
        "2025/3/5 8:7:9",
        "2025-03-05 8:07:09",
        "2025-3-5 08:07:09",
        "2025.3.5 08:07:09",
        "2025-03-05  08:07:09",
        "2025-03-05 08:07:09.5",
        "2025-03-05T08:07:09.123456789",
        "2025-03-05 8:07:09 AM",
        "2025/3/5 8:07:09am",
        "2025-03-05 AM 8:07:09",
        "20250305080709",
        "20250305 080709",
        "20250305T08:07:09",
        "2025-W10-3 08:07:09",
        "2025W103T08:07:09",
        ("\xEF\xBC\x92\xEF\xBC\x90\xEF\xBC\x92\xEF\xBC\x95-03-05 08\xEF\xBC\x9A"
         "07:09"),
    };
    static const char *const bad[] = {
        "2025-02-30 10:15:00",
        "2025-13-05 08:00:00",
        "N/A",
        "\xE5\xBE\x85\xE5\xAE\x9A",
        "0000-00-00 00:00:00",
        "25/06/2025 09:00",
        "2025-06-31 25:61:00",
        "#VALUE!",
        "2025-03-05 08:07:09.",
        "2025-03-05 08:07:09+25:00",
        "2025-03-05 08:07:09 x",
        "2025-03/05 08:07",
        "2025-03-05 13:07 PM",
        "2025-03-05 8",
        "3/5/2025 08:07",
        "5.3.2025 08:07",
        "2025-03-05/08:07:09",
        "2025-03-05 24:00:01",
        "12:00 AM 2025-03-05",
        "99990305080709",
        "20251305080709",
        "202503050807091",
        "2025-W54-1 08:07:09",
        "2025-W10-8 08:07:09",
        "2025W10-3 08:07:09",
        "2025-03-05 08:60:00",
        "2025-02-29 00:00:00",
        "2025-03",
        "",
        "2025/",
        "2025/3/5 ",
        "45721.33",
        "1741133229",
    };
    int64_t local;
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(parse(FIELD_TIME, str_of(good[i]), &local));
        assert_int_equal(local, at(2025, 3, 5, 8, 7, 9));
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (parse(FIELD_TIME, str_of(bad[i]), &local))
            fail_msg("'%s' was taken for a time", bad[i]);
    assert_true(parse(FIELD_TIME, STR("2024-02-29 23:59"), &local));
    assert_int_equal(local, at(2024, 2, 29, 23, 59, 0));
    assert_true(parse(FIELD_TIME, STR("2024-02-29"), &local));
    assert_int_equal(local, at(2024, 2, 29, 0, 0, 0));
}

static void a_day_ends_where_the_next_begins(void **state)
{
    int64_t at, next;
    (void)state;
    assert_true(parse(FIELD_TIME, STR("2025-03-01 00:00:00"), &next));
    assert_true(parse(FIELD_TIME, STR("2025-02-28 24:00:00"), &at));
    assert_int_equal(at, next);
    assert_true(parse(FIELD_TIME, STR("2025/2/28 24:00"), &at));
    assert_int_equal(at, next);
    assert_true(
        parse_as(FIELD_TIME, STR("28.02.2025 24:00"), STR("%d.%m.%Y %H:%M"), &at));
    assert_int_equal(at, next);
    assert_false(parse(FIELD_DATE, STR("2025-02-28 24:00:00"), &at));
    assert_false(parse(FIELD_TIME, STR("2025-02-29 24:00:00"), &at));
}

/* Years since 1911; the digits before the last four where they run on. */
static void years_of_an_era_are_declared(void **state)
{
    static const struct {
        const char *text, *format;
    } good[] = {
        {"114/3/5", "%E/%m/%d"}, {"1140305", "%E%m%d"}, {"114-03-05", "%E-%m-%d"}};
    int64_t at, day;
    char format[64];
    (void)state;
    assert_true(parse(FIELD_DATE, STR("2025-03-05"), &day));
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(
            parse_as(FIELD_DATE, str_of(good[i].text), str_of(good[i].format), &at));
        assert_int_equal(at, day);
        assert_true(when_era_format(NULL, str_of(good[i].text), format, sizeof format));
        assert_string_equal(format, good[i].format);
    }
    assert_true(parse_as(FIELD_DATE, STR("990305"), STR("%E%m%d"), &at));
    assert_int_equal(civil_of(at).year, 2010);
    assert_false(parse_as(FIELD_DATE, STR("000/3/5"), STR("%E/%m/%d"), &at));
    assert_false(parse_as(FIELD_DATE, STR("2025/3/5"), STR("%E/%m/%d"), &at));
    assert_false(when_era_format(NULL, STR("7654321"), format, sizeof format));
    assert_false(when_format_valid(STR("%E %Y-%m-%d")));
    assert_string_equal(when_like_unix(STR("1741162029")), "unix");
    assert_string_equal(when_like_unix(STR("1741162029123")), "unix-ms");
    assert_null(when_like_unix(STR("13800138000")));
    assert_null(when_like_unix(STR("0741162029")));
}

static void forms_of_dates_and_months(void **state)
{
    int64_t local;
    (void)state;
    assert_true(parse(FIELD_DATE, STR("2025-12-31"), &local));
    assert_int_equal(local, at(2025, 12, 31, 0, 0, 0));
    assert_true(parse(FIELD_DATE, STR("2025/1/2"), &local));
    assert_int_equal(local, at(2025, 1, 2, 0, 0, 0));
    assert_true(parse(FIELD_DATE, STR("20250102"), &local));
    assert_int_equal(local, at(2025, 1, 2, 0, 0, 0));
    assert_false(parse(FIELD_DATE, STR("2025-12-32"), &local));
    assert_false(parse(FIELD_DATE, STR("2025-12-31 10:00:00"), &local));
    assert_false(parse(FIELD_DATE, STR("31.12.2025"), &local));
    assert_true(parse(FIELD_MONTH, STR("2025-12"), &local));
    assert_int_equal(local, at(2025, 12, 1, 0, 0, 0));
    assert_true(parse(FIELD_MONTH, STR("2025/3"), &local));
    assert_int_equal(local, at(2025, 3, 1, 0, 0, 0));
    assert_false(parse(FIELD_MONTH, STR("2025-13"), &local));
    assert_true(parse(FIELD_MONTH, STR("202503"), &local));
    assert_int_equal(local, at(2025, 3, 1, 0, 0, 0));
    assert_true(parse(FIELD_DATE, STR("2025-12-31 00:00:00"), &local));
    assert_int_equal(local, at(2025, 12, 31, 0, 0, 0));
    assert_false(parse(FIELD_MONTH, STR("2025-12-01"), &local));
}

#define YEAR  "\xE5\xB9\xB4"
#define MONTH "\xE6\x9C\x88"
#define DAY   "\xE6\x97\xA5"

static void declared_formats(void **state)
{
    static const struct {
        const char *format, *text;
        bool good;
    } table[] = {
        {"%d/%m/%Y %H:%M", "05/03/2025 08:07", true},
        {"%d/%m/%Y %H:%M", "5/3/2025 8:7", true},
        {"%d/%m/%Y %H:%M", "2025/03/05 08:07", false},
        {"%m/%d/%y %I:%M %p", "3/5/25 8:07 AM", true},
        {"%m/%d/%y %I:%M %p", "3/5/25 13:07 PM", false},
        {"%Y" YEAR "%m" MONTH "%d" DAY " %H:%M", "2025" YEAR "3" MONTH "5" DAY " 8:07",
         true},
        {"%Y%m%d%H%M", "202503050807", true},
        {"%Y-%m-%d %H:%M", "2025-03-05 08:07:00", false},
        {"%Y-%m-%d %H:%M", "2025-03-05", false},
        {"100%% %Y-%m-%d %H:%M", "100% 2025-03-05 08:07", true},
    };
    int64_t local;
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        bool good =
            parse_as(FIELD_TIME, str_of(table[i].text), str_of(table[i].format), &local);
        if (good != table[i].good || (good && local != at(2025, 3, 5, 8, 7, 0)))
            fail_msg("'%s' by '%s'", table[i].text, table[i].format);
    }
    assert_true(
        parse_as(FIELD_TIME, STR("1/2/25 12:30 am"), STR("%m/%d/%y %I:%M %p"), &local));
    assert_int_equal(local, at(2025, 1, 2, 0, 30, 0));
    assert_true(
        parse_as(FIELD_TIME, STR("1/2/99 12:30 PM"), STR("%m/%d/%y %I:%M %p"), &local));
    assert_int_equal(local, at(1999, 1, 2, 12, 30, 0));
    assert_true(
        parse_as(FIELD_DATE, STR("5.3.2025 17:00"), STR("%d.%m.%Y %H:%M"), &local));
    assert_int_equal(local, at(2025, 3, 5, 0, 0, 0));
}

static void formats_are_checked(void **state)
{
    (void)state;
    assert_true(when_format_valid(STR("%Y-%m-%d")));
    assert_true(when_format_valid(STR("%y%%%m")));
    assert_false(when_format_valid(STR("%m-%d")));
    assert_false(when_format_valid(STR("%Y %y")));
    assert_false(when_format_valid(STR("%Y %Y")));
    assert_false(when_format_valid(STR("%Y %B")));
    assert_false(when_format_valid(STR("%Y %")));
    assert_false(when_format_valid(STR("%Y %I:%M")));
    assert_false(when_format_valid(STR("%Y %H:%M %p")));
    assert_false(when_format_valid(STR("")));
}

static void a_text_may_tell_its_distance_from_utc(void **state)
{
    static const char *const same[] = {
        "2025-03-05T08:07:09Z",       "2025-03-05 08:07:09+00:00",
        "2025-03-05T16:07:09+08:00",  "2025-03-05T16:07:09.25+0800",
        "2025-03-05T03:07:09.000-05", "2025/3/5 4:07:09 PM +08:00",
        "2025-03-05 16:07:09 +08:00",
    };
    struct moment m;
    (void)state;
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        if (!when_parse(NULL, FIELD_TIME, str_of(same[i]), &m) || !m.utc ||
            m.at != at(2025, 3, 5, 8, 7, 9))
            fail_msg("'%s'", same[i]);
    assert_true(when_parse_as(NULL, FIELD_TIME, STR("05/03/2025 16:07:09.5 +08:00"),
                              STR("%d/%m/%Y %H:%M:%S.%f %z"), &m));
    assert_true(m.utc && m.at == at(2025, 3, 5, 8, 7, 9));
}

static void numbers_are_times_where_it_is_declared(void **state)
{
    static const struct {
        const char *format, *text;
        bool utc;
    } table[] = {{"excel", "45721.33829861111", false},
                 {"excel-1904", "44259.33829861111", false},
                 {"unix", "1741162029", true},
                 {"unix-ms", "1741162029123", true}};
    struct moment m;
    int64_t local;
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (!when_parse_as(NULL, FIELD_TIME, str_of(table[i].text),
                           str_of(table[i].format), &m) ||
            m.utc != table[i].utc || m.at != at(2025, 3, 5, 8, 7, 9))
            fail_msg("'%s' by '%s'", table[i].text, table[i].format);
    assert_true(parse_as(FIELD_DATE, STR("1"), STR("excel"), &local));
    assert_int_equal(local, at(1900, 1, 1, 0, 0, 0));
    assert_true(parse_as(FIELD_DATE, STR("61"), STR("excel"), &local));
    assert_int_equal(local, at(1900, 3, 1, 0, 0, 0));
    assert_false(parse_as(FIELD_DATE, STR("60"), STR("excel"), &local));
    assert_false(parse_as(FIELD_DATE, STR("2958466"), STR("excel"), &local));
    assert_false(parse_as(FIELD_DATE, STR("-1"), STR("excel"), &local));
    assert_false(parse_as(FIELD_DATE, STR("2025-03-05"), STR("excel"), &local));
    assert_true(when_like_serial(STR("45721.33")));
    assert_false(when_like_serial(STR("1741162029")));
}

static void a_day_and_a_month_without_order_are_seen(void **state)
{
    int first, second;
    (void)state;
    assert_true(when_day_month(STR("3/4/2026"), &first, &second));
    assert_true(first == 3 && second == 4);
    assert_true(when_day_month(STR("25.06.26 10:00"), &first, &second));
    assert_true(first == 25 && second == 6);
    assert_false(when_day_month(STR("2026-03-04"), &first, &second));
    assert_false(when_day_month(STR("13/13/2026"), &first, &second));
    assert_false(when_day_month(STR("3/4-2026"), &first, &second));
    assert_false(when_day_month(STR("0/4/2026"), &first, &second));
}

static size_t check_year(const struct zone *zone, struct local *local, int year)
{
    size_t odd_ones = 0;
    for (int64_t t = at(year, 1, 1, 0, 0, 0); t < at(year + 1, 1, 1, 0, 0, 0);
         t += 1801) {
        enum zone_fit fit;
        bool odd;
        int64_t want = zone_to_utc(zone, t, &fit);
        assert_int_equal(local_to_utc(local, t, &odd), want);
        assert_int_equal(odd, fit != ZONE_UNIQUE);
        odd_ones += odd;
    }
    return odd_ones;
}

/* The remembered days must answer as the zone does, at every half hour, in the years of the
 * zone's table and in those of its rule. */
static void remembered_days_answer_as_the_zone(void **state)
{
    static const char *const names[] = {"Asia/Shanghai", "Europe/Berlin",
                                        "America/New_York", "Australia/Lord_Howe"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct zone *zone;
        struct err err = {0};
        struct local *local = mem_new(1, sizeof *local);
        assert_int_equal(zone_open(&zone, str_of(names[i]), &err), 0);
        local_init(local, zone);
        assert_true(check_year(zone, local, 1990) > 0); /* Shanghai had a summer then */
        assert_int_equal(check_year(zone, local, 2025) > 0, i > 0);
        assert_int_equal(check_year(zone, local, 2050) > 0, i > 0);
        assert_true(zone_is_steady(zone, at(2025, 1, 20, 0, 0, 0)) || i == 3);
        mem_free(local);
        zone_close(zone);
    }
}

/* Vectors of the reference implementation: key 00..0f, input 00, 01, 02 ... */
static void digests_are_siphash_128(void **state)
{
    static const struct {
        size_t n;
        uint64_t a, b;
    } table[] = {{0, 0xe6a825ba047f81a3U, 0x930255c71472f66dU},
                 {1, 0x44af996bd8c187daU, 0x45fc229b11597634U},
                 {8, 0x61f55862baa9623bU, 0xb49714f364e2830fU},
                 {15, 0x11a8b03399e99354U, 0xd9c3cf970fec087eU}};
    char input[16];
    (void)state;
    for (size_t i = 0; i < sizeof input; i++)
        input[i] = (char)i;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct digest128 got = keys_digest((struct str){input, table[i].n},
                                           0x0706050403020100U, 0x0f0e0d0c0b0a0908U);
        assert_true(got.a == table[i].a && got.b == table[i].b);
    }
}

/* Numbers that grow by nought to three, and between them any lesser one, as a plain list knows
 * them; spelled in lengths up to beyond what an ascent keeps. */
static void keys_that_mostly_grow_are_new_once(void **state)
{
    enum { NUMBERS = 30000 };
    static bool seen[NUMBERS];
    struct keys keys;
    uint32_t seed = 7, next = 0;
    (void)state;
    keys_init(&keys);
    for (int i = 0; i < NUMBERS; i++) {
        struct arena arena;
        arena_init(&arena);
        seed = seed * 1664525u + 1013904223u;
        next = (next + (seed >> 30)) % NUMBERS;
        uint32_t number = (seed >> 8) % 5 == 0 ? (seed >> 12) % (next + 1) : next;
        int width = number % 1000 == 0 ? 300 : 1 + (int)(number % 7);
        struct str key = arena_printf(&arena, "%05u/%0*u", number, width, number);
        assert_int_equal(keys_put(&keys, key), !seen[number]);
        seen[number] = true;
        arena_release(&arena);
    }
    assert_true(keys.ascent.n > NUMBERS / 4);
    keys_release(&keys);
}

static void keys_are_new_once(void **state)
{
    struct keys keys;
    struct arena arena;
    (void)state;
    keys_init(&keys);
    arena_init(&arena);
    for (int i = 0; i < 20000; i++)
        assert_true(keys_put(&keys, arena_printf(&arena, "K%05d", i)));
    for (int i = 0; i < 20000; i++)
        assert_false(keys_put(&keys, arena_printf(&arena, "K%05d", i)));
    assert_true(keys_put(&keys, STR("")));
    assert_false(keys_put(&keys, STR_NONE));
    arena_release(&arena);
    keys_release(&keys);
}

static void headers_are_compared_as_people_read_them(void **state)
{
    static const struct {
        const char *from, *to;
    } table[] = {
        {"  Ticket ID ", "ticket id"},
        {"\xE3\x80\x80\xEF\xBC\xA9\xEF\xBD\x84\xE3\x80\x80", "id"},
        {"\xE8\xB5\x94\xE4\xBB\x98\xEF\xBC\x88\xE5\x85\x83\xEF\xBC\x89",
         "\xE8\xB5\x94\xE4\xBB\x98(\xE5\x85\x83)"},
        {"\xE5\xA4\x87 \n\xE6\xB3\xA8", "\xE5\xA4\x87\xE6\xB3\xA8"},
        {"\xE5\xA4\x87 A \xE6\xB3\xA8", "\xE5\xA4\x87 a \xE6\xB3\xA8"},
        {"", ""},
    };
    struct arena arena;
    (void)state;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        assert_true(
            str_eq(header_fold(&arena, str_of(table[i].from)), str_of(table[i].to)));
    assert_int_equal(utf8_distance(STR("kitten"), STR("sitting")), 3);
    assert_int_equal(utf8_distance(STR(""), STR("abc")), 3);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms_of_times),
        cmocka_unit_test(a_day_ends_where_the_next_begins),
        cmocka_unit_test(years_of_an_era_are_declared),
        cmocka_unit_test(forms_of_dates_and_months),
        cmocka_unit_test(declared_formats),
        cmocka_unit_test(formats_are_checked),
        cmocka_unit_test(a_text_may_tell_its_distance_from_utc),
        cmocka_unit_test(numbers_are_times_where_it_is_declared),
        cmocka_unit_test(a_day_and_a_month_without_order_are_seen),
        cmocka_unit_test(remembered_days_answer_as_the_zone),
        cmocka_unit_test(digests_are_siphash_128),
        cmocka_unit_test(keys_are_new_once),
        cmocka_unit_test(keys_that_mostly_grow_are_new_once),
        cmocka_unit_test(headers_are_compared_as_people_read_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
