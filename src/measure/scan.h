/* scan: every kind's rows, read once and counted. Two halves of the rows are read side by
 * side and put together; all that is counted is whole numbers, so that where the rows are
 * parted changes nothing. */
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
/* Another view of the store, for the thread beside. */
struct scan_beside {
    sqlite3 *db;
    struct worktime worktime;
};
int scan_beside_open(struct scan_beside *, const struct measure *, struct err *);
void scan_beside_close(struct scan_beside *);
/* The store knows its live rows after it. */
int scan_run(struct scan *, struct measure *, struct scan_beside *, struct err *);
void scan_release(struct scan *);

#endif
