/* repeat: a row that stands near another one with the same fields, as what comes back
 * within some days does; part of a metric's declaration. */
#ifndef REPEAT_H
#define REPEAT_H

#include "catalogue/records.h"

struct population;

enum { REPEAT_SAME_MAX = 4 };
struct repeat_def {
    uint32_t index; /* among the catalogue's; equal declarations are one */
    const struct kind *kind;
    const struct field *same[REPEAT_SAME_MAX];
    size_t nsame;
    const struct field *from;       /* the row's own time */
    const struct field *to;         /* the other row's time */
    const struct population *among; /* whose tests the other row meets; NULL: any */
    bool back;                      /* the other row's time lies before; else after */
};

#endif
