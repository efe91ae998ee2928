/* The rules of a row and their order, cleaning and typing of cells, mapping of columns,
 * counts and batches. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/civil.h"
#include "fixture_ingest.h"

/* 2025-01-01 00:00:00 in Shanghai. */
#define NEW_YEAR "1735660800"
#define HEAD     "id,opened,closed,score\n"

static void expect(struct ingest_fixture *f, const char *text, const char *result)
{
    assert_string_equal(ingest_fixture_take(f, str_of(text)), result);
}

/* The error of a file that is refused. */
static void expect_refused(struct ingest_fixture *f, const char *text, enum err_code code,
                           long line, const char *message)
{
    const char *result = ingest_fixture_take(f, str_of(text));
    if (strncmp(result, "error ", 6) != 0 || strstr(f->err.msg, message) == NULL)
        fail_msg("'%s' is not said by: %s", message, result);
    assert_int_equal(f->err.code, code);
    assert_int_equal(f->err.line, line);
}

static void a_row_becomes_typed_values(void **state)
{
    expect(*state,
           "id,opened,closed,due,score,cost,ok,note\n"
           "A1,2025-01-01 00:00:00,2025-01-01 00:00:01,2025-01-02,5,12.5,yes,fine\n"
           "A2,2025-01-01 00:00:00,,,,,,\n",
           "2 A1: A1|" NEW_YEAR "|1735660801|1735747200|5|1250|1|fine\n"
           "3 A2: A2|" NEW_YEAR "|-|-|-|-|-|-\n");
}

static void a_key_counts_once_even_when_its_row_was_rejected(void **state)
{
    struct ingest_fixture *f = *state;
    expect(f,
           HEAD "A1,2025-01-01 00:00:00,,\n"
                "A1,2025-01-01 00:00:00,,\n"
                "A2,nonsense,,\n"
                " A2 ,2025-01-01 00:00:00,,\n",
           "duplicate 3 id 'A1'\n"
           "required 4 opened 'nonsense'\n"
           "duplicate 5 id ' A2 '\n"
           "2 A1: A1|" NEW_YEAR "|-|-|-|-|-|-\n");
    assert_int_equal(f->counts.by_code[FINDING_DUPLICATE], 2);
}

/* A duplicate is nothing else; a row without a required field has no other finding. */
static void a_rejected_row_has_one_finding(void **state)
{
    expect(*state,
           HEAD "A1,2025-01-01 00:00:00,,\n"
                "A1,nonsense,nonsense,9\n"
                "A2,,nonsense,9\n"
                ",2025-01-01 00:00:00,nonsense,9\n"
                ",2025-01-01 00:00:00,,\n",
           "duplicate 3 id 'A1'\n"
           "required 4 opened ''\n"
           "required 5 id ''\n"
           "required 6 id ''\n"
           "2 A1: A1|" NEW_YEAR "|-|-|-|-|-|-\n");
}

static void a_field_that_cannot_be_used_becomes_missing(void **state)
{
    struct ingest_fixture *f = *state;
    expect(f,
           "id,opened,closed,due,score,cost,ok\n"
           "A1,2025-01-01 00:00:00,2025-02-30 10:15:00,2025-02-30,6,1.234,2\n"
           "A2,2025-01-01 00:00:00,,,4.5,12元,maybe\n",
           "time 2 closed '2025-02-30 10:15:00'\n"
           "time 2 due '2025-02-30'\n"
           "range 2 score '6'\n"
           "number 2 cost '1.234'\n"
           "flag 2 ok '2'\n"
           "number 3 score '4.5'\n"
           "number 3 cost '12元'\n"
           "flag 3 ok 'maybe'\n"
           "2 A1: A1|" NEW_YEAR "|-|-|-|-|-|-\n"
           "3 A2: A2|" NEW_YEAR "|-|-|-|-|-|-\n");
    assert_int_equal(f->counts.corrected, 2);
    assert_int_equal(f->counts.accepted, 2);
}

/* Fields are judged, and counted, before the order of times rejects the row. */
static void order_comes_last(void **state)
{
    struct ingest_fixture *f = *state;
    expect(f,
           HEAD "A1,2025-01-01 00:00:00,2024-12-31 23:59:59,9\n"
                "A2,2025-01-01 00:00:00,2025-01-01 00:00:00,5\n"
                "A3,2025-01-01 00:00:00,nonsense,5\n",
           "range 2 score '9'\n"
           "order 2 closed '2024-12-31 23:59:59'\n"
           "time 4 closed 'nonsense'\n"
           "3 A2: A2|" NEW_YEAR "|" NEW_YEAR "|-|5|-|-|-\n"
           "4 A3: A3|" NEW_YEAR "|-|-|5|-|-|-\n");
    assert_int_equal(f->counts.read, 3);
    assert_int_equal(f->counts.rejected, 1);
    assert_int_equal(f->counts.corrected, 1);
    assert_int_equal(f->counts.by_code[FINDING_RANGE], 1);
}

