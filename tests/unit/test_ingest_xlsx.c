/* Rows and cells of workbooks: what spreadsheets, libraries and other programs write, and
 * what is turned into times. Workbooks are made here, part by part. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "fixture_book.h"

static void cells_of_every_type(void **state)
{
    static const struct ingest_quirk table[] = {
        {"<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" "
         "t=\"s\"><v>1</v></c></row>",
         "1 [zero][a b]\n"},
        {"<row r=\"1\"><c r=\"A1\" t=\"s\"><v>2</v></c><c r=\"B1\" "
         "t=\"s\"><v>3</v></c></row>",
         "1 [x\r\ny_z\xF0\x9F\x98\x80]\n"},
        {"<row><c t=\"inlineStr\"><is><t>in<![CDATA[<&>]]>line</t></is></c></row>",
         "1 [in<&>line]\n"},
        {"<row><c t=\"str\"><f>A1</f><v>x_x000A_y &amp; z</v></c></row>",
         "1 [x\ny & z]\n"},
        {"<row><c t=\"b\"><v>1</v></c><c t=\"b\"><v>0</v></c></row>",
         "1 [TRUE][FALSE]\n"},
        {"<row><c t=\"e\"><v>#N/A</v></c></row>", "1 [#N/A]\n"},
        {"<row><c t=\"d\"><v>2026-10-03T09:12:00Z</v></c></row>",
         "1 [2026-10-03 09:12:00]\n"},
        {"<row><c><f>1/3</f></c><c><f>A1</f><v>2</v></c></row>", "1 [=1/3][2]\n"},
        {"<row><c><f>1/3</f><v></v></c><c t=\"n\"><f>A1</f><v/></c></row>",
         "1 [=1/3][=A1]\n"},
        {"<row><c t=\"str\"><f>A1</f><v></v></c><c><v>2</v></c></row>", "1 [][2]\n"},
        {"<row><c><v> 12 </v></c><c s=\"\"><v>1.50</v></c></row>", "1 [12][1.5]\n"},
        {"<row><c s=\"6\"><v>123456789012345678</v></c></row>",
         "1 [123456789012345678]\n"},
    };
    BOOK_CHECK(*state, table);
}

static void numbers_of_rows_and_cells(void **state)
{
    static const struct ingest_quirk table[] = {
        {"<row r=\"3\"><c r=\"B3\"><v>1</v></c></row><row r=\"7\"><c "
         "r=\"A7\"><v>2</v></c>"
         "<c r=\"D7\"><v>3</v></c></row>",
         "3 [][1]\n7 [2][][][3]\n"},
        {"<row><c><v>1</v></c></row><row/><row><c "
         "r=\"C3\"><v>2</v></c><c><v>3</v></c></row>",
         "1 [1]\n3 [][][2][3]\n"},
        {"<row r=\"2\" hidden=\"1\"><c r=\"a2\"><v>1</v></c></row>", "2 [1]\n"},
        {"<row r=\"1\"><c r=\"A1\" s=\"1\"/></row>"
         "<row r=\"2\"><c r=\"XFD2\" s=\"1\"/><c/></row>",
         "error 2 a cell of this row is beyond column XFD, or nowhere\n"},
        {"<row r=\"1\"><c r=\"XFE1\"/></row>",
         "error 1 a cell of this row is beyond column XFD, or nowhere\n"},
        {"<row r=\"1\"><c r=\"11\"/></row>",
         "error 1 a cell of this row is beyond column XFD, or nowhere\n"},
        {"<row r=\"5\"><c r=\"B5\"/><c r=\"A5\"/></row>",
         "error 5 cell A5 is there twice or behind a later one; open the workbook and "
         "save "
         "it again\n"},
        {"<row r=\"5\"/><row r=\"5\"/>",
         "error 5 the row behind this one has a lower number; open the workbook and save "
         "it again\n"},
        {"<row r=\"1048577\"/>",
         "error 0 the row behind this one is beyond row 1,048,576\n"},
        {"<row r=\"28\"><c r=\"AB28\" t=\"s\"><v>4</v></c></row>",
         "error 28 cell AB28 names a shared string that the workbook does not have; it "
         "is "
         "damaged\n"},
    };
    BOOK_CHECK(*state, table);
}

static void numbers_become_times_by_their_format(void **state)
{
    static const struct ingest_quirk table[] = {
        {"<row><c s=\"1\"><v>46298</v></c><c s=\"1\"><v>46298.38333333333</v></c></row>",
         "1 [2026-10-03][2026-10-03 09:12:00]\n"},
        {"<row><c s=\"2\"><v>46298</v></c><c s=\"2\"><v>46298.999999</v></c></row>",
         "1 [2026-10-03 00:00:00][2026-10-04 00:00:00]\n"},
        {"<row><c s=\"3\"><v>0.38333333333333336</v></c><c "
         "s=\"3\"><v>46298.5</v></c></row>",
         "1 [09:12:00][2026-10-03 12:00:00]\n"},
        {"<row><c s=\"4\"><v>1.5208333333333333</v></c><c s=\"4\"><v>-0.5</v></c></row>",
         "1 [36:30:00][-12:00:00]\n"},
        {"<row><c s=\"5\"><v>46298</v></c><c s=\"99\"><v>46298</v></c></row>",
         "1 [2026-10-03][46298]\n"},
        {"<row><c s=\"1\"><v>0</v></c><c s=\"1\"><v>1</v></c><c s=\"1\"><v>59</v></c>"
         "<c s=\"1\"><v>60</v></c><c s=\"1\"><v>61</v></c></row>",
         "1 [1900-01-00][1900-01-01][1900-02-28][1900-02-29][1900-03-01]\n"},
        {"<row><c s=\"1\"><v>2958465</v></c><c s=\"1\"><v>2958466</v></c>"
         "<c s=\"1\"><v>-1</v></c><c s=\"1\" t=\"str\"><v>46298</v></c></row>",
         "1 [9999-12-31][2958466][-1][46298]\n"},
        {"<row><c s=\"1\"><v>n.a.</v></c></row>", "1 [n.a.]\n"},
    };
    BOOK_CHECK(*state, table);
}

static void days_may_count_from_1904(void **state)
{
    struct ingest_fixture *f = *state;
    const struct book book = {
        .workbook = "<workbook " MAIN " xmlns:r=\"" REL "\"><workbookPr date1904=\"1\"/>"
                    "<sheets><sheet name=\"a\" r:id=\"rId1\"/></sheets></workbook>",
        .sheet = "<worksheet " MAIN "><sheetData><row><c s=\"1\"><v>0</v></c>"
                 "<c s=\"1\"><v>44836</v></c></row></sheetData></worksheet>"};
    assert_string_equal(book_fixture_read(f, &book), "1 [1904-01-01][2026-10-03]\n");
}

/* What the readers of a source with a declared format make of typed cells beside texts. */
static void typed_times_stand_beside_texts(void **state)
{
    struct ingest_fixture *f = *state;
    struct str format = STR("%d.%m.%Y %H:%M");
    struct map map = {.field = kind_field(f->source.kind, STR("opened")),
                      .format = &format,
                      .nformats = 1};
    struct zip_fixture zip;
    const struct book book = {
        .sheet = "<worksheet " MAIN "><sheetData><row>"
                 "<c t=\"str\"><v>id</v></c><c t=\"str\"><v>opened</v></c>"
                 "<c t=\"str\"><v>due</v></c></row>"
                 "<row><c><v>1</v></c><c s=\"2\"><v>46298.38333333333</v></c>"
                 "<c s=\"2\"><v>46298.5</v></c></row>"
                 "<row><c><v>2</v></c><c t=\"str\"><v>03.10.2026 09:12</v></c></row>"
                 "<row><c><v>3</v></c><c t=\"str\"><v>10/03/2026</v></c></row>"
                 "</sheetData></worksheet>"};
    f->source.map = &map;
    f->source.nmaps = 1;
    zip_fixture_init(&zip);
    book_fixture_put(&zip, &book);
    assert_string_equal(ingest_fixture_take(f, zip_fixture_end(&zip)),
                        "required 4 opened '10/03/2026'\n"
                        "2 1: 1|1790989920|-|1790956800|-|-|-|-\n"
                        "3 2: 2|1790989920|-|-|-|-|-|-\n");
    assert_string_equal(f->dialect, "xlsx, sheet one, 1900");
    zip_fixture_release(&zip);
}

