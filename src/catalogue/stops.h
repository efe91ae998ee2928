/* stops: when the clock of a metric's span stands still, and what being taken up again does
 * to the span's end; parts of its declaration. */
#ifndef STOPS_H
#define STOPS_H

#include "catalogue/records.h"

struct test;

/* While a row of `kind` that refers to the metric's row runs, the clock stands still. */
enum { PAUSES_MAX = 8 };
struct pause_def {
    const struct kind *kind;
    const struct field *via, *from, *until; /* no end yet: until as_of */
    struct test *where;                     /* of its own fields */
};
/* What a row counts that was taken up again after its end. */
enum reopened {
    REOPENED_AS_STATED,  /* `to`, whatever happened */
    REOPENED_FIRST,      /* up to its first end */
    REOPENED_LAST,       /* up to its last; open while there is none after `again` */
    REOPENED_WITHOUT_GAP /* as LAST, without the time between first end and `again` */
};

#endif
