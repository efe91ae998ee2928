/* fuzz xml_rows: any bytes as an XML or XES file. The first byte chooses what the source
 * declares: the row's path, an encoding, folding, splitting. Every row has as many cells
 * as the header, but events that cannot be placed and rows without a value to split. */
#include <stdint.h>
#include <unistd.h>

#include "held.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct kind kind;
static struct take takes[] = {
    {{"first", 5}, TAKE_FIRST, {"time:timestamp", 14}, {"concept:name", 12}, {"a", 1}},
    {{"last", 4}, TAKE_LAST, {"concept:name", 12}, {NULL, 0}, {NULL, 0}},
    {{"count", 5}, TAKE_COUNT, {NULL, 0}, {"concept:name", 12}, {"a", 1}}};
static struct fold events = {.by = {"trace:concept:name", 18},
                             .order = {"time:timestamp", 14},
                             .take = takes,
                             .ntakes = 3};
static struct fold rows = {.by = {"@id", 3}, .sparse = true};

static void choose(struct source *source, unsigned choice)
{
    static const char *const encodings[] = {"", "UTF-8", "GB18030", "UTF-16LE"};
    *source = (struct source){.id = STR("fuzz"), .kind = &kind};
    source->encoding = str_of(encodings[choice % 4]);
    source->rows = choice / 4 % 2 ? STR("a/r") : STR_NONE;
    source->has_joint = choice / 8 % 2;
    if (choice / 16 % 4 == 1)
        source->fold = &events;
    if (choice / 16 % 4 == 2)
        source->fold = &rows;
    if (choice / 64 % 2)
        source->split = (struct split){STR("."), STR(";|")};
}

static void read_rows(const struct source *source, const char *path)
{
    struct reader reader;
    struct raw_row row;
    struct err e = {.code = ERR_NONE};
    size_t columns = 0, bytes = 0;
    int status = reader_open(&reader, path, source, &e);
    for (size_t i = 0; status == 0; i++) {
        status = reader_next(&reader, &row, &e);
        if (status != 0)
            break;
        columns = i == 0 ? row.n : columns;
        must(row.n == columns || row.n == 0 || row.unplaced);
        for (size_t k = 0; k < row.n; k++)
            for (size_t at = 0; at < row.cell[k].n; at++)
                bytes += (unsigned char)row.cell[k].p[at];
    }
    must(status >= 0 || (e.code != ERR_NONE && e.msg[0] != '\0'));
    must(bytes < SIZE_MAX); /* every byte of every cell was read */
    reader_close(&reader);
}

static bool begins_xml(const uint8_t *p, size_t n)
{
    int letter = p[1] | 0x20;
    struct str head = {(const char *)p, n < 4096 ? n : 4096};
    return p[0] == '<' &&
           (p[1] == '?' || p[1] == '!' || (letter >= 'a' && letter <= 'z')) &&
           !html_reader.probe(head) && !sheet_xml_reader.probe(head);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct source source;
    char path[HELD_PATH];
    if (n < 3 || !begins_xml(data + 1, n - 1)) /* another format's business */
        return 0;
    int fd = held_file("fuzz.xml", data + 1, n - 1, path);
    choose(&source, data[0]);
    read_rows(&source, path);
    close(fd);
    return 0;
}
