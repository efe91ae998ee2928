/* check_metrics: which metrics the sources of a job cannot make, and what they lack. */
#ifndef CHECK_METRICS_H
#define CHECK_METRICS_H

#include <stdio.h>

#include "run.h"

struct check_filled { /* of one kind */
    bool source;      /* some file of it could be read */
    bool *field;      /* by index: some file fills it */
};
/* `filled` is one a kind, in the catalogue's order. */
void check_metrics_print(struct run *, const struct check_filled *filled, FILE *);

#endif
