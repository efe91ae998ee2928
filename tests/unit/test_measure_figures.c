/* From rows to figures: states at their boundaries, exact fractions, cuts, windows,
 * reasons for a missing value, judgement before rounding. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fixture_measure.h"
#include "measure/against.h"

#include "base/banned.h"

#define NAME "<name xml:lang='en'>N</name>"
#define DIMENSIONS                                                                       \
    "<dimension id='place' blank='?'>" NAME "<of kind='visit' field='place'/>"           \
    "<of kind='reply' via='visit' field='place'/></dimension>"                           \
    "<dimension id='class'>" NAME "<of kind='visit' field='class'/></dimension>"         \
    "<limit id='soon' by='class' unit='min'><at key='a' is='30'/><at key='b' is='60'/>"  \
    "</limit><limit id='hour' unit='h'><at is='1'/></limit>"
#define POPULATIONS                                                                      \
    "<population id='visits' kind='visit' on='at'>" NAME "</population>"                 \
    "<population id='kept' of='visits'>" NAME "<where field='state' not='off'/>"         \
    "</population>"                                                                      \
    "<population id='chosen' of='kept'>" NAME "<any><where field='score' min='4'/>"      \
    "<all><where field='class' in='a b'/><where field='good' is='1'/></all></any>"       \
    "</population>"                                                                      \
    "<population id='replies' kind='reply' on='at'>" NAME "</population>"                \
    "<population id='members' kind='member' held-from='joined' held-until='left'>" NAME  \
    "</population>"
#define METRIC(id, kind, of, more, fact)                                                 \
    "<metric id='" id "' kind='" kind "' of='" of "' unit='number' decimals='1' " more   \
    ">" NAME fact "</metric>"
#define WITHIN(limit, absent)                                                            \
    "<within from='at' to='done' limit='" limit "' clock='elapsed' absent='" absent "'/" \
    ">"
#define HOURS        "<value from='at' to='done' clock='elapsed'/>"
#define VALUE(field) "<value field='" field "'/>"

static const char catalogue[] = DIMENSIONS POPULATIONS METRIC(
    "all", "count", "visits", "cut='place class'",
    "") METRIC("kept", "count", "kept", "cut='place'", "") METRIC("chosen", "count",
                                                                  "chosen", "", "")
    METRIC("soon", "rate", "kept", "better='up' goal='0.75' warn='0.5' cut='place class'",
           WITHIN("soon", "due")) METRIC("soon_or_miss", "rate", "kept", "",
                                         WITHIN("soon", "miss"))
        METRIC("soon_or_out", "rate", "kept", "", WITHIN("soon", "not-applicable"))
            METRIC("hour", "rate", "visits", "", WITHIN("hour", "due")) METRIC(
                "good", "rate", "visits", "",
                "<hit><where field='good' is='1'/></hit>") METRIC("cost", "sum", "visits",
                                                                  "cut='place'",
                                                                  VALUE("cost"))
                METRIC("score", "mean", "visits", "cut='place'", VALUE("score")) METRIC(
                    "net",
                    "mean",
                    "replies",
                    "cut='place'",
                    "<value field='score'><band to='6' is='-100'/><band to='8' is='0'/>"
                    "<band is='100'/></value>") METRIC("heard", "count", "replies",
                                                       "cut='place'", "")
                    METRIC("members", "count", "members", "", "") METRIC(
                        "able", "rate", "members", "",
                        "<hit><where field='able' is='1'/></hit>") "<metric id='p50' "
                                                                   "kind='quantile' "
                                                                   "p='0.5' of='visits' "
                                                                   "unit='h' "
                                                                   "decimals='1' "
                                                                   "cut='place'>" NAME
                                                                       HOURS "</metric>"
                                                                   "<metric id='p90' "
                                                                   "kind='quantile' "
                                                                   "p='0.9' of='visits' "
                                                                   "unit='h' "
                                                                   "decimals='1' "
                                                                   "cut='class'>" NAME
                                                                       HOURS "</metric>"
                                                                   "<metric id='per' "
                                                                   "kind='ratio' "
                                                                   "scale='1000' "
                                                                   "unit='number' "
                                                                   "decimals='1' "
                                                                   "better='down' "
                                                                   "goal='600' "
                                                                   "cut='place'>" NAME
                                                                   "<over "
                                                                   "metric='heard'/"
                                                                   "><under "
                                                                   "metric='all'/></"
                                                                   "metric>";

#define VISITS  "id,at,done,place,class,state,good,score,cost\n"
#define REPLIES "id,visit,at,score\n"
#define AS_OF   "2026-04-01"

static int set_up(void **state)
{
    const char *text = catalogue;
    struct measure_fixture *f = *state = mem_new(1, sizeof *f);
    measure_fixture_open(f);
    if (measure_fixture_metrics(f, &text, 1) != 0)
        fail_msg("%s:%ld: %s", f->err.file, f->err.line, f->err.msg);
    return 0;
}

#define STATES(expected, ...)                                                            \
    assert_string_equal(expected, measure_fixture_states(f, __VA_ARGS__))
#define FIGURE(...) measure_fixture_figure(f, __VA_ARGS__)

static void expect_fraction(const struct figure *figure, int64_t numerator,
                            int64_t denominator)
{
    assert_int_equal(figure->missing, FIGURE_OK);
    assert_true(figure->numerator * denominator == figure->denominator * numerator);
    assert_true(fabs(figure->value - (double)numerator / (double)denominator) < 1e-12);
}

static void a_limit_is_kept_at_its_last_second(void **state)
{
    struct measure_fixture *f = *state;
    measure_fixture_import(f, 'v',
                           VISITS
                           "1,2026-03-02 10:00:00,2026-03-02 10:30:00,,a,,,,\n"
                           "2,2026-03-02 10:00:00,2026-03-02 10:30:01,,a,,,,\n"
                           "3,2026-03-02 10:00:00,2026-03-02 11:00:00,,b,,,,\n"
                           "4,2026-03-02 10:00:00,2026-03-02 10:01:00,,c,,,,\n"
                           "5,2026-03-02 10:00:00,2026-03-02 10:01:00,,a,off,,,\n");
    measure_fixture_run(f, "2026-03", AS_OF, 0);
    STATES("2/1/0", "soon", "period", NULL, NULL);
    STATES("1/1/0", "soon", "period", "class", "a");
    STATES("0/0/0", "soon", "period", "class", "c");
    STATES("5/0/0", "hour", "period", NULL, NULL);
    STATES("4/0/0", "kept", "period", NULL, NULL);
}

static void an_open_row_is_due_at_its_limit(void **state)
{
    struct measure_fixture *f = *state;
    measure_fixture_import(f, 'v', VISITS "1,2026-03-31 10:00:00,,,a,,,,\n");
    measure_fixture_run(f, "2026-03", "2026-03-31 10:29:59", 0);
    STATES("0/0/1", "soon", "period", NULL, NULL);
    STATES("0/1/0", "soon_or_miss", "period", NULL, NULL);
    STATES("0/0/0", "soon_or_out", "period", NULL, NULL);
    assert_int_equal(FIGURE("soon", "period", NULL, NULL)->missing, FIGURE_NONE_DUE);
    assert_int_equal(FIGURE("soon_or_out", "period", NULL, NULL)->missing,
                     FIGURE_NONE_DUE);
    measure_fixture_run(f, "2026-03", "2026-03-31 10:30:00", 0);
    STATES("0/1/0", "soon", "period", NULL, NULL);
}

static void predicates_nest_and_missing_is_not_equal(void **state)
{
    struct measure_fixture *f = *state;
    measure_fixture_import(f, 'v',
                           VISITS "1,2026-03-02 10:00:00,,,a,on,1,,\n"
                                  "2,2026-03-02 10:00:00,,,a,on,0,,\n"
                                  "3,2026-03-02 10:00:00,,,c,on,0,4,\n"
                                  "4,2026-03-02 10:00:00,,,c,on,1,3,\n"
                                  "5,2026-03-02 10:00:00,,,b,,1,,\n"
                                  "6,2026-03-02 10:00:00,,,b,off,1,5,\n");
    measure_fixture_run(f, "2026-03", AS_OF, 0);
    STATES("3/0/0", "chosen", "period", NULL, NULL); /* 1, 3, 5 */
    STATES("5/0/0", "kept", "period", NULL, NULL);   /* no state is not 'off' */
    STATES("4/2/0", "good", "period", NULL, NULL);
}

