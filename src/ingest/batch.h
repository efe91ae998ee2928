/* batch: typed columns of one kind, up to 1,024 rows, and what there is to say of the rows
 * they were read from, as ingest hands them to store. */
#ifndef BATCH_H
#define BATCH_H

#include "ingest/finding.h"

/* A batch ends at the first of these: rows, findings, bytes of texts. */
enum { BATCH_MAX = 1024, BATCH_FINDINGS = 4096, BATCH_BYTES = 4 << 20 };

struct batch_column {
    uint64_t missing[BATCH_MAX / 64]; /* bit set: no value, as after batch_clear */
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
    struct finding *finding;     /* in the order of the rows */
    size_t nfindings, findings_cap;
    struct arena arena; /* of the texts */
};

/* Empties a batch, or makes a zeroed one ready. */
void batch_clear(struct batch *, const struct kind *);
void batch_release(struct batch *); /* safe on a zeroed one */
bool batch_is_full(const struct batch *);
void batch_put_finding(struct batch *,
                       const struct finding *); /* copies the cell's head */

static inline bool batch_missing(const struct batch *b, size_t column, uint32_t row)
{
    return b->column[column].missing[row / 64] >> (row % 64) & 1;
}

#endif
