/* tiles: the score and the tiles of figures, on the dashboard as in the flow. */
#include "render/xlsx/sheet.h"

#include "base/banned.h"

enum { TILE_COLUMNS = 2 };

/* Two rows on the accent colour: the score and grade, and what they come from. */
void sheet_score(struct sheet *sheet, const struct doc_score *score, uint16_t column)
{
    enum { SCORE_COLUMNS = 6 };
    struct book *book = sheet->book;
    struct look look = book_look(book);
    uint16_t last = (uint16_t)(column + SCORE_COLUMNS - 1);
    look.has_fill = true;
    look.fill = book->style.accent;
    look.ink = book->style.white;
    struct look big = look;
    big.size = 16;
    big.bold = true;
    sheet_across(sheet, sheet->row, column, last, score->label, &look);
    book_text(book, sheet->worksheet, sheet->row, (uint16_t)(column + 2), score->value,
              &big);
    book_text(book, sheet->worksheet, sheet->row, (uint16_t)(column + 3), score->grade,
              &big);
    book_text(book, sheet->worksheet, sheet->row, (uint16_t)(column + 4), score->distance,
              &look);
    look.size = 9;
    look.ink = book->style.on_accent;
    sheet_across(sheet, sheet->row + 1, column, last, score->formula, &look);
    sheet_height(sheet, sheet->row, 26);
    sheet_height(sheet, sheet->row + 1, 16);
}

static struct look tile_look(const struct sheet *sheet)
{
    struct look look = book_look(sheet->book);
    look.has_fill = true;
    look.fill = sheet->book->style.tint;
    look.ink = sheet->book->style.text2;
    return look;
}

static void put_tile(struct sheet *sheet, const struct sheet_list *list,
                     const struct doc_tile *tile, uint16_t column)
{
    struct book *book = sheet->book;
    lxw_worksheet *ws = sheet->worksheet;
    uint32_t row = sheet->row;
    uint16_t next = (uint16_t)(column + 1);
    struct look look = tile_look(sheet), top = look, big = look;
    top.rule_above = true;
    sheet_across(sheet, row, column, next, tile->name, &top);
    big.size = 16;
    big.bold = true;
    big.ink = book->style.ink;
    big.align = ALIGN_LEFT;
    struct str formula = formula_of(&book->arena, list, &tile->value, 1, 0, row + 1);
    sheet->row = row + 1;
    sheet_cell(sheet, list, column, &tile->value, formula.p, &big);
    struct look right = look;
    right.align = ALIGN_RIGHT;
    right.indent = 1;
    right.size = 9;
    book_text(book, ws, row + 1, next, tile->change, &right);
    struct doc_cell state = {.mark = tile->mark, .text = tile->target};
    book_cell_look(book, &state, &look);
    sheet_across(sheet, row + 2, column, next, book_marked(&book->arena, &state), &look);
    look = tile_look(sheet);
    look.size = 8;
    sheet_across(sheet, row + 3, column, next,
                 arena_printf(&book->arena, "%.*s   %.*s", STR_ARG(tile->foot_left),
                              STR_ARG(tile->foot_right)),
                 &look);
    sheet->row = row;
}

void sheet_tiles(struct sheet *sheet, const struct sheet_list *list,
                 const struct node *tiles)
{
    enum { ACROSS = DASHBOARD_COLUMNS / TILE_COLUMNS, HIGH = 5 };
    unsigned at = 0;
    for (const struct node *tile = tiles->first; tile != NULL; tile = tile->next) {
        if (at == ACROSS) {
            at = 0;
            sheet->row += HIGH;
        }
        sheet_height(sheet, sheet->row + 1, 24);
        put_tile(sheet, list, &tile->tile, (uint16_t)(at++ * TILE_COLUMNS));
    }
    sheet->row += tiles->first != NULL ? HIGH : 0;
}
