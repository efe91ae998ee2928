/* header: names of columns compared as people read them, without regard to case, width,
 * outer blanks and those between Han characters. */
#ifndef HEADER_H
#define HEADER_H

#include "base/mem.h"

/* Folded copy (base/fold.h): trimmed, in lower case, full-width forms as ASCII,
 * no blank between two Han characters. */
struct str header_fold(struct arena *, struct str name);

#endif
