/* doubt: rules of a kind (<flag>) whose rows are kept and told, because they may be right:
 * references to nothing, answers that came too fast, values far from the others, the same
 * respondent again, times that had not yet come. */
#ifndef DOUBT_H
#define DOUBT_H

#include "base/num.h"
#include "catalogue/records.h"

enum doubt_test {
    DOUBT_ABSENT, /* `field` refers to a record that is not there */
    DOUBT_QUICK,  /* less than `seconds` from `field` to `to`, or `to` before it */
    DOUBT_FAR,    /* further than `times` the distance of the quartiles beyond them */
    DOUBT_AGAIN,  /* the same `field` within `seconds` of the kind's event */
    DOUBT_FUTURE, /* `field` lies after the as-of time */
    DOUBT_OFF     /* an earlier declaration of the id no longer counts */
};

struct doubt {
    struct str id, name;
    enum doubt_test test;
    const struct field *field, *to; /* `to` of FAR may be NULL: the field's own value */
    int64_t seconds;
    struct dec times;
};

#endif
