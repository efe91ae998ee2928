/* header: names of columns compared as people read them, without regard to case, width and
 * outer blanks. */
#ifndef HEADER_H
#define HEADER_H

#include "base/mem.h"

/* Folded copy (base/fold.h): trimmed, in lower case, full-width forms as ASCII. */
struct str header_fold(struct arena *, struct str name);
/* The name closest to `wanted` within a third of its length, at least one edit; its index,
 * or n when none is close. All folded. */
size_t header_closest(struct str wanted, const struct str *names, size_t n);

#endif
