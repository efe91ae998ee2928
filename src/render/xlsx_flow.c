/* xlsx_flow: nodes of the document as cells of a worksheet. Reads the same order, numbers
 * and words as the page; decides only where they stand. */
#include <string.h>

#include "render/xlsx_sheet.h"

#include "base/banned.h"

enum { TEXT_SPAN = 8, TILE_COLUMNS = 2 };

static void put_wide(struct sheet *sheet, struct str text, const struct look *look,
                     double height)
{
    if (text.n == 0)
        return;
    struct look wide = *look;
    uint32_t row = sheet->row++;
    book_text(sheet->book, sheet->worksheet, row, 0, text, &wide);
    if (height > 0)
        book_check(sheet->book, worksheet_set_row(sheet->worksheet, row, height, NULL),
                   "a row");
}

/* Text over the width of the sheet, as many lines high as it needs. */
static void put_paragraph(struct sheet *sheet, struct str text, const struct look *look)
{
    if (text.n == 0)
        return;
    struct look wrapped = *look;
    wrapped.wrap = true;
    uint32_t row = sheet->row++;
    double lines = 1 + sheet_text_width(text) / 100.0;
    for (uint16_t c = 0; c < TEXT_SPAN; c++)
        book_blank(sheet->book, sheet->worksheet, row, c, &wrapped);
    book_check(
        sheet->book,
        worksheet_merge_range(sheet->worksheet, row, 0, row, TEXT_SPAN - 1, "", NULL),
        "a paragraph");
    book_text(sheet->book, sheet->worksheet, row, 0, text, &wrapped);
    book_check(
        sheet->book,
        worksheet_set_row(sheet->worksheet, row, 14.5 * (double)(int)lines + 2, NULL),
        "a row");
}

static void put_section(struct sheet *sheet, const struct node *node)
{
    const struct doc_section *s = &node->section;
    struct look look = book_look(sheet->book);
    look.bold = true;
    look.size = s->level <= 1 ? 16 : 12;
    look.ink = s->level <= 1 ? sheet->book->style.accent : sheet->book->style.ink;
    if (sheet->row > 0)
        sheet->row++;
    struct str title = s->number.n == 0
                           ? s->title
                           : arena_printf(&sheet->book->arena, "%.*s  %.*s",
                                          STR_ARG(s->number), STR_ARG(s->title));
    put_wide(sheet, title, &look, s->level <= 1 ? 24 : 18);
    look = book_look(sheet->book);
    look.ink = sheet->book->style.text2;
    put_wide(sheet, s->subtitle, &look, 0);
}

static void put_head(struct sheet *sheet, const struct doc_table *table)
{
    struct look look = book_look(sheet->book);
    look.bold = true;
    look.rule_below = true;
    look.wrap = true;
    look.ink = sheet->book->style.text2;
    for (size_t c = 0; c < table->ncolumns; c++) {
        const struct doc_column *column = &table->column[c];
        struct str name =
            column->group.n == 0
                ? column->name
                : arena_printf(&sheet->book->arena, "%.*s %.*s", STR_ARG(column->group),
                               STR_ARG(column->name));
        look.align = column->align;
        book_text(sheet->book, sheet->worksheet, sheet->row, (uint16_t)c, name, &look);
        sheet_widen(sheet, c, sheet_text_width(name));
    }
    sheet->row++;
}

static void put_figure(struct sheet *sheet, const struct sheet_list *list,
                       uint16_t column, const struct doc_cell *cell,
                       const struct look *base)
{
    struct str formula = formula_of(&sheet->book->arena, list, cell);
    struct str target = cell->link.n > 0 ? sheet_of_id(list, cell->link) : STR("");
    struct look look = *base;
    if (formula.n > 0) {
        bool number = book_cell_is_number(cell);
        book_cell_look(sheet->book, cell, &look);
        look.ink = sheet->book->style.accent;
        book_formula(sheet->book, sheet->worksheet, sheet->row, column, formula.p, number,
                     number ? book_cell_value(cell) : 0, cell->text, &look);
    } else if (target.n > 0 && cell->type == DOC_TEXT) {
        look.underline = true;
        book_link(sheet->book, sheet->worksheet, sheet->row, column, target, cell->text,
                  &look);
    } else {
        book_cell(sheet->book, sheet->worksheet, sheet->row, column, cell, &look);
    }
}

static void put_row(struct sheet *sheet, const struct sheet_list *list,
                    const struct doc_table *table, const struct doc_row *row)
{
    for (size_t c = 0; c < table->ncolumns; c++) {
        const struct doc_cell *cell = &row->cell[c];
        struct look look = book_look(sheet->book);
        look.align = table->column[c].align;
        look.hair_below = true;
        look.bold = row->sum;
        look.rule_above = row->sum;
        put_figure(sheet, list, (uint16_t)c, cell, &look);
        double width = sheet_text_width(cell->text) + (cell->mark != MARK_NONE ? 2 : 0);
        sheet_widen(sheet, c, width > 44 ? 44 : width);
    }
    sheet->row++;
}

