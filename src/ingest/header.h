/* header: names of columns compared as people read them, without regard to case, width and
 * outer blanks. */
#ifndef HEADER_H
#define HEADER_H

#include "base/mem.h"

/* Folded copy (base/fold.h): trimmed, in lower case, full-width forms as ASCII. */
struct str header_fold(struct arena *, struct str name);

#endif
