/* What comes back within a limit, and how old what is held is: at their last seconds, of
 * rows that cannot be told, and against looking at all pairs of rows. */
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
#define LIMITS                                                                           \
    "<limit id='days' unit='d'><at is='7'/></limit><limit id='day' unit='h'><at is='25'" \
    "/></limit>"
#define POPULATIONS                                                                      \
    "<population id='done' kind='visit' on='done'>" NAME "</population>"                 \
    "<population id='visits' kind='visit' on='at'>" NAME "</population>"                 \
    "<population id='kept' of='visits'>" NAME "<where field='state' not='off'/>"         \
    "</population><population id='open' kind='visit' held-from='at' "                    \
    "held-until='done'>" NAME "</population><population id='papers' kind='job' "         \
    "held-from='at' held-until='done'>" NAME "</population>"                             \
    "<population id='replies' kind='reply' on='at'>" NAME "</population>"                \
    "<population id='of_x' of='replies'>" NAME                                           \
    "<where via='visit' field='place' is='x'/></population>"
#define RATE(id, of, fact)                                                               \
    "<metric id='" id "' kind='rate' of='" of "' unit='percent' decimals='1'>" NAME fact \
    "</metric>"
#define AGAIN(same, from, to, look, more)                                                \
    "<repeat same='" same "' from='" from "' to='" to "' look='" look                    \
    "' limit='days'" more "/>"
#define AHEAD(more) AGAIN("place class", "done", "at", "ahead", more)
#define AGE         "<value from='at' at='end'/>"

static const char catalogue[] = LIMITS POPULATIONS RATE(
    "of_parents", "replies", AGAIN("visit", "at", "at", "back", " among='of_x'"))
    RATE("ahead", "done", AHEAD("")) RATE("among", "done", AHEAD(" among='kept'")) RATE(
        "back", "visits",
        AGAIN("place class", "at", "done", "back",
              "")) RATE("twice", "visits", AGAIN("place", "at", "at", "ahead", ""))
        RATE("young", "open", "<within from='at' at='end' limit='days'/>") RATE(
            "valid", "papers",
            "<within from='again' at='end' limit='day'/>") "<metric id='age' "
                                                           "kind='quantile' "
                                                           "p='0.5' of='open' unit='d' "
                                                           "decimals='1'>" NAME AGE
                                                           "</metric><metric id='ages' "
                                                           "kind='sum' of='open' "
                                                           "unit='h' decimals='1'>" NAME
                                                               AGE "</metric>";

#define VISITS "id,at,done,place,class,state,good,score,cost\n"

static int set_up(void **state)
{
    return measure_fixture_set_up(state, catalogue);
}

#define STATES(expected, metric, window)                                                 \
    assert_string_equal(expected, measure_fixture_states(f, metric, window, NULL, NULL))

static void what_comes_back_at_the_last_second_counts(void **state)
{
    struct measure_fixture *f = *state;
    measure_fixture_import(
        f, 'v',
        VISITS "1,2026-03-01 08:00:00,2026-03-02 10:00:00,x,a,,,,\n"
               "2,2026-03-09 10:00:00,,x,a,,,,\n" /* seven days after 1, to the second */
               "3,2026-03-01 08:00:00,2026-03-02 10:00:00,y,a,,,,\n"
               "4,2026-03-09 10:00:01,,y,a,,,,\n" /* a second too late */
               "5,2026-03-01 08:00:00,2026-03-02 10:00:00,z,a,,,,\n"
               "6,2026-03-03 08:00:00,,z,b,,,,\n"                    /* another class */
               "7,2026-03-03 08:00:00,2026-03-03 09:00:00,,a,,,,\n"  /* no place */
               "8,2026-03-05 08:00:00,2026-03-05 08:00:00,w,a,,,,\n" /* itself alone */
               "9,2026-03-06 08:00:00,2026-03-07 08:00:00,v,a,,,,\n"
               "10,2026-03-07 08:00:00,,v,a,off,,,\n"); /* as the first ends, but off */
    measure_fixture_run(f, "2026-03", "2026-04-01", 0);
    STATES("2/3/0", "ahead", "period");
    STATES("1/4/0", "among", "period");
    STATES("2/7/0", "back", "period");
}

