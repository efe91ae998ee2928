/* unknown: values that no limit knows, told before the edition is published. */
#ifndef UNKNOWN_H
#define UNKNOWN_H

#include "run.h"

void unknown_report(struct run *);
/* "; rows with it are judged by no limit ..." : what to write into the job for one value. */
struct str unknown_remedy(struct arena *, const struct field *, struct str value,
                          struct str closest);

#endif
