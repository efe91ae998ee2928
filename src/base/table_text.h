/* table_text: rows of text cells as an aligned table, or as CSV of which no cell can be
 * taken for a formula. */
#ifndef TABLE_TEXT_H
#define TABLE_TEXT_H

#include <stdio.h>

#include "base/mem.h"

struct table_text {
    struct arena arena;
    size_t columns;
    struct str *cell;
    size_t n, cap;
    bool csv;
    FILE *stream;
};

void table_text_begin(struct table_text *, FILE *, size_t columns, bool csv);
void table_text_put(struct table_text *, struct str); /* copied; column after column */
void table_text_put_integer(struct table_text *, int64_t);
void table_text_end(struct table_text *); /* prints what is left and releases */

#endif