static void rows_of_the_wrong_length_are_rejected(void **state)
{
    expect(*state,
           HEAD "A1,2025-01-01 00:00:00,\n"
                "A2,2025-01-01 00:00:00,,,,\n"
                "A3,2025-01-01 00:00:00,,,x\n"
                "A1,2025-01-01 00:00:00,,\n",
           "cells 2 row 'A1'\n"
           "cells 4 row 'A3'\n"
           "duplicate 5 id 'A1'\n"
           "3 A2: A2|" NEW_YEAR "|-|-|-|-|-|-\n");
}

static void blank_rows_are_skipped_and_counted(void **state)
{
    struct ingest_fixture *f = *state;
    expect(f, "\n" HEAD "\n,,,\n \t\nA1,2025-01-01 00:00:00,,\n\n",
           "6 A1: A1|" NEW_YEAR "|-|-|-|-|-|-\n");
    assert_int_equal(f->counts.skipped, 5);
    assert_int_equal(f->counts.read, 1);
}

/* A spreadsheet writes 2025/1 where the system wrote 2025-01: one month, not two. */
static void a_key_is_a_value_and_not_its_spelling(void **state)
{
    struct ingest_fixture *f = *state;
    f->source.kind = &f->records.kind[1];
    expect(f, "month,shop,units\n2025-01,A,1\n2025/1,A,2\n2025/01,B,3\nsome,A,4\n",
           "duplicate 3 month '2025/1'\n"
           "required 5 month 'some'\n"
           "2 2025-01|A: " NEW_YEAR "|A|1\n"
           "4 2025-01|B: " NEW_YEAR "|B|3\n");
}

static void a_key_may_be_a_number(void **state)
{
    static const char *const text[] = {
        "<records xmlns='urn:auditpack:records:1'>"
        "<kind id='bin' key='no'><name xml:lang='en'>Bins</name>"
        "<field id='no' type='decimal' scale='2' required='yes'>"
        "<name xml:lang='en'>No</name></field></kind></records>"};
    struct ingest_fixture *f = *state;
    struct records records;
    assert_int_equal(ingest_fixture_records(f, text, 1, &records), 0);
    f->source.kind = &records.kind[0];
    expect(f, "no\n7\n007.0\n1234\n\"1,234\"\n",
           "duplicate 3 no '007.0'\n"
           "duplicate 5 no '1,234'\n"
           "2 7.00: 700\n"
           "4 1234.00: 123400\n");
}

static void several_fields_make_a_key(void **state)
{
    struct ingest_fixture *f = *state;
    f->source.kind = &f->records.kind[1];
    expect(f,
           "month,shop,units\n2025-01,A,1\n2025-01,B,2\n2025-01, A,3\n2025-02,A,\n"
           "2025-01,A|B,1\n2025-01,,4\n2025-01,,5\n",
           "duplicate 4 month '2025-01'\n"
           "required 5 units ''\n"
           "duplicate 8 month '2025-01'\n"
           "2 2025-01|A: " NEW_YEAR "|A|1\n"
           "3 2025-01|B: " NEW_YEAR "|B|2\n"
           "6 2025-01|A\\|B: " NEW_YEAR "|A|B|1\n"
           "7 2025-01|: " NEW_YEAR "|-|4\n");
}

static void numbers_and_flags(void **state)
{
    struct ingest_fixture *f = *state;
    expect(f,
           "id;opened;score;cost;ok\n"
           "A;2025-01-01;+3;1,234.50;TRUE\n"
           "B;2025-01-01;03;-0.10;n\n"
           "C;2025-01-01;1e0;1.2300;0\n"
           "D;2025-01-01;2.0;12,34;1\n",
           "number 4 score '1e0'\n"
           "number 5 score '2.0'\n"
           "number 5 cost '12,34'\n"
           "2 A: A|" NEW_YEAR "|-|-|3|123450|1|-\n"
           "3 B: B|" NEW_YEAR "|-|-|3|-10|0|-\n"
           "4 C: C|" NEW_YEAR "|-|-|-|123|0|-\n"
           "5 D: D|" NEW_YEAR "|-|-|-|-|1|-\n");
}

