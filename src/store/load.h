/* load: batches of one file become rows of the kind's table. Into an empty table rows go
 * straight in; otherwise each row is looked up: equal
 * content stays as it is, other content closes the old version and opens a new one; so
 * does equal content that other rules read from other bytes, which may be gone. */
#ifndef LOAD_H
#define LOAD_H

#include "store/late_index.h"
#include "store/picked.h"

/* Rows of the table that the file repeated or replaced, by row id. */
struct row_set {
    uint64_t *bits;
    size_t words;
};
bool row_set_has(const struct row_set *, int64_t row);

struct load {
    sqlite3 *db;
    const struct kind *kind;
    int64_t event, file;
    struct late_index *late;
    enum look look;
    uint32_t
        tag[BATCH_MAX];   /* of the batch's keys, where they are looked for in the map */
    struct picked picked; /* of the batch at hand, to be inserted */
    sqlite3_stmt *insert, *lookup, *equal, *close;
    struct row_set seen;
    struct row_set stale; /* files, by number: their rows were read under other rules */
    uint64_t fresh, updated, unchanged;
};

/* `filled`, one a field: false where no row will have a value. load_release also after a
 * failed load_begin. */
int load_begin(struct load *, sqlite3 *, struct late_index *, const struct kind *,
               int64_t event, int64_t file, const bool *filled, struct err *);
int load_put(struct load *, const struct batch *, struct err *);
int load_end(struct load *, struct err *);
void load_release(struct load *);

#endif
