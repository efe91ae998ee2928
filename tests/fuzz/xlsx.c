/* fuzz xlsx: a container as it is ("PK" in front), or the texts of the parts of a workbook
 * with a form feed between them (sheet, strings, styles, workbook, relationships), which
 * are put into a sound container. Refused with a message, or rows of valid UTF-8 within
 * the limits, whose numbers only grow. */
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "fixture_zip.h"
#include "held.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const struct {
    const char *name, *usual;
} parts[] = {
    {"xl/worksheets/sheet1.xml", ""},
    {"xl/sharedStrings.xml", "<sst><si><t>a</t></si><si><t>b</t></si></sst>"},
    {"xl/styles.xml",
     "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"22\"/></cellXfs>"
     "</styleSheet>"},
    {"xl/workbook.xml",
     "<workbook><sheets><sheet name=\"s\" id=\"a\"/></sheets></workbook>"},
    {"xl/_rels/workbook.xml.rels",
     "<R><Relationship Id=\"a\" Type=\"/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
     "<Relationship Id=\"b\" Type=\"/sharedStrings\" Target=\"sharedStrings.xml\"/>"
     "<Relationship Id=\"c\" Type=\"/styles\" Target=\"styles.xml\"/></R>"},
};

static void read_bytes(struct str bytes)
{
    char path[HELD_PATH];
    int fd = held_file("fuzz.xlsx", bytes.p, bytes.n, path);
    held_rows(path, 1);
    close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct str rest = {(const char *)data, n}, text;
    struct zip_fixture zip;
    if (str_starts(rest, STR("PK"))) {
        read_bytes(rest);
        return 0;
    }
    zip_fixture_init(&zip);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        bool given = str_split(&rest, '\f', &text) && text.n > 0;
        zip.method = 0;
        zip_fixture_put(&zip, parts[i].name, given ? text : str_of(parts[i].usual));
    }
    read_bytes(zip_fixture_end(&zip));
    zip_fixture_release(&zip);
    return 0;
}
