/* Month edges: a row a second before, at and after local midnight falls into its month, in
 * Asia/Shanghai and over both changes of the clocks in Europe/London; rows written in the
 * zone of their source; populations of nothing, of one row, of missing values alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <math.h>

#include "base/buf.h"
#include "fixture_measure.h"
#include "measure/representative.h"

#include "base/banned.h"

#define NAME   "<name xml:lang='en'>N</name>"
#define NUMBER "unit='number' decimals='1'>" NAME
#define VISITS "id,at,done,place,class,state,good,score,cost\n"

static const char catalogue[] =
    "<dimension id='place'>" NAME "<of kind='visit' field='place'/></dimension>"
    "<limit id='soon' unit='h'><at is='4'/></limit>"
    "<population id='visits' kind='visit' on='at'>" NAME "</population>"
    "<population id='good' of='visits'>" NAME "<where field='good' present='yes'/>"
    "</population>"
    "<metric id='count' kind='count' of='visits' cut='place' " NUMBER "</metric>"
    "<metric id='marked' kind='count' of='good' cut='place' " NUMBER "</metric>"
    "<metric id='rate' kind='rate' of='good' " NUMBER
    "<hit><where field='good' is='1'/></hit></metric>"
    "<metric id='mean' kind='mean' of='visits' " NUMBER "<value field='score'/></metric>"
    "<metric id='net' kind='mean' of='visits' " NUMBER "<value field='score'>"
    "<band to='2' is='-100'/><band is='100'/></value></metric>"
    "<metric id='middle' kind='quantile' p='0.5' of='visits' " NUMBER
    "<value field='score'/></metric>"
    "<metric id='sum' kind='sum' of='visits' " NUMBER "<value field='cost'/></metric>"
    "<metric id='soon' kind='rate' of='visits' " NUMBER
    "<within from='at' to='done' limit='soon' absent='due'/></metric>"
    "<metric id='per' kind='ratio' scale='1000' " NUMBER
    "<over metric='sum'/><under metric='count'/></metric>";

static void open_in(struct measure_fixture *f, const char *zone)
{
    const char *text = catalogue;
    measure_fixture_open(f);
    zone_close(f->job.zone);
    assert_int_equal(zone_open(&f->job.zone, str_of(zone), &f->err), 0);
    if (measure_fixture_metrics(f, &text, 1) != 0)
        fail_msg("%s:%ld: %s", f->err.file, f->err.line, f->err.msg);
}

static int64_t count_of(const struct measure_fixture *f, const char *window)
{
    return measure_fixture_figure(f, "count", window, NULL, NULL)->hit;
}

/* Three seconds around the midnight that ends `last`, as the source writes it. */
static void month_edge(const char *zone, const char *month, const char *after,
                       const char *csv)
{
    struct measure_fixture f;
    open_in(&f, zone);
    measure_fixture_import(&f, 'v', csv);
    measure_fixture_run(&f, after, "2027-01-01", 0);
    assert_int_equal(count_of(&f, month), 1);
    assert_int_equal(count_of(&f, "last"), 1);
    assert_int_equal(count_of(&f, "period"), 2);
    measure_fixture_close(&f);
}

static void months_end_at_local_midnight(void **state)
{
    (void)state;
    month_edge("Asia/Shanghai", "2026-02", "2026-03",
               VISITS "1,2026-02-28 23:59:59,,,,,,,\n2,2026-03-01 00:00:00,,,,,,,\n"
                      "3,2026-03-01 00:00:01,,,,,,,\n");
    month_edge("Europe/London", "2026-03", "2026-04", /* summer time since the 29th */
               VISITS "1,2026-03-31 23:59:59,,,,,,,\n2,2026-04-01 00:00:00,,,,,,,\n"
                      "3,2026-04-01 00:00:01,,,,,,,\n");
    month_edge("Europe/London", "2026-10", "2026-11", /* ended on the 25th */
               VISITS "1,2026-10-31 23:59:59,,,,,,,\n2,2026-11-01 00:00:00,,,,,,,\n"
                      "3,2026-11-01 00:00:01,,,,,,,\n");
}

