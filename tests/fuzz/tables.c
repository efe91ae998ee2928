/* fuzz tables: any bytes as a file of HTML tables or a spreadsheet in XML. The first byte
 * chooses what the source declares: the sheet, an encoding, columns by position. No row is
 * without text, none is wider than a row may be, and their numbers grow. */
#include <stdint.h>
#include <unistd.h>

#include "held.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct kind kind;

static void choose(struct source *source, unsigned choice)
{
    static const char *const encodings[] = {"", "UTF-8", "GB18030", "UTF-16LE"};
    static const char *const sheets[] = {"", "1", "2", "a"};
    static struct map map = {.position = 3};
    *source = (struct source){.id = STR("fuzz"), .kind = &kind};
    source->encoding = str_of(encodings[choice % 4]);
    source->sheet = str_of(sheets[choice / 4 % 4]);
    if (choice / 16 % 2) {
        source->header_line = HEADER_NONE;
        source->map = &map;
        source->nmaps = 1;
    }
}

static void read_rows(const struct source *source, const char *path)
{
    struct reader reader;
    struct raw_row row;
    struct err e = {.code = ERR_NONE};
    uint64_t line = 0;
    int status = reader_open(&reader, path, source, &e);
    while (status == 0 && (status = reader_next(&reader, &row, &e)) == 0) {
        size_t filled = 0;
        held_row(&row, line, 1);
        line = row.line;
        for (size_t k = 0; k < row.n; k++)
            filled += row.cell[k].n > 0;
        must(filled > 0);
    }
    must(status >= 0 || (e.code != ERR_NONE && e.msg[0] != '\0'));
    reader_close(&reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct source source;
    struct str head = {(const char *)data + 1, n - 1 < 4096 ? n - 1 : 4096};
    char path[HELD_PATH];
    if (n < 3 || (!html_reader.probe(head) && !sheet_xml_reader.probe(head)))
        return 0; /* another format's business */
    int fd = held_file("fuzz.xls", data + 1, n - 1, path);
    choose(&source, data[0]);
    read_rows(&source, path);
    close(fd);
    return 0;
}
