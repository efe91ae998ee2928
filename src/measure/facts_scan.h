/* facts_scan: the one SELECT a kind that reads all that a run wants of its live rows. */
#ifndef FACTS_SCAN_H
#define FACTS_SCAN_H

#include "measure/facts.h"

/* Values of a row that SQL's scanned(...) can take: SQLite's own limit of arguments. Where
 * there are more, the SELECT gives them as columns. */
enum { SCANNED_MOST = 127 };

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
    int *fact;       /* what its way says; NOWHERE: every row, or none is in it */
    int *since;      /* by fact: when a span began; NOWHERE: not asked for */
    int *limit;      /* the key that it goes by */
    int *dimension;  /* the key; of an own field NULL is the blank, else no parent */
    int *orphan;     /* by reference: whether its parent is missing */
    int *doubt;      /* by rule: the field */
    int *doubt_to;   /* the other one; NOWHERE: it has none */
    int *known;      /* by field that limits go by */
    int n;
};
/* Facts are those of rows with an event in [from, until), or held in it. */
void facts_scan(struct query *, const struct plan_kind *, int64_t from, int64_t until,
                const struct scan_part *, struct scan_columns *);
void scan_columns_release(struct scan_columns *);
/* One number: the last row of a kind, dead or alive; NULL where there is none. */
void facts_last_row(struct query *, const struct kind *);

#endif