static void put_table(struct sheet *sheet, const struct sheet_list *list,
                      const struct node *node)
{
    const struct doc_table *table = &node->table;
    struct look look = book_look(sheet->book);
    sheet->row++;
    look.bold = true;
    put_wide(sheet, table->title, &look, 0);
    put_head(sheet, table);
    for (const struct node *row = node->first; row != NULL; row = row->next)
        put_row(sheet, list, table, &row->row);
    look = book_look(sheet->book);
    look.ink = sheet->book->style.text3;
    look.size = 8;
    if (node->first == NULL)
        put_wide(sheet, table->empty, &look, 0);
    put_wide(sheet, table->note, &look, 0);
}

static void put_tile(struct sheet *sheet, const struct sheet_list *list,
                     const struct doc_tile *tile, uint16_t column)
{
    struct book *book = sheet->book;
    lxw_worksheet *ws = sheet->worksheet;
    struct look look = book_look(book);
    look.has_fill = true;
    look.fill = book->style.tint;
    look.ink = book->style.text2;
    look.rule_above = true;
    uint16_t next = (uint16_t)(column + 1);
    book_text(book, ws, sheet->row, column, tile->name, &look);
    book_blank(book, ws, sheet->row, next, &look);
    look.rule_above = false;
    struct look big = look;
    big.size = 16;
    big.bold = true;
    big.ink = book->style.ink;
    big.align = ALIGN_LEFT;
    sheet->row++;
    put_figure(sheet, list, column, &tile->value, &big);
    book_text(book, ws, sheet->row, next, tile->unit, &look);
    sheet->row++;
    book_text(book, ws, sheet->row, column, tile->target, &look);
    struct doc_cell state = {.type = DOC_TEXT, .mark = tile->mark, .text = tile->change};
    book_cell(book, ws, sheet->row, next, &state, &look);
    sheet->row++;
    look.size = 8;
    book_text(book, ws, sheet->row, column, tile->foot_left, &look);
    book_text(book, ws, sheet->row, next, tile->foot_right, &look);
    sheet->row -= 3;
    sheet_widen(sheet, column, 16);
    sheet_widen(sheet, next, 16);
}

static void put_tiles(struct sheet *sheet, const struct sheet_list *list,
                      const struct node *node)
{
    uint16_t at = 0;
    sheet->row++;
    for (const struct node *tile = node->first; tile != NULL; tile = tile->next) {
        put_tile(sheet, list, &tile->tile, (uint16_t)(at * TILE_COLUMNS));
        at = (uint16_t)((at + 1) % 4);
        if (at == 0)
            sheet->row += 5;
    }
    if (at != 0)
        sheet->row += 5;
}

static void put_score(struct sheet *sheet, const struct doc_score *score)
{
    struct book *book = sheet->book;
    struct look look = book_look(book);
    look.has_fill = true;
    look.fill = book->style.accent;
    look.ink = book->style.white;
    const struct str cell[2][4] = {
        {score->label, score->value, score->grade, score->distance},
        {score->grade_label, score->formula, score->note, STR("")}};
    for (size_t r = 0; r < 2; r++) {
        look.size = r == 0 ? 14 : 9;
        look.bold = r == 0;
        for (uint16_t c = 0; c < 4; c++)
            book_text(book, sheet->worksheet, sheet->row, c, cell[r][c], &look);
        sheet->row++;
    }
}

static void put_facts(struct sheet *sheet, const struct doc_fact *fact, size_t n)
{
    struct look look = book_look(sheet->book), label = look;
    label.ink = sheet->book->style.text2;
    for (size_t i = 0; i < n; i++) {
        book_text(sheet->book, sheet->worksheet, sheet->row, 0, fact[i].label, &label);
        book_cell(sheet->book, sheet->worksheet, sheet->row, 1, &fact[i].value, &look);
        if (fact[i].extra.n > 0)
            book_text(sheet->book, sheet->worksheet, sheet->row, 2, fact[i].extra,
                      &label);
        sheet->row++;
    }
}

static void put_definition(struct sheet *sheet, const struct doc_definition *d)
{
    struct look bold = book_look(sheet->book), plain = bold;
    struct arena *arena = &sheet->book->arena;
    bold.bold = true;
    sheet->row++;
    put_wide(sheet, d->name, &bold, 0);
    plain.ink = sheet->book->style.text2;
    put_wide(sheet, d->id_line, &plain, 0);
    plain.ink = sheet->book->style.ink;
    put_wide(sheet,
             d->denominator.n == 0
                 ? d->numerator
                 : arena_printf(arena, "%.*s %.*s \xC3\xB7 %.*s", STR_ARG(d->factor),
                                STR_ARG(d->numerator), STR_ARG(d->denominator)),
             &plain, 0);
    put_facts(sheet, d->fact, d->nfacts);
}

