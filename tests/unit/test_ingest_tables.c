/* Tables of HTML and sheets of SpreadsheetML 2003, which web systems export as .xls: rows,
 * spans, texts, encodings, typed cells, what is refused, and merged cells. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fixture_ingest.h"

struct shown {
    const char *text, *rows;
};

static void assert_rows(void **state, const struct shown *shown, size_t n)
{
    for (size_t i = 0; i < n; i++)
        assert_string_equal(ingest_fixture_read(*state, str_of(shown[i].text)),
                            shown[i].rows);
}

static void html_is_told_by_its_first_tag(void **state)
{
    static const char *const heads[] = {"<html>",
                                        "<HTML xmlns:o='x'>",
                                        "\n<!DOCTYPE html>\n<html>",
                                        "<?xml version='1.0'?><html>",
                                        "<!-- made by x --><meta charset='utf-8'>",
                                        "\xEF\xBB\xBF<html>",
                                        "",
                                        "<style>td{a:\"<b\"}</style><div>"};
    struct ingest_fixture *f = *state;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        struct str text =
            arena_printf(&f->arena, "%s<table><tr><th>id</th></tr></table>", heads[i]);
        assert_string_equal(ingest_fixture_read(f, text), "1 [id]\n");
        assert_string_equal(f->dialect, "html");
    }
    ingest_fixture_read(f, STR("<?xml version='1.0'?><table><row/><row/></table>"));
    assert_string_equal(f->dialect, "xml, table/row");
}

static void rows_and_cells_of_tables(void **state)
{
    static const struct shown shown[] = {
        /* end tags may be absent */
        {"<table><tr><td>a<td>b<tr><td>c</table>", "1 [a][b]\n2 [c]\n"},
        {"<TABLE><THEAD><TR><TH>a</TH></TR></THEAD><TBODY><TR><TD>b</TD></TR></TABLE>",
         "1 [a]\n2 [b]\n"},
        /* a row without text is none, but counts */
        {"<table><tr><td>a</td></tr><tr><td> </td></tr><tr><td>b</td></tr></table>",
         "1 [a]\n3 [b]\n"},
        /* spans keep the columns in line */
        {"<table><tr><td rowspan=2>a<td colspan=\"2\">b<td>c<tr><td>d<td>e<td>f</table>",
         "1 [a][b][][c]\n2 [][d][e][f]\n"},
        {"<table><tr><td>a<td rowspan=3>b<td>c<tr><td>d<td>e<tr><td>f<td>g<tr><td>h<td>i"
         "</table>",
         "1 [a][b][c]\n2 [d][][e]\n3 [f][][g]\n4 [h][i]\n"},
        /* no span goes beyond its table */
        {"<table><tr><td rowspan=9>a<td>b</table><table><tr><td>c<td>d</table>",
         "1 [a][b]\n2 [c][d]\n"},
        /* a table within a cell has rows of its own */
        {"<table><tr><td>t<table><tr><td>a<td>b<tr><td>c</table></td></tr></table>",
         "1 [t]\n2 [a][b]\n3 [c]\n"},
        {"<div>no cell<table><caption>nor here</caption><tr><td>a</table>nor here",
         "1 [a]\n"}};
    assert_rows(state, shown, sizeof shown / sizeof *shown);
}

static void texts_of_cells(void **state)
{
    static const struct shown shown[] = {
        {"<table><tr><td>&lt;b&gt; &amp;amp; &#65;&#x4E2D;&eacute;&nbsp;&euro; &nope; "
         "&</td>"
         "</table>",
         "1 [<b> &amp; A\xE4\xB8\xAD\xC3\xA9 \xE2\x82\xAC &nope; &]\n"},
        {"<table><tr><td>  a\n\t b </td></table>", "1 [a b]\n"},
        {"<table><tr><td>a<br>b<br/><BR >c<p>d</p></td></table>", "1 [a\nb\nc\nd]\n"},
        {"<table><tr><td><b>a</b><i>b</i><!-- <td>x --><a title=\"<td>\">c</a></table>",
         "1 [abc]\n"},
        {"<table><tr><td>1 < 2 <= 3 <<</td></table>", "1 [1 < 2 <= 3 <<]\n"},
        {"<table><script>if (a<b) '<td>';</script><tr><td>a<style>td > "
         "b</STYLE>b</table>",
         "1 [ab]\n"},
        {"<table><tr><td width=5\" x='>'>a</td></table>", "1 [a]\n"},
        {"<table><tr><td>&#0;&#xD800;&#x110000;&#12a;</td></table>",
         "1 [\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD&#12a;]\n"}};
    assert_rows(state, shown, sizeof shown / sizeof *shown);
}

