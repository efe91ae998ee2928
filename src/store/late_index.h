/* late_index: the index of a kind's keys is left out while its empty table is filled, by as
 * many files as come: rows of keys that know no order would land all over it, once a file.
 * The live rows are then found through a map in memory. Whoever needs the index makes it
 * first; a store that was left without, because the run ended, gets it when it is opened. */
#ifndef LATE_INDEX_H
#define LATE_INDEX_H

#include "catalogue/records.h"
#include "store/db.h"
#include "store/key_map.h"

struct late_index {
    bool pending;            /* a kind may be without its index */
    const struct kind *kind; /* whose live rows the map holds; NULL: none */
    int64_t version;         /* of the store, as others see it, when they were read */
    struct key_map map;
};
enum { LATE_INDEX_ROWS = 1500000 }; /* for more the map would be too large */

enum look { LOOK_NOWHERE, LOOK_IN_MAP, LOOK_IN_INDEX };
/* Within the transaction of an import: where its keys are to be looked up. */
int late_index_begin(struct late_index *, sqlite3 *, const struct kind *, enum look *,
                     struct err *);
/* When all rows of the file are in, and it can still be refused. */
int late_index_end(struct late_index *, sqlite3 *, const struct kind *, enum look,
                   struct err *);
/* The index is there from now on, and is looked in. */
int late_index_make(struct late_index *, sqlite3 *, const struct kind *, struct err *);
/* What the map holds is not so: a transaction was undone, or is over. */
void late_index_forget(struct late_index *);

#endif