static void months_are_local_and_half_open(void **state)
{
    struct measure_fixture *f = *state;
    measure_fixture_import(f, 'v',
                           VISITS "1,2026-02-28 23:59:59,,,,,,,\n"
                                  "2,2026-03-01 00:00:00,,,,,,,\n"
                                  "3,2026-03-31 23:59:59,,,,,,,\n"
                                  "4,2026-04-01 00:00:00,,,,,,,\n"
                                  "5,2025-03-15 00:00:00,,,,,,,\n"
                                  "6,2026-01-01 00:00:00,,,,,,,\n");
    measure_fixture_run(f, "2026-03", AS_OF, 0);
    STATES("2/0/0", "all", "period", NULL, NULL);
    STATES("1/0/0", "all", "last", NULL, NULL);
    STATES("1/0/0", "all", "year-ago", NULL, NULL);
    STATES("4/0/0", "all", "to-date", NULL, NULL);
    STATES("2/0/0", "all", "2026-03", NULL, NULL);
    STATES("1/0/0", "all", "2025-03", NULL, NULL);
    measure_fixture_run(f, "2026", AS_OF, 0);
    STATES("4/0/0", "all", "part:2026-Q1", NULL, NULL);
    STATES("5/0/0", "all", "part:2026-H1", NULL, NULL);
    STATES("0/0/0", "all", "part:2026-H2", NULL, NULL);
    STATES("1/0/0", "all", "last", NULL, NULL);
}

