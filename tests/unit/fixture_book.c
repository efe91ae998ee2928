/* fixture_book: see the header. */
#include "fixture_book.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

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

void book_fixture_put(struct zip_fixture *zip, const struct book *book)
{
    put(zip, "xl/workbook.xml", book->workbook, usual_workbook);
    put(zip, "xl/_rels/workbook.xml.rels", book->relations, usual_relations);
    put(zip, "xl/worksheets/s1.xml", book->sheet, "");
    put(zip, "xl/ss.xml", book->strings, usual_strings);
    put(zip, "xl/styles.xml", book->styles, usual_styles);
}

const char *book_fixture_zip(struct ingest_fixture *f, struct zip_fixture *zip)
{
    const char *rows = ingest_fixture_read(f, zip_fixture_end(zip));
    zip_fixture_release(zip);
    return rows;
}

const char *book_fixture_read(struct ingest_fixture *f, const struct book *book)
{
    struct zip_fixture zip;
    zip_fixture_init(&zip);
    book_fixture_put(&zip, book);
    return book_fixture_zip(f, &zip);
}

const char *book_fixture_data(struct ingest_fixture *f, const char *data)
{
    struct buf sheet;
    struct book book = {.sheet = NULL};
    buf_init(&sheet, SIZE_MAX / 2);
    buf_printf(&sheet, "<worksheet " MAIN "><sheetData>%s</sheetData></worksheet>", data);
    book.sheet = buf_view(&sheet).p;
    const char *rows = book_fixture_read(f, &book);
    buf_release(&sheet);
    return rows;
}

void book_fixture_check(struct ingest_fixture *f, const struct ingest_quirk *quirk,
                        size_t n)
{
    for (size_t i = 0; i < n; i++)
        assert_string_equal(book_fixture_data(f, quirk[i].text), quirk[i].rows);
}
