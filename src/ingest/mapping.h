/* mapping: which column of a file fills which field. Finds the header among the first rows
 * (what stands above it is preamble) and resolves the source's maps, then the fields' own
 * names. A mapped column that is absent, or a required field without a column, refuses the
 * file (ERR_GATE) with the headers seen and a suggestion. */
#ifndef MAPPING_H
#define MAPPING_H

#include "ingest/ingest.h"
#include "ingest/reader.h"

#define NO_COLUMN SIZE_MAX

struct slot { /* how one field is filled */
    const struct field *field;
    const struct map *map; /* of the source; may be NULL */
    size_t column;         /* from 0; NO_COLUMN: a constant, or nothing */
    size_t with;           /* the column that stands behind it, or NO_COLUMN */
    bool typed;            /* the reader gives times of typed cells in ISO form */
};

struct mapping {
    struct slot *slot; /* one a field, in the kind's order */
    struct ingest_column *column;
    size_t ncolumns;                  /* up to the last that has a name */
    struct ingest_unfilled *unfilled; /* closest: see suggest.h */
    size_t nunfilled;
    size_t *skip;         /* column of each rule of the source; NO_COLUMN: none */
    uint64_t skipped;     /* rows above the header */
    struct raw_row first; /* a file without header: its first row; else no cells */
};

/* Reads up to and including the header; everything lives in the arena. */
int mapping_read(struct mapping *, struct arena *, const struct source *, struct reader *,
                 struct err *);

#endif