static void the_encoding_is_what_the_bytes_are(void **state)
{
    struct ingest_fixture *f = *state;
    const char *utf8 =
        "<html><meta charset=gb2312><table><tr><td>\xE5\xB7\xA5\xE5\x8D\x95"
        "</table></html>";
    const char *gb = "<html><meta content='text/html; charset=gb2312'><table><tr><td>"
                     "\xB9\xA4\xB5\xA5</table></html>";
    assert_string_equal(ingest_fixture_read(f, str_of(utf8)),
                        "1 [\xE5\xB7\xA5\xE5\x8D\x95]\n");
    assert_string_equal(f->encoding, "UTF-8");
    assert_string_equal(ingest_fixture_read(f, str_of(gb)),
                        "1 [\xE5\xB7\xA5\xE5\x8D\x95]\n");
    assert_string_equal(f->encoding, "GB18030");
    assert_string_equal(
        ingest_fixture_read(f,
                            STR("<meta charset=\"windows-1251\"><table><tr><td>\xCF\xF0"
                                "\xE8\xE2\xE5\xF2</table>")),
        "1 [\xD0\x9F\xD1\x80\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x82]\n");
}

static void a_table_is_chosen_by_its_number(void **state)
{
    struct ingest_fixture *f = *state;
    struct str text = STR("<table><tr><td>a</table><table><tr><td>b</table>");
    f->source.sheet = STR("2");
    assert_string_equal(ingest_fixture_read(f, text), "2 [b]\n");
    assert_string_equal(f->dialect, "html, table 2");
    f->source.sheet = STR("3");
    assert_string_equal(ingest_fixture_read(f, text),
                        "error 0 the file has no table 3, only 2 of them\n");
}

static void bad_html_is_refused(void **state)
{
    static const struct shown shown[] = {
        {"<html><body>Please log in</body></html>",
         "error 0 the file is a web page without a table, perhaps of a login that ran "
         "out "
         "or an error; export it again\n"},
        {"<table><tr><td>a</td></tr><tr><td>b",
         "1 [a]\nerror 2 the file ends within a table: it was cut off; export it "
         "again\n"},
        {"<table><tr><td>a</td></tr></table><td cla",
         "1 [a]\nerror 1 the file ends within a table: it was cut off; export it "
         "again\n"},
        {"MIME-Version: 1.0\nContent-Type: multipart/related",
         "error 0 the file is a web archive (MHTML), whatever its name says; export it "
         "as "
         "CSV\n"},
        {"[{\"id\": 1}]", "error 0 the file is JSON; export it as CSV\n"}};
    assert_rows(state, shown, sizeof shown / sizeof *shown);
}

static void html_is_bounded(void **state)
{
    struct ingest_fixture *f = *state;
    struct buf text;
    buf_init(&text, SIZE_MAX);
    for (int i = 0; i < 20; i++)
        buf_text(&text, "<table><tr><td>");
    assert_string_equal(ingest_fixture_read(f, buf_view(&text)),
                        "error 0 tables are nested deeper than 16\n");
    buf_clear(&text);
    buf_text(&text, "<table><tr>");
    for (int i = 0; i < 17; i++)
        buf_text(&text, "<td colspan=9999>");
    buf_text(&text, "</table>");
    assert_string_equal(ingest_fixture_read(f, buf_view(&text)),
                        "error 1 the row has more than 16,384 cells\n");
    buf_clear(&text);
    buf_text(&text, "<table><tr><td>");
    for (int i = 0; i < (1 << 20) + 1; i++)
        buf_char(&text, 'x');
    buf_text(&text, "</table>");
    assert_string_equal(ingest_fixture_read(f, buf_view(&text)),
                        "error 1 the row has a cell that is longer than 1 MiB\n");
    buf_release(&text);
}

#define SHEET(name, rows)                                                                \
    "<Worksheet ss:Name='" name "'><Table>" rows "</Table></Worksheet>"
#define BOOK(sheets)                                                                     \
    "<?xml version='1.0'?>\n<?mso-application progid='Excel.Sheet'?>\n"                  \
    "<Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet' "                    \
    "xmlns:ss='urn:schemas-microsoft-com:office:spreadsheet'>" sheets "</Workbook>"
#define CELL(type, text) "<Cell><Data ss:Type='" type "'>" text "</Data></Cell>"

