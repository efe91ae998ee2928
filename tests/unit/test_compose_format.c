/* What numbers look like: every form of the printed page, from exact fractions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

#include "base/civil.h"
#include "base/num.h"
#include "catalogue/words.h"
#include "compose/composer.h"

#define THIN   "\xe2\x80\x89"
#define NARROW "\xe2\x80\xaf"

struct setting {
    struct arena arena;
    struct cat_load load;
    struct words *words;
    struct zone *zone;
    struct format f;
};

static int open_setting(void **state)
{
    struct setting *s = mem_new(1, sizeof *s);
    struct err err = {0};
    size_t index;
    arena_init(&s->arena);
    s->load = (struct cat_load){
        .arena = &s->arena, .lang = STR("zh-CN"), .schemas = "templates/schemas"};
    if (cat_read(&s->load, "words", STR("templates/locales/zh-CN.xml"), &index, &err) ||
        words_load(&s->words, &s->load, 0, 1, &err) ||
        zone_open(&s->zone, STR("Asia/Shanghai"), &err))
        return -1;
    s->f = (struct format){&s->arena, s->words, s->zone, 2026};
    *state = s;
    return 0;
}

static int close_setting(void **state)
{
    struct setting *s = *state;
    zone_close(s->zone);
    mem_free(s->load.file);
    arena_release(&s->arena);
    mem_free(s);
    return 0;
}

static void same(struct str text, const char *want)
{
    char got[256];
    snprintf(got, sizeof got, "%.*s", STR_ARG(text));
    assert_string_equal(got, want);
}

/* Excel takes 31 characters, whatever their bytes, and not these eight. */
static void names_of_sheets_fit(void **state)
{
    struct setting *s = *state;
    struct composer c = {.arena = &s->arena};
    same(sheet_name(&c, STR("a[b]c:d*e?f/g\\h'")), "a b c d e f g h ");
    same(sheet_name(&c, STR("1234567890123456789012345678901")),
         "1234567890123456789012345678901");
    same(sheet_name(&c, STR("\xe6\x9c\x88"
                            "2345678901234567890123456789012")),
         "\xe6\x9c\x88"
         "234567890123456789012345678901");
}

static const struct window october = {.role = WINDOW_PERIOD, .name = "period"};

static struct metric rate_metric(void)
{
    return (struct metric){.id = STR("in_time"),
                           .name = STR("x"),
                           .kind = METRIC_RATE,
                           .unit = UNIT_PERCENT,
                           .decimals = 1,
                           .better = BETTER_UP,
                           .has_goal = true,
                           .goal = {95, 2},
                           .has_warn = true,
                           .warn = {90, 2}};
}

static struct figure rate_of(const struct metric *metric, int64_t hit, int64_t n)
{
    return (struct figure){.metric = metric,
                           .window = &october,
                           .hit = hit,
                           .miss = n - hit,
                           .numerator = hit,
                           .denominator = n,
                           .shown_num = hit,
                           .shown_den = n,
                           .n = n,
                           .value = (double)hit / (double)n};
}

static void counts_and_shares(void **state)
{
    const struct format *f = &((struct setting *)*state)->f;
    same(cell_count(f, 999).text, "999");
    same(cell_count(f, 4182).text, "4,182");
    same(cell_count(f, -1234567).text, "\xe2\x88\x92"
                                       "1,234,567");
    same(cell_share(f, 1, 8, 1).text, "12.5%");
    same(cell_share(f, 2, 3, 1).text, "66.7%");
    same(cell_share(f, 1, 16, 1).text, "6.3%"); /* 6.25: half away from zero */
    same(cell_share(f, 0, 0, 1).text, "\xe2\x80\x94");
    assert_true(cell_share(f, 0, 0, 1).flags & FLAG_MISSING);
}

static void points_are_never_rounded_up(void **state)
{
    const struct format *f = &((struct setting *)*state)->f;
    same(cell_points(f, 94999).text, "94.99");
    same(cell_points(f, 90825).text, "90.82");
    /* A sheet rounds what it shows: it must have nothing to round. */
    assert_true(cell_points(f, 90825).real == 90.82);
}

static void times_are_local(void **state)
{
    const struct format *f = &((struct setting *)*state)->f;
    int64_t utc = civil_seconds(&(struct civil){2026, 10, 31, 17, 30, 0});
    same(cell_stamp(f, utc).text, "2026-11-01 01:30");
    same(cell_time(f, utc).text, "11-01 01:30");
    same(cell_date(f, utc).text, "2026-11-01");
    same(cell_month(f, utc).text, "2026-11");
    same(text_zone(f, utc), "UTC+08:00");
    assert_int_equal(cell_stamp(f, utc).num, utc + 8 * 3600);
    same(cell_time(f, utc - 365ll * 86400).text, "2025-11-01 01:30");
}

static void names_are_masked(void **state)
{
    struct arena *arena = &((struct setting *)*state)->arena;
    same(text_masked(arena, STR("C2680011")), "C2***11");
    same(text_masked(arena, STR("abcde")), "a***");
    same(text_masked(arena, STR("工程师")), "工***");
    same(text_masked(arena, STR("a")), "a***");
    same(text_masked(arena, STR_NONE), "");
}

/* 713.85 of 462.92: each amount is kept with its own number of decimals. */
static void a_ratio_prints_its_amounts(void **state)
{
    const struct format *f = &((struct setting *)*state)->f;
    struct metric metric = {.kind = METRIC_RATIO, .unit = UNIT_PERCENT, .decimals = 1};
    struct figure figure = {.metric = &metric,
                            .window = &october,
                            .shown_num = 71385,
                            .shown_scale = 2,
                            .shown_den = 462920,
                            .shown_den_scale = 3};
    same(cell_fraction(f, &figure).text, "713.85" THIN "/" THIN "462.920");
    assert_true(cell_part(f, &figure, PART_DENOMINATOR).real == 462.92);
    figure.shown_den_scale = 0;
    same(cell_fraction(f, &figure).text, "713.85" THIN "/" THIN "462,920");
}