static void nothing_is_known_before_the_time_is_over(void **state)
{
    struct measure_fixture *f = *state;
    measure_fixture_import(f, 'v',
                           VISITS "1,2026-03-01 08:00:00,2026-03-20 10:00:00,x,a,,,,\n"
                                  "2,2026-03-21 10:00:00,,x,a,,,,\n"
                                  "3,2026-03-01 08:00:00,2026-03-20 10:00:01,y,a,,,,\n");
    measure_fixture_run(f, "2026-03", "2026-03-27 10:00:00", 0);
    STATES("1/0/1", "ahead", "period"); /* the repeat of 1 counts from now on */
    measure_fixture_run(f, "2026-03", "2026-03-27 09:59:59", 0);
    STATES("0/0/2", "ahead", "period");
}

static void two_at_one_time_are_each_others_repeat(void **state)
{
    struct measure_fixture *f = *state;
    measure_fixture_import(f, 'v',
                           VISITS "1,2026-03-01 08:00:00,,x,,,,,\n"
                                  "2,2026-03-01 08:00:00,,x,,,,,\n"
                                  "3,2026-03-01 08:00:00,,y,,,,,\n");
    measure_fixture_run(f, "2026-03", "2026-04-01", 0);
    STATES("2/1/0", "twice", "period");
}

/* Which rows count as the other may be a question to their parents. */
static void the_others_are_told_by_their_parents(void **state)
{
    struct measure_fixture *f = *state;
    measure_fixture_import(f, 'v',
                           VISITS "1,2026-03-01 08:00:00,,x,,,,,\n"
                                  "2,2026-03-01 08:00:00,,y,,,,,\n");
    measure_fixture_import(f, 'r',
                           "id,visit,at,score\n"
                           "1,1,2026-03-02 08:00:00,\n2,1,2026-03-03 08:00:00,\n"
                           "3,2,2026-03-02 08:00:00,\n4,2,2026-03-03 08:00:00,\n");
    measure_fixture_run(f, "2026-03", "2026-04-01", 0);
    STATES("1/3/0", "of_parents", "period");
}

static void ages_are_those_of_each_window(void **state)
{
    struct measure_fixture *f = *state;
    measure_fixture_import(f, 'v',
                           VISITS "1,2026-02-01 00:00:00,2026-04-01 00:00:00,,,,,,\n"
                                  "2,2026-02-22 00:00:00,2026-03-31 23:59:59,,,,,,\n"
                                  "3,2026-03-25 00:00:00,,,,,,,\n"
                                  "4,2026-03-24 23:59:59,,,,,,,\n");
    measure_fixture_run(f, "2026-03", "2026-05-01", 0);
    STATES("1/2/0", "young", "period"); /* 3 is seven days old, 4 a second older */
    STATES("1/1/0", "young", "last");   /* 2 is seven days old at the end of February */
    assert_int_equal(measure_fixture_figure(f, "ages", "last", NULL, NULL)->numerator,
                     (28 + 7) * 86400);
    assert_true(measure_fixture_figure(f, "age", "last", NULL, NULL)->value == 17.5);
    assert_true(measure_fixture_figure(f, "ages", "period", NULL, NULL)->numerator ==
                (59 + 7 + 7) * 86400 + 1);
    /* What is not over yet is looked at as of now: 2 was open then. */
    measure_fixture_run(f, "2026-03", "2026-03-29 00:00:00", 0);
    assert_true(measure_fixture_figure(f, "ages", "period", NULL, NULL)->numerator ==
                (56 + 35 + 4 + 4) * 86400 + 1);
}

static void what_is_valid_on_the_last_day_is_valid(void **state)
{
    struct measure_fixture *f = *state;
    measure_fixture_import(f, 'j',
                           "id,at,done,first_done,again\n"
                           "1,2020-01-01 00:00:00,,,2026-03-31 00:00:00\n"
                           "2,2020-01-01 00:00:00,,,2026-03-30 00:00:00\n"
                           "3,2020-01-01 00:00:00,,,2026-12-31 00:00:00\n"
                           "4,2020-01-01 00:00:00,,,\n"); /* none: not applicable */
    measure_fixture_run(f, "2026-03", "2026-04-10", 0);
    STATES("2/1/0", "valid", "period");
    STATES("3/0/0", "valid", "last");
}