static struct map *map_of(struct ingest_fixture *f, const char *field)
{
    if (f->source.map == NULL)
        f->source.map = arena_new(&f->arena, 8, sizeof *f->source.map);
    struct map *map = &f->source.map[f->source.nmaps++];
    map->field = kind_field(f->source.kind, str_of(field));
    map->line = 70 + (long)f->source.nmaps;
    return map;
}

static void cells_are_cleaned_before_they_are_typed(void **state)
{
    struct ingest_fixture *f = *state;
    struct str nothing[] = {STR("?"), STR("BLANK")}, none[] = {STR("0")};
    struct map_value values[] = {{STR("best"), STR("5")}, {STR("gone"), STR("")}};
    f->source.missing = nothing;
    f->source.nmissing = 2;
    struct map *map = map_of(f, "score");
    map->missing = none;
    map->nmissing = 1;
    map->value = values;
    map->nvalues = 2;
    expect(f,
           "id,opened,score,note\n"
           "A,2025-01-01, best ,?\n"
           "B,2025-01-01,\xE3\x80\x80"
           "4\xE3\x80\x80,BLANK\n"
           "C,2025-01-01,0,0\n"
           "D,2025-01-01,gone,\xE3\x80\x80 x y \xE3\x80\x80\n"
           "E,?,best,\n",
           "required 6 opened '?'\n"
           "2 A: A|" NEW_YEAR "|-|-|5|-|-|-\n"
           "3 B: B|" NEW_YEAR "|-|-|4|-|-|-\n"
           "4 C: C|" NEW_YEAR "|-|-|-|-|-|0\n"
           "5 D: D|" NEW_YEAR "|-|-|-|-|-|x y\n");
    assert_int_equal(f->counts.corrected,
                     0); /* missing by declaration is no correction */
}

static void columns_are_found_by_name_synonym_map_and_position(void **state)
{
    struct ingest_fixture *f = *state;
    struct map *map;
    expect(f,
           "\xE7\xBC\x96\xE5\x8F\xB7 , OPENED "
           "AT,\xEF\xBC\xB0oints,other\nA,2025-01-01,4,x\n",
           "2 A: A|" NEW_YEAR "|-|-|4|-|-|-\n");
    map = map_of(f, "note");
    map->column = STR("Other ");
    map = map_of(f, "opened");
    map->position = 3;
    map = map_of(f, "ok");
    map->has_constant = true;
    map->constant = STR("yes");
    expect(f, "id,other,when\nA,x,2025-01-01\n", "2 A: A|" NEW_YEAR "|-|-|-|-|1|x\n");
}

/* A map that takes a column takes it away from the field that has its name. */
static void a_map_claims_its_column(void **state)
{
    struct ingest_fixture *f = *state;
    map_of(f, "closed")->column = STR("opened");
    expect_refused(f, "id,opened\nA,2025-01-01\n", ERR_GATE, 1,
                   "no column fills the required field 'opened'");
}

static void declared_formats_are_tried_in_order(void **state)
{
    struct ingest_fixture *f = *state;
    struct str formats[] = {STR("%d/%m/%Y"), STR("%Y.%m.%d")}, wrong[] = {STR("%d/%m")};
    struct map *map = map_of(f, "opened");
    map->format = formats;
    map->nformats = 2;
    expect(f, "id,opened\nA,1/1/2025\nB,2025.1.1\nC,2025-01-01\n",
           "required 4 opened '2025-01-01'\n"
           "2 A: A|" NEW_YEAR "|-|-|-|-|-|-\n"
           "3 B: B|" NEW_YEAR "|-|-|-|-|-|-\n");
    map->format = wrong;
    map->nformats = 1;
    expect_refused(f, "id,opened\n", ERR_JOB, 71, "'%d/%m' is no time format");
}

