/* picked: rows of a batch as a table that SQLite reads, so that one statement inserts them
 * all: nothing is bound, and a cell is taken from where it is. The table is there as long
 * as it is registered with the connection; whoever reads it sets the batch first. */
#ifndef PICKED_H
#define PICKED_H

#include "ingest/batch.h"
#include "store/db.h"

struct picked {
    const struct kind *kind;
    const struct batch *batch;
    uint32_t row[BATCH_MAX]; /* of the batch, that are picked */
    uint32_t n;
};

/* Under the name that ddl_insert reads. */
int picked_register(struct picked *, sqlite3 *, struct err *);
/* After the statements that read it are finalized. */
void picked_forget(sqlite3 *);

#endif
