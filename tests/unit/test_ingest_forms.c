/* What cells may look like: the words of a catalogue's forms in flags, times, numbers and
 * lengths of time; declared decimal signs, other values; days and months that may be either
 * way round; ids that a spreadsheet has shortened. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/civil.h"
#include "base/fold.h"
#include "fixture_ingest.h"
#include "ingest/value/local.h"
#include "ingest/typing.h"
#include "ingest/value/when.h"

static const char catalogue[] =
    "<records xmlns='urn:auditpack:records:1'>"
    "<form means='yes'>是 √ Yep</form><form means='no'>否 ×</form>"
    "<form means='year'>年</form><form means='month'>月</form><form means='day'>日</form>"
    "<form means='hour'>时 點</form><form means='minute'>分</form>"
    "<form means='second'>秒</form>"
    "<form means='am'>上午</form><form means='pm'>下午</form>"
    "<form means='length' seconds='86400'>天 d</form>"
    "<form means='length' seconds='3600'>小时 h</form>"
    "<form means='length' seconds='60'>分 分钟 m min</form>"
    "<form means='length' seconds='1'>秒 s</form>"
    "<form means='month-name' place='1'>Jan January</form>"
    "<form means='month-name' place='10'>Oct October</form>"
    "<form means='digit' of='0'>〇 零</form><form means='digit' of='1'>一</form>"
    "<form means='digit' of='2'>二</form><form means='digit' of='5'>五</form>"
    "<form means='digit' of='4'>四</form><form means='tens' of='10'>十</form>"
    "<form means='tens' of='20'>廿</form><form means='era' years='1911'>民國</form>"
    "<form means='weekday'>星期一 星期四 Thu Thursday</form>"
    "<form means='ten' power='4'>万</form><form means='ten' power='8'>億</form>"
    "<kind id='x' key='id' event='at'><name xml:lang='en'>X</name>"
    "<field id='id' type='id' required='yes'><name xml:lang='en'>No</name></field>"
    "<field id='at' type='time'><name xml:lang='en'>At</name></field>"
    "<field id='on' type='date'><name xml:lang='en'>On</name></field>"
    "<field id='in' type='month'><name xml:lang='en'>In</name></field>"
    "<field id='ok' type='flag'><name xml:lang='en'>Ok</name></field>"
    "<field id='cost' type='decimal' scale='2'><name xml:lang='en'>Cost</name>"
    "<unit>元</unit><unit>¥</unit></field>"
    "<field id='share' type='decimal' scale='3'><name xml:lang='en'>Share</name>"
    "<unit power='-2'>%</unit></field>"
    "<field id='n' type='int'><name xml:lang='en'>N</name><unit>台</unit></field>"
    "<field id='took' type='int' length='minutes'><name xml:lang='en'>Took</name></field>"
    "<field id='hours' type='decimal' scale='2' length='hours'><name xml:lang='en'>Hours"
    "</name></field>"
    "<field id='text' type='text'><name "
    "xml:lang='en'>Text</name></field></kind></records>";

#define UTC(year, month, day, hour, minute)                                              \
    civil_seconds(&(struct civil){year, month, day, hour, minute, 0})

static int set_up(void **state)
{
    const char *text = catalogue;
    struct ingest_fixture *f = *state = mem_new(1, sizeof(struct ingest_fixture));
    ingest_fixture_open(f);
    if (ingest_fixture_records(f, &text, 1, &f->records) != 0)
        fail_msg("%s:%ld: %s", f->err.file, f->err.line, f->err.msg);
    f->source.kind = &f->records.kind[0];
    return 0;
}

static int tear_down(void **state)
{
    ingest_fixture_close(*state);
    mem_free(*state);
    return 0;
}

struct typed {
    const char *text;
    int found;
    int64_t value;
};

static void expect(struct ingest_fixture *f, const char *field, bool comma,
                   const struct typed *table, size_t n)
{
    struct map map = {.decimal_comma = comma};
    const struct slot slot = {.field = kind_field(f->source.kind, str_of(field)),
                              .map = &map,
                              .with = NO_COLUMN};
    struct local *local = mem_new(1, sizeof *local);
    local_init(local, f->zone);
    for (size_t i = 0; i < n; i++) {
        int64_t value = -1;
        bool odd;
        int found = typing_value(&slot, str_of(table[i].text), local, &value, &odd);
        if (found != table[i].found || (found == TYPING_FITS && value != table[i].value))
            fail_msg("%s '%s': %d, %lld", field, table[i].text, found, (long long)value);
    }
    mem_free(local);
}
#define EXPECT(f, field, comma, table)                                                   \
    expect(f, field, comma, table, sizeof(table) / sizeof *(table))
#define FITS TYPING_FITS

static void flags(void **state)
{
    static const struct typed table[] = {
        {"是", FITS, 1},
        {"否", FITS, 0},
        {"√", FITS, 1},
        {"×", FITS, 0},
        {"YEP", FITS, 1},
        {"Ｙ", FINDING_FLAG, 0},
        {"ｙｅｐ", FITS, 1},
        {"Y", FITS, 1},
        {"FALSE", FITS, 0},
        {"2", FINDING_FLAG, 0},
        {"是的", FINDING_FLAG, 0},
    };
    EXPECT(*state, "ok", false, table);
}

/* 2026-10-01 08:05:00 in Shanghai is 00:05 UTC. */
static void times_with_marks(void **state)
{
    int64_t at = civil_seconds(&(struct civil){2026, 10, 1, 0, 5, 0});
    int64_t day = civil_seconds(&(struct civil){2026, 9, 30, 16, 0, 0});
    const struct typed table[] = {
        {"2026年10月1日 8时5分", FITS, at},
        {"2026年10月01日08时05分00秒", FITS, at},
        {"2026年10月1日 8:05", FITS, at},
        {"2026年10月1日 上午8:05", FITS, at},
        {"2026/10/1 上午 8:05:00", FITS, at},
        {"2026年10月1日下午8时5分", FITS, at + 12 * 3600},
        {"2026-10-01 下午 08:05:00", FITS, at + 12 * 3600},
        {"2026年10月1日", FITS, day},
        {"２０２６年１０月１日　８：０５", FITS, at},
        {"2026-10-01T00:05:00Z", FITS, at},
        {"2026-10-01T00:05:00.250+00:00", FITS, at},
        {"2026年10月1日 8时", FITS, at - 300},
        {"2026年10月1日 下午12:05", FITS, at + 4 * 3600},
        {"2026年10月1日 上午12:05", FITS, at - 8 * 3600},
        {"2026年10月1日 下午13:05", FINDING_TIME, 0},
        /* Numerals, eras, weekdays and names of UTC. */
        {"二〇二四年十月十一日 十二时五分", FITS, UTC(2024, 10, 11, 4, 5)},
        {"二零二四年一月二十一日", FITS, UTC(2024, 1, 20, 16, 0)},
        {"2024年廿四日", FINDING_TIME, 0},
        {"二〇二四年十月二十日", FITS, UTC(2024, 10, 19, 16, 0)},
        {"二〇二四年十十月一日", FINDING_TIME, 0},
        {"二〇二四年一一十月一日", FINDING_TIME, 0},
        {"民國114年10月1日 下午2:05", FITS, UTC(2025, 10, 1, 6, 5)},
        {"民國一一四年十月一日", FITS, UTC(2025, 9, 30, 16, 0)},
        {"114年10月1日", FINDING_TIME, 0},
        {"2026-10-01（星期四）08:05", FITS, UTC(2026, 10, 1, 0, 5)},
        {"2026年10月1日 星期四", FITS, UTC(2026, 9, 30, 16, 0)},
        {"Thu, 01 Oct 2026 08:05:00 +0800", FITS, UTC(2026, 10, 1, 0, 5)},
        {"Thursday 2026-10-01 08:05", FITS, UTC(2026, 10, 1, 0, 5)},
        {"2026-10-01 08:05:00 UTC", FITS, UTC(2026, 10, 1, 8, 5)},
        {"2026-10-01 08:05:00 GMT+8", FITS, UTC(2026, 10, 1, 0, 5)},
        {"2026-10-01 08:05:00 UTC+08:00", FITS, UTC(2026, 10, 1, 0, 5)},
        {"2026-10-01 08:05:00 CST", FINDING_TIME, 0},
        {"2026-10-01 08:05:00 UTCx", FINDING_TIME, 0},
        {"2026年13月1日", FINDING_TIME, 0},
        {"2026年10月", FINDING_TIME, 0},
        {"10月1日", FINDING_TIME, 0},
        {"2026年10月1日 8时5分99秒", FINDING_TIME, 0},
        {"2026年10月1日 25时", FINDING_TIME, 0},
        {"45931.336805", FINDING_TIME, 0},
        {"1 Oct 2026 8:05", FITS, at},
        {"01-OCT-2026 08:05 am", FITS, at},
        {"October 1, 2026 08:05:00", FITS, at},
        {"01/Oct/2026", FITS, day},
        {"01-OCT-26", FINDING_TIME, 0},
        {"1 Octo 2026", FINDING_TIME, 0},
        {"32 Oct 2026", FINDING_TIME, 0},
    };
    const struct typed on[] = {{"2026年10月1日", FITS, day},
                               {"2026年10月1日 0:00", FITS, day},
                               {"2026-10-01T00:00:00.000", FITS, day},
                               {"2026年10月1日 8:05", FINDING_TIME, 0}};
    const struct typed in[] = {{"2026年10月", FITS, day},
                               {"2026.10", FITS, day},
                               {"202610", FITS, day},
                               {"2026年10月1日", FINDING_TIME, 0}};
    EXPECT(*state, "at", false, table);
    EXPECT(*state, "on", false, on);
    EXPECT(*state, "in", false, in);
}