static void sheets_of_xml(void **state)
{
    static const struct shown shown[] = {
        {BOOK(SHEET("a", "<Row>" CELL("String", "x &amp; y") CELL("Number", "1.50E3")
                             CELL("Boolean", "1") CELL("Error", "#N/A") "</Row>")),
         "1 [x & y][1500][TRUE][#N/A]\n"},
        /* numbers of rows and cells, and cells that span others */
        {BOOK(SHEET("a",
                    "<Row ss:Index='3'><Cell ss:Index='2' ss:MergeAcross='1'>"
                    "<Data ss:Type='String'>a</Data></Cell>" CELL(
                        "String", "b") "</Row><Row/><Row>" CELL("String", "c") "</Row>")),
         "3 [][a][][b]\n5 [c]\n"},
        /* moments, days, times of day and lengths of time */
        {BOOK(SHEET("a", "<Row>" CELL("DateTime", "2026-10-03T09:12:00.000")
                             CELL("DateTime", "2026-10-03T00:00:00.000")
                                 CELL("DateTime", "1899-12-31T09:30:05.000") CELL(
                                     "DateTime", "1900-01-01T12:30:00.000") "</Row>")),
         "1 [2026-10-03 09:12:00][2026-10-03 00:00:00][09:30:05][36:30:00]\n"},
        /* the text of a comment is none of the cell's; its markup is not read */
        {BOOK(SHEET("a", "<Row><Cell><Data ss:Type='String'><B>a</B>b</Data><Comment>"
                         "<Data>note</Data></Comment></Cell></Row>")),
         "1 [ab]\n"},
        /* the first sheet that holds something */
        {BOOK(SHEET("a", "") SHEET("b", "<Row>" CELL("String", "x") "</Row>")
                  SHEET("c", "<Row>" CELL("String", "y") "</Row>")),
         "1 [x]\n"},
        {BOOK(SHEET("a", "")), "error 0 no sheet of the file holds a table\n"},
        {BOOK(SHEET("a", "<Row ss:Index='2'/><Row ss:Index='1'/>")),
         "error 3 row 1 stands below row 2\n"},
        {BOOK(SHEET("a", "<Worksheet ss:Name='b'><Row/></Worksheet>")),
         "error 3 a sheet stands within another\n"},
        {BOOK(SHEET("a", "<Row><Cell ss:Index='99999'/></Row>")),
         "error 3 a row has more than 16,384 cells\n"}};
    assert_rows(state, shown, sizeof shown / sizeof *shown);
}

static void a_sheet_is_chosen_by_name_or_number(void **state)
{
    struct ingest_fixture *f = *state;
    struct str text = STR(BOOK(SHEET("a", "<Row>" CELL("String", "x") "</Row>")
                                   SHEET("b", "<Row>" CELL("String", "y") "</Row>")));
    f->source.sheet = STR("B");
    assert_string_equal(ingest_fixture_read(f, text), "1 [y]\n");
    f->source.sheet = STR("1");
    assert_string_equal(ingest_fixture_read(f, text), "1 [x]\n");
    f->source.sheet = STR("c");
    assert_string_equal(ingest_fixture_read(f, text),
                        "error 0 the file has no sheet \"c\"; it has \"a\", \"b\"\n");
}

static void typed_cells_are_times_beside_declared_formats(void **state)
{
    struct ingest_fixture *f = *state;
    struct str format = STR("%d/%m/%Y");
    struct map map = {.field = kind_field(f->source.kind, STR("opened")),
                      .format = &format,
                      .nformats = 1};
    f->source.map = &map;
    f->source.nmaps = 1;
    assert_string_equal(
        ingest_fixture_take(
            f, STR(BOOK(SHEET(
                   "a",
                   "<Row>" CELL("String", "id")
                       CELL("String", "opened") "</Row><Row>" CELL("Number", "7") CELL(
                           "DateTime",
                           "2026-10-01T08:00:00.000") "</Row>"
                                                      "<Row>" CELL("Number", "8")
                                                          CELL("String",
                                                               "01/10/2026") "</Row>")))),
        "2 7: 7|1790812800|-|-|-|-|-|-\n3 8: 8|1790784000|-|-|-|-|-|-\n");
}

/* Fields id, opened, note; the note is filled from above. */
static void set_fill(struct ingest_fixture *f, struct map *map, struct skip *skip)
{
    *map =
        (struct map){.field = kind_field(f->source.kind, STR("note")), .fill_down = true};
    *skip = (struct skip){.text = STR("Sum")};
    f->source.map = map;
    f->source.nmaps = 1;
    f->source.skip = skip;
    f->source.nskips = 1;
}

