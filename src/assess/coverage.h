/* coverage: which documents fill which slots, and in what state each slot is, at the
 * period's end and at the end of each of the 13 months up to it. */
#ifndef COVERAGE_H
#define COVERAGE_H

#include "assess/verdict.h"

enum { COVERAGE_MONTHS = 13 };

/* Fills the evidence of every leaf's verdict, and the documents' states. Nothing is
 * judged later than as_of; near expiry is seen from as_of. */
void coverage_fill(struct assessment *, struct arena *, const struct zone *,
                   const struct period *, int64_t as_of);

#endif
