/* worktime: working time in SQL, for facts on the business clock. worked(from, until) is
 * calendar_worked and due_at(from, seconds) is calendar_due, of UTC instants in the job's
 * zone; a list of pauses may follow either. A time in a year that the calendar does not list stops the statement. */
#ifndef WORKTIME_H
#define WORKTIME_H

#include <sqlite3.h>

#include "catalogue/job.h"
#include "measure/pauses.h"

struct worktime {
    const struct calendar *calendar; /* NULL: none, and no functions either */
    const struct zone *zone;
    int first, last;     /* listed years */
    int64_t from, until; /* the same in local seconds */
    int unlisted;        /* the year that a row asked for in vain; 0: none */
};

/* Makes the functions known to the connection, which keeps the pointer until close. */
int worktime_open(struct worktime *, sqlite3 *, const struct job *, struct err *);
void worktime_close(struct worktime *, sqlite3 *);
/* Seconds of working time between instants; leaves an unlisted year behind. */
struct pause_clock worktime_clock(struct worktime *);
/* db_step for statements that may call them: an unlisted year is the job's error. */
int worktime_step(struct worktime *, sqlite3_stmt *, struct err *);

#endif