/* A title above, groups of columns in merged cells, and the sheet told when none fits. */
static void headers_of_two_rows_are_read(void **state)
{
    struct ingest_fixture *f = *state;
    struct zip_fixture zip;
    struct map map = {.field = kind_field(f->source.kind, STR("opened")),
                      .column = STR("times/begun")};
    const struct book book = {
        .sheet =
            "<worksheet " MAIN "><sheetData>"
            "<row r=\"1\"><c t=\"str\"><v>Orders of October</v></c></row>"
            "<row r=\"3\"><c r=\"A3\" t=\"str\"><v>id</v></c>"
            "<c r=\"B3\" t=\"str\"><v>times</v></c></row>"
            "<row r=\"4\"><c r=\"B4\" t=\"str\"><v>begun</v></c>"
            "<c r=\"C4\" t=\"str\"><v>ended</v></c></row>"
            "<row r=\"5\"><c r=\"A5\"><v>7</v></c><c r=\"B5\" s=\"1\"><v>46298</v></c>"
            "</row></sheetData><mergeCells count=\"2\"><mergeCell ref=\"A3:A4\"/>"
            "<mergeCell ref=\"B3:C3\"/></mergeCells></worksheet>"};
    f->source.map = &map;
    f->source.nmaps = 1;
    f->source.header_rows = 2;
    zip_fixture_init(&zip);
    book_fixture_put(&zip, &book);
    assert_string_equal(ingest_fixture_take(f, zip_fixture_end(&zip)),
                        "5 7: 7|1790956800|-|-|-|-|-|-\n");
    map.column = STR("times/broken");
    ingest_fixture_take(f, buf_view(&zip.out));
    assert_int_equal(f->err.code, ERR_GATE);
    assert_string_equal(f->err.note[0], "the file was read as xlsx, sheet one, 1900");
    zip_fixture_release(&zip);
}

