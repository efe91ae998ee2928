/* loose_rows: texts lie one behind the other and are dropped once all finished rows have
 * been handed out, but for those of the row that is being made. */
#include "ingest/loose_rows.h"

#include <string.h>

#include "base/mem.h"

#include "base/banned.h"

/* Blank cells cost nothing in a file, but each is handed out. */
#define CELLS_GIVEN_MAX ((uint64_t)1 << 28)

void loose_rows_init(struct loose_rows *rows)
{
    *rows = (struct loose_rows){0};
    buf_init(&rows->text, SIZE_MAX);
}

void loose_rows_release(struct loose_rows *rows)
{
    buf_release(&rows->text);
    mem_free(rows->cell);
    mem_free(rows->row);
    mem_free(rows->out);
    *rows = (struct loose_rows){0};
}

const char *loose_rows_put(struct loose_rows *rows, size_t column, struct str text)
{
    if (column >= CELLS_MAX)
        return "has more than 16,384 cells";
    if (text.n > CELL_MAX)
        return "has a cell that is longer than 1 MiB";
    rows->bytes += text.n;
    if (rows->bytes > ROW_MAX)
        return "is longer than 32 MiB";
    if (text.n == 0)
        return NULL;
    if (rows->ncells == rows->cells_cap)
        rows->cell =
            mem_room(rows->cell, rows->ncells, &rows->cells_cap, sizeof *rows->cell);
    rows->cell[rows->ncells++] = (struct loose_cell){column, rows->text.n, text.n};
    buf_str(&rows->text, text);
    return NULL;
}

void loose_rows_end(struct loose_rows *rows, uint64_t line)
{
    size_t n = rows->ncells - rows->open;
    rows->bytes = 0;
    if (n == 0)
        return;
    if (rows->nrows == rows->rows_cap)
        rows->row = mem_room(rows->row, rows->nrows, &rows->rows_cap, sizeof *rows->row);
    rows->row[rows->nrows++] = (struct loose_row){line, rows->open, n};
    rows->open = rows->ncells;
}

/* What the open row holds moves to the front. */
static void drop_taken(struct loose_rows *rows)
{
    size_t kept = rows->ncells - rows->open;
    size_t from = kept > 0 ? rows->cell[rows->open].from : rows->text.n;
    size_t n = rows->text.n - from;
    memmove(rows->text.p, rows->text.p + from, n);
    buf_cut(&rows->text, n);
    for (size_t i = 0; i < kept; i++) {
        rows->cell[i] = rows->cell[rows->open + i];
        rows->cell[i].from -= from;
    }
    rows->ncells = kept;
    rows->open = rows->nrows = rows->taken = 0;
}

int loose_rows_take(struct loose_rows *rows, const char *path, struct raw_row *row,
                    struct err *err)
{
    if (rows->taken == rows->nrows) {
        drop_taken(rows);
        return 1;
    }
    const struct loose_row *from = &rows->row[rows->taken++];
    const struct loose_cell *cell = &rows->cell[from->first];
    size_t n = cell[from->n - 1].column + 1;
    n = n > rows->width ? n : rows->width;
    rows->given += n;
    if (rows->given > CELLS_GIVEN_MAX)
        return err_set(err, ERR_GATE, path, (long)from->line,
                       "up to this row there are more than 268 million cells");
    if (n > rows->out_cap) {
        rows->out = mem_grow(rows->out, n, sizeof *rows->out);
        rows->out_cap = n;
    }
    for (size_t i = 0; i < n; i++)
        rows->out[i] = STR_NONE;
    for (size_t i = 0; i < from->n; i++)
        rows->out[cell[i].column] = (struct str){rows->text.p + cell[i].from, cell[i].n};
    *row = (struct raw_row){.cell = rows->out, .n = n, .line = from->line};
    return 0;
}
