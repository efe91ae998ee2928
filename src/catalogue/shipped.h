/* shipped: the catalogues that come with the program, chosen by name. */
#ifndef SHIPPED_H
#define SHIPPED_H

#include "base/err.h"
#include "base/mem.h"

/* -1 (ERR_JOB at `job`:`line`) when there is no such file; the message lists the names that
 * there are beside it. */
int shipped_check(struct arena *, struct str path, const char *what, const char *job,
                  long line, struct err *);

#endif
