/* rows: a register or list streamed onto its own sheet: frozen head, filter, one row a
 * record, typed cells. Rows written are held against rows announced. */
#include <string.h>

#include "doc/cursor.h"
#include "render/xlsx/sheet.h"
#include "render/xlsx/stream.h"

#include "base/banned.h"

enum { ROWS_MAX = 1048575, COLUMNS_MAX = 16384, MEMORY = 6 };

/* Formats of a column's last few kinds of cell: most rows find theirs first. */
struct known {
    enum doc_type type;
    enum doc_state mark;
    unsigned flags;
    int decimals;
    lxw_format *format;
};
struct column_memory {
    struct known known[MEMORY];
    size_t n;
};
struct streaming {
    struct sheet *sheet;
    const struct sheet_list *list;
    const struct doc_table *table;
    struct column_memory *column;
    struct arena arena; /* of one row */
    bool plain;         /* no figures or links: rows go past the library */
    struct stream stream;
};

static void put_head(struct sheet *sheet, const struct doc_table *table)
{
    struct look look = book_look(sheet->book);
    look.bold = true;
    look.rule_below = true;
    for (size_t c = 0; c < table->ncolumns; c++) {
        struct str name = arena_str(&sheet->book->arena, table->column[c].name);
        for (size_t i = 0; i < name.n; i++)
            if (name.p[i] == '\n')
                ((char *)name.p)[i] = ' ';
        look.align = table->column[c].align;
        look.indent = sheet_indent(table, c);
        book_text(sheet->book, sheet->worksheet, 0, (uint16_t)c, name, &look);
        sheet_widen(sheet, c, sheet_text_width(name) + 2.5);
    }
    sheet->row = 1;
}

/* The way back to the contents stands in the frozen head, behind the columns of the
 * register: no row of the data moves for it, and it is not printed. */
static void put_back(struct sheet *sheet, const struct sheet_list *list,
                     const struct doc_table *table)
{
    uint16_t column = (uint16_t)table->ncolumns;
    if (list->entry[0].worksheet == sheet->worksheet || column >= COLUMNS_MAX)
        return;
    sheet_back(sheet, list, 0, column);
    sheet_widen(sheet, column, sheet_text_width(list->entry[0].name) + 2.5);
}

/* Streaming sheets take column widths before the first row: a look at the first rows
 * tells what the columns hold. */
static int set_widths(struct streaming *s, struct err *err)
{
    enum { LOOKED_AT = 200, WIDEST = 44 };
    struct sheet *sheet = s->sheet;
    const struct doc_table *table = s->table;
    struct cursor cursor;
    struct doc_cell *cell = mem_new(table->ncolumns, sizeof *cell);
    int result = cursor_open(&cursor, &table->rows, err);
    s->plain = true;
    for (int i = 0; i < LOOKED_AT && result == 0; i++) {
        result = cursor_next(&cursor, cell, err);
        for (size_t c = 0; c < table->ncolumns && result == 0; c++) {
            double width = cell[c].type == DOC_TIME   ? 16.5
                           : cell[c].type == DOC_DATE ? 10.5
                                                      : sheet_text_width(cell[c].text);
            width += cell[c].mark != MARK_NONE ? 2 : 0;
            sheet_widen(sheet, c, width > WIDEST ? WIDEST : width);
            s->plain = s->plain && cell[c].figure.n == 0 && cell[c].link.n == 0;
        }
        memset(cell, 0, table->ncolumns * sizeof *cell);
    }
    cursor_close(&cursor);
    mem_free(cell);
    return result < 0 ? -1 : 0;
}

static lxw_format *make_format(struct streaming *s, size_t c, const struct doc_cell *cell)
{
    struct look look = book_look(s->sheet->book);
    const struct doc_column *column = &s->table->column[c];
    look.align = column->align;
    look.indent = sheet_indent(s->table, c);
    if (column->fact == FACT_COLUMN_STATE)
        book_state_look(s->sheet->book, cell, &look);
    else
        book_cell_look(s->sheet->book, cell, &look);
    return book_format(s->sheet->book, &look);
}

static lxw_format *format_of(struct streaming *s, size_t c, const struct doc_cell *cell)
{
    struct column_memory *memory = &s->column[c];
    for (size_t i = 0; i < memory->n; i++) {
        const struct known *k = &memory->known[i];
        if (k->type == cell->type && k->mark == cell->mark && k->flags == cell->flags &&
            k->decimals == cell->decimals)
            return k->format;
    }
    lxw_format *format = make_format(s, c, cell);
    bool varies = cell->type > DOC_TEXT && cell->type < DOC_TIME && cell->text.n > 0 &&
                  (cell->text.p[0] < '0' || cell->text.p[0] > '9' ||
                   cell->text.p[cell->text.n - 1] > '9');
    if (!varies && memory->n < MEMORY)
        memory->known[memory->n++] =
            (struct known){cell->type, cell->mark, cell->flags, cell->decimals, format};
    return format;
}

