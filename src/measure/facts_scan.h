/* facts_scan: the one SELECT a kind that reads all that a run wants of its live rows. */
#ifndef FACTS_SCAN_H
#define FACTS_SCAN_H

#include "measure/facts.h"

struct scan_part { /* rows with after < row <= last */
    int64_t after, last;
};
/* Where in a row everything stands. What several ask for stands there once; NOWHERE: it
 * has not to be asked for. */
struct scan_columns {
    int row, file, line;
    int event;       /* of the kind; NOWHERE: it has none */
    int *from;       /* by clock: its event, or since when it is held */
    int *until;      /* by clock: until when */
    int *population; /* its own tests; NOWHERE: all rows pass */
    int *fact;       /* a test, a state or a value, by its form; NOWHERE: every row */
    int *dimension;  /* the key; NULL: no parent */
    int *orphan;     /* by reference: whether its parent is missing */
    int *doubt;      /* by rule: the field */
    int *doubt_to;   /* the other one; NOWHERE: it has none */
    int *known;      /* by field that limits go by */
};
/* Facts are those of rows with an event in [from, until), or held in it. */
void facts_scan(struct query *, const struct plan_kind *, int64_t from, int64_t until,
                const struct scan_part *, struct scan_columns *);
void scan_columns_release(struct scan_columns *);
/* One number: the last row of a kind, dead or alive; NULL where there is none. */
void facts_last_row(struct query *, const struct kind *);

#endif