static void put_cover(struct sheet *sheet, const struct doc_cover *cover)
{
    struct look look = book_look(sheet->book);
    look.bold = true;
    look.size = 12;
    put_wide(sheet, cover->organisation, &look, 0);
    look.size = 16;
    look.ink = sheet->book->style.accent;
    put_wide(sheet, cover->title, &look, 24);
    look.size = 12;
    put_wide(sheet, cover->period, &look, 0);
    look = book_look(sheet->book);
    put_wide(sheet, cover->dates, &look, 0);
    look.ink = sheet->book->style.alert;
    look.bold = true;
    put_wide(sheet, cover->provisional, &look, 0);
    put_wide(sheet, cover->provisional_note, &look, 0);
    put_facts(sheet, cover->fact, 4);
    put_facts(sheet, &cover->scope, 1);
    put_facts(sheet, cover->person, cover->npersons);
}

static void put_sheet_list(struct sheet *sheet, const struct sheet_list *list)
{
    struct look look = book_look(sheet->book), link = look;
    look.hair_below = true;
    link.hair_below = true;
    link.underline = true;
    sheet->row++;
    for (size_t i = 0; i < list->n; i++) {
        const struct sheet_entry *e = &list->entry[i];
        look.align = ALIGN_LEFT;
        book_number(sheet->book, sheet->worksheet, sheet->row, 0, (double)(i + 1), &look);
        book_link(sheet->book, sheet->worksheet, sheet->row, 1, e->name, e->name, &link);
        book_text(sheet->book, sheet->worksheet, sheet->row, 2, e->about, &look);
        look.align = ALIGN_RIGHT;
        if (e->rows != UINT64_MAX)
            book_number(sheet->book, sheet->worksheet, sheet->row, 3, (double)e->rows,
                        &look);
        sheet_widen(sheet, 1, sheet_text_width(e->name));
        sheet_widen(sheet, 2, sheet_text_width(e->about));
        sheet->row++;
    }
}

static void put_item(struct sheet *sheet, const struct doc_item *item)
{
    struct look look = book_look(sheet->book);
    book_text(sheet->book, sheet->worksheet, sheet->row, 0, item->lead, &look);
    book_cell(sheet->book, sheet->worksheet, sheet->row, 1, &item->cell, &look);
    sheet->row++;
}

static void put_text(struct sheet *sheet, const struct node *node)
{
    struct look look = book_look(sheet->book);
    if (node->kind == DOC_HEADING) {
        look.bold = true;
        look.size = 12;
        sheet->row++;
        put_wide(sheet, node->text, &look, 0);
        return;
    }
    if (node->kind == DOC_LEAD)
        look.ink = sheet->book->style.text2;
    if (node->kind == DOC_NOTE) {
        look.ink = sheet->book->style.text3;
        look.size = 8;
    }
    put_paragraph(sheet, node->text, &look);
}

static void put_verdict(struct sheet *sheet, const struct doc_verdict *verdict)
{
    struct look look = book_look(sheet->book);
    look.bold = true;
    book_text(sheet->book, sheet->worksheet, sheet->row, 0, verdict->label, &look);
    book_cell(sheet->book, sheet->worksheet, sheet->row, 1, &verdict->state, &look);
    book_cell(sheet->book, sheet->worksheet, sheet->row, 2, &verdict->points, &look);
    sheet->row++;
}

static void put_requirement(struct sheet *sheet, const struct node *node)
{
    struct look look = book_look(sheet->book);
    put_paragraph(sheet, node->requirement.text, &look);
    look.ink = sheet->book->style.text3;
    look.size = 8;
    put_paragraph(sheet, node->requirement.note, &look);
}

void sheet_node(struct sheet *sheet, const struct sheet_list *list, const struct node *n)
{
    struct look bold = book_look(sheet->book);
    bold.bold = true;
    switch (n->kind) {
    case DOC_COVER:
        put_cover(sheet, &n->cover);
        break;
    case DOC_CONTENTS:
        put_sheet_list(sheet, list);
        break;
    case DOC_SECTION:
        put_section(sheet, n);
        break;
    case DOC_HEADING:
    case DOC_LEAD:
    case DOC_PARA:
    case DOC_NOTE:
        put_text(sheet, n);
        break;
    case DOC_REQUIREMENT:
        put_requirement(sheet, n);
        break;
    case DOC_TABLE:
        put_table(sheet, list, n);
        break;
    case DOC_SCORE:
        put_score(sheet, &n->score);
        break;
    case DOC_TILES:
        put_tiles(sheet, list, n);
        break;
    case DOC_BOX:
        put_wide(sheet, n->box.title, &bold, 0);
        break;
    case DOC_ITEM:
        put_item(sheet, &n->item);
        break;
    case DOC_CHART:
        if (n->parent->kind != DOC_CHARTS)
            sheet_chart(sheet, &n->chart, 0, 5);
        break;
    case DOC_CHARTS:
        sheet_charts(sheet, n);
        break;
    case DOC_VERDICT:
        put_verdict(sheet, &n->verdict);
        break;
    case DOC_DEFINITION:
        put_definition(sheet, &n->definition);
        break;
    case DOC_SIGNATURE:
        put_facts(sheet, n->signature.box, n->signature.nboxes);
        break;
    default:
        break;
    }
}