static void a_rate_prints_all_its_parts(void **state)
{
    const struct format *f = &((struct setting *)*state)->f;
    struct metric metric = rate_metric();
    struct figure figure = rate_of(&metric, 4031, 4182);
    figure.has_interval = true;
    figure.low = 0.95773;
    figure.high = 0.96914;
    struct doc_cell cell = cell_figure(f, &figure);
    same(cell.text, "96.4%");
    assert_int_equal(cell.type, DOC_PERCENT);
    assert_int_equal(cell.num, 964);
    assert_int_equal(cell.scale, 3);
    assert_true(cell.real == figure.value);
    same(cell.figure, "in_time|period||");
    same(cell_fraction(f, &figure).text, "4,031" THIN "/" THIN "4,182");
    same(cell_interval(f, &figure).text, "95.8\xe2\x80\x93"
                                         "96.9");
    same(cell_goal(f, &metric, true).text, "\xe2\x89\xa5"
                                           "95.0");
    same(cell_goal(f, &metric, false).text, "\xe2\x89\xa5 95.0");
    assert_int_equal(cell_part(f, &figure, PART_NUMERATOR).num, 4031);
    assert_int_equal(cell_judgement(f, &figure).mark, MARK_MET);
}

static void changes_are_signed_and_exact(void **state)
{
    const struct format *f = &((struct setting *)*state)->f;
    struct metric metric = rate_metric();
    struct figure now = rate_of(&metric, 964, 1000), then = rate_of(&metric, 955, 1000);
    same(cell_change(f, &now, &then).text, "+0.9" NARROW "百分点");
    same(cell_change(f, &then, &now).text, "\xe2\x88\x92"
                                           "0.9" NARROW "百分点");
    assert_int_equal(figure_compare(&now, &then), 1);
    assert_int_equal(figure_gain(&now, &then), 1);
    metric.better = BETTER_DOWN;
    assert_int_equal(figure_gain(&now, &then), -1);
    metric.better = BETTER_NONE; /* more of it is neither */
    assert_int_equal(figure_gain(&now, &then), 0);
    then.missing = FIGURE_NO_ROWS;
    same(cell_change(f, &now, &then).text, "\xe2\x80\x94");
    assert_int_equal(figure_compare(&now, &then), 0);
}

/* 94.96 % against 95 % is a miss though it prints 95.0; the mark says so. */
static void a_near_miss_is_marked(void **state)
{
    const struct format *f = &((struct setting *)*state)->f;
    struct metric metric = rate_metric();
    struct figure figure = rate_of(&metric, 9496, 10000);
    same(cell_figure(f, &figure).text, "95.0%");
    struct doc_cell cell = cell_judgement(f, &figure);
    assert_int_equal(cell.mark, MARK_WARN);
    assert_non_null(strstr(cell.text.p, "< 95.0"));
    figure = rate_of(&metric, 95, 100);
    cell = cell_judgement(f, &figure);
    assert_int_equal(cell.mark, MARK_MET);
    assert_null(strstr(cell.text.p, "<"));
}

static void three_zeros_differ(void **state)
{
    const struct format *f = &((struct setting *)*state)->f;
    struct metric metric = rate_metric();
    struct figure figure = {.metric = &metric, .window = &october};
    figure.missing = FIGURE_NO_FILE;
    same(cell_figure(f, &figure).text, "缺文件");
    assert_int_equal(cell_judgement(f, &figure).mark, MARK_ABSENT);
    figure.missing = FIGURE_NO_ROWS;
    same(cell_figure(f, &figure).text, "\xe2\x80\x94");
    same(cell_judgement(f, &figure).text, "期内无记录");
    figure.missing = FIGURE_FILTERED;
    same(cell_judgement(f, &figure).text, "期内的行均被排除");
    figure.missing = FIGURE_NONE_DUE;
    assert_int_equal(cell_judgement(f, &figure).mark, MARK_DASH);
    figure.pending = 3;
    assert_int_equal(cell_judgement(f, &figure).mark, MARK_PENDING);
    assert_true(cell_figure(f, &figure).flags & FLAG_MISSING);
}

static void few_cases_are_not_judged(void **state)
{
    const struct format *f = &((struct setting *)*state)->f;
    struct metric metric = rate_metric();
    metric.min_n = 30;
    struct figure figure = rate_of(&metric, 10, 29);
    assert_int_equal(cell_judgement(f, &figure).mark, MARK_DASH);
    figure = rate_of(&metric, 10, 30);
    assert_int_equal(cell_judgement(f, &figure).mark, MARK_MISSED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_and_shares),
        cmocka_unit_test(points_are_never_rounded_up),
        cmocka_unit_test(times_are_local),
        cmocka_unit_test(names_are_masked),
        cmocka_unit_test(a_rate_prints_all_its_parts),
        cmocka_unit_test(a_ratio_prints_its_amounts),
        cmocka_unit_test(changes_are_signed_and_exact),
        cmocka_unit_test(a_near_miss_is_marked),
        cmocka_unit_test(three_zeros_differ),
        cmocka_unit_test(few_cases_are_not_judged),
        cmocka_unit_test(names_of_sheets_fit),
    };
    return cmocka_run_group_tests(tests, open_setting, close_setting);
}
