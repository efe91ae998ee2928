/* Headers of several rows, declared ones and none; rows left out by rule; what is noted of
 * a row that stays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fixture_ingest.h"

#define NEW_YEAR "1735660800" /* 2025-01-01 00:00:00 in Shanghai */

static void expect(struct ingest_fixture *f, const char *text, const char *result)
{
    assert_string_equal(ingest_fixture_take(f, str_of(text)), result);
}

static const struct field *field_of(struct ingest_fixture *f, const char *id)
{
    return kind_field(f->source.kind, str_of(id));
}

static void rows_of_a_header_are_joined(void **state)
{
    struct ingest_fixture *f = *state;
    struct map maps[] = {{.field = field_of(f, "opened"), .column = STR("times/first")},
                         {.field = field_of(f, "closed"), .column = STR("Times/Last")},
                         {.field = field_of(f, "note"), .column = STR("rest/what")}};
    f->source.map = maps;
    f->source.nmaps = 3;
    f->source.header_rows = 2;
    expect(f,
           "Report,,,,\n\nid,times,,rest,\n,first,last,what,why\n"
           "A1,2025-01-01,2025-01-02,x,y\n",
           "5 A1: A1|" NEW_YEAR "|1735747200|-|-|-|-|x\n");
    assert_int_equal(f->counts.skipped, 2);
    expect(f, "id,times,times,rest\nid,first,last,what\nA1,2025-01-01,,x\n",
           "3 A1: A1|" NEW_YEAR "|-|-|-|-|-|x\n");
}

/* A cell without names below it spans rows, not columns. */
static void a_tall_cell_is_not_carried_to_the_right(void **state)
{
    struct ingest_fixture *f = *state;
    f->source.header_rows = 2;
    expect(f, "id,,score\n,opened,\nA1,2025-01-01,3\n",
           "3 A1: A1|" NEW_YEAR "|-|-|3|-|-|-\n");
}

static void the_line_of_the_header_is_declared(void **state)
{
    struct ingest_fixture *f = *state;
    const char *text = "id,opened\nA1,2025-01-01\nid,opened\nA2,2025-01-01\n";
    expect(f, text,
           "required 3 opened 'opened'\n2 A1: A1|" NEW_YEAR "|-|-|-|-|-|-\n"
           "4 A2: A2|" NEW_YEAR "|-|-|-|-|-|-\n");
    f->source.header_line = 3;
    expect(f, text, "4 A2: A2|" NEW_YEAR "|-|-|-|-|-|-\n");
    assert_int_equal(f->counts.skipped, 2);
    f->source.header_line = 2;
    expect(f, text,
           "error 2 no column fills the required field 'id' (Number); the header has "
           "\"A1\", \"2025-01-01\"\n");
}

static void without_a_header_columns_go_by_position(void **state)
{
    struct ingest_fixture *f = *state;
    struct map maps[] = {{.field = field_of(f, "id"), .position = 2},
                         {.field = field_of(f, "opened"), .position = 1}};
    f->source.map = maps;
    f->source.nmaps = 2;
    f->source.header_line = HEADER_NONE;
    expect(f, "\n2025-01-01,A1,id\n2025-01-01,A2,\n",
           "2 A1: A1|" NEW_YEAR "|-|-|-|-|-|-\n3 A2: A2|" NEW_YEAR "|-|-|-|-|-|-\n");
    assert_int_equal(f->counts.skipped, 1);
    maps[0].position = 4;
    expect(f, "2025-01-01,A1\n",
           "error 1 there is no column 4 to fill the field 'id'; the header has \"1\", "
           "\"2\"\n");
    f->source.nmaps = 0;
    expect(f, "A1,2025-01-01\n",
           "error 1 no column fills the required field 'id' (Number); the header has "
           "\"1\", \"2\"\n");
}

static void rows_are_left_out_by_rule(void **state)
{
    struct ingest_fixture *f = *state;
    struct skip skips[] = {{.text = STR("Total")},
                           {.column = STR("NOTE"), .text = STR("test"), .whole = true}};
    f->source.skip = skips;
    f->source.nskips = 2;
    expect(f,
           "id,opened,note\nA1,2025-01-01,test it\nA2,2025-01-01,test\n"
           "A3,2025-01-01,\n,Totals: 3\nTotal",
           "skipped 3 row 'test'\nskipped 5 row 'Totals: 3'\nskipped 6 row 'Total'\n"
           "2 A1: A1|" NEW_YEAR "|-|-|-|-|-|test it\n"
           "4 A3: A3|" NEW_YEAR "|-|-|-|-|-|-\n");
    assert_int_equal(f->counts.skipped, 3);
    assert_int_equal(f->counts.read, 2);
    skips[1].column = STR("remark");
    expect(f, "id,opened,note\n",
           "error 1 no column is named \"remark\", by which rows are skipped; the header "
           "has \"id\", \"opened\", \"note\"\n");
}

static void lost_characters_are_noted(void **state)
{
    expect(*state,
           "id,opened,note\nA1,2025-01-01,caf\xEF\xBF\xBD\nA2,2025-01-01,caf\xC3\xA9\n",
           "replaced 2 note 'caf\xEF\xBF\xBD'\n"
           "2 A1: A1|" NEW_YEAR "|-|-|-|-|-|caf\xEF\xBF\xBD\n"
           "3 A2: A2|" NEW_YEAR "|-|-|-|-|-|caf\xC3\xA9\n");
}

static void a_key_has_a_limit(void **state)
{
    struct ingest_fixture *f = *state;
    struct buf text;
    for (size_t over = 0; over <= 1; over++) {
        buf_init(&text, 4096);
        buf_text(&text, "id,opened\n");
        for (size_t i = 0; i < KEY_MAX + over; i++)
            buf_char(&text, 'x');
        buf_text(&text, ",2025-01-01\n");
        ingest_fixture_take(f, buf_view(&text));
        assert_int_equal(f->counts.accepted, 1 - over);
        assert_int_equal(f->counts.by_code[FINDING_KEY], over);
        buf_release(&text);
    }
}

int main(void)
{
#define TEST(name) INGEST_TEST(name)
    const struct CMUnitTest tests[] = {
        TEST(rows_of_a_header_are_joined),
        TEST(a_tall_cell_is_not_carried_to_the_right),
        TEST(the_line_of_the_header_is_declared),
        TEST(without_a_header_columns_go_by_position),
        TEST(rows_are_left_out_by_rule),
        TEST(lost_characters_are_noted),
        TEST(a_key_has_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