static void cuts_leave_out_rows_without_a_parent(void **state)
{
    struct measure_fixture *f = *state;
    size_t n;
    measure_fixture_import(f, 'v',
                           VISITS "1,2026-01-02 10:00:00,,north,,,,,\n"
                                  "2,2026-03-02 10:00:00,,,,,,,\n"
                                  "3,2026-03-02 10:00:00,,south,,,,,\n");
    measure_fixture_import(f, 'r',
                           REPLIES "1,1,2026-03-05 00:00:00,10\n"
                                   "2,2,2026-03-05 00:00:00,7\n"
                                   "3,99,2026-03-05 00:00:00,0\n"
                                   "4,,2026-03-05 00:00:00,6\n"
                                   "5,98,2025-01-05 00:00:00,6\n");
    measure_fixture_run(f, "2026-03", AS_OF, 0);
    STATES("4/0/0", "heard", "period", NULL, NULL);
    STATES("1/0/0", "heard", "period", "place", "north");
    STATES("1/0/0", "heard", "period", "place", "?");
    STATES("0/0/0", "heard", "period", "place", "south");
    STATES("none", "heard", "period", "place", "west");
    expect_fraction(FIGURE("net", "period", NULL, NULL), -100, 4);
    expect_fraction(FIGURE("per", "period", NULL, NULL), 2000, 1);
    expect_fraction(FIGURE("per", "period", "place", "?"), 1000, 1);
    expect_fraction(FIGURE("per", "period", "place", "south"), 0, 1);
    assert_int_equal(FIGURE("per", "period", "place", "north")->missing, FIGURE_NO_ROWS);
    const struct orphan_count *orphans = measure_orphans(f->measure, &n);
    assert_int_equal(n, 2); /* and the holds' */
    assert_int_equal(orphans[0].rows, 2);
    const struct str *keys =
        figures_keys(measure_figures(f->measure),
                     metrics_dimension(&f->job.metrics, STR("place")), &n);
    assert_int_equal(n, 3);
    assert_true(str_eq(keys[0], STR("?")) && str_eq(keys[1], STR("north")) &&
                str_eq(keys[2], STR("south")));
}

