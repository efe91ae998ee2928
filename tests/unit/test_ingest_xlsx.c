/* Rows and cells of workbooks: what spreadsheets, libraries and other programs write, and
 * what is turned into times. Workbooks are made here, part by part. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "fixture_ingest.h"
#include "fixture_zip.h"
#include "ingest/xlsx/formats.h"
#include "ingest/xlsx/grid.h"
#include "ingest/xlsx/part.h"
#include "ingest/xlsx/value.h"

#define MAIN "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define REL  "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

struct book { /* parts; NULL: the usual one, "": none */
    const char *workbook, *relations, *sheet, *strings, *styles;
};

static const char *const usual_workbook =
    "<workbook " MAIN " xmlns:r=\"" REL "\"><sheets>"
    "<sheet name=\"one\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
static const char *const usual_relations =
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/"
    "relationships\">"
    "<Relationship Id=\"rId1\" Type=\"" REL "/worksheet\" Target=\"worksheets/s1.xml\"/>"
    "<Relationship Id=\"rId2\" Type=\"" REL "/worksheet\" Target=\"worksheets/s2.xml\"/>"
    "<Relationship Id=\"rId8\" Type=\"" REL "/styles\" Target=\"styles.xml\"/>"
    "<Relationship Id=\"rId9\" Type=\"" REL "/sharedStrings\" Target=\"ss.xml\"/>"
    "</Relationships>";
/* Styles 0 number, 1 date, 2 moment, 3 clock, 4 duration, 5 a Chinese date, 6 text. */
static const char *const usual_styles =
    "<styleSheet " MAIN "><numFmts count=\"1\"><numFmt numFmtId=\"170\" "
    "formatCode=\"yyyy&quot;\xE5\xB9\xB4&quot;m&quot;\xE6\x9C\x88&quot;d\"/></numFmts>"
    "<dxfs><dxf><numFmt numFmtId=\"0\" formatCode=\"yyyy\"/></dxf></dxfs>"
    "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
    "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"22\"/>"
    "<xf numFmtId=\"20\"/><xf numFmtId=\"46\"/><xf numFmtId=\"170\"/>"
    "<xf numFmtId=\"49\"/></cellXfs></styleSheet>";
static const char *const usual_strings =
    "<sst " MAIN "><si><t>zero</t></si><si><r><t xml:space=\"preserve\">a </t></r>"
    "<r><rPr/><t>b</t></r><rPh sb=\"0\" eb=\"1\"><t>no</t></rPh></si>"
    "<si><t> x_x000D_\ny_x005F_z_xD83D__xDE00_ </t></si><si/></sst>";

static void put(struct zip_fixture *zip, const char *name, const char *given,
                const char *usual)
{
    const char *text = given != NULL ? given : usual;
    if (text[0] != '\0')
        zip_fixture_put(zip, name, str_of(text));
}

static void put_book(struct zip_fixture *zip, const struct book *book)
{
    put(zip, "xl/workbook.xml", book->workbook, usual_workbook);
    put(zip, "xl/_rels/workbook.xml.rels", book->relations, usual_relations);
    put(zip, "xl/worksheets/s1.xml", book->sheet, "");
    put(zip, "xl/ss.xml", book->strings, usual_strings);
    put(zip, "xl/styles.xml", book->styles, usual_styles);
}

static const char *read_zip(struct ingest_fixture *f, struct zip_fixture *zip)
{
    const char *rows = ingest_fixture_read(f, zip_fixture_end(zip));
    zip_fixture_release(zip);
    return rows;
}

static const char *read_book(struct ingest_fixture *f, const struct book *book)
{
    struct zip_fixture zip;
    zip_fixture_init(&zip);
    put_book(&zip, book);
    return read_zip(f, &zip);
}

/* Rows of a sheet that holds this as its data. */
static const char *read_data(struct ingest_fixture *f, const char *data)
{
    struct buf sheet;
    struct book book = {.sheet = NULL};
    buf_init(&sheet, SIZE_MAX / 2);
    buf_printf(&sheet, "<worksheet " MAIN "><sheetData>%s</sheetData></worksheet>", data);
    book.sheet = buf_view(&sheet).p;
    const char *rows = read_book(f, &book);
    buf_release(&sheet);
    return rows;
}