static void import_from(struct measure_fixture *f, const char *zone, const char *csv)
{
    struct zone *of_job = f->job.zone;
    assert_int_equal(zone_open(&f->job.zone, str_of(zone), &f->err), 0);
    measure_fixture_import(f, 'v', csv);
    zone_close(f->job.zone);
    f->job.zone = of_job;
}

static void a_source_has_its_own_zone(void **state)
{
    struct measure_fixture f;
    (void)state;
    open_in(&f, "Asia/Shanghai");
    import_from(&f, "UTC",
                VISITS "1,2026-02-28 15:59:59,,,,,,,\n2,2026-02-28 16:00:00,,,,,,,\n");
    measure_fixture_run(&f, "2026-03", "2026-05-01", 0);
    assert_int_equal(count_of(&f, "last"), 1);
    assert_int_equal(count_of(&f, "period"), 1);
    measure_fixture_close(&f);
    open_in(&f, "Europe/London"); /* 31 March 23:00 UTC is 1 April there */
    import_from(&f, "UTC",
                VISITS "1,2026-03-31 22:59:59,,,,,,,\n2,2026-03-31 23:00:00,,,,,,,\n");
    measure_fixture_run(&f, "2026-04", "2026-06-01", 0);
    assert_int_equal(count_of(&f, "last"), 1);
    assert_int_equal(count_of(&f, "period"), 1);
    measure_fixture_close(&f);
}

static const char *const all[] = {"count",  "rate", "mean", "net",
                                  "middle", "sum",  "soon", "per"};

static const struct figure *figure_of(const struct measure_fixture *f, const char *metric,
                                      const char *window)
{
    return measure_fixture_figure(f, metric, window, NULL, NULL);
}

static void nothing_prints_why(void **state)
{
    struct measure_fixture f;
    (void)state;
    open_in(&f, "Asia/Shanghai");
    measure_fixture_import(&f, 'v', VISITS "1,2026-02-10 08:00:00,,,,,,,\n");
    measure_fixture_run(&f, "2027-03", "2027-05-01", 0);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        assert_int_not_equal(figure_of(&f, all[i], "period")->missing, FIGURE_OK);
    measure_fixture_close(&f);
}

static void one_row_is_a_population(void **state)
{
    struct measure_fixture f;
    (void)state;
    open_in(&f, "Asia/Shanghai");
    measure_fixture_import(&f, 'v',
                           VISITS "1,2026-02-10 08:00:00,2026-02-10 09:00:00,,,,1,4,"
                                  "2.50\n");
    measure_fixture_run(&f, "2026-02", "2026-05-01", 0);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        const struct figure *figure = figure_of(&f, all[i], "period");
        assert_int_equal(figure->missing, FIGURE_OK);
        assert_int_equal(figure->hit, 1);
    }
    assert_true(figure_of(&f, "mean", "period")->value == 4.0);
    assert_false(figure_of(&f, "mean", "period")->has_interval); /* no spread of one */
    assert_true(figure_of(&f, "middle", "period")->value == 4.0);
    assert_true(figure_of(&f, "rate", "period")->low > 0.2); /* Wilson of 1 in 1 */
    assert_true(figure_of(&f, "per", "period")->value == 2500.0);
    measure_fixture_close(&f);
}

static void missing_values_are_none(void **state)
{
    struct measure_fixture f;
    (void)state;
    open_in(&f, "Asia/Shanghai");
    measure_fixture_import(&f, 'v',
                           VISITS "1,2026-02-10 08:00:00,,,,,,,\n"
                                  "2,2026-02-10 08:30:00,,,,,,,\n");
    measure_fixture_run(&f, "2026-02", "2026-02-10 09:00:00", 0);
    static const char *const empty[] = {"rate", "mean", "net", "middle"};
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++)
        assert_int_equal(figure_of(&f, empty[i], "period")->n, 0);
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++)
        assert_int_not_equal(figure_of(&f, empty[i], "period")->missing, FIGURE_OK);
    assert_int_equal(count_of(&f, "period"), 2);
    assert_int_equal(figure_of(&f, "soon", "period")->missing, FIGURE_NONE_DUE);
    assert_int_equal(figure_of(&f, "soon", "period")->pending, 2);
    measure_fixture_close(&f);
}