static void numbers(void **state)
{
    static const struct typed cost[] = {
        {"1,234.50", FITS, 123450},
        {"1 234.50", FITS, 123450},
        {"1，234.50", FITS, 123450},
        {"1\xE2\x80\x89"
         "234.5",
         FITS, 123450},
        {"1'234.50", FITS, 123450},
        {"１２.５", FITS, 1250},
        {"¥12.5", FITS, 1250},
        {"￥ 12.5", FITS, 1250},
        {"12.5元", FITS, 1250},
        {"1.2万", FITS, 1200000},
        {"1.2万元", FITS, 1200000},
        {"0.0001億", FITS, 1000000},
        {"(12.50)", FITS, -1250},
        {"¥(12.50)", FITS, -1250},
        {"-12", FITS, -1200},
        {"−12", FITS, -1200},
        {"-¥12", FINDING_NUMBER, 0},
        {"12.345", FINDING_NUMBER, 0},
        {"12,5", FINDING_NUMBER, 0},
        {"1.2.3", FINDING_NUMBER, 0},
        {"元", FINDING_NUMBER, 0},
        {"$12", FINDING_NUMBER, 0},
        {"1:30", FINDING_NUMBER, 0},
        {"1E+3", FINDING_NUMBER, 0},
        {"99999999999999999万", FINDING_NUMBER, 0},
    };
    static const struct typed comma[] = {
        {"1.234,50", FITS, 123450},  {"12,5", FITS, 1250},      {"12", FITS, 1200},
        {"12.5", FINDING_NUMBER, 0}, {"1 234,5", FITS, 123450},
    };
    static const struct typed share[] = {
        {"95%", FITS, 950},
        {"95.5 %", FITS, 955},
        {"0.95", FITS, 950},
        {"95.55%", FINDING_NUMBER, 0},
    };
    static const struct typed n[] = {
        {"3台", FITS, 3},
        {"1,200 台", FITS, 1200},
        {"1.2万", FITS, 12000},
        {"1.23456万", FINDING_NUMBER, 0},
        {"12.0", FINDING_NUMBER, 0},
        {"95%", FINDING_NUMBER, 0},
    };
    EXPECT(*state, "cost", false, cost);
    EXPECT(*state, "cost", true, comma);
    EXPECT(*state, "share", false, share);
    EXPECT(*state, "n", false, n);
}

