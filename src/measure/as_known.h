/* as_known: the store as it was known inside a period that is under way. Where as_of lies
 * before the period's end, the tables of the connection are hidden behind views of the same
 * names: a row is known from the first of its times on, a time after as_of has not come,
 * and a month counts once it is over. Fields that are plans (field.ahead) tell nothing. */
#ifndef AS_KNOWN_H
#define AS_KNOWN_H

#include "measure/measure_run.h"

/* Only where m->as_of lies before the end of the period; else nothing is done. */
int as_known_open(const struct measure *, sqlite3 *, struct err *);
void as_known_leave(const struct measure *, sqlite3 *);

#endif
