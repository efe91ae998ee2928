/* grid: the rows of one sheet, streamed. Cells come as text; rows without a filled cell
 * do not come. Formulas give the value they had when the workbook was saved; one without
 * a value gives its own text, "=A1+B1". Errors give theirs, "#N/A". */
#ifndef INGEST_XLSX_GRID_H
#define INGEST_XLSX_GRID_H

#include "ingest/reader.h"
#include "ingest/xlsx/formats.h"
#include "ingest/xlsx/strings.h"

/* Filled and empty cells up to the last filled of each row, of a whole sheet. */
#define GRID_CELLS_MAX ((uint64_t)1 << 28)
/* Text that a sheet may give when short references repeat long strings: this much, and
 * so many times its own size. */
#define GRID_TEXT_FROM ((uint64_t)128 << 20)
enum { GRID_ROWS_MAX = 1 << 20, GRID_TEXT_RATIO = 16 };

struct grid_book { /* borrowed by a grid */
    struct package *package;
    const struct strings *strings;
    const struct formats *formats;
    bool from_1904;
    size_t width; /* rows have at least so many cells */
};

struct grid;
/* `part` is borrowed until grid_close. */
int grid_open(struct grid **, const struct grid_book *, struct str part, struct err *);
/* 0 row (cells valid until the next call), 1 end, -1. */
int grid_next(struct grid *, struct raw_row *, struct err *);
/* Cells that span rows, known at the end; the caller's from here on. */
struct merges grid_merges(struct grid *);
void grid_close(struct grid *); /* NULL is fine */

#endif
