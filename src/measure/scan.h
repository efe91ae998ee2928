/* scan: every kind's rows, read once and counted. Parts of the rows are read side by side
 * and put together; all that is counted is whole numbers, so that neither where the rows
 * are parted nor in how many parts changes anything. */
#ifndef SCAN_H
#define SCAN_H

#include "measure/measure_run.h"
#include "measure/tally.h"

struct live_rows;
struct scan {
    const struct plan *plan;
    const struct metrics *metrics;
    size_t ndimensions;
    struct numbering *keys;    /* by dimension of the catalogue */
    struct tally *tally;       /* by kind of the plan */
    struct oddities *oddities; /* likewise */
    struct live_rows *live;    /* what it read of all kinds, for the store */
};
void scan_init(struct scan *, const struct measure *);
/* Who reads a part: the store's own connection, and others with the same view of it. */
struct scan_reader {
    sqlite3 *db;
    struct worktime *worktime;
    struct worktime own;
};
struct scan_readers {
    struct scan_reader *item;
    size_t n;
};
/* n: 0 for one a processor. Close in any case. */
int scan_readers_open(struct scan_readers *, struct measure *, size_t n, struct err *);
void scan_readers_close(struct scan_readers *);
/* The store knows its live rows after it. */
int scan_run(struct scan *, struct measure *, const struct scan_readers *, struct err *);
void scan_release(struct scan *);

#endif