/* --- against all pairs ------------------------------------------------------- */

enum { ROWS = 400, WEEK = 7 * 86400 };

struct visit {
    int64_t at, done;
    int place;
};

static uint64_t next(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return *seed >> 33;
}

static const char *made(struct visit *visit, struct measure_fixture *f, uint64_t seed)
{
    struct buf csv;
    int64_t first = measure_fixture_time(f, "2026-03-01");
    buf_init(&csv, 1 << 20);
    buf_text(&csv, VISITS);
    for (int i = 0; i < ROWS; i++) {
        int second = (int)(next(&seed) % 20) * 86400,
            took = (int)(next(&seed) % 90) * 960;
        visit[i].place = (int)(next(&seed) % 40);
        visit[i].at = first + second;
        visit[i].done = visit[i].at + took;
        int day = second / 86400 + 1, end = second + took;
        buf_printf(&csv, "%d,2026-03-%02d 00:00:00,2026-03-%02d %02d:%02d:00,p%d,a,,,,\n",
                   i, day, end / 86400 + 1, end / 3600 % 24, end / 60 % 60,
                   visit[i].place);
    }
    const char *text = arena_str(&f->job.arena, buf_view(&csv)).p;
    buf_release(&csv);
    return text;
}

static int pairs(const struct visit *visit, bool back)
{
    int hits = 0;
    for (int i = 0; i < ROWS; i++) {
        bool hit = false;
        for (int k = 0; k < ROWS && !hit; k++) {
            int64_t gap =
                back ? visit[i].at - visit[k].done : visit[k].at - visit[i].done;
            hit = k != i && visit[k].place == visit[i].place && gap >= 0 && gap <= WEEK;
        }
        hits += hit;
    }
    return hits;
}

static void all_pairs_say_the_same(void **state)
{
    static struct visit visit[ROWS];
    (void)state;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        void *fresh;
        set_up(&fresh);
        struct measure_fixture *f = fresh;
        measure_fixture_import(f, 'v', made(visit, f, seed));
        measure_fixture_run(f, "2026-03", "2026-06-01", 0);
        assert_int_equal(measure_fixture_figure(f, "ahead", "period", NULL, NULL)->hit,
                         pairs(visit, false));
        assert_int_equal(measure_fixture_figure(f, "back", "period", NULL, NULL)->hit,
                         pairs(visit, true));
        measure_fixture_tear_down(&fresh);
    }
}

static void wrong_declarations_are_refused(void **state)
{
    static const char *const wrong[][2] = {
        {RATE("m", "done", AGAIN("nothing", "done", "at", "ahead", "")), "field"},
        {RATE("m", "done", AGAIN("good", "done", "at", "ahead", "")), "texts"},
        {RATE("m", "done", AGAIN("place", "place", "at", "ahead", "")), "time"},
        {RATE("m", "done", AGAIN("place", "done", "at", "ahead", " among='papers'")),
         "another kind"},
        {RATE("m", "done", "<within from='at' at='end' limit='days'/>"), "held"}};
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct measure_fixture f;
        measure_fixture_open(&f);
        const char *text =
            arena_printf(&f.job.arena, LIMITS POPULATIONS "%s", wrong[i][0]).p;
        assert_int_equal(measure_fixture_metrics(&f, &text, 1), -1);
        assert_non_null(strstr(f.err.msg, wrong[i][1]));
        measure_fixture_close(&f);
    }
}

int main(void)
{
#define TEST(name)                                                                       \
    cmocka_unit_test_setup_teardown(name, set_up, measure_fixture_tear_down)
    const struct CMUnitTest tests[] = {TEST(what_comes_back_at_the_last_second_counts),
                                       TEST(nothing_is_known_before_the_time_is_over),
                                       TEST(two_at_one_time_are_each_others_repeat),
                                       TEST(the_others_are_told_by_their_parents),
                                       TEST(ages_are_those_of_each_window),
                                       TEST(what_is_valid_on_the_last_day_is_valid),
                                       cmocka_unit_test(all_pairs_say_the_same),
                                       cmocka_unit_test(wrong_declarations_are_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
