/* used: the metrics a document shows: those its pack names, those its clauses bind, and the
 * others that have data, in the order of the catalogue. */
#ifndef USED_H
#define USED_H

#include "compose/composer.h"

const struct metric **used_metrics(struct composer *, size_t *n);
/* Of them, what neither names. */
const struct metric **other_metrics(struct composer *, size_t *n);
/* The item of the standard that rests on the metric first; NULL: none. */
const struct clause *used_in(const struct composer *, const struct metric *);

#endif
