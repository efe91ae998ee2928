/* row_queue: rows that callbacks make and a reader hands out later. Its columns are named
 * before the first row, and the names are the row handed out first; a cell is put by its
 * column, in any order, several times or not at all. */
#ifndef ROW_QUEUE_H
#define ROW_QUEUE_H

#include "base/buf.h"
#include "base/mem.h"
#include "ingest/reader.h"

enum { QUEUE_COLUMNS_MAX = 1024 };

struct row_queue {
    struct arena arena; /* of the names */
    struct str *name;   /* of the columns */
    size_t n, names_cap;
    struct buf *cell; /* of the row being made */
    bool *filled;
    size_t bytes;     /* of that row */
    struct buf ready; /* cells of the finished rows, one behind the other */
    uint32_t *length; /* of each finished cell */
    uint64_t *line;   /* of each finished row */
    size_t rows, rows_cap, cells_cap;
    size_t taken, at; /* rows handed out, and where in `ready` the next begins */
    bool named;       /* the names have been handed out */
    struct str *out;
};

void row_queue_init(struct row_queue *);
void row_queue_release(struct row_queue *);
/* The column's number; the name is copied. Before row_queue_start only. */
size_t row_queue_name(struct row_queue *, struct str name);
/* A file without rows has no columns of its own: those that the source and its kind look
 * for. */
void row_queue_expect(struct row_queue *, const struct source *);
void row_queue_start(struct row_queue *);
/* Adds to a cell of the row being made, behind `joint` when it holds something; a NULL
 * joint replaces. False when the cell or the row becomes too large (reader.h). */
bool row_queue_put(struct row_queue *, size_t column, struct str text,
                   const struct str *joint);
void row_queue_end(struct row_queue *, uint64_t line);     /* the row is finished */
bool row_queue_take(struct row_queue *, struct raw_row *); /* valid until the next put */

#endif
