/* deciding: the fields that a metric looks at in a row: those of its population's and its
 * own tests, its times, its value, and what its limit goes by. */
#ifndef DECIDING_H
#define DECIDING_H

#include "catalogue/metrics.h"

enum { DECIDING_MAX = 24 };

struct deciding_field {
    const struct field *via, *field; /* as in struct test */
};
struct deciding {
    struct deciding_field item[DECIDING_MAX];
    size_t n;
};

/* In the order in which the declaration names them, each once; the event that puts the row
 * into a window is left out. Of a metric with a fact of its own, not of a ratio. */
void deciding_find(struct deciding *, const struct metric *);

#endif