/* Of 100 visits 60 lie in the north, 37 in the south, 3 in the west; of 20 marked ones 10,
 * 8, 2. Expected 12, 7.4, 0.6: the last is a class of its own by itself, as the only one
 * below five. Chi-square 4 / 12 + 0.36 / 7.4 + 1.96 / 0.6; p of two degrees exp(-x / 2). */
/* Scores of 5, 5, 5, 1: net 50, and 1 - 0.25 over 4 is the square of 0.4330127: 1.959964 of it
 * reach from -34.869 to beyond 100, where the scale ends. Their mean is 4 with s = 2: t(3) =
 * 3.182446 of 1 reach from 0.818, below the least score, to beyond the best. */
static void intervals_end_with_the_scale(void **state)
{
    struct measure_fixture f;
    (void)state;
    open_in(&f, "Asia/Shanghai");
    measure_fixture_import(&f, 'v',
                           VISITS "1,2026-02-10 08:00:00,,a,,,,5,\n"
                                  "2,2026-02-10 08:00:00,,a,,,,5,\n"
                                  "3,2026-02-10 08:00:00,,a,,,,5,\n"
                                  "4,2026-02-10 08:00:00,,a,,,,1,\n");
    measure_fixture_run(&f, "2026-02", "2026-05-01", 0);
    const struct figure *net = figure_of(&f, "net", "period");
    const struct figure *mean = figure_of(&f, "mean", "period");
    assert_true(net->value == 50 && net->has_interval && mean->value == 4);
    assert_true(fabs(net->low - (50 - 84.86899)) < 1e-4);
    assert_true(net->high == 100);
    assert_true(mean->low == 1 && mean->high == 5);
    measure_fixture_close(&f);
}

static void samples_are_held_against_their_population(void **state)
{
    static const struct {
        const char *place;
        int rows, marked;
    } part[] = {{"north", 60, 10}, {"south", 37, 8}, {"west", 3, 2}};
    const double chi = 4 / 12.0 + 0.36 / 7.4 + 1.96 / 0.6;
    struct measure_fixture f;
    struct representative r;
    struct buf csv;
    int id = 0;
    (void)state;
    open_in(&f, "Asia/Shanghai");
    buf_init(&csv, 1 << 16);
    buf_text(&csv, VISITS);
    for (size_t p = 0; p < 3; p++)
        for (int i = 0; i < part[p].rows; i++)
            buf_printf(&csv, "%d,2026-02-10 08:00:00,,%s,,,%s,,\n", ++id, part[p].place,
                       i < part[p].marked ? "1" : "");
    buf_char(&csv, '\0');
    measure_fixture_import(&f, 'v', buf_view(&csv).p);
    measure_fixture_run(&f, "2026-02", "2026-05-01", 0);
    size_t n;
    const struct figures *figures = measure_figures(f.measure);
    representative_find(&r, figures, metrics_metric(&f.job.metrics, STR("marked")),
                        metrics_metric(&f.job.metrics, STR("count")),
                        figures_windows(figures, &n),
                        metrics_dimension(&f.job.metrics, STR("place")), &f.job.arena);
    assert_int_equal(r.n, 3);
    assert_int_equal(r.sample, 20);
    assert_int_equal(r.classes, 3);
    assert_true(fabs(r.chi_square - chi) < 1e-12);
    assert_true(fabs(r.p - exp(-chi / 2)) < 1e-12);
    assert_true(fabs(r.segment[0].residual + 2 / sqrt(12)) < 1e-12);
    assert_true(r.segment[2].residual == 0);
    buf_release(&csv);
    measure_fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(months_end_at_local_midnight),
        cmocka_unit_test(a_source_has_its_own_zone),
        cmocka_unit_test(nothing_prints_why),
        cmocka_unit_test(one_row_is_a_population),
        cmocka_unit_test(missing_values_are_none),
        cmocka_unit_test(intervals_end_with_the_scale),
        cmocka_unit_test(samples_are_held_against_their_population)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
