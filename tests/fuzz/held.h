/* held: what must hold of any file, however it is broken: it is refused with a message, or
 * its rows are valid UTF-8 within the limits, on lines that only grow; and every row that
 * ingest reads is accepted or rejected. */
#ifndef HELD_H
#define HELD_H

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/utf8.h"
#include "ingest/ingest.h"
#include "ingest/reader.h"

static inline void must(bool held)
{
    if (!held)
        abort();
}

enum { HELD_PATH = 40 };

/* A file in memory that holds the bytes, and its path; to be closed. */
static inline int held_file(const char *name, const void *bytes, size_t n,
                            char path[HELD_PATH])
{
    int fd = memfd_create(name, 0);
    must(fd >= 0 && write(fd, bytes, n) == (ssize_t)n);
    snprintf(path, HELD_PATH, "/proc/self/fd/%d", fd);
    return fd;
}

static inline void held_row(const struct raw_row *row, uint64_t last_line, size_t least)
{
    must(row->line > last_line && row->n >= least && row->n <= CELLS_MAX);
    for (size_t i = 0; i < row->n; i++) {
        must(row->cell[i].n <= CELL_MAX);
        must(utf8_valid(row->cell[i]) == row->cell[i].n);
    }
}

/* Reads the file to its end; each row has at least `least` cells. */
static inline void held_rows(const char *path, size_t least)
{
    struct source source = {.id = STR("fuzz")};
    struct reader reader = {.ops = NULL};
    struct raw_row row;
    struct err e = {.code = ERR_NONE};
    uint64_t line = 0;
    int rc = reader_open(&reader, path, &source, &e);
    while (rc == 0 && (rc = reader_next(&reader, &row, &e)) == 0) {
        held_row(&row, line, least);
        line = row.line;
    }
    must(rc == 1 || (e.code != ERR_NONE && e.msg[0] != '\0'));
    reader_close(&reader);
}

static inline void held_reject(void *self, const struct finding *finding)
{
    *(uint64_t *)self += finding_rejects(finding->code);
}

/* Ingests the file as one of the source. */
static inline void held_records(const struct source *source, const struct zone *zone,
                                const char *path)
{
    uint64_t rejected = 0, accepted = 0;
    struct ingest_options options = {source, zone, path, held_reject, &rejected, false};
    struct ingest *ingest;
    struct batch *batch;
    struct err e = {.code = ERR_NONE};
    int rc;
    if (ingest_open(&ingest, &options, &e) != 0) {
        must(e.code != ERR_NONE && e.msg[0] != '\0');
        return;
    }
    while ((rc = ingest_next(ingest, &batch, &e)) == 0)
        accepted += batch->n;
    const struct ingest_counts *counts = ingest_counts(ingest);
    must(counts->rejected == rejected);
    must(rc >= 0 || e.msg[0] != '\0');
    must(rc < 0 || counts->accepted == accepted);
    must(rc < 0 || counts->read == accepted + rejected);
    ingest_close(ingest);
}

#endif
