/* loose_rows: rows of any width that a parser makes and a reader hands out later, as the
 * tables of HTML and sheets of XML have them. Cells come by their column, from the left;
 * what lies between them is blank. Rows without a cell that holds text are none. */
#ifndef LOOSE_ROWS_H
#define LOOSE_ROWS_H

#include "base/buf.h"
#include "ingest/reader.h"

struct loose_cell {
    size_t column, from, n; /* its text: in `text` */
};
struct loose_row {
    uint64_t line;
    size_t first, n; /* cells */
};
struct loose_rows {
    struct buf text;
    struct loose_cell *cell;        /* of the finished rows, then of the one being made */
    size_t ncells, cells_cap, open; /* open: its first cell */
    size_t bytes;                   /* of the row being made */
    struct loose_row *row;
    size_t nrows, rows_cap, taken;
    struct str *out;
    size_t out_cap, width; /* width: of each row at least */
    uint64_t given;        /* cells, blank ones too */
};

void loose_rows_init(struct loose_rows *);
void loose_rows_release(struct loose_rows *);
/* NULL, or which limit of reader.h the cell breaks. */
const char *loose_rows_put(struct loose_rows *, size_t column, struct str text);
void loose_rows_end(struct loose_rows *, uint64_t line); /* the row is finished */
/* 0, 1: no finished row is left, -1: rows have grown beyond all proportion (ERR_GATE).
 * Valid until the next call of any. */
int loose_rows_take(struct loose_rows *, const char *path, struct raw_row *,
                    struct err *);

#endif