static void a_group_s_value_is_filled_from_above(void **state)
{
    struct ingest_fixture *f = *state;
    struct map map;
    struct skip skip;
    set_fill(f, &map, &skip);
    /* Blank and skipped rows neither give nor take; a rejected one gives what it holds. */
    assert_string_equal(
        ingest_fixture_take(f, STR("note,id,opened\n,1,2026-10-01\nN,2,2026-10-01\n"
                                   " ,3,2026-10-01\nSum,,\n,,\n,4,2026-10-01\n"
                                   "S,,2026-10-01\n,5,2026-10-01\n")),
        "skipped 5 row 'Sum'\nrequired 8 id ''\n"
        "2 1: 1|1790784000|-|-|-|-|-|-\n3 2: 2|1790784000|-|-|-|-|-|N\n"
        "4 3: 3|1790784000|-|-|-|-|-|N\n7 4: 4|1790784000|-|-|-|-|-|N\n"
        "9 5: 5|1790784000|-|-|-|-|-|S\n");
    assert_string_equal(f->dialect, "csv, comma, LF, 3 cells filled from above");
}

static void what_means_no_value_is_filled_like_any_other(void **state)
{
    struct ingest_fixture *f = *state;
    struct map map;
    struct skip skip;
    struct str none = STR("-");
    set_fill(f, &map, &skip);
    map.missing = &none;
    map.nmissing = 1;
    assert_string_equal(
        ingest_fixture_take(f, STR("note,id,opened\nN,1,2026-10-01\n-,2,2026-10-01\n"
                                   ",3,2026-10-01\n")),
        "2 1: 1|1790784000|-|-|-|-|-|N\n3 2: 2|1790784000|-|-|-|-|-|-\n"
        "4 3: 3|1790784000|-|-|-|-|-|-\n");
}

static void cells_that_span_rows_are_told_unless_filled(void **state)
{
    struct ingest_fixture *f = *state;
    struct map map;
    struct skip skip;
    struct str html =
        STR("<table><tr><td rowspan=2>note<td rowspan=2>id<td>opened<tr><td>opened"
            "<tr><td rowspan=2>N<td>1<td>2026-10-01<tr><td>2<td>2026-10-01</table>");
    assert_string_equal(ingest_fixture_take(f, html),
                        "required 2 id ''\nmerged 4 note 'A3:A4'\n"
                        "3 1: 1|1790784000|-|-|-|-|-|N\n4 2: 2|1790784000|-|-|-|-|-|-\n");
    set_fill(f, &map, &skip);
    f->source.header_rows = 2;
    assert_string_equal(ingest_fixture_take(f, html),
                        "3 1: 1|1790784000|-|-|-|-|-|N\n4 2: 2|1790784000|-|-|-|-|-|N\n");
    assert_string_equal(f->dialect, "html, 1 cells filled from above");
    f->source.header_rows = 0;
    f->source.nmaps = 0;
    assert_string_equal(
        ingest_fixture_take(
            f,
            STR(BOOK(SHEET(
                "a", "<Row>" CELL("String", "id") CELL("String", "opened")
                         CELL("String", "note") "</Row><Row>" CELL("Number", "1") CELL(
                             "String",
                             "2026-10-01") "<Cell ss:MergeDown='1'><Data>N"
                                           "</Data></Cell></Row><Row>" CELL("Number", "2")
                                               CELL("String", "2026-10-01") "</Row>")))),
        "merged 3 note 'C2:C3'\n2 1: 1|1790784000|-|-|-|-|-|N\n"
        "3 2: 2|1790784000|-|-|-|-|-|-\n");
}

int main(void)
{
#define T(test) INGEST_TEST(test)
    const struct CMUnitTest tests[] = {
        T(html_is_told_by_its_first_tag),
        T(rows_and_cells_of_tables),
        T(texts_of_cells),
        T(the_encoding_is_what_the_bytes_are),
        T(a_table_is_chosen_by_its_number),
        T(bad_html_is_refused),
        T(html_is_bounded),
        T(sheets_of_xml),
        T(a_sheet_is_chosen_by_name_or_number),
        T(typed_cells_are_times_beside_declared_formats),
        T(a_group_s_value_is_filled_from_above),
        T(what_means_no_value_is_filled_like_any_other),
        T(cells_that_span_rows_are_told_unless_filled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