/* Cells that span rows are named behind all rows; damaged references are left alone. */
static void merged_cells_are_told(void **state)
{
    struct ingest_fixture *f = *state;
    struct zip_fixture zip;
    const struct book book = {
        .sheet =
            "<worksheet " MAIN "><sheetData><row><c t=\"str\"><v>id</v></c>"
            "<c t=\"str\"><v>opened</v></c><c r=\"H1\" t=\"str\"><v>note</v></c></row>"
            "<row><c><v>1</v></c><c s=\"1\"><v>46298</v></c>"
            "<c r=\"H2\" t=\"str\"><v>N</v></c></row>"
            "<row><c><v>2</v></c><c s=\"1\"><v>46298</v></c></row></sheetData>"
            "<mergeCells><mergeCell ref=\"\"/><mergeCell ref=\"H3:x\"/>"
            "<mergeCell ref=\"Z1:Z9\"/><mergeCell ref=\"H2:H3\"/></mergeCells>"
            "</worksheet>"};
    zip_fixture_init(&zip);
    book_fixture_put(&zip, &book);
    assert_string_equal(ingest_fixture_take(f, zip_fixture_end(&zip)),
                        "merged 3 note 'H2:H3'\n"
                        "2 1: 1|1790956800|-|-|-|-|-|N\n3 2: 2|1790956800|-|-|-|-|-|-\n");
    zip_fixture_release(&zip);
}

/* What a spreadsheet has lost is no data: rounded ids, and formulas that failed. */
static void lost_values_are_found(void **state)
{
    struct ingest_fixture *f = *state;
    struct zip_fixture zip;
    const struct book book = {
        .sheet =
            "<worksheet " MAIN "><sheetData><row>"
            "<c t=\"str\"><v>id</v></c><c t=\"str\"><v>opened</v></c>"
            "<c t=\"str\"><v>note</v></c></row>"
            "<row><c><v>1.23456789012345E+17</v></c><c s=\"1\"><v>46298</v></c></row>"
            "<row><c><v>123456789012345678</v></c><c s=\"1\"><v>46298</v></c>"
            "<c t=\"e\"><v>#REF!</v></c></row>"
            "<row><c><v>7</v></c><c s=\"1\"><v>46298</v></c>"
            "<c><f>IF(A4=7,\"x\",\"\")</f><v></v></c></row>"
            "<row><c><v>8</v></c><c s=\"1\"><v>46298</v></c>"
            "<c t=\"str\"><v>=== 1 ===</v></c></row>"
            "</sheetData></worksheet>"};
    zip_fixture_init(&zip);
    book_fixture_put(&zip, &book);
    assert_string_equal(
        ingest_fixture_take(f, zip_fixture_end(&zip)),
        "required 2 id '1.23456789012345E+17'\n"
        "fault 3 note '#REF!'\n"
        "fault 4 note '=IF(A4=7,\"x\",\"\")'\n"
        "3 123456789012345678: 123456789012345678|1790956800|-|-|-|-|-|-\n"
        "4 7: 7|1790956800|-|-|-|-|-|-\n"
        "5 8: 8|1790956800|-|-|-|-|-|=== 1 ===\n");
    zip_fixture_release(&zip);
}