/* Classes a and b have a limit; c is judged by none. */
static void values_that_no_limit_knows_are_told(void **state)
{
    struct measure_fixture *f = *state;
    size_t n;
    measure_fixture_import(f, 'v',
                           VISITS "1,2026-03-02 10:00:00,,x,a,,,,\n"
                                  "2,2026-03-02 10:00:00,,x,c,,,,\n"
                                  "3,2026-03-02 10:00:00,,x,A,,,,\n"
                                  "4,2025-03-02 10:00:00,,x,c,,,,\n"
                                  "5,2026-03-02 10:00:00,,x,,,,,\n");
    measure_fixture_run(f, "2026-03", AS_OF, 0);
    const struct unknown_value *unknown = measure_unknown(f->measure, &n);
    assert_int_equal(n, 2);
    assert_true(str_eq(unknown[0].value, STR("c")) && unknown[0].rows == 2);
    assert_true(unknown[0].line == 3 && unknown[0].nknown == 2);
    assert_true(str_eq(unknown[1].value, STR("A")) && unknown[1].rows == 1);
    assert_true(str_eq(unknown[1].closest, STR("a")));
    assert_true(str_eq(unknown[1].field->id, STR("class")));
}

static void sums_and_means_are_exact(void **state)
{
    struct measure_fixture *f = *state;
    measure_fixture_import(f, 'v',
                           VISITS "1,2026-03-02 10:00:00,,x,,,,5,10.10\n"
                                  "2,2026-03-02 10:00:00,,x,,,,4,20.2\n"
                                  "3,2026-03-02 10:00:00,,y,,,,,0.05\n"
                                  "4,2026-03-02 10:00:00,,y,,,,2,\n"
                                  "5,2026-03-02 10:00:00,,x,,,,3,\n"
                                  "6,2026-03-02 10:00:00,,x,,,,3,\n");
    measure_fixture_run(f, "2026-03", AS_OF, 0);
    const struct figure *mean = FIGURE("score", "period", NULL, NULL);
    expect_fraction(FIGURE("cost", "period", NULL, NULL), 3035, 100);
    assert_int_equal(FIGURE("cost", "period", NULL, NULL)->shown_num, 3035);
    assert_int_equal(FIGURE("cost", "period", NULL, NULL)->shown_scale, 2);
    expect_fraction(mean, 17, 5);
    assert_int_equal(mean->n, 5);
    /* 5, 4, 2, 3, 3: s = 1.140175, t(4) = 2.776445: half 1.415715 */
    assert_true(fabs(mean->low - (3.4 - 1.415715)) < 1e-5);
    assert_true(fabs(mean->high - (3.4 + 1.415715)) < 1e-5);
    assert_false(FIGURE("score", "period", "place", "y")->has_interval);
}

/* Measuring March ends for a value of an export; f->err says which. */
static void expect_refused(struct measure_fixture *f)
{
    struct period period;
    struct measure *measure;
    assert_int_equal(period_parse(&period, STR("2026-03"), f->job.zone, &f->err), 0);
    assert_int_equal(store_snapshot(f->store, 0, NULL, &f->err), 0);
    assert_int_equal(measure_run(&measure, f->store, &f->job, &period,
                                 measure_fixture_time(f, AS_OF), 0, &f->err),
                     -1);
    assert_int_equal(f->err.code, ERR_GATE);
}

