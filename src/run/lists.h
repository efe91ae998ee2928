/* lists: datasets of the document that are published as CSV files of their own. */
#ifndef LISTS_H
#define LISTS_H

#include "run.h"

/* UTF-8 with a byte order mark, each cell as it is printed, none that a spreadsheet would
 * run; into the edition under way. */
int lists_write(struct run *, struct err *);

#endif
