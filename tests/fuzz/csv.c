/* fuzz csv: any bytes as a delimited file. Refused with a message, or rows of valid UTF-8
 * within the limits, whose line numbers only grow. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/utf8.h"
#include "ingest/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void must(bool held)
{
    if (!held)
        abort();
}

static void check_row(const struct raw_row *row, uint64_t last_line)
{
    must(row->line > last_line && row->n <= CELLS_MAX);
    for (size_t i = 0; i < row->n; i++) {
        must(row->cell[i].n <= CELL_MAX);
        must(utf8_valid(row->cell[i]) == row->cell[i].n);
    }
}

static void read_rows(const char *path)
{
    struct source source = {.id = STR("fuzz")};
    struct reader reader = {.ops = NULL};
    struct raw_row row;
    struct err e = {.code = ERR_NONE};
    uint64_t line = 0;
    int rc = reader_open(&reader, path, &source, &e);
    while (rc == 0 && (rc = reader_next(&reader, &row, &e)) == 0) {
        check_row(&row, line);
        line = row.line;
    }
    must(rc == 1 || (e.code != ERR_NONE && e.msg[0] != '\0'));
    reader_close(&reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    char path[40];
    int fd = memfd_create("fuzz.csv", 0);
    must(fd >= 0 && write(fd, data, n) == (ssize_t)n);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    read_rows(path);
    close(fd);
    return 0;
}
