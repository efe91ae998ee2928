/* draw: the arithmetic of charts: ticks, places, labels, corners. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "render/draw/chart.h"

#include "base/banned.h"

static struct axis fit(double low, double high, unsigned rules)
{
    struct axis_range range;
    axis_range_init(&range);
    axis_take(&range, low);
    axis_take(&range, high);
    return axis_fit(&range, rules);
}

static void expect_axis(struct axis a, double from, double until, double step)
{
    assert_true(fabs(a.from - from) < 1e-9 * fmax(1, fabs(from)));
    assert_true(fabs(a.until - until) < 1e-9 * fmax(1, fabs(until)));
    assert_true(fabs(a.step - step) < 1e-9 * fmax(1, step));
}

static void ticks_follow_the_rule(void **state)
{
    (void)state;
    expect_axis(fit(90.9, 96.9, AXIS_PERCENT), 90, 98, 2);
    expect_axis(fit(4.26, 4.58, AXIS_FREE), 4.2, 4.6, 0.1);
    expect_axis(fit(25.6, 44.9, AXIS_FREE), 25, 45, 5);
    expect_axis(fit(29, 46, AXIS_FREE), 20, 50, 10);
    expect_axis(fit(28, 325, AXIS_ZERO), 0, 400, 100);
    expect_axis(fit(3, 3, AXIS_ZERO), 0, 3, 1);
    expect_axis(fit(-12, 7, AXIS_FREE), -20, 10, 10);
}

static void percent_ends_at_a_hundred(void **state)
{
    (void)state;
    expect_axis(fit(100, 100, AXIS_PERCENT), 98, 100, 1);
    assert_true(fit(93.2, 99.9, AXIS_PERCENT).until <= 100);
    assert_true(fit(99.97, 100, AXIS_PERCENT).until <= 100);
    assert_true(fit(0, 100, AXIS_PERCENT).until <= 100);
    assert_true(fit(90, 120, AXIS_PERCENT).until >= 120);
}

static void no_range_has_an_axis_too(void **state)
{
    struct axis_range none;
    (void)state;
    axis_range_init(&none);
    axis_take(&none, NAN);
    axis_take(&none, INFINITY);
    assert_false(none.any);
    assert_true(axis_fit(&none, AXIS_FREE).ticks >= 3);
    expect_axis(fit(0, 0, AXIS_FREE), 0, 2, 1);
}

static void places_are_held_in_the_plot(void **state)
{
    struct axis a = fit(0, 100, AXIS_ZERO);
    (void)state;
    assert_true(axis_place(&a, 50, 10, 20) == 15);
    assert_true(axis_place(&a, 500, 10, 20) == 20);
    assert_true(axis_place(&a, -1, 10, 20) == 10);
    assert_true(axis_place(&a, NAN, 10, 20) == 10);
    assert_true(axis_place(&a, 25, 40, 0) == 30);
}

static void labels_are_numbers_for_people(void **state)
{
    struct arena arena;
    (void)state;
    arena_init(&arena);
    struct axis a = fit(0, 4000, AXIS_ZERO);
    assert_true(str_eq(axis_label(&a, 1, &arena), STR("1,000")));
    a = fit(4.26, 4.58, AXIS_FREE);
    assert_true(str_eq(axis_label(&a, 0, &arena), STR("4.2")));
    a = fit(-12, 7, AXIS_FREE);
    assert_true(str_eq(axis_label(&a, 0, &arena), STR("\xe2\x88\x92"
                                                      "20")));
    assert_true(str_eq(axis_label(&a, 2, &arena), STR("0")));
    assert_int_equal(axis_number(NAN, 1, &arena).n, 0);
    assert_true(axis_number(1e300, 1, &arena).n > 0);
    arena_release(&arena);
}

static void labels_keep_apart(void **state)
{
    double at[] = {10, 11, 12}, w[] = {4, 4, 4};
    double tight[] = {1, 2, 3};
    (void)state;
    assert_true(axis_spread(at, w, 3, 1, 0, 40));
    assert_true(at[1] - at[0] >= 5 && at[2] - at[1] >= 5);
    assert_false(axis_spread(tight, w, 3, 1, 0, 12));
    assert_int_equal(axis_stride(5.67, 3, 0.9), 1);
    assert_int_equal(axis_stride(5.67, 9, 0.9), 2);
    assert_int_equal(axis_stride(0, 9, 0.9), 1);
}

static void boxes_and_segments_meet(void **state)
{
    struct rect r = {10, 10, 20, 14};
    (void)state;
    assert_true(rect_meets(r, (struct rect){19, 13, 30, 30}));
    assert_false(rect_meets(r, (struct rect){20, 10, 30, 14}));
    assert_true(rect_crossed(r, 0, 12, 30, 12));
    assert_true(rect_crossed(r, 12, 11, 13, 12));
    assert_false(rect_crossed(r, 0, 0, 30, 0));
    assert_false(rect_crossed(r, 0, 20, 9, 0));
    assert_false(rect_crossed(r, 25, 0, 25, 30));
}

static void spokes_turn_clockwise_from_the_top(void **state)
{
    double xy[2];
    (void)state;
    radar_corner(50, 50, 10, 0, 6, xy);
    assert_true(fabs(xy[0] - 50) < 1e-9 && fabs(xy[1] - 40) < 1e-9);
    radar_corner(50, 50, 10, 1, 4, xy);
    assert_true(fabs(xy[0] - 60) < 1e-9 && fabs(xy[1] - 50) < 1e-9);
    radar_corner(50, 50, 10, 3, 6, xy);
    assert_true(fabs(xy[0] - 50) < 1e-9 && fabs(xy[1] - 60) < 1e-9);
}

static void the_vital_few_are_dark(void **state)
{
    static const double count[] = {39, 30, 18, 14, 11, 8, 6};
    static const double none[] = {0, 0};
    (void)state;
    assert_true(pareto_is_main(count, 7, 0, 80));
    assert_true(pareto_is_main(count, 7, 3, 80));  /* 69.0 % before it */
    assert_false(pareto_is_main(count, 7, 4, 80)); /* 80.2 % */
    assert_false(pareto_is_main((const double[]){80, 20}, 2, 1, 80));
    assert_false(pareto_is_main(none, 2, 0, 80));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ticks_follow_the_rule),
        cmocka_unit_test(percent_ends_at_a_hundred),
        cmocka_unit_test(no_range_has_an_axis_too),
        cmocka_unit_test(places_are_held_in_the_plot),
        cmocka_unit_test(labels_are_numbers_for_people),
        cmocka_unit_test(labels_keep_apart),
        cmocka_unit_test(boxes_and_segments_meet),
        cmocka_unit_test(spokes_turn_clockwise_from_the_top),
        cmocka_unit_test(the_vital_few_are_dark),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
