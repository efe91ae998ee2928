/* heading: the names of a file's columns. Reads the rows that may be its header one after
 * the other, or goes to the declared one; joins the rows of a header of several. */
#ifndef HEADING_H
#define HEADING_H

#include "base/mem.h"
#include "ingest/reader.h"

enum { HEADING_TRIES = 20 }; /* what stands above a header is not longer */

struct heading {
    struct arena *arena;
    const struct source *source;
    struct reader *reader;
    int tries;
    uint64_t read;       /* rows so far, blank ones too */
    struct raw_row *row; /* the header's rows, copied; as many as declared */
    int nrows;           /* of them held */
    struct str *name;    /* of each column, trimmed; may be empty */
    size_t n;
    uint64_t line;        /* where the header begins */
    struct raw_row first; /* without a header: the first row, which is data */
};

void heading_init(struct heading *, struct arena *, const struct source *,
                  struct reader *);
/* The next candidate; 1: there is none. Texts live in the arena. */
int heading_next(struct heading *, struct err *);
/* Rows above the candidate. */
uint64_t heading_above(const struct heading *);

#endif
