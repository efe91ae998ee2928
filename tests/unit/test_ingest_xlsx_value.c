/* Numbers of workbooks by their format: which are times, and how they are written as text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ingest/xlsx/formats.h"
#include "ingest/xlsx/value.h"

static void format_codes(void **state)
{
    static const struct {
        const char *code;
        enum cell_format format;
    } table[] = {
        {"General", FORMAT_NUMBER},
        {"General\"\xE4\xBB\xB6\"", FORMAT_NUMBER},
        {"@", FORMAT_NUMBER},
        {"#,##0.00;[Red]-#,##0.00", FORMAT_NUMBER},
        {"0.00E+00", FORMAT_NUMBER},
        {"#,##0\"\xE6\x9C\x88\"", FORMAT_NUMBER},
        {"0\"days\"", FORMAT_NUMBER},
        {"_ * #,##0.00_ ;_ * -#,##0.00_ ", FORMAT_NUMBER},
        {"[$\xC2\xA5-804]#,##0.00", FORMAT_NUMBER},
        {"[>=100]0;0.0", FORMAT_NUMBER},
        {"[DBNum2]General", FORMAT_NUMBER},
        {"0.0%", FORMAT_NUMBER},
        {"# ?/?", FORMAT_NUMBER},
        {"\\d0", FORMAT_NUMBER},
        {"", FORMAT_NUMBER},
        {"\"unclosed yyyy", FORMAT_NUMBER},
        {"yyyy\"\xE5\xB9\xB4\"m\"\xE6\x9C\x88\"d\"\xE6\x97\xA5\"", FORMAT_DATE},
        {"yyyy\xE5\xB9\xB4m\xE6\x9C\x88", FORMAT_DATE},
        {"[$-804]yyyy/m/d", FORMAT_DATE},
        {"[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", FORMAT_DATE},
        {"e\"\xE5\xB9\xB4\"m", FORMAT_DATE},
        {"mmm", FORMAT_DATE},
        {"m/d", FORMAT_DATE},
        {"[DBNum1][$-804]yyyy\"\xE5\xB9\xB4\"m", FORMAT_DATE},
        {"yyyy\\-mm\\-dd;@", FORMAT_DATE},
        {"yyyy-mm-dd hh:mm:ss", FORMAT_MOMENT},
        {"m/d/yy h:mm AM/PM", FORMAT_MOMENT},
        {"h:mm AM/PM", FORMAT_CLOCK},
        {"mm:ss.0", FORMAT_CLOCK},
        {"h\"\xE6\x97\xB6\"mm\"\xE5\x88\x86\"", FORMAT_CLOCK},
        {"[h]:mm:ss", FORMAT_DURATION},
        {"[mm]:ss", FORMAT_DURATION},
        {"[", FORMAT_NUMBER},
        {"\\", FORMAT_NUMBER},
    };
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (format_of_code(str_of(table[i].code)) != table[i].format)
            fail_msg("format %s", table[i].code);
}

static void builtin_formats(void **state)
{
    (void)state;
    for (int64_t id = -1; id < 100; id++) {
        bool time = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) ||
                    (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
        assert_int_equal(format_of_builtin(id) != FORMAT_NUMBER, time);
    }
}

static void plain_numbers(void **state)
{
    static const struct {
        const char *in, *out;
    } table[] = {
        {"0", "0"},
        {"-0.0", "-0"},
        {"12", "12"},
        {"1.50", "1.5"},
        {"1.", "1"},
        {"100", "100"},
        {"0.10000000000000001", "0.1"},
        {"0.30000000000000004", "0.3"},
        {"1.1000000000000001", "1.1"},
        {"1E3", "1000"},
        {"1.25E-5", "0.0000125"},
        {"1E-1", "0.1"},
        {"-1.5e+2", "-150"},
        {"1.23456789012345E+17", "1.23456789012345E+17"},
        {"1.2345678901234501E+17", "1.23456789012345E+17"},
        {"123456789012345000", "1.23456789012345E+17"},
        {"12345678901234500", "12345678901234500"},
        {"1234567890123456789", "1234567890123456789"},
        {"123456789012345E0", "123456789012345"},
        {"123456789012345678", "123456789012345678"},
        {"20261003001234567", "20261003001234567"},
        {"1234567890.12345", "1234567890.12345"},
        {"1E+300", "1E+300"},
        {"+7", "7"},
        {".5", "0.5"},
        {"1,5", "1,5"},
        {"inf", "inf"},
        {"0x10", "0x10"},
        {"-", "-"},
        {"", ""},
        {"1e", "1e"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        char out[VALUE_MAX], z[64];
        struct str text = value_number(str_of(table[i].in), out);
        snprintf(z, sizeof z, "%.*s", STR_ARG(text));
        assert_string_equal(z, table[i].out);
    }
}

/* Whether the text is short enough to be read at once or goes the long way. */
static void serials_are_times_to_the_second(void **state)
{
    (void)state;
    for (int second = 0; second < 86400; second += 7)
        for (int digits = 15; digits <= 18; digits++) {
            char out[VALUE_MAX], serial[40], expected[40], z[40];
            snprintf(serial, sizeof serial, "%.*g", digits, 46298 + second / 86400.0);
            snprintf(expected, sizeof expected, "2026-10-03 %02d:%02d:%02d",
                     second / 3600, second / 60 % 60, second % 60);
            struct str text = value_time(str_of(serial), FORMAT_MOMENT, false, out);
            snprintf(z, sizeof z, "%.*s", STR_ARG(text));
            assert_string_equal(z, expected);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(serials_are_times_to_the_second),
        cmocka_unit_test(format_codes),
        cmocka_unit_test(builtin_formats),
        cmocka_unit_test(plain_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
