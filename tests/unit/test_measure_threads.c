/* Any number of threads gives the same figures, orphans and rows that rules flag, also where
 * a kind has fewer rows than threads and where a row has more columns than a function of SQL
 * takes arguments. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buf.h"
#include "fixture_measure.h"

#include "base/banned.h"

enum { ROWS = 500, MANY = 140, TEXT_MAX = 1 << 22 };

#define NAME "<name xml:lang='en'>N</name>"
#define METRIC(id, kind, of, unit, more, fact)                                           \
    "<metric id='" id "' kind='" kind "' of='" of "' unit='" unit "' decimals='1' " more \
    ">" NAME fact "</metric>"
#define DIMENSIONS                                                                       \
    "<dimension id='place'>" NAME "<of kind='visit' field='place'/>"                     \
    "<of kind='reply' via='visit' field='place'/></dimension><dimension "                \
    "id='class'>" NAME                                                                   \
    "<blank xml:lang='en'>none</blank><of kind='visit' field='class'/></dimension>"
#define LIMITS                                                                           \
    "<limit id='by_class' unit='h' by='class'><at key='a' is='2'/><at key='none' "       \
    "is='9'/></limit><limit id='days' unit='d'><at is='7'/></limit>"
#define POPULATIONS                                                                      \
    "<population id='visits' kind='visit' on='at'>" NAME "</population>"                 \
    "<population id='kept' of='visits'>" NAME "<where field='state' not='off'/>"         \
    "</population><population id='open' kind='visit' held-from='at' "                    \
    "held-until='done'>" NAME                                                            \
    "</population><population id='replies' kind='reply' on='at'>" NAME "</population>"
#define WITHIN                                                                           \
    "<within from='at' to='done' limit='by_class' clock='elapsed' absent='due'/>"
#define AGAIN   "<repeat same='place class' from='done' to='at' look='ahead' limit='days'/>"
#define COUNTED METRIC("all", "count", "visits", "number", "cut='place class'", "")
#define SPANS                                                                            \
    METRIC("in_time", "rate", "kept", "percent", "cut='place class'", WITHIN)            \
    METRIC("half", "quantile", "kept", "h", "p='0.5' cut='class'",                       \
           "<value from='at' to='done'/>")                                               \
    METRIC("again", "rate", "visits", "percent", "cut='place'", AGAIN)                   \
    METRIC("age", "mean", "open", "h", "cut='place'", "<value from='at' at='end'/>")
#define VALUES                                                                           \
    METRIC("cost", "sum", "kept", "number", "cut='place'", "<value field='cost'/>")      \
    METRIC("answers", "mean", "replies", "number", "cut='place'",                        \
           "<value field='score'/>")

static const char catalogue[] = DIMENSIONS LIMITS POPULATIONS COUNTED SPANS VALUES;

/* Spread over two months; every seventh row lacks its class, every ninth its end. */
static const char *visits(struct arena *arena)
{
    struct buf text;
    buf_init(&text, TEXT_MAX);
    buf_text(&text, "id,at,done,place,class,state,good,score,cost\n");
    for (int i = 0; i < ROWS; i++) {
        int day = i * 37 % 59, hour = i * 13 % 20;
        buf_printf(&text, "V%d,2026-%02d-%02d %02d:00:00,", i, day < 31 ? 1 : 2,
                   day < 31 ? day + 1 : day - 30, hour);
        if (i % 9)
            buf_printf(&text, "2026-%02d-%02d %02d:30:00", day < 31 ? 1 : 2,
                       day < 31 ? day + 1 : day - 30, hour + i % 4);
        buf_printf(&text, ",p%d,%s,%s,,%d,%d.50\n", i * i % 11, i % 7 ? "a" : "",
                   i % 5 ? "on" : "off", i % 5 + 1, i);
    }
    const char *copy = arena_str(arena, buf_view(&text)).p;
    buf_release(&text);
    return copy;
}

static const char replies[] = "id,visit,at,score\nR1,V1,2026-01-05 10:00:00,3\n"
                              "R2,V499,2026-02-05 10:00:00,9\n"
                              "R3,nobody,2026-02-06 10:00:00,5\n";

static void put_figure(struct buf *out, const struct figure *f)
{
    buf_printf(out, "%.*s %s %.*s %lld %lld %lld %lld %d %a %a %a\n",
               STR_ARG(f->metric->id), f->window->name, STR_ARG(f->key),
               (long long)f->shown_num, (long long)f->shown_den, (long long)f->n,
               (long long)f->pending, (int)f->missing, f->value, f->low, f->high);
}

/* All that a run of so many threads says. */
static void run(struct measure_fixture *f, size_t threads, struct buf *out)
{
    size_t norphans;
    f->threads = threads;
    measure_fixture_run(f, "2026-02", "2026-03-01 08:00:00", 0);
    const struct figures *figures = measure_figures(f->measure);
    buf_init(out, TEXT_MAX);
    for (size_t i = 0; i < figures_count(figures); i++)
        put_figure(out, figures_at(figures, i));
    const struct orphan_count *orphan = measure_orphans(f->measure, &norphans);
    for (size_t i = 0; i < norphans; i++)
        buf_printf(out, "%.*s %lld\n", STR_ARG(orphan[i].field->id),
                   (long long)orphan[i].rows);
}

static void all_say_the_same(struct measure_fixture *f)
{
    static const size_t threads[] = {0, 2, 3, 8, 64};
    struct buf one, other;
    run(f, 1, &one);
    assert_true(one.n > 1000);
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
        run(f, threads[i], &other);
        assert_string_equal(buf_view(&one).p, buf_view(&other).p);
        buf_release(&other);
    }
    buf_release(&one);
}

static int set_up(void **state)
{
    return measure_fixture_set_up(state, catalogue);
}

static void threads_change_nothing(void **state)
{
    struct measure_fixture *f = *state;
    measure_fixture_import(f, 'v', visits(&f->job.arena));
    measure_fixture_import(f, 'r', replies);
    all_say_the_same(f);
    assert_string_equal("3/0/0",
                        measure_fixture_states(f, "answers", "to-date", NULL, NULL));
}

/* A test of its own, and so a column, for each of many metrics. */
static void many_columns_are_read(void **state)
{
    struct measure_fixture f;
    struct buf text;
    (void)state;
    measure_fixture_open(&f);
    buf_init(&text, TEXT_MAX);
    buf_text(&text, catalogue);
    for (int i = 0; i < MANY; i++)
        buf_printf(&text,
                   METRIC("m%d", "rate", "visits", "percent", "",
                          "<hit><where field='cost' min='%d'/></hit>"),
                   i, i);
    const char *copy = arena_str(&f.job.arena, buf_view(&text)).p;
    assert_int_equal(measure_fixture_metrics(&f, &copy, 1), 0);
    buf_release(&text);
    measure_fixture_import(&f, 'v', visits(&f.job.arena));
    all_say_the_same(&f);
    assert_string_equal("499/1/0",
                        measure_fixture_states(&f, "m1", "to-date", NULL, NULL));
    assert_string_equal("361/139/0",
                        measure_fixture_states(&f, "m139", "to-date", NULL, NULL));
    measure_fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(threads_change_nothing, set_up,
                                        measure_fixture_tear_down),
        cmocka_unit_test(many_columns_are_read)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