static void lengths_of_time(void **state)
{
    static const struct typed took[] = {
        {"90", FITS, 90},
        {"1:30:00", FITS, 90},
        {"1:30", FITS, 90},
        {"26:00:00", FITS, 1560},
        {"90 min", FITS, 90},
        {"1小时30分", FITS, 90},
        {"1天2小时", FITS, 1560},
        {"1.5h", FITS, 90},
        {"1 d 2 h", FITS, 1560},
        {"PT1H30M", FITS, 90},
        {"P1DT2H", FITS, 1560},
        {"PT90M", FITS, 90},
        {"5400 s", FITS, 90},
        {"1:60", FINDING_NUMBER, 0},
        {"1:30:30", FINDING_NUMBER, 0}, /* half a minute would be lost */
        {"P1M", FINDING_NUMBER, 0},
        {"PT", FINDING_NUMBER, 0},
        {"1 fortnight", FINDING_NUMBER, 0},
        {"-1:30", FINDING_NUMBER, 0},
    };
    static const struct typed hours[] = {
        {"1:30", FITS, 150},
        {"90分钟", FITS, 150},
        {"1.25", FITS, 125},
        {"PT0.5H", FITS, 50},
    };
    EXPECT(*state, "took", false, took);
    EXPECT(*state, "hours", false, hours);
}

