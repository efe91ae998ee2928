/* inner: a reader that another one reads from, which makes other rows of its rows: its
 * header is read ahead, and the columns needed are found by name. */
#ifndef INNER_H
#define INNER_H

#include "ingest/reader.h"

struct inner {
    struct arena arena; /* of the header */
    struct reader reader;
    struct str *name; /* of its columns */
    size_t n;
    uint64_t line; /* of the header */
};

/* Moves `reader` into the inner one and reads up to the header; what is left of `reader`
 * has its encoding, dialect and skipped lines, for the outer one to take over. The wanted
 * columns' numbers go to `column`; a name that is empty is not looked for. A column that
 * is not there refuses the file (ERR_GATE). `what` names who wants it. */
int inner_open(struct inner *, struct reader *, const struct source *,
               const struct str *wanted, size_t *column, size_t n, const char *what,
               struct err *);
void inner_close(struct inner *);

/* Two readers over another: events.c and split.c. The reader given becomes the outer one;
 * it is closed as always, also after a failure. */
int events_over(struct reader *, const struct source *, struct err *);
int split_over(struct reader *, const struct source *, struct err *);

#endif
