/* cursor: what a renderer holds while it reads rows. */
#include "doc/cursor.h"

#include "base/banned.h"

int cursor_open(struct cursor *cursor, const struct doc_rows *rows, struct err *err)
{
    *cursor = (struct cursor){.rows = rows};
    return rows->begin(rows->self, &cursor->walk, err);
}

int cursor_next(struct cursor *cursor, struct doc_cell *cell, struct err *err)
{
    return cursor->rows->next(cursor->walk, cell, err);
}

void cursor_close(struct cursor *cursor)
{
    if (cursor->rows)
        cursor->rows->end(cursor->walk);
    *cursor = (struct cursor){0};
}
