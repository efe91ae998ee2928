/* scan_read: hands every row of a SELECT of SQL's scanned(...) to a function. An aggregate
 * is given a row's values where they lie, which costs half of asking for them column by
 * column; a SELECT of more columns than a function takes arguments is stepped through. */
#ifndef SCAN_READ_H
#define SCAN_READ_H

#include "measure/facts.h"
#include "measure/scan_row.h"
#include "measure/worktime.h"

/* 0, or -1 with the error set, which ends the reading. */
typedef int scan_taker(void *self, struct scan_row, struct err *);
int scan_read(sqlite3 *, const struct query *, struct worktime *, scan_taker *,
              void *self, struct err *);

#endif
