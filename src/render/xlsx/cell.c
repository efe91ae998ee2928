/* cell: one cell of the document where the sheet stands: its formula, link or bar. */
#include <string.h>

#include "render/xlsx/sheet.h"

#include "base/banned.h"

void sheet_merge(struct sheet *sheet, uint16_t column, size_t rows, size_t columns,
                 const struct look *look)
{
    if (rows < 2 && columns < 2)
        return;
    uint32_t last = sheet->row + (uint32_t)(rows ? rows - 1 : 0);
    uint16_t right = (uint16_t)(column + (columns ? columns - 1 : 0));
    book_check(sheet->book,
               worksheet_merge_range(sheet->worksheet, sheet->row, column, last, right,
                                     "", book_format(sheet->book, look)),
               "merged cells");
}

void sheet_cell(struct sheet *sheet, const struct sheet_list *list, uint16_t column,
                const struct doc_cell *cell, const char *formula, const struct look *base)
{
    struct book *book = sheet->book;
    struct str target = sheet_target(list, &book->arena, cell->link);
    struct look look = *base;
    bool number = book_cell_is_number(cell);
    if (formula != NULL && formula[0] != '\0') {
        struct colour ink = look.ink;
        book_cell_look(book, cell, &look);
        if (memcmp(&look.ink, &ink, sizeof ink) == 0)
            look.ink = book->style.accent;
        book_formula(book, sheet->worksheet, sheet->row, column, formula, number,
                     number ? book_cell_value(cell) : 0, cell->text, &look);
    } else if (target.n > 0 && !number && cell->text.n > 0) {
        look.underline = true;
        book_link(book, sheet->worksheet, sheet->row, column, target,
                  book_marked(&book->arena, cell), &look);
    } else if (cell->text.n == 0 && !number) {
        book_blank(book, sheet->worksheet, sheet->row, column, &look);
    } else {
        book_cell(book, sheet->worksheet, sheet->row, column, cell, &look);
    }
}

/* An inline bar is a cell of its share, drawn as a data bar from 0 to 1. */
void sheet_bar(struct sheet *sheet, uint16_t column, const struct doc_cell *cell,
               const struct look *base)
{
    struct book *book = sheet->book;
    struct look look = *base;
    bool alert = (cell->flags & FLAG_ALERT) != 0;
    lxw_conditional_format bar = {
        .type = LXW_CONDITIONAL_DATA_BAR,
        .bar_only = LXW_TRUE,
        .bar_solid = LXW_TRUE,
        .bar_no_border = LXW_TRUE,
        .data_bar_2010 = LXW_TRUE,
        .min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
        .max_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
        .min_value = 0,
        .max_value = 1,
        .bar_color = book_colour(alert ? book->style.alert : book->style.accent)};
    memcpy(look.number, ";;;", sizeof ";;;");
    book_number(book, sheet->worksheet, sheet->row, column, cell->bar, &look);
    book_check(
        book,
        worksheet_conditional_format_cell(sheet->worksheet, sheet->row, column, &bar),
        "a bar");
}

void sheet_across(struct sheet *sheet, uint32_t row, uint16_t first, uint16_t last,
                  struct str text, const struct look *look)
{
    for (uint16_t c = first; c <= last; c++)
        book_blank(sheet->book, sheet->worksheet, row, c, look);
    book_text(sheet->book, sheet->worksheet, row, first, text, look);
}

void sheet_height(struct sheet *sheet, uint32_t row, double height)
{
    book_check(sheet->book, worksheet_set_row(sheet->worksheet, row, height, NULL),
               "a row");
}
