/* settle: what an import means for older rows that its file did not repeat. A snapshot
 * withdraws them; bytes read again under other rules take back what they said before;
 * a file that repeats all rows of an earlier one at its path makes that one's findings
 * history. */
#ifndef SETTLE_H
#define SETTLE_H

#include "catalogue/job.h"
#include "store/load.h"

struct settle {
    sqlite3 *db;
    const struct source *source;
    const char *path;
    struct sha256 digest;
    int64_t event;
    struct late_index *late;
    uint64_t withdrawn; /* set by settle_run */
};

int settle_run(struct settle *, const struct load *, struct err *);

#endif
