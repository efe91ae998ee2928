/* rows_run: rows as rows.c opens them and rows_walk.c walks them, for these two. */
#ifndef ROWS_RUN_H
#define ROWS_RUN_H

#include <sqlite3.h>

#include "base/spool.h"
#include "measure/facts.h"
#include "measure/measure_run.h"

struct rows_format { /* how a column is read */
    enum field_type type;
    int scale;
    bool running;                /* counted where it is read */
    const struct metric **names; /* the number stands for one of these */
};
struct rows {
    struct query query;
    struct measure *measure; /* the run */
    sqlite3_stmt *stmt;      /* NULL: not begun */
    struct rows_format *format;
    struct row_value *value;
    size_t ncolumns;
    uint64_t total, at;
    bool is_kept; /* for walks */
    struct spool kept;
};

/* The next row as the store has it, in rows->value; 1: end. */
int rows_step(struct rows *, struct err *);
/* What the store does not have: running numbers, names. */
void rows_finish(const struct rows *, uint64_t at, struct row_value *);

#endif