/* Squares of what an export may hold must not leave 128 bits. */
static void amounts_have_a_limit(void **state)
{
    struct measure_fixture *f = *state;
    measure_fixture_import(f, 'v', VISITS "1,2026-03-02,,,,,,,10995116277.76\n");
    measure_fixture_run(f, "2026-03", AS_OF, 0);
    expect_fraction(FIGURE("cost", "period", NULL, NULL), (int64_t)1 << 40, 100);
    measure_close(f->measure);
    f->measure = NULL;
    store_release(f->store);
    measure_fixture_import(f, 'v', VISITS "2,2026-03-02,,,,,,,-10995116277.77\n");
    expect_refused(f);
    assert_non_null(strstr(f->err.msg, "'cost' is too large for a sum: -1099511627777"));
    assert_non_null(strstr(f->err.note[0], ".csv:2")); /* where it has to be put right */
    store_release(f->store);
}

/* A far date that stands for none: told with its row, and how to let it be none. */
static void a_far_time_is_told_with_its_row(void **state)
{
    struct measure_fixture *f = *state;
    measure_fixture_import(f, 'v',
                           VISITS "1,2026-03-02,2026-03-03,,,,,,\n"
                                  "2,2026-03-02,9999-12-31,,,,,,\n");
    expect_refused(f);
    assert_non_null(strstr(f->err.msg, "seconds; correct the export, or let a far time"));
    assert_non_null(strstr(f->err.note[0], ".csv:3"));
    store_release(f->store);
}

/* Type 7 of 1, 2, 3, 10 h: P50 2.5 h; P90 3 + 0.7 x 7 = 7.9 h. */
static void quantiles_interpolate_exactly(void **state)
{
    struct measure_fixture *f = *state;
    measure_fixture_import(f, 'v',
                           VISITS "1,2026-03-02 00:00:00,2026-03-02 10:00:00,x,a,,,,\n"
                                  "2,2026-03-03 00:00:00,2026-03-03 01:00:00,x,a,,,,\n"
                                  "3,2026-03-04 00:00:00,2026-03-04 03:00:00,y,a,,,,\n"
                                  "4,2026-03-05 00:00:00,2026-03-05 02:00:00,,b,,,,\n"
                                  "5,2026-03-05 00:00:00,,y,b,,,,\n"
                                  "6,2026-02-05 00:00:00,2026-02-05 07:00:00,y,b,,,,\n");
    measure_fixture_run(f, "2026-03", AS_OF, 0);
    expect_fraction(FIGURE("p50", "period", NULL, NULL), 5, 2);
    expect_fraction(FIGURE("p90", "period", NULL, NULL), 79, 10);
    expect_fraction(FIGURE("p90", "2026-03", NULL, NULL), 79, 10);
    expect_fraction(FIGURE("p50", "period", "place", "x"), 11, 2);
    expect_fraction(FIGURE("p50", "period", "place", "y"), 3, 1);
    expect_fraction(FIGURE("p90", "period", "class", "a"), 86, 10);
    expect_fraction(FIGURE("p50", "to-date", NULL, NULL), 3, 1);
    expect_fraction(FIGURE("p50", "last", "place", "y"), 7, 1);
    assert_int_equal(FIGURE("p50", "last", "place", "x")->missing, FIGURE_NO_ROWS);
    assert_int_equal(FIGURE("p50", "period", NULL, NULL)->n, 4);
}

static void held_rows_count_at_the_end_of_a_window(void **state)
{
    struct measure_fixture *f = *state;
    measure_fixture_import(f, 'm',
                           "id,joined,left,able\n"
                           "1,2020-01-01,,1\n"           /* always */
                           "2,2026-03-31,,0\n"           /* joined on the last day */
                           "3,2026-04-01,,1\n"           /* after it */
                           "4,2020-01-01,2026-03-31,1\n" /* left on the last day */
                           "5,2020-01-01,2026-04-01,1\n" /* still there at its end */
                           "6,,,1\n");                   /* since ever */
    measure_fixture_run(f, "2026-03", AS_OF, 0);
    STATES("4/0/0", "members", "period", NULL, NULL);
    STATES("3/1/0", "able", "period", NULL, NULL);
    STATES("4/0/0", "members", "last", NULL, NULL);
    STATES("4/0/0", "members", "to-date", NULL, NULL);
    measure_fixture_run(f, "2026-04", AS_OF, 0);
    STATES("4/0/0", "members", "period", NULL, NULL);
}

