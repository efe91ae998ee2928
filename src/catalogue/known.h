/* known: the values of a text field that a limit by its dimension names. A row with another
 * value has no limit and drops out of what the limit judges, which must not go unsaid. */
#ifndef KNOWN_H
#define KNOWN_H

#include "catalogue/metrics.h"

/* In the order of the catalogue; none where no limit goes by the field. */
size_t known_values(struct arena *, const struct metrics *, const struct kind *,
                    const struct field *, struct str **values);
/* Its index, or n. */
size_t known_find(const struct str *values, size_t n, struct str value);
/* The value it may have been meant to be; empty when none is close. */
struct str known_closest(const struct str *values, size_t n, struct str value);
struct str known_list(struct arena *, const struct str *values, size_t n); /* "P1, P2" */

#endif
