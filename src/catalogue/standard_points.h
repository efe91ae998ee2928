/* standard_points: points that nobody stated. What a clause with stated points has left
 * after the stated ones below it is shared equally over the leaves without any, in
 * thousandths, the remainder going to the first ones: the sums are exact. */
#ifndef STANDARD_POINTS_H
#define STANDARD_POINTS_H

#include "catalogue/standard.h"

/* ERR_JOB when stated points do not add up or a leaf is left without a source of points;
 * `path` is for the message. */
int standard_share(struct standard *, const char *path, struct err *);

#endif