static void a_missing_column_refuses_the_file(void **state)
{
    struct ingest_fixture *f = *state;
    expect_refused(f, "\nid,opned,closed\nA,2025-01-01,\n", ERR_GATE, 2,
                   "no column fills the required field 'opened' (Opened at); map it to "
                   "\"opned\" if that is meant; the header has \"id\", \"opned\", "
                   "\"closed\"");
    expect_refused(f, "\n\n", ERR_GATE, 0, "blank lines only");
    expect_refused(
        f, "id,Opened,opened\n", ERR_GATE, 1,
        "two columns are named \"opened\"; map the field 'opened' by position");
    map_of(f, "note")->column = STR("Comments");
    expect_refused(f, "id,opened,comment\n", ERR_GATE, 1,
                   "no column is named \"Comments\", which fills the field 'note'; map "
                   "it to \"comment\"");
    f->source.nmaps = 0;
    map_of(f, "note")->column = STR_NONE;
    f->source.map[0].position = 4;
    expect_refused(f, "id,opened,x\n", ERR_GATE, 1,
                   "there is no column 4 to fill the field 'note'");
}

static void what_stands_above_the_header_is_preamble(void **state)
{
    struct ingest_fixture *f = *state;
    expect(f,
           "Export of jobs\nfrom,2025-01-01,to,2025-12-31\n\nid,opened\nA,2025-01-01\n",
           "5 A: A|" NEW_YEAR "|-|-|-|-|-|-\n");
    assert_int_equal(f->counts.skipped, 3);
}

static void unused_columns_and_unfilled_fields_are_listed(void **state)
{
    struct ingest_fixture *f = *state;
    struct ingest_options options = {&f->source, f->zone, f->path, NULL, NULL, false};
    const struct ingest_column *column;
    const struct ingest_unfilled *unfilled;
    struct ingest *ingest;
    ingest_fixture_file(f, STR("id,opened,scores,ok,note,cost,shop,\n"));
    assert_int_equal(ingest_open(&ingest, &options, &f->err), 0);
    assert_int_equal(ingest_columns(ingest, &column), 7);
    assert_string_equal(column[2].header.p, "scores");
    assert_null(column[2].field);
    assert_ptr_equal(column[5].field, kind_field(f->source.kind, STR("cost")));
    assert_int_equal(ingest_unfilled(ingest, &unfilled), 3);
    assert_true(str_eq(unfilled[0].field->id, STR("closed")));
    assert_int_equal(unfilled[0].closest.n, 0);
    assert_true(str_eq(unfilled[2].field->id, STR("score")));
    assert_true(str_eq(unfilled[2].closest, STR("scores")));
    ingest_close(ingest);
}

static void a_file_that_was_cut_is_refused(void **state)
{
    struct ingest_fixture *f = *state;
    expect_refused(f, HEAD "A1,2025-01-01,,\nA2,2025-", ERR_GATE, 3,
                   "the file ends in the middle of this row");
    expect(f, HEAD "A1,2025-01-01,,\nA2,2025-01-01,,",
           "2 A1: A1|" NEW_YEAR "|-|-|-|-|-|-\n"
           "3 A2: A2|" NEW_YEAR "|-|-|-|-|-|-\n");
}

static void odd_local_times_are_kept_and_noted(void **state)
{
    struct ingest_fixture *f = *state;
    ingest_fixture_zone(f, "Europe/Berlin");
    expect(f,
           "id,opened,due\n"
           "A,2025-03-30 02:30:00,2025-03-30\n"
           "B,2025-10-26 02:30:00,\n"
           "C,2025-10-26 04:30:00,\n",
           "zone 2 opened '2025-03-30 02:30:00'\n"
           "zone 3 opened '2025-10-26 02:30:00'\n"
           "2 A: A|1743298200|-|1743289200|-|-|-|-\n"
           "3 B: B|1761438600|-|-|-|-|-|-\n"
           "4 C: C|1761449400|-|-|-|-|-|-\n");
    assert_int_equal(f->counts.corrected, 0);
    assert_int_equal(f->counts.by_code[FINDING_ZONE], 2);
    assert_int_equal(f->counts.first, 1743298200);
    assert_int_equal(f->counts.last, 1761449400);
}

static void a_long_file_comes_in_batches(void **state)
{
    struct ingest_fixture *f = *state;
    struct ingest_options options = {&f->source, f->zone, f->path, NULL, NULL, false};
    struct buf file;
    struct ingest *ingest;
    struct batch *batch;
    uint32_t n[4] = {0}, batches = 0;
    buf_init(&file, 1 << 20);
    buf_text(&file, "id,opened,note\n");
    for (int i = 0; i < 2 * BATCH_MAX + 1; i++)
        buf_printf(&file, "A%d,2025-01-01,%s\n", i, i % 2 ? "odd" : "");
    ingest_fixture_file(f, buf_view(&file));
    assert_int_equal(ingest_open(&ingest, &options, &f->err), 0);
    while (ingest_next(ingest, &batch, &f->err) == 0) {
        assert_true(batch_missing(batch, 7, 0));
        assert_false(batch->n > 1 && batch_missing(batch, 7, 1));
        assert_int_equal(batch->line[0], 2 + batches * BATCH_MAX);
        n[batches++] = batch->n;
    }
    assert_int_equal(batches, 3);
    assert_true(n[0] == BATCH_MAX && n[1] == BATCH_MAX && n[2] == 1);
    assert_int_equal(ingest_next(ingest, &batch, &f->err), 1);
    assert_int_equal(ingest_counts(ingest)->accepted, 2 * BATCH_MAX + 1);
    ingest_close(ingest);
    buf_release(&file);
}

