/* filled: which fields of a kind any live row has. What no export of the job supplies need
 * not be read a row at a time: the scan has constants in its place, and leaves out the
 * facts that no row can have. */
#ifndef FILLED_H
#define FILLED_H

#include "catalogue/metrics.h"

struct measure;
struct filled {
    bool **has; /* by kind, then field */
    size_t nkinds;
};

int filled_find(struct filled *, struct measure *, struct err *);
void filled_release(struct filled *);
/* By field: false where no row has it. */
const bool *filled_of(const struct filled *, const struct kind *);
/* Some record has a key of the dimension. */
bool filled_reaches(const struct filled *, const struct dimension *);

#endif
