/* fold: texts compared as people read them. One character at a time after the manner of
 * Unicode's NFKC with case folding, for what exports mix up in practice: case, full-width
 * and half-width forms, the many blanks and dashes, marks that do not show. */
#ifndef FOLD_H
#define FOLD_H

#include "base/mem.h"
#include "base/utf8.h"

/* Folded copy: outer blanks gone, blanks within are one each. */
struct str fold_text(struct arena *, struct str);
bool fold_equal(struct str, struct str); /* without a copy */
/* Width folded into `out`; 0 when it does not fit or nothing is left. */
size_t fold_narrow(struct str, char *out, size_t size);

#endif
