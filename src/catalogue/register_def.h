/* register_def: a register as declared: which rows it lists, in which columns and order. */
#ifndef REGISTER_DEF_H
#define REGISTER_DEF_H

#include "catalogue/metric.h"

/* A register lists rows: the misses (or all) of metrics, or a whole population. */
enum column_role {
    COLUMN_FIELD,
    COLUMN_DIMENSION,
    COLUMN_METRIC,
    COLUMN_LIMIT,
    COLUMN_VALUE,
    COLUMN_OVERRUN,
    COLUMN_OPEN,
    COLUMN_STATE,
    COLUMN_FILE,
    COLUMN_LINE,
    COLUMN_NUMBER, /* running number */
    COLUMN_DUE     /* from + limit, a time */
};
struct column {
    enum column_role role;
    struct str name;
    const struct field *field, *via; /* COLUMN_FIELD; via as in test */
    const struct dimension *dimension;
    const struct metric *of; /* fact columns of a population register: whose fact */
};
struct order_by {
    size_t column;
    bool down;
};
struct register_def {
    struct str id, name;
    const struct population *of;  /* all rows, or NULL */
    const struct metric **misses; /* rows in state miss of these */
    size_t nmisses;
    struct column *column;
    size_t ncolumns;
    struct order_by *order;
    size_t norders;
};

#endif
