/* xlsx_rows: a register or dataset streamed onto its own sheet: frozen head, filter, one
 * row a record, typed cells. Rows written are held against rows announced. */
#include <string.h>

#include "render/xlsx_sheet.h"

#include "base/banned.h"

enum { ROWS_MAX = 1048575, COLUMNS_MAX = 16384 };

static void put_head(struct sheet *sheet, const struct doc_table *table)
{
    struct look look = book_look(sheet->book);
    look.bold = true;
    look.rule_below = true;
    for (size_t c = 0; c < table->ncolumns; c++) {
        struct arena arena;
        arena_init(&arena);
        struct str name = arena_str(&arena, table->column[c].name);
        for (size_t i = 0; i < name.n; i++)
            if (name.p[i] == '\n')
                ((char *)name.p)[i] = ' ';
        look.align = table->column[c].align;
        book_text(sheet->book, sheet->worksheet, 0, (uint16_t)c, name, &look);
        sheet_widen(sheet, c, sheet_text_width(name) + 3);
        arena_release(&arena);
    }
    sheet->row = 1;
}

/* Streaming sheets take column widths before the first row: they come from the kind of
 * column, not from texts that have not been read yet. */
static void set_widths(struct sheet *sheet, const struct doc_table *table)
{
    for (size_t c = 0; c < table->ncolumns; c++) {
        const struct doc_column *column = &table->column[c];
        double width = column->width > 0 ? column->width * 0.55 : 0;
        double least = column->type == DOC_TIME ? 16 : column->type == DOC_DATE ? 10 : 8;
        if (column->type == DOC_TEXT && width < 12)
            least = 12;
        sheet_widen(sheet, c, width > least ? width : least);
    }
}

static void put_row(struct sheet *sheet, const struct doc_table *table,
                    const struct doc_cell *cell)
{
    struct look look = book_look(sheet->book);
    for (size_t c = 0; c < table->ncolumns; c++) {
        look.align = table->column[c].align;
        if (cell[c].text.n == 0 && !book_cell_is_number(&cell[c]))
            continue;
        book_cell(sheet->book, sheet->worksheet, sheet->row, (uint16_t)c, &cell[c],
                  &look);
    }
    sheet->row++;
    sheet->book->counts.rows++;
}

static int put_rows(struct sheet *sheet, const struct doc_table *table, struct err *err)
{
    const struct doc_rows *rows = &table->rows;
    struct doc_cell *cell = mem_new(table->ncolumns, sizeof *cell);
    uint64_t written = 0;
    int result = rows->rewind(rows->self, err);
    while (result == 0 && (result = rows->next(rows->self, cell, err)) == 0) {
        put_row(sheet, table, cell);
        written++;
        memset(cell, 0, table->ncolumns * sizeof *cell);
    }
    mem_free(cell);
    if (result < 0)
        return -1;
    if (written != rows->total)
        return err_set(err, ERR_SYSTEM, NULL, 0,
                       "sheet '%.*s' got %llu rows of %llu announced",
                       STR_ARG(table->sheet), (unsigned long long)written,
                       (unsigned long long)rows->total);
    return 0;
}

static int check_size(const struct doc_table *table, struct err *err)
{
    if (table->rows.total > ROWS_MAX)
        return err_set(
            err, ERR_GATE, NULL, 0,
            "register '%.*s' has %llu rows, a sheet holds %d; choose a shorter "
            "period",
            STR_ARG(table->sheet), (unsigned long long)table->rows.total, ROWS_MAX);
    if (table->ncolumns > COLUMNS_MAX)
        return err_set(err, ERR_JOB, NULL, 0, "register '%.*s' has too many columns",
                       STR_ARG(table->sheet));
    return 0;
}

int sheet_rows(struct sheet *sheet, const struct node *node, struct err *err)
{
    const struct doc_table *table = &node->table;
    lxw_worksheet *ws = sheet->worksheet;
    if (ws == NULL || check_size(table, err) != 0)
        return ws == NULL ? 0 : -1;
    set_widths(sheet, table);
    put_head(sheet, table);
    worksheet_freeze_panes(ws, 1, 1);
    worksheet_repeat_rows(ws, 0, 0);
    if (put_rows(sheet, table, err) != 0)
        return -1;
    uint32_t last = sheet->row > 1 ? sheet->row - 1 : 1;
    book_check(sheet->book,
               worksheet_autofilter(ws, 0, 0, last, (uint16_t)(table->ncolumns - 1)),
               "a filter");
    return 0;
}
