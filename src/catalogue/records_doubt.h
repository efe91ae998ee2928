/* records_doubt: the <flag> elements of a kind, for records.c alone. */
#ifndef RECORDS_DOUBT_H
#define RECORDS_DOUBT_H

#include "catalogue/doubt.h"

/* Adds the rules below `node` to the kind's; one with a known id takes its place. `room`
 * is how many the kind may get in all. */
int records_read_doubts(struct kind *, size_t room, const xmlNode *node, const char *path,
                        const struct cat_load *, struct err *);

#endif
