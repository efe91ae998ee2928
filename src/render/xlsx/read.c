/* read: a list that is read like a page: title, head, then rows in outline levels, the
 * top ones as bands. Columns for the reader's own notes are open, all else is locked
 * without a password. */
#include <string.h>

#include "doc/cursor.h"
#include "render/xlsx/sheet.h"

#include "base/banned.h"

struct reading {
    struct sheet *sheet;
    const struct sheet_list *list;
    const struct doc_table *table;
};

static void put_title(const struct reading *r)
{
    struct sheet *sheet = r->sheet;
    struct look look = book_look(sheet->book);
    look.bold = true;
    look.size = 16;
    look.ink = sheet->book->style.accent;
    sheet_line(sheet, r->table->title, &look, 24);
    look = book_look(sheet->book);
    look.underline = true;
    uint16_t column = 0;
    for (size_t i = 0; i < r->list->n && column < 3; i++) {
        const struct sheet_entry *entry = &r->list->entry[i];
        bool wanted =
            i == 0 || (entry->node->kind == DOC_DATASET && entry->rows != UINT64_MAX &&
                       r->list->nanchors > 0 && r->list->anchor[0].entry == i);
        if (!wanted)
            continue;
        struct str target =
            arena_printf(&sheet->book->arena, "'%.*s'!A1", STR_ARG(entry->name));
        book_link(sheet->book, sheet->worksheet, 1, column++, target, entry->name, &look);
    }
    sheet->row = READING_TOP;
}

static void put_head(const struct reading *r)
{
    struct sheet *sheet = r->sheet;
    struct look look = book_look(sheet->book);
    look.bold = true;
    look.rule_below = true;
    for (size_t c = 0; c < r->table->ncolumns; c++) {
        look.align = r->table->column[c].align;
        look.indent = sheet_indent(r->table, c);
        book_text(sheet->book, sheet->worksheet, sheet->row, (uint16_t)c,
                  r->table->column[c].name, &look);
        sheet_widen(sheet, c, sheet_text_width(r->table->column[c].name) + 1);
    }
    sheet->row++;
}

static struct look row_look(const struct reading *r, size_t c, int level, bool bold)
{
    const struct style *style = &r->sheet->book->style;
    struct look look = book_look(r->sheet->book);
    look.align = r->table->column[c].align;
    look.indent = sheet_indent(r->table, c);
    look.top = true;
    look.hair_below = true;
    look.wrap = r->table->column[c].align == ALIGN_LEFT && !r->table->column[c].fixed;
    look.bold = bold;
    look.has_fill = bold || level < 3 || r->table->column[c].input;
    look.fill = r->table->column[c].input ? style->input
                : bold && level == 0      ? style->accent
                : bold                    ? style->accent16
                                          : style->tint;
    look.unlocked = r->table->column[c].input;
    return look;
}

static void put_row(const struct reading *r, const struct doc_cell *cell)
{
    struct sheet *sheet = r->sheet;
    struct arena *arena = &sheet->book->arena;
    int level = cell[0].level;
    bool bold = (cell[0].flags & FLAG_BOLD) != 0;
    for (size_t c = 0; c < r->table->ncolumns; c++) {
        struct look look = row_look(r, c, level, bold);
        bool on_accent = bold && level == 0 && !r->table->column[c].input;
        struct doc_cell shown = cell[c];
        if (on_accent) {
            look.ink = sheet->book->style.white;
            shown.flags &= ~(unsigned)(FLAG_ALERT | FLAG_MUTED);
            shown.mark = MARK_NONE;
        }
        struct str formula =
            formula_of(arena, r->list, cell, r->table->ncolumns, c, sheet->row);
        sheet_cell(sheet, r->list, (uint16_t)c, &shown, formula.p, &look);
    }
    sheet->row++;
}

/* Lines that the wrapped cells of a row need. */
static double row_height(const struct reading *r, const struct doc_cell *cell)
{
    int most = 1;
    for (size_t c = 0; c < r->table->ncolumns; c++) {
        if (r->table->column[c].fixed || r->table->column[c].align != ALIGN_LEFT)
            continue;
        int lines = 1 + (int)(sheet_text_width(cell[c].text) / (r->sheet->width[c] - 1));
        most = lines > most ? lines : most;
    }
    return most == 1 ? 16.5 : 14 * most + 3;
}

static void set_outline(const struct reading *r, uint32_t row, double height, int level)
{
    lxw_row_col_options options = {.level = (uint8_t)level};
    book_check(r->sheet->book,
               worksheet_set_row_opt(r->sheet->worksheet, row, height, NULL, &options),
               "a row");
}

static int each_row(const struct reading *r,
                    void (*visit)(const struct reading *, const struct doc_cell *),
                    struct err *err)
{
    struct cursor cursor;
    struct doc_cell *cell = mem_new(r->table->ncolumns, sizeof *cell);
    int result = cursor_open(&cursor, &r->table->rows, err);
    while (result == 0 && (result = cursor_next(&cursor, cell, err)) == 0) {
        visit(r, cell);
        memset(cell, 0, r->table->ncolumns * sizeof *cell);
    }
    cursor_close(&cursor);
    mem_free(cell);
    return result < 0 ? -1 : 0;
}

static void measure_row(const struct reading *r, const struct doc_cell *cell)
{
    enum { WIDEST = 46, NOTES = 26 };
    for (size_t c = 0; c < r->table->ncolumns; c++) {
        double width =
            sheet_text_width(cell[c].text) + 1.5 + (cell[c].mark != MARK_NONE ? 2 : 0);
        double most = r->table->column[c].fixed ? 24 : WIDEST;
        sheet_widen(r->sheet, c,
                    r->table->column[c].input ? NOTES
                    : width > most            ? most
                                              : width);
    }
}

static void visit_row(const struct reading *r, const struct doc_cell *cell)
{
    uint32_t row = r->sheet->row;
    put_row(r, cell);
    set_outline(r, row, row_height(r, cell), cell[0].level);
    r->sheet->book->counts.rows++;
}

static bool has_input(const struct doc_table *table)
{
    for (size_t c = 0; c < table->ncolumns; c++)
        if (table->column[c].input)
            return true;
    return false;
}

static void protect(lxw_worksheet *ws)
{
    lxw_protection allowed = {
        .format_columns = 1, .format_rows = 1, .autofilter = 1, .sort = 1};
    worksheet_protect(ws, NULL, &allowed);
}

int sheet_reading(struct sheet *sheet, const struct sheet_list *list,
                  const struct node *node, struct err *err)
{
    struct reading r = {sheet, list, &node->table};
    lxw_worksheet *ws = sheet->worksheet;
    sheet->fixed = true;
    put_title(&r);
    if (each_row(&r, measure_row, err) != 0)
        return -1;
    put_head(&r);
    int result = each_row(&r, visit_row, err);
    worksheet_outline_settings(ws, 1, 0, 0, 0);
    worksheet_freeze_panes(ws, READING_TOP + 1, 2);
    worksheet_repeat_rows(ws, READING_TOP, READING_TOP);
    worksheet_fit_to_pages(ws, 1, 0);
    if (has_input(&node->table))
        protect(ws);
    return result;
}
