/* sqlite_bound: what a statement over a hostile SQLite file may cost: steps of SQLite's
 * machine, time of the processor, and room in temporary files, which it sorts in. Each is
 * bounded by the size of the file and a free part, so that a plain query never meets it. */
#ifndef SQLITE_BOUND_H
#define SQLITE_BOUND_H

#include <pthread.h>
#include <sqlite3.h>
#include <stdint.h>

struct sqlite_bound {
    sqlite3_vfs vfs; /* the default one, whose temporary files are counted */
    char name[32];
    int64_t steps, steps_max;
    int64_t time, time_max, last; /* nanoseconds; the clock when it was last looked at */
    pthread_t thread;             /* whose clock it was */
    int64_t room, room_max;       /* bytes written to temporary files */
};

/* Opens the database under the bounds; `bound` must outlive it. A code of SQLite's. */
int sqlite_bound_open(struct sqlite_bound *bound, const char *uri, int64_t size,
                      sqlite3 **db);

#endif
