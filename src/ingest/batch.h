/* batch: typed columns of one kind, up to 1,024 rows, as ingest hands them to store.
 * Texts live in the batch's arena until the next ingest_next. */
#ifndef BATCH_H
#define BATCH_H

#include "catalogue/records.h"

enum { BATCH_MAX = 1024 };

struct batch_column {
    uint64_t missing[BATCH_MAX / 64]; /* bit set: no value */
    union {
        int64_t *num; /* numbers and times, stored units */
        struct str *text;
    };
};

struct batch {
    const struct kind *kind;
    uint32_t n;
    uint64_t line[BATCH_MAX];    /* of the file: first line of the record, 1-based */
    struct str key[BATCH_MAX];   /* the record's key as text */
    struct batch_column *column; /* one a field, in the kind's order */
    struct arena arena;
};

static inline bool batch_missing(const struct batch *b, size_t column, uint32_t row)
{
    return b->column[column].missing[row / 64] >> (row % 64) & 1;
}

#endif
