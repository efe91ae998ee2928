/* fuzz sqlite_rows: any bytes as a database, read as its only table ("SQLite" in front), or
 * a query of the job's, up to the first NUL, and the database it is put to. Refused with a
 * message, or rows of valid UTF-8 within the limits, counted from 1. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "ingest/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const char magic[16] = "SQLite format 3";

/* A file with a name of its own: SQLite follows links, and those of /proc lead nowhere. */
static char path[] = "/tmp/fuzz-sqlite-XXXXXX";
static int fd = -1;

static void must(bool held)
{
    if (!held)
        abort();
}

static void remove_file(void)
{
    unlink(path);
}

static void check_row(const struct raw_row *row)
{
    for (size_t i = 0; i < row->n; i++) {
        must(row->cell[i].n <= CELL_MAX);
        must(utf8_valid(row->cell[i]) == row->cell[i].n);
    }
}

static void read_rows(const struct source *source)
{
    struct reader reader = {.ops = NULL};
    struct raw_row row;
    struct err e = {.code = ERR_NONE};
    uint64_t line = 0;
    int rc = reader_open(&reader, path, source, &e);
    while (rc == 0 && (rc = reader_next(&reader, &row, &e)) == 0) {
        must(row.line == line++);
        must(row.n <= CELLS_MAX);
        check_row(&row);
    }
    must(rc == 1 || (e.code != ERR_NONE && e.msg[0] != '\0'));
    reader_close(&reader);
}

static void write_file(const uint8_t *data, size_t n)
{
    if (fd < 0) {
        fd = mkstemp(path);
        atexit(remove_file);
    }
    must(fd >= 0 && ftruncate(fd, 0) == 0 && pwrite(fd, data, n, 0) == (ssize_t)n);
    must(pwrite(fd, magic, sizeof magic, 0) == (ssize_t)sizeof magic);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct source source = {.id = STR("fuzz")};
    const uint8_t *cut = n > 0 ? memchr(data, '\0', n) : NULL;
    if (cut == NULL)
        return 0;
    if (str_starts((struct str){(const char *)data, n}, STR("SQLite"))) {
        write_file(data, n);
    } else {
        source.query = (struct str){(const char *)data, (size_t)(cut - data)};
        write_file(cut + 1, n - source.query.n - 1);
    }
    read_rows(&source);
    return 0;
}
