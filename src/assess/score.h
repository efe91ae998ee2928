/* score: what a leaf earns of its points by its rule. */
#ifndef SCORE_H
#define SCORE_H

#include "assess/verdict.h"

/* Figures and evidence of the verdict are filled. Sets state, earned and lost points;
 * `registered`: there is an evidence register at all, so that a gap in it says something. */
void score_leaf(struct verdict *, bool registered);
/* A person's finding takes the place of the rule. */
void score_manual(struct verdict *, const struct manual_finding *);

#endif