static void sheets_are_chosen_by_name_number_or_content(void **state)
{
    struct ingest_fixture *f = *state;
    static const struct {
        const char *sheet, *rows;
    } table[] = {
        {"", "3 [x][y]\n4 [1][2]\n"},
        {"Notes", "1 [read me]\n2 [and this]\n"},
        {"data & more", "3 [x][y]\n4 [1][2]\n"},
        {"1", "1 [read me]\n2 [and this]\n"},
        {"3", "1 [read me]\n2 [and this]\n"},
        {"4",
         "error 0 there are no cells in sheet \"chart\"; its sheets are 1 \"notes\", 2 "
         "\"data & more\", 3 \"old\" (hidden), 4 \"chart\" (no cells)\n"},
        {"new",
         "error 0 the workbook has no sheet \"new\"; its sheets are 1 \"notes\", 2 "
         "\"data & more\", 3 \"old\" (hidden), 4 \"chart\" (no cells)\n"},
    };
    const struct book book = {
        .workbook = "<workbook " MAIN " xmlns:r=\"" REL "\"><sheets>"
                    "<sheet name=\"notes\" r:id=\"rId1\"/>"
                    "<sheet name=\"data &amp; more\" r:id=\"rId2\" state=\"visible\"/>"
                    "<sheet name=\"old\" r:id=\"rId1\" state=\"veryHidden\"/>"
                    "<sheet name=\"chart\" r:id=\"rId7\"/></sheets></workbook>",
        .sheet =
            "<worksheet " MAIN "><sheetData><row><c t=\"str\"><v>read me</v></c></row>"
            "<row><c t=\"str\"><v>and this</v></c></row></sheetData></worksheet>"};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct zip_fixture zip;
        zip_fixture_init(&zip);
        book_fixture_put(&zip, &book);
        zip_fixture_put(&zip, "xl/worksheets/s2.xml",
                        STR("<worksheet " MAIN
                            "><sheetData><row r=\"3\"><c t=\"str\"><v>x"
                            "</v></c><c t=\"str\"><v>y</v></c></row><row><c><v>1</v></c>"
                            "<c><v>2</v></c></row></sheetData></worksheet>"));
        f->source.sheet = str_of(table[i].sheet);
        assert_string_equal(book_fixture_zip(f, &zip), table[i].rows);
    }
}

/* What writers other than spreadsheets make of the container and its XML. */
static void odd_workbooks_are_read(void **state)
{
    static const char one[] =
        "<worksheet " MAIN "><dimension ref=\"Z99\"/><sheetData><row>"
        "<c><v>1</v></c></row></sheetData></worksheet>";
    static const char prefixed[] =
        "\xEF\xBB\xBF<?xml version=\"1.0\"?><!-- x --><x:worksheet "
        "xmlns:x=\"http://purl.oclc.org/ooxml/spreadsheetml/main\" xmlns:o=\"other\">"
        "<x:sheetData><o:row><o:c><o:v>7</o:v></o:c></o:row><x:row><x:c><x:v>1</x:v>"
        "<o:v>2</o:v></x:c></x:row></x:sheetData></x:worksheet>";
    static const char absolute[] =
        "<Relationships xmlns=\"r\"><Relationship Id=\"rId1\" Type=\"x/worksheet\" "
        "Target=\"/xl/../../XL/./worksheets/s1.xml\"/></Relationships>";
    static const struct book table[] = {
        {.sheet = one, .strings = "", .styles = ""},
        {.sheet = prefixed},
        {.sheet = one, .relations = absolute},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        assert_string_equal(book_fixture_read(*state, &table[i]), "1 [1]\n");
}

static void utf_16_parts_are_read(void **state)
{
    static const char text[] =
        "<?xml version=\"1.0\" encoding=\"UTF-16\"?><worksheet " MAIN
        "><sheetData><row><c><v>1</v></c></row></sheetData>"
        "</worksheet>";
    char wide[2 * sizeof text];
    struct zip_fixture zip;
    const struct book book = {.sheet = ""};
    wide[0] = '\xFF';
    wide[1] = '\xFE';
    for (size_t i = 0; i + 1 < sizeof text; i++) {
        wide[2 * i + 2] = text[i];
        wide[2 * i + 3] = '\0';
    }
    zip_fixture_init(&zip);
    book_fixture_put(&zip, &book);
    zip_fixture_put(&zip, "xl/worksheets/s1.xml", (struct str){wide, sizeof wide});
    assert_string_equal(book_fixture_zip(*state, &zip), "1 [1]\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        INGEST_TEST(cells_of_every_type),
        INGEST_TEST(numbers_of_rows_and_cells),
        INGEST_TEST(numbers_become_times_by_their_format),
        INGEST_TEST(days_may_count_from_1904),
        INGEST_TEST(typed_times_stand_beside_texts),
        INGEST_TEST(merged_cells_are_told),
        INGEST_TEST(headers_of_two_rows_are_read),
        INGEST_TEST(lost_values_are_found),
        INGEST_TEST(sheets_are_chosen_by_name_number_or_content),
        INGEST_TEST(odd_workbooks_are_read),
        INGEST_TEST(utf_16_parts_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