static void stream_one(struct streaming *s, const struct doc_cell *cell, size_t c)
{
    uint16_t column = (uint16_t)c;
    bool state = s->table->column[c].fact == FACT_COLUMN_STATE;
    if (state && (cell->flags & FLAG_MISSING) == 0)
        stream_integer(&s->stream, column, cell->num, format_of(s, c, cell));
    else if (book_cell_is_number(cell))
        stream_cell(&s->stream, column, cell, format_of(s, c, cell));
    else if (cell->text.n > 0)
        stream_text(&s->stream, column, book_marked(&s->arena, cell),
                    format_of(s, c, cell));
}

/* Figures and links are few and only in short lists. */
static void put_cell(struct streaming *s, const struct doc_cell *row, size_t c)
{
    struct sheet *sheet = s->sheet;
    const struct doc_cell *cell = &row[c];
    if (cell->figure.n > 0 || cell->link.n > 0) {
        struct look look = book_look(sheet->book);
        look.align = s->table->column[c].align;
        look.indent = sheet_indent(s->table, c);
        struct str formula =
            formula_of(&s->arena, s->list, row, s->table->ncolumns, c, sheet->row);
        sheet_cell(sheet, s->list, (uint16_t)c, cell, formula.p, &look);
        return;
    }
    lxw_format *format = format_of(s, c, cell);
    bool state = s->table->column[c].fact == FACT_COLUMN_STATE;
    if (state && (cell->flags & FLAG_MISSING) == 0)
        book_put_number(sheet->book, sheet->worksheet, sheet->row, (uint16_t)c,
                        (double)cell->num, format);
    else if (book_cell_is_number(cell))
        book_put_number(sheet->book, sheet->worksheet, sheet->row, (uint16_t)c,
                        book_cell_value(cell), format);
    else if (cell->text.n > 0)
        book_put_text(sheet->book, sheet->worksheet, sheet->row, (uint16_t)c,
                      book_marked(&s->arena, cell), format);
}

static int put_rows(struct streaming *s, struct err *err)
{
    const struct doc_rows *rows = &s->table->rows;
    struct doc_cell *cell = mem_new(s->table->ncolumns, sizeof *cell);
    struct cursor cursor;
    uint64_t written = 0;
    int result = cursor_open(&cursor, rows, err);
    while (result == 0 && (result = cursor_next(&cursor, cell, err)) == 0) {
        for (size_t c = 0; c < s->table->ncolumns; c++)
            if (s->plain)
                stream_one(s, &cell[c], c);
            else
                put_cell(s, cell, c);
        if (s->plain)
            stream_end_row(&s->stream);
        s->sheet->row++;
        written++;
        arena_reset(&s->arena);
        memset(cell, 0, s->table->ncolumns * sizeof *cell);
    }
    cursor_close(&cursor);
    mem_free(cell);
    s->sheet->book->counts.rows += written;
    if (result < 0)
        return -1;
    if (written != rows->total)
        return err_set(err, ERR_SYSTEM, NULL, 0,
                       "sheet '%.*s' got %llu rows of %llu announced",
                       STR_ARG(s->sheet->name), (unsigned long long)written,
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
    if (table->ncolumns == 0 || table->ncolumns > COLUMNS_MAX)
        return err_set(err, ERR_JOB, NULL, 0, "register '%.*s' has %zu columns",
                       STR_ARG(table->sheet), table->ncolumns);
    return 0;
}

static void put_empty(struct sheet *sheet, const struct doc_table *table)
{
    struct look look = book_look(sheet->book);
    look.ink = sheet->book->style.text3;
    if (table->empty.n > 0)
        book_text(sheet->book, sheet->worksheet, 1, 0, table->empty, &look);
}

int sheet_rows(struct sheet *sheet, const struct sheet_list *list,
               const struct node *node, struct err *err)
{
    const struct doc_table *table = &node->table;
    lxw_worksheet *ws = sheet->worksheet;
    struct streaming s = {.sheet = sheet, .list = list, .table = table};
    if (check_size(table, err) != 0 || set_widths(&s, err) != 0)
        return -1;
    arena_init(&s.arena);
    s.column = mem_new(table->ncolumns, sizeof *s.column);
    put_head(sheet, table);
    put_back(sheet, list, table);
    if (s.plain)
        stream_begin(&s.stream, sheet->book, ws, sheet->row);
    int result = put_rows(&s, err);
    if (s.plain)
        stream_finish(&s.stream);
    mem_free(s.column);
    arena_release(&s.arena);
    worksheet_freeze_panes(ws, 1, 1);
    worksheet_repeat_rows(ws, 0, 0);
    worksheet_fit_to_pages(ws, 1, 0);
    uint32_t last = table->rows.total > 0 ? sheet->row - 1 : 0;
    uint16_t end = (uint16_t)(table->ncolumns - 1);
    book_check(sheet->book, worksheet_autofilter(ws, 0, 0, last, end), "a filter");
    book_check(sheet->book, worksheet_print_area(ws, 0, 0, last > 0 ? last : 1, end),
               "a print area");
    if (table->rows.total == 0) /* last: rows are written downwards only */
        put_empty(sheet, table);
    return result;
}
