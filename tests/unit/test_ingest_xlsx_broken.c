/* Workbooks that are refused: damaged, cut off, made to burst, or none at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "fixture_book.h"
#include "ingest/xlsx/grid.h"
#include "ingest/xlsx/part.h"

#define DAMAGED(part)                                                                    \
    "error 0 part " part " of the workbook is damaged or cut off; " AGAIN
#define AGAIN "export the workbook again\n"

static void broken_xml_is_refused(void **state)
{
    static const struct ingest_quirk table[] = {
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
    BOOK_CHECK(*state, table);
    assert_string_equal(book_fixture_read(*state, &doctype),
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
    const char *rows = book_fixture_data(f, buf_view(&data).p);
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
        book_fixture_put(&zip, &book);
        zip.flags = table[i].flags;
        zip.method = table[i].method;
        zip.wrong_crc = table[i].wrong_crc;
        zip_fixture_put(&zip, "xl/worksheets/s1.xml", STR(sheet_of_one));
        assert_string_equal(book_fixture_zip(*state, &zip), table[i].rows);
    }
}

static void a_part_that_is_there_twice_is_refused(void **state)
{
    struct zip_fixture zip;
    const struct book book = {.sheet = sheet_of_one};
    zip_fixture_init(&zip);
    book_fixture_put(&zip, &book);
    zip_fixture_put(&zip, "XL\\Worksheets/../worksheets/s1.xml", STR("x"));
    assert_string_equal(book_fixture_zip(*state, &zip), "1 [1]\n");
    zip_fixture_init(&zip);
    book_fixture_put(&zip, &book);
    zip_fixture_put(&zip, "XL\\Worksheets/S1.xml", STR("x"));
    assert_string_equal(
        book_fixture_zip(*state, &zip),
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
    book_fixture_put(&zip, &book);
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
        book_fixture_read(f, &book),
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
    book_fixture_put(&zip, &book);
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
        assert_string_equal(book_fixture_zip(*state, &zip), table[i].said);
    }
    assert_string_equal(
        ingest_fixture_read(*state, STR("\xD0\xCF\x11\xE0 and more")),
        "error 0 the file is an old binary office file, perhaps .xls; save it "
        "as .xlsx or CSV\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        INGEST_TEST(broken_xml_is_refused),
        INGEST_TEST(nesting_has_a_limit),
        INGEST_TEST(broken_containers_are_refused),
        INGEST_TEST(a_part_that_is_there_twice_is_refused),
        INGEST_TEST(a_workbook_cut_off_anywhere_is_refused),
        INGEST_TEST(bombs_are_refused),
        INGEST_TEST(repeated_strings_have_a_limit),
        INGEST_TEST(other_containers_are_refused_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
