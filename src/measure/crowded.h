/* crowded: dimensions with more keys than are cut by, such as a column of free texts. The
 * keys with the most rows in the period stay, of as many rows the first by their bytes. */
#ifndef CROWDED_H
#define CROWDED_H

#include "measure/measure_run.h"

/* Whether any dimension has too many keys, by dimension of the catalogue. */
bool crowded_any(const struct numbering *, const struct metrics *);
/* Puts the keys that stay into fresh numberings, which take no others, and notes for the
 * run what does not stay. Other dimensions stay open. */
void crowded_settle(struct measure *, const struct numbering *, struct numbering *fresh);

#endif