static void the_file_says_how_it_was_read(void **state)
{
    struct ingest_fixture *f = *state;
    ingest_fixture_take(f, STR("id;opened;note\r\nA;2025-01-01;\xB9\xA4\r\n"));
    assert_string_equal(f->encoding, "GB18030");
    assert_string_equal(f->dialect, "csv, semicolon, CRLF, encoding guessed");
    assert_string_equal(finding_name(FINDING_CELLS), "cells");
    assert_true(finding_rejects(FINDING_CELLS));
    assert_false(finding_rejects(FINDING_ZONE));
}

/* 2026-10-01 08:00:00 in Shanghai is 1790812800; closed is given as what passed since. */
static void a_time_may_be_what_passed_since_another(void **state)
{
    struct ingest_fixture *f = *state;
    struct map map = {.field = kind_field(f->source.kind, STR("closed")),
                      .column = STR("took"),
                      .after = kind_field(f->source.kind, STR("opened")),
                      .after_unit = 60};
    f->source.map = &map;
    f->source.nmaps = 1;
    assert_string_equal(
        ingest_fixture_take(f, STR("id,took,opened\n1,35,2026-10-01 08:00:00\n"
                                   "2,00:03:21,2026-10-01 08:00:00\n"
                                   "3,1.5,2026-10-01 08:00:00\n"
                                   "4,,2026-10-01 08:00:00\n5,PT2H,2026-10-01 08:00:00\n"
                                   "6,soon,2026-10-01 08:00:00\n"
                                   "7,-5,2026-10-01 08:00:00\n8,5,never\n")),
        "time 7 closed 'soon'\ntime 8 closed '-5'\nrequired 9 opened 'never'\n"
        "2 1: 1|1790812800|1790814900|-|-|-|-|-\n3 2: 2|1790812800|1790813001|-|-|-|-|-\n"
        "4 3: 3|1790812800|1790812890|-|-|-|-|-\n5 4: 4|1790812800|-|-|-|-|-|-\n"
        "6 5: 5|1790812800|1790820000|-|-|-|-|-\n7 6: 6|1790812800|-|-|-|-|-|-\n"
        "8 7: 7|1790812800|-|-|-|-|-|-\n");
    map.after_unit = 3600;
    assert_string_equal(
        ingest_fixture_take(f, STR("id,took,opened\n1,1.5,2026-10-01 08:00:00\n")),
        "2 1: 1|1790812800|1790818200|-|-|-|-|-\n");
}

#define TEST(name) INGEST_TEST(name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_row_becomes_typed_values),
        TEST(a_time_may_be_what_passed_since_another),
        TEST(a_key_counts_once_even_when_its_row_was_rejected),
        TEST(a_rejected_row_has_one_finding),
        TEST(a_field_that_cannot_be_used_becomes_missing),
        TEST(order_comes_last),
        TEST(rows_of_the_wrong_length_are_rejected),
        TEST(blank_rows_are_skipped_and_counted),
        TEST(a_key_is_a_value_and_not_its_spelling),
        TEST(a_key_may_be_a_number),
        TEST(several_fields_make_a_key),
        TEST(numbers_and_flags),
        TEST(cells_are_cleaned_before_they_are_typed),
        TEST(columns_are_found_by_name_synonym_map_and_position),
        TEST(a_map_claims_its_column),
        TEST(declared_formats_are_tried_in_order),
        TEST(a_missing_column_refuses_the_file),
        TEST(what_stands_above_the_header_is_preamble),
        TEST(unused_columns_and_unfilled_fields_are_listed),
        TEST(a_file_that_was_cut_is_refused),
        TEST(odd_local_times_are_kept_and_noted),
        TEST(a_long_file_comes_in_batches),
        TEST(the_file_says_how_it_was_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