static void expect_file(struct ingest_fixture *f, const char *text, const char *result)
{
    assert_string_equal(ingest_fixture_take(f, str_of(text)), result);
}

static void values_that_no_map_names_take_the_other(void **state)
{
    struct ingest_fixture *f = *state;
    struct map_value value[] = {{STR("Urgent"), STR("P1")}};
    struct map map = {.field = kind_field(f->source.kind, STR("text")),
                      .value = value,
                      .nvalues = 1,
                      .has_other = true,
                      .other = STR("P4")};
    f->source.map = &map;
    f->source.nmaps = 1;
    expect_file(f, "id,text\nA,Urgent\nB,ＵＲＧＥＮＴ\nC,low\nD,\n",
                "2 A: A|-|-|-|-|-|-|-|-|-|P1\n3 B: B|-|-|-|-|-|-|-|-|-|P1\n"
                "4 C: C|-|-|-|-|-|-|-|-|-|P4\n5 D: D|-|-|-|-|-|-|-|-|-|-\n");
    map.other = STR("");
    expect_file(f, "id,text\nC,low\n", "2 C: C|-|-|-|-|-|-|-|-|-|-\n");
}

static void ids_are_text_and_shortened_ones_are_found(void **state)
{
    expect_file(*state, "id\n007\n310101199001011234\n1.23457E+17\n3E+05\n2E10\n12E+x\n",
                "required 4 id '1.23457E+17'\n"
                "required 5 id '3E+05'\n"
                "2 007: 007|-|-|-|-|-|-|-|-|-|-\n"
                "3 310101199001011234: 310101199001011234|-|-|-|-|-|-|-|-|-|-\n"
                "6 2E10: 2E10|-|-|-|-|-|-|-|-|-|-\n"
                "7 12E+x: 12E+x|-|-|-|-|-|-|-|-|-|-\n");
}

static void expect_refused(struct ingest_fixture *f, const char *text, long line,
                           const char *message)
{
    const char *result = ingest_fixture_take(f, str_of(text));
    const char *last = strstr(result, "error ");
    if (last == NULL || strstr(last, message) == NULL)
        fail_msg("'%s' is not said by: %s", message, result);
    assert_int_equal(f->err.code, ERR_GATE);
    assert_int_equal(f->err.line, line);
}

static void days_and_months_either_way_round_refuse_the_file(void **state)
{
    struct ingest_fixture *f = *state;
    struct str format[] = {STR("%d/%m/%Y")};
    struct map map = {
        .field = kind_field(f->source.kind, STR("at")), .format = format, .nformats = 1};
    expect_refused(f, "id,at\nA,3/4/2026\nB,5/6/2026\n", 2,
                   "declare <format>%d/%m/%Y</format> or <format>%m/%d/%Y</format>");
    expect_refused(f, "id,at\nA,3/4/2026\nB,25/6/2026\n", 3,
                   "holds \"25/6/2026\", and order of day and month is never guessed: "
                   "declare <format>%d/%m/%Y</format>");
    expect_refused(f, "id,at\nA,3-4-26 10:00\nB,6-25-26 10:00\n", 3,
                   "declare <format>%m-%d-%y %H:%M</format>");
    expect_refused(f, "id,at\nA,25/6/2026\nB,6/25/2026\n", 3, "both ways round");
    f->source.map = &map;
    f->source.nmaps = 1;
    expect_file(f, "id,at\nA,3/4/2026\n", "2 A: A|1775145600|-|-|-|-|-|-|-|-|-\n");
    f->source.nmaps =
        0; /* one such cell among times is a finding and no form of the file */
    expect_file(f, "id,at\nA,2026-04-03\nB,3/4/2026\n",
                "time 3 at '3/4/2026'\n2 A: A|1775145600|-|-|-|-|-|-|-|-|-\n"
                "3 B: B|-|-|-|-|-|-|-|-|-|-\n");
}

