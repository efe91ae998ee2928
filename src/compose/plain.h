/* plain: cells and tables for programs (JSON, sheets of data): numbers as they are, heads
 * without words. */
#ifndef PLAIN_H
#define PLAIN_H

#include "compose/composer.h"

struct doc_cell plain_count(const struct format *, int64_t);
struct doc_cell plain_real(double); /* without a text: programs read the number */
struct doc_cell plain_none(void);
/* An empty table whose columns have the ids given, which are part of the format. */
struct node *plain_table(struct composer *, struct node *parent, const char *id,
                         const char *const *ids, size_t n);

#endif
