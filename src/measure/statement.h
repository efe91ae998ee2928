/* statement: a generated query, prepared and bound. */
#ifndef STATEMENT_H
#define STATEMENT_H

#include "measure/facts.h"
#include "measure/worktime.h"
#include "store/db.h"

/* The query's texts must outlive the statement. */
int statement_open(sqlite3 *, const struct query *, sqlite3_stmt **, struct err *);
/* First column of the first row. */
int statement_number(sqlite3 *, const struct query *, struct worktime *, int64_t *,
                     struct err *);

#endif
