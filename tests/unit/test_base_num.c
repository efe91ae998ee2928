/* Exact decimals, the rounding rule and the printing of numbers. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <float.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"

static void decimals_are_read_exactly(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t n;
        int scale;
    } table[] = {
        {"0", 0, 0},
        {"-3", -3, 0},
        {"+.5", 5, 1},
        {"1,234.50", 123450, 2},
        {"12,345,678", 12345678, 0},
        {"1.", 1, 0},
        {"0.10", 10, 2},
        {"000000000000000000000007", 7, 0},
        {"999999999999999999", 999999999999999999, 0},
        {"-0.00000000000000001", -1, 17},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct dec d = {-99, -99};
        assert_true(dec_parse(str_of(table[i].text), &d));
        assert_int_equal(d.n, table[i].n);
        assert_int_equal(d.scale, table[i].scale);
    }
    assert_true(dec_real((struct dec){-125, 2}) == -1.25);
}

static void other_texts_are_no_decimals(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "-",
                                      ".",
                                      "+.",
                                      "1.2.3",
                                      "1e5",
                                      "nan",
                                      "0x1",
                                      " 1",
                                      "1 ",
                                      "--1",
                                      "12,34",
                                      ",123",
                                      "1,2345",
                                      "1234,567",
                                      "1,234,",
                                      "1,,234",
                                      "1.2,345",
                                      "1000000000000000000"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct dec d = {7, 7};
        assert_false(dec_parse(str_of(bad[i]), &d));
        assert_int_equal(d.n, 7);
    }
}

static void fractions_round_half_away_from_zero(void **state)
{
    (void)state;
    assert_int_equal(num_round(1, 2, 0), 1);
    assert_int_equal(num_round(-1, 2, 0), -1);
    assert_int_equal(num_round(49, 100, 0), 0);
    assert_int_equal(num_round(-49, 100, 0), 0);
    assert_int_equal(num_round(1, 8, 2), 13); /* 0.125 */
    assert_int_equal(num_round(-1, 8, 2), -13);
    assert_int_equal(num_round(2, 3, 4), 6667);
    assert_int_equal(num_round(1005, 1000, 2), 101); /* as a double: 100 */
    assert_int_equal(num_round(0, 7, 3), 0);
    assert_int_equal(num_round(7, 1, 2), 700);
}

static void fractions_of_any_size_round(void **state)
{
    (void)state;
    const num_wide most = (((num_wide)1 << 126) - 1) * 2 + 1;
    assert_int_equal(num_round(most, most, 4), 10000);
    assert_int_equal(num_round(most - 1, most, 0), 1);
    assert_int_equal(num_round(-most, most, 2), -100);
    assert_int_equal(num_round(most / 2, most, 6), 500000);
    assert_int_equal(num_round(1, most, 9), 0);
    assert_int_equal(num_round(most, 1, 0), INT64_MAX);
    assert_int_equal(num_round(-most - 1, 1, 5), -INT64_MAX);
    assert_int_equal(num_round(INT64_MAX, 1, 0), INT64_MAX);
}

static void reals_round_by_their_exact_value(void **state)
{
    (void)state;
    assert_int_equal(num_round_real(0.5, 0), 1);
    assert_int_equal(num_round_real(-2.5, 0), -3);
    assert_int_equal(num_round_real(1.115, 2), 111); /* lies below the half */
    assert_int_equal(num_round_real(1.125, 2), 113);
    assert_int_equal(num_round_real(-1.125, 2), -113);
    assert_int_equal(num_round_real(1e300, 2), INT64_MAX);
}

static void assert_print(const char *want, int64_t n, int scale, unsigned style)
{
    struct arena a;
    arena_init(&a);
    assert_string_equal(num_print(&a, n, scale, style).p, want);
    arena_release(&a);
}

static void numbers_print(void **state)
{
    (void)state;
    assert_print("0", 0, 0, NUM_PLAIN);
    assert_print("0.05", 5, 2, NUM_PLAIN);
    assert_print("-0.05", -5, 2, NUM_PLAIN);
    assert_print("1234.50", 123450, 2, NUM_PLAIN);
    assert_print("1,234.50", 123450, 2, NUM_GROUP);
    assert_print("123,456", 123456, 0, NUM_GROUP);
    assert_print("123", 123, 0, NUM_GROUP);
    assert_print("+1.2", 12, 1, NUM_SIGNED);
    assert_print("0.0", 0, 1, NUM_SIGNED);
    assert_print("\xe2\x88\x92"
                 "1.2",
                 -12, 1, NUM_SIGNED | NUM_TYPOGRAPHIC);
    assert_print("-9,223,372,036,854,775,808", INT64_MIN, 0, NUM_GROUP);
}

static void reals_print_so_that_they_read_back(void **state)
{
    (void)state;
    static const double value[] = {
        0, 0.1, 1.0 / 3, -2.5e-9, 1e21, 123456789.123456789, DBL_MAX, DBL_MIN, 95.3};
    struct arena a;
    arena_init(&a);
    for (size_t i = 0; i < sizeof value / sizeof value[0]; i++)
        assert_true(strtod(num_real(&a, value[i]).p, NULL) == value[i]);
    assert_string_equal(num_real(&a, 95.3).p, "95.3");
    assert_string_equal(num_real(&a, 7).p, "7");
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decimals_are_read_exactly),
        cmocka_unit_test(other_texts_are_no_decimals),
        cmocka_unit_test(fractions_round_half_away_from_zero),
        cmocka_unit_test(fractions_of_any_size_round),
        cmocka_unit_test(reals_round_by_their_exact_value),
        cmocka_unit_test(numbers_print),
        cmocka_unit_test(reals_print_so_that_they_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