static void three_zeros_differ(void **state)
{
    struct measure_fixture *f = *state;
    measure_fixture_import(f, 'v',
                           VISITS "1,2026-01-02 10:00:00,,,a,,,,\n"
                                  "2,2026-03-02 10:00:00,,,a,off,,,\n"
                                  "3,2026-04-02 10:00:00,,,a,,,,\n");
    measure_fixture_run(f, "2026-03", AS_OF, 0);
    assert_int_equal(FIGURE("heard", "period", NULL, NULL)->missing, FIGURE_NO_FILE);
    assert_int_equal(FIGURE("net", "period", NULL, NULL)->missing, FIGURE_NO_FILE);
    assert_int_equal(FIGURE("per", "period", NULL, NULL)->missing, FIGURE_NO_FILE);
    assert_int_equal(FIGURE("members", "period", NULL, NULL)->missing, FIGURE_NO_FILE);
    assert_int_equal(FIGURE("all", "year-ago", NULL, NULL)->missing, FIGURE_NO_FILE);
    assert_int_equal(FIGURE("soon", "last", NULL, NULL)->missing, FIGURE_NO_ROWS);
    assert_int_equal(FIGURE("all", "last", NULL, NULL)->missing, FIGURE_OK); /* 0 */
    assert_int_equal(FIGURE("soon", "period", NULL, NULL)->missing, FIGURE_FILTERED);
    assert_int_equal(FIGURE("score", "period", NULL, NULL)->missing, FIGURE_NONE_DUE);
    assert_int_equal(figure_judge(FIGURE("soon", "period", NULL, NULL)), JUDGE_NO_VALUE);
}

/* 2999 of 4000 is 0.74975: prints 75.0 with one decimal of a percent, yet misses. */
static void goals_are_compared_before_rounding(void **state)
{
    struct measure_fixture *f = *state;
    struct metric metric = {.kind = METRIC_RATE,
                            .unit = UNIT_PERCENT,
                            .decimals = 1,
                            .better = BETTER_UP,
                            .has_goal = true,
                            .goal = {75, 2},
                            .min_n = 30};
    struct figure figure = {
        .metric = &metric, .numerator = 2999, .denominator = 4000, .n = 4000};
    (void)f;
    assert_int_equal(figure_judge(&figure), JUDGE_MISSED);
    assert_int_equal(figure_digits(&figure), 750);
    assert_true(figure_near_miss(&figure));
    metric.has_warn = true;
    metric.warn = (struct dec){74, 2};
    assert_int_equal(figure_judge(&figure), JUDGE_WARN);
    figure.numerator = 2997; /* 74.925 prints 74.9 */
    assert_false(figure_near_miss(&figure));
    figure.numerator = 3000;
    assert_int_equal(figure_judge(&figure), JUDGE_MET);
    assert_false(figure_near_miss(&figure));
    metric.better = BETTER_DOWN;
    assert_int_equal(figure_judge(&figure), JUDGE_MET);
    figure.numerator = 3001; /* 75.025 prints 75.0 */
    metric.warn = (struct dec){76, 2};
    assert_int_equal(figure_judge(&figure), JUDGE_WARN);
    assert_true(figure_near_miss(&figure));
    figure.n = 29;
    assert_int_equal(figure_judge(&figure), JUDGE_FEW);
    figure.missing = FIGURE_FILTERED;
    assert_int_equal(figure_judge(&figure), JUDGE_NO_VALUE);
    metric.has_goal = false;
    assert_int_equal(figure_judge(&figure), JUDGE_NONE);
}