static int set_up(void **state)
{
    *state = mem_new(1, sizeof(struct ingest_fixture));
    ingest_fixture_open(*state);
    return 0;
}

static int tear_down(void **state)
{
    ingest_fixture_close(*state);
    mem_free(*state);
    return 0;
}

struct quirk {
    const char *data, *rows;
};

static void check(struct ingest_fixture *f, const struct quirk *quirk, size_t n)
{
    for (size_t i = 0; i < n; i++)
        assert_string_equal(read_data(f, quirk[i].data), quirk[i].rows);
}
#define CHECK(f, table) check(f, table, sizeof table / sizeof *table)

static void cells_of_every_type(void **state)
{
    static const struct quirk table[] = {
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
    CHECK(*state, table);
}

static void numbers_of_rows_and_cells(void **state)
{
    static const struct quirk table[] = {
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
    CHECK(*state, table);
}

static void numbers_become_times_by_their_format(void **state)
{
    static const struct quirk table[] = {
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
    CHECK(*state, table);
}

static void days_may_count_from_1904(void **state)
{
    struct ingest_fixture *f = *state;
    const struct book book = {
        .workbook = "<workbook " MAIN " xmlns:r=\"" REL "\"><workbookPr date1904=\"1\"/>"
                    "<sheets><sheet name=\"a\" r:id=\"rId1\"/></sheets></workbook>",
        .sheet = "<worksheet " MAIN "><sheetData><row><c s=\"1\"><v>0</v></c>"
                 "<c s=\"1\"><v>44836</v></c></row></sheetData></worksheet>"};
    assert_string_equal(read_book(f, &book), "1 [1904-01-01][2026-10-03]\n");
}

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
    put_book(&zip, &book);
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
    put_book(&zip, &book);
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
    put_book(&zip, &book);
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
    put_book(&zip, &book);
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
        put_book(&zip, &book);
        zip_fixture_put(&zip, "xl/worksheets/s2.xml",
                        STR("<worksheet " MAIN
                            "><sheetData><row r=\"3\"><c t=\"str\"><v>x"
                            "</v></c><c t=\"str\"><v>y</v></c></row><row><c><v>1</v></c>"
                            "<c><v>2</v></c></row></sheetData></worksheet>"));
        f->source.sheet = str_of(table[i].sheet);
        assert_string_equal(read_zip(f, &zip), table[i].rows);
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
        assert_string_equal(read_book(*state, &table[i]), "1 [1]\n");
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
    put_book(&zip, &book);
    zip_fixture_put(&zip, "xl/worksheets/s1.xml", (struct str){wide, sizeof wide});
    assert_string_equal(read_zip(*state, &zip), "1 [1]\n");
}

#define DAMAGED(part)                                                                    \
    "error 0 part " part " of the workbook is damaged or cut off; " AGAIN
#define AGAIN "export the workbook again\n"

static void broken_xml_is_refused(void **state)
{
    static const struct quirk table[] = {
        {"<row><c><v>1</v></row>",
         "error 0 part xl/worksheets/s1.xml, line 1: the XML is "
         "damaged; " AGAIN},
        {"<row><c><v>&lol;</v></c></row>",
         "error 0 part xl/worksheets/s1.xml, line 1: the "
         "XML is damaged; " AGAIN},
        {"<row><c><v>\x01</v></c></row>",
         "error 0 part xl/worksheets/s1.xml, line 1: the "
         "XML is damaged; " AGAIN},
        {"<row><c t=\"str\"><v>\xFF</v></c></row>",
         "error 0 part xl/worksheets/s1.xml, line 1: the XML is damaged; " AGAIN},
    };
    const struct book doctype = {
        .sheet =
            "<!DOCTYPE w [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><worksheet " MAIN
            "><sheetData><row><c><v>&e;</v></c></row></sheetData></worksheet>"};
    CHECK(*state, table);
    assert_string_equal(read_book(*state, &doctype),
                        "error 0 part xl/worksheets/s1.xml, line 1: a DOCTYPE, which no "
                        "workbook has; the file is forged\n");
}

static const char *read_nested(struct ingest_fixture *f, int depth)
{
    struct buf data;
    buf_init(&data, SIZE_MAX / 2);
    for (int i = 0; i < depth; i++)
        buf_text(&data, "<x>");
    for (int i = 0; i < depth; i++)
        buf_text(&data, "</x>");
    buf_text(&data, "<row><c><v>1</v></c></row>");
    const char *rows = read_data(f, buf_view(&data).p);
    buf_release(&data);
    return rows;
}

static void nesting_has_a_limit(void **state)
{
    assert_string_equal(read_nested(*state, PART_DEPTH_MAX - 2), "1 [1]\n");
    assert_string_equal(
        read_nested(*state, PART_DEPTH_MAX - 1),
        "error 0 part xl/worksheets/s1.xml, line 1: elements are nested too "
        "deeply\n");
}

static const char sheet_of_one[] =
    "<worksheet " MAIN "><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>";

static void broken_containers_are_refused(void **state)
{
    static const struct {
        unsigned flags, method, wrong_crc;
        const char *rows;
    } table[] = {
        {0, 0, 0, "1 [1]\n"},
        {0, 8, 1, DAMAGED("xl/worksheets/s1.xml")},
        {0, 0, 1, DAMAGED("xl/worksheets/s1.xml")},
        {1, 8, 0,
         "error 0 part xl/worksheets/s1.xml of the workbook is encrypted; save the "
         "workbook without a password\n"},
        {0, 14, 0,
         "error 0 part xl/worksheets/s1.xml of the workbook is packed in a way that "
         "workbooks do not use; save it again as .xlsx\n"},
    };
    const struct book book = {.sheet = ""};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct zip_fixture zip;
        zip_fixture_init(&zip);
        put_book(&zip, &book);
        zip.flags = table[i].flags;
        zip.method = table[i].method;
        zip.wrong_crc = table[i].wrong_crc;
        zip_fixture_put(&zip, "xl/worksheets/s1.xml", STR(sheet_of_one));
        assert_string_equal(read_zip(*state, &zip), table[i].rows);
    }
}

static void a_part_that_is_there_twice_is_refused(void **state)
{
    struct zip_fixture zip;
    const struct book book = {.sheet = sheet_of_one};
    zip_fixture_init(&zip);
    put_book(&zip, &book);
    zip_fixture_put(&zip, "XL\\Worksheets/../worksheets/s1.xml", STR("x"));
    assert_string_equal(read_zip(*state, &zip), "1 [1]\n");
    zip_fixture_init(&zip);
    put_book(&zip, &book);
    zip_fixture_put(&zip, "XL\\Worksheets/S1.xml", STR("x"));
    assert_string_equal(
        read_zip(*state, &zip),
        "error 0 part xl/worksheets/s1.xml of the workbook is there twice: "
        "the file is damaged or forged\n");
}

/* Cut at every length: a message and no more. */
static void a_workbook_cut_off_anywhere_is_refused(void **state)
{
    struct ingest_fixture *f = *state;
    struct zip_fixture zip;
    const struct book book = {.sheet = sheet_of_one};
    zip_fixture_init(&zip);
    put_book(&zip, &book);
    struct str whole = zip_fixture_end(&zip);
    for (size_t n = 4; n < whole.n; n += 7)
        assert_memory_equal(ingest_fixture_read(f, (struct str){whole.p, n}), "error 0 ",
                            8);
    zip_fixture_release(&zip);
}

static void bombs_are_refused(void **state)
{
    struct ingest_fixture *f = *state;
    struct buf sheet;
    struct book book = {.sheet = NULL};
    buf_init(&sheet, SIZE_MAX / 2);
    buf_text(&sheet, "<worksheet " MAIN "><sheetData>");
    for (size_t i = 0; i < PACKAGE_RATIO_FROM + 1; i += 16)
        buf_text(&sheet, "                ");
    buf_text(&sheet, "</sheetData></worksheet>");
    book.sheet = buf_view(&sheet).p;
    assert_string_equal(
        read_book(f, &book),
        "error 0 part xl/worksheets/s1.xml of the workbook claims to inflate "
        "more than 200 times, as a zip bomb does; export it as CSV if it is "
        "genuine\n");
    buf_release(&sheet);
}

/* A long string that is named again and again. */
static void repeated_strings_have_a_limit(void **state)
{
    struct ingest_fixture *f = *state;
    struct buf strings, sheet;
    struct book book = {.sheet = NULL};
    buf_init(&strings, SIZE_MAX / 2);
    buf_init(&sheet, SIZE_MAX / 2);
    buf_text(&strings, "<sst " MAIN "><si><t>");
    for (size_t i = 0; i < CELL_MAX / 16; i++)
        buf_text(&strings, "0123456789abcdef");
    buf_text(&strings, "</t></si></sst>");
    buf_text(&sheet, "<worksheet " MAIN "><sheetData>");
    for (int i = 0; i < 1000; i++)
        buf_text(&sheet, "<row><c t=\"s\"><v>0</v></c></row>");
    buf_text(&sheet, "</sheetData></worksheet>");
    book.sheet = buf_view(&sheet).p;
    book.strings = buf_view(&strings).p;
    struct zip_fixture zip;
    zip_fixture_init(&zip);
    put_book(&zip, &book);
    ingest_fixture_file(f, zip_fixture_end(&zip));
    struct reader reader;
    struct raw_row row;
    int status = reader_open(&reader, f->path, &f->source, &f->err);
    while (status == 0)
        status = reader_next(&reader, &row, &f->err);
    assert_int_equal(status, -1);
    assert_int_equal(f->err.line, (long)(GRID_TEXT_FROM / CELL_MAX) + 1);
    reader_close(&reader);
    zip_fixture_release(&zip);
    buf_release(&strings);
    buf_release(&sheet);
}

static void other_containers_are_refused_by_name(void **state)
{
    static const struct {
        const char *part, *said;
    } table[] = {
        {"xl/workbook.bin",
         "error 0 the file is a binary workbook (.xlsb); save it as .xlsx or CSV\n"},
        {"content.xml",
         "error 0 the file is an OpenDocument file (.ods); save it as .xlsx or CSV\n"},
        {"word/document.xml",
         "error 0 the file is a Word document; export the table as .xlsx or CSV\n"},
        {"orders.csv",
         "error 0 the file is a zip archive without a workbook in it; unpack "
         "it, and name the files that are in it\n"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct zip_fixture zip;
        zip_fixture_init(&zip);
        zip_fixture_put(&zip, table[i].part, STR("x"));
        assert_string_equal(read_zip(*state, &zip), table[i].said);
    }
    assert_string_equal(
        ingest_fixture_read(*state, STR("\xD0\xCF\x11\xE0 and more")),
        "error 0 the file is an old binary office file, perhaps .xls; save it "
        "as .xlsx or CSV\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(cells_of_every_type, set_up, tear_down),
        cmocka_unit_test_setup_teardown(numbers_of_rows_and_cells, set_up, tear_down),
        cmocka_unit_test_setup_teardown(numbers_become_times_by_their_format, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(days_may_count_from_1904, set_up, tear_down),
        cmocka_unit_test(serials_are_times_to_the_second),
        cmocka_unit_test_setup_teardown(typed_times_stand_beside_texts, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(merged_cells_are_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(headers_of_two_rows_are_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(lost_values_are_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sheets_are_chosen_by_name_number_or_content,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(odd_workbooks_are_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(utf_16_parts_are_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(broken_xml_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nesting_has_a_limit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(broken_containers_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_part_that_is_there_twice_is_refused, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_workbook_cut_off_anywhere_is_refused, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(bombs_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(repeated_strings_have_a_limit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(other_containers_are_refused_by_name, set_up,
                                        tear_down),
        cmocka_unit_test(format_codes),
        cmocka_unit_test(builtin_formats),
        cmocka_unit_test(plain_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
