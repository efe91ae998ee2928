/* cursor: one walk over the rows of a register or dataset. */
#ifndef CURSOR_H
#define CURSOR_H

#include "doc/cell.h"

struct cursor {
    const struct doc_rows *rows;
    void *walk;
};
int cursor_open(struct cursor *, const struct doc_rows *, struct err *);
/* One cell a column, texts valid until the next call; 1: end. */
int cursor_next(struct cursor *, struct doc_cell *cell, struct err *);
void cursor_close(struct cursor *); /* safe on a zeroed one and after a failure */

#endif