/* 1799 of 2000 is 0.8995, with Wilson's interval 0.8856 to 0.9119. */
static void gaps_are_exact(void **state)
{
    struct metric metric = {.kind = METRIC_RATE,
                            .unit = UNIT_PERCENT,
                            .decimals = 1,
                            .better = BETTER_UP,
                            .min_n = 30};
    struct figure figure = {.metric = &metric,
                            .numerator = 1799,
                            .denominator = 2000,
                            .n = 2000,
                            .value = 0.8995,
                            .has_interval = true,
                            .low = 0.8856,
                            .high = 0.9119};
    const struct dec same = {8995, 4}, above = {90, 2}, far = {92, 2};
    (void)state;
    assert_int_equal(figure_against(&figure, same), STANDING_REACHED);
    assert_int_equal(figure_gap(&figure, same), 0);
    assert_int_equal(figure_against(&figure, above), STANDING_CHANCE);
    assert_int_equal(figure_gap(&figure, above), -1); /* -0.05 points, away from zero */
    assert_int_equal(figure_against(&figure, far), STANDING_BEHIND);
    assert_int_equal(figure_gap(&figure, far), -21); /* -2.05 */
    metric.better = BETTER_DOWN;
    assert_int_equal(figure_against(&figure, above), STANDING_REACHED);
    assert_int_equal(figure_against(&figure, (struct dec){8994, 4}), STANDING_CHANCE);
    metric.better = BETTER_NONE;
    assert_int_equal(figure_against(&figure, above), STANDING_APART);
    metric.better = BETTER_UP;
    figure.has_interval = false;
    assert_int_equal(figure_against(&figure, above), STANDING_BEHIND);
    figure.n = 29;
    assert_int_equal(figure_against(&figure, same), STANDING_FEW);
    figure.missing = FIGURE_NO_ROWS;
    assert_int_equal(figure_against(&figure, same), STANDING_NO_VALUE);
    assert_int_equal(figure_against(NULL, same), STANDING_NO_VALUE);
}

static void pareto_is_by_count_then_key(void **state)
{
    struct measure_fixture *f = *state;
    struct pareto_row *row;
    measure_fixture_import(f, 'v',
                           VISITS "1,2026-03-02 10:00:00,,c,,,,,\n"
                                  "2,2026-03-02 10:00:00,,a,,,,,\n"
                                  "3,2026-03-02 10:00:00,,b,,,,,\n"
                                  "4,2026-03-02 10:00:00,,b,,,,,\n"
                                  "5,2026-02-02 10:00:00,,z,,,,,\n");
    measure_fixture_run(f, "2026-03", AS_OF, 0);
    const struct figures *figures = measure_figures(f->measure);
    size_t n = figures_pareto(figures, metrics_metric(&f->job.metrics, STR("all")),
                              figures_window(figures, WINDOW_PERIOD),
                              metrics_dimension(&f->job.metrics, STR("place")),
                              &f->job.arena, &row);
    assert_int_equal(n, 3);
    assert_true(str_eq(row[0].key, STR("b")) && row[0].count == 2 && row[0].running == 2);
    assert_true(str_eq(row[1].key, STR("a")) && row[1].running == 3);
    assert_true(str_eq(row[2].key, STR("c")) && row[2].running == 4);
    assert_int_equal(row[0].total, 4);
}

/* A correction makes a new version; the old event still gives the old figure. */
static void snapshots_keep_their_figures(void **state)
{
    struct measure_fixture *f = *state;
    int64_t event;
    measure_fixture_import(f, 'v',
                           VISITS "1,2026-03-02 10:00:00,2026-03-02 12:00:00,,a,,,,\n");
    assert_int_equal(store_snapshot(f->store, 0, &event, &f->err), 0);
    store_release(f->store);
    measure_fixture_import(f, 'v',
                           VISITS "1,2026-03-02 10:00:00,2026-03-02 10:20:00,,a,,,,\n"
                                  "2,2026-03-02 10:00:00,,,a,,,,\n");
    measure_fixture_run(f, "2026-03", AS_OF, 0);
    STATES("1/1/0", "soon", "period", NULL, NULL);
    measure_fixture_run(f, "2026-03", AS_OF, event);
    STATES("0/1/0", "soon", "period", NULL, NULL);
}