/* What a text is written in, so that the reader of a message need not work it out. */
static void the_format_of_a_text_is_derived(void **state)
{
    struct ingest_fixture *f = *state;
    static const struct {
        const char *text, *format; /* NULL: none */
    } table[] = {
        {"25/6/2026", "%d/%m/%Y"},
        {"25.06.26 10:00", "%d.%m.%y %H:%M"},
        {"10/1/2026, 8:00 AM", "%d/%m/%Y, %I:%M %p"},
        {"10/1/2026 下午8:00", "%d/%m/%Y %p%I:%M"},
        {"1-10-2026T08:00:00.125", "%d-%m-%YT%H:%M:%S.%f"},
        {"01/Oct/26 8:00 AM", "%d/%b/%y %I:%M %p"},
        {"Oct 1, 2026", "%b %d, %Y"},
        {"Oct", NULL},
        {"10:00", NULL},
        {"1/2/3/4/5", NULL},
        {"25/6/2026 in the morning", NULL},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        char format[64];
        struct moment moment;
        struct str text = str_of(table[i].text);
        bool found = when_derive(f->records.forms, text, true, format, sizeof format);
        if (found != (table[i].format != NULL) ||
            (found && strcmp(format, table[i].format) != 0))
            fail_msg("'%s': '%s'", table[i].text, format);
        if (found &&
            !when_parse_as(f->records.forms, FIELD_TIME, text, str_of(format), &moment))
            fail_msg("'%s' does not read '%s'", format, table[i].text);
    }
    assert_true(when_names_month(f->records.forms, STR("01/Oct/26")));
    assert_false(when_names_month(f->records.forms, STR("01/10/26")));
    assert_false(when_names_month(f->records.forms, STR("Octopus")));
    assert_false(when_format_valid(STR("%d/%b/%m/%Y")));
}

/* A spreadsheet's ways to say that digits are a text, written out by shops' exports. */
static void wrapped_texts_are_unwrapped(void **state)
{
    expect_file(*state,
                "id,text\n=\"0012\",=\"07\"\n\t0013,'07\n'0014,it's\n'a'b,=\"\"\n",
                "2 0012: 0012|-|-|-|-|-|-|-|-|-|07\n"
                "3 0013: 0013|-|-|-|-|-|-|-|-|-|'07\n"
                "4 0014: 0014|-|-|-|-|-|-|-|-|-|it's\n"
                "5 'a'b: 'a'b|-|-|-|-|-|-|-|-|-|-\n");
}

static void texts_are_folded(void **state)
{
    struct ingest_fixture *f = *state;
    static const char *const same[][2] = {
        {"Ticket ID", "ｔｉｃｋｅｔ　ＩＤ"},
        {" a  b ", "A B"},
        {"é", "É"},
        {"x\xC2\xA0y", "X Y"},
        {"ab\xE2\x80\x8B", "ab"},
        {"（元）", "(元)"},
        {"", " \xE3\x80\x80 "},
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        struct str a = fold_text(&f->arena, str_of(same[i][0]));
        struct str b = fold_text(&f->arena, str_of(same[i][1]));
        if (!str_eq(a, b) || !fold_equal(str_of(same[i][0]), str_of(same[i][1])))
            fail_msg("'%s' is not '%s'", same[i][0], same[i][1]);
    }
    assert_false(fold_equal(STR("ab"), STR("a b")));
    assert_false(fold_equal(STR("ab"), STR("abc")));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(flags),
        TEST(times_with_marks),
        TEST(numbers),
        TEST(lengths_of_time),
        TEST(values_that_no_map_names_take_the_other),
        TEST(ids_are_text_and_shortened_ones_are_found),
        TEST(days_and_months_either_way_round_refuse_the_file),
        TEST(the_format_of_a_text_is_derived),
        TEST(wrapped_texts_are_unwrapped),
        TEST(texts_are_folded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