/* Every figure, in order, as text. */
static const char *whole(struct measure_fixture *f)
{
    const struct figures *figures = measure_figures(f->measure);
    struct buf out;
    buf_init(&out, 1 << 24);
    for (size_t i = 0; i < figures_count(figures); i++) {
        const struct figure *g = figures_at(figures, i);
        buf_printf(&out, "%.*s %s %.*s %.*s %d %.17g %lld %.17g\n",
                   STR_ARG(g->metric->id), g->window->name,
                   STR_ARG(g->cut ? g->cut->id : STR("")), STR_ARG(g->key),
                   (int)g->missing, g->value, (long long)g->pending, g->high);
    }
    const char *text = arena_str(&f->job.arena, buf_view(&out)).p;
    buf_release(&out);
    return text;
}

static void the_order_of_rows_changes_nothing(void **state)
{
    struct measure_fixture *f = *state;
    struct measure_fixture *other = mem_new(1, sizeof *other);
    const char *text = catalogue;
    struct buf up, down;
    buf_init(&up, 1 << 20);
    buf_init(&down, 1 << 20);
    buf_text(&up, VISITS);
    buf_text(&down, VISITS);
    for (int i = 0; i < 200; i++)
        for (int way = 0; way < 2; way++) {
            int k = way ? 199 - i : i;
            buf_printf(way ? &down : &up,
                       "%d,2026-%02d-%02d 10:00:00,2026-%02d-%02d 1%d:%02d:00,p%d,%c,,%d,"
                       "%d,%d.%02d\n",
                       k, k % 3 + 1, k % 27 + 1, k % 3 + 1, k % 27 + 1, k % 9, k % 60,
                       k * 7 % 11, 'a' + k % 3, k % 2, k % 5 + 1, k, k % 100);
        }
    measure_fixture_open(other);
    assert_int_equal(measure_fixture_metrics(other, &text, 1), 0);
    measure_fixture_import(f, 'v', buf_view(&up).p);
    measure_fixture_import(other, 'v', buf_view(&down).p);
    measure_fixture_run(f, "2026-Q1", AS_OF, 0);
    measure_fixture_run(other, "2026-Q1", AS_OF, 0);
    assert_true(strlen(whole(f)) > 5000);
    assert_string_equal(whole(f), whole(other));
    measure_fixture_close(other);
    mem_free(other);
    buf_release(&up);
    buf_release(&down);
}

int main(void)
{
#define TEST(name)                                                                       \
    cmocka_unit_test_setup_teardown(name, set_up, measure_fixture_tear_down)
    const struct CMUnitTest tests[] = {TEST(a_limit_is_kept_at_its_last_second),
                                       TEST(an_open_row_is_due_at_its_limit),
                                       TEST(predicates_nest_and_missing_is_not_equal),
                                       TEST(months_are_local_and_half_open),
                                       TEST(cuts_leave_out_rows_without_a_parent),
                                       TEST(sums_and_means_are_exact),
                                       TEST(amounts_have_a_limit),
                                       TEST(a_far_time_is_told_with_its_row),
                                       TEST(values_that_no_limit_knows_are_told),
                                       TEST(quantiles_interpolate_exactly),
                                       TEST(held_rows_count_at_the_end_of_a_window),
                                       TEST(three_zeros_differ),
                                       TEST(goals_are_compared_before_rounding),
                                       cmocka_unit_test(gaps_are_exact),
                                       TEST(pareto_is_by_count_then_key),
                                       TEST(snapshots_keep_their_figures),
                                       TEST(the_order_of_rows_changes_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
