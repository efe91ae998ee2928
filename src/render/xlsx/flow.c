/* flow: nodes of the document as cells of a worksheet. Reads the same order, numbers
 * and words as the page; decides only where they stand. */
#include <stdio.h>
#include <string.h>

#include "render/xlsx/sheet.h"

#include "base/banned.h"

enum { WIDEST = 40 };

void sheet_line(struct sheet *sheet, struct str text, const struct look *look,
                double height)
{
    if (text.n == 0)
        return;
    uint32_t row = sheet->row++;
    book_text(sheet->book, sheet->worksheet, row, 0, text, look);
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
    book_check(sheet->book,
               worksheet_merge_range(sheet->worksheet, row, 0, row, TEXT_SPAN - 1, "",
                                     book_format(sheet->book, &wrapped)),
               "a paragraph");
    book_text(sheet->book, sheet->worksheet, row, 0, text, &wrapped);
    sheet_wrap(sheet, row, 0, TEXT_SPAN - 1, sheet_text_width(text), look->size);
}

static void put_section(struct sheet *sheet, const struct node *node)
{
    const struct doc_section *s = &node->section;
    struct look look = book_look(sheet->book);
    look.bold = true;
    look.size = s->level <= 1 ? 16 : 12;
    look.ink = s->level <= 1 ? sheet->book->style.accent : sheet->book->style.ink;
    if (sheet->row > sheet->top)
        sheet->row++;
    struct str title = s->number.n == 0
                           ? s->title
                           : arena_printf(&sheet->book->arena, "%.*s  %.*s",
                                          STR_ARG(s->number), STR_ARG(s->title));
    sheet_line(sheet, title, &look, s->level <= 1 ? 24 : 18);
    look = book_look(sheet->book);
    look.ink = sheet->book->style.text2;
    sheet_line(sheet, s->subtitle, &look, 0);
}

/* Labels over columns, and names that have none over both lines of the head. */
static void put_upper_head(struct sheet *sheet, const struct doc_table *table,
                           const struct look *base)
{
    struct look name = *base, label = *base;
    label.rule_below = false;
    label.hair_below = true;
    label.align = ALIGN_CENTRE;
    for (size_t c = 0, n; c < table->ncolumns; c += n) {
        const struct doc_column *column = &table->column[c];
        for (n = 1; column->group.n && c + n < table->ncolumns; n++)
            if (!str_eq(table->column[c + n].group, column->group))
                break;
        name.align = column->align;
        name.indent = sheet_indent(table, c);
        struct look *look = column->group.n ? &label : &name;
        sheet_merge(sheet, (uint16_t)c, column->group.n ? 1 : 2, n, look);
        book_text(sheet->book, sheet->worksheet, sheet->row, (uint16_t)c,
                  column->group.n ? column->group : column->name, look);
    }
    sheet->row++;
}

static void put_head(struct sheet *sheet, const struct doc_table *table)
{
    struct look look = book_look(sheet->book);
    bool two_levels = false;
    look.bold = true;
    look.rule_below = true;
    look.wrap = true;
    look.ink = sheet->book->style.text2;
    for (size_t c = 0; c < table->ncolumns; c++)
        two_levels = two_levels || table->column[c].group.n;
    if (two_levels)
        put_upper_head(sheet, table, &look);
    for (size_t c = 0; c < table->ncolumns; c++) {
        const struct doc_column *column = &table->column[c];
        look.align = column->align;
        look.indent = sheet_indent(table, c);
        if (!two_levels || column->group.n)
            book_text(sheet->book, sheet->worksheet, sheet->row, (uint16_t)c,
                      column->name, &look);
        sheet_widen(sheet, c, sheet_text_width(column->name));
    }
    sheet->row++;
}

static void put_row(struct sheet *sheet, const struct sheet_list *list,
                    const struct doc_table *table, const struct doc_row *row)
{
    for (size_t c = 0; c < table->ncolumns; c++) {
        const struct doc_cell *cell = &row->cell[c];
        if (cell->flags & (FLAG_UNDER | FLAG_BESIDE))
            continue;
        struct look look = sheet_look(sheet, table, c, row->sum);
        look.rule_above = row->sum;
        double width = sheet_text_width(cell->text) + (cell->mark != MARK_NONE ? 2 : 0);
        look.wrap = width > WIDEST;
        sheet_merge(sheet, (uint16_t)c, cell->rows, cell->columns, &look);
        if (cell->has_bar) {
            sheet_bar(sheet, (uint16_t)c, cell, &look);
            sheet_widen(sheet, c, 16);
            continue;
        }
        struct str formula = formula_of(&sheet->book->arena, list, row->cell,
                                        table->ncolumns, c, sheet->row);
        sheet_cell(sheet, list, (uint16_t)c, cell, formula.p, &look);
        if (cell->columns < 2)
            sheet_widen(sheet, c, width > WIDEST ? WIDEST : width);
        if (look.wrap)
            sheet_wrap(sheet, sheet->row, (uint16_t)c, (uint16_t)c, width, 0);
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
    sheet_line(sheet, table->title, &look, 0);
    put_head(sheet, table);
    for (const struct node *row = node->first; row != NULL; row = row->next)
        put_row(sheet, list, table, &row->row);
    look = book_look(sheet->book);
    look.ink = sheet->book->style.text3;
    look.size = 8;
    if (node->first == NULL)
        sheet_line(sheet, table->empty, &look, 0);
    sheet_line(sheet, table->note, &look, 0);
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

static void put_cover(struct sheet *sheet, const struct doc_cover *cover)
{
    struct look look = book_look(sheet->book);
    look.bold = true;
    look.size = 12;
    sheet_line(sheet, cover->organisation, &look, 0);
    look.size = 16;
    look.ink = sheet->book->style.accent;
    sheet_line(sheet, cover->title, &look, 24);
    look.size = 12;
    sheet_line(sheet, cover->period, &look, 0);
    look = book_look(sheet->book);
    sheet_line(sheet, cover->dates, &look, 0);
    look.ink = sheet->book->style.alert;
    look.bold = true;
    sheet_line(sheet, cover->provisional, &look, 0);
    sheet_line(sheet, cover->provisional_note, &look, 0);
    put_facts(sheet, cover->fact, 4);
    put_facts(sheet, &cover->scope, 1);
    put_facts(sheet, cover->person, cover->npersons);
}

/* The sheets by name, what each holds and how many rows. */
static void put_contents_head(struct sheet *sheet)
{
    const struct str *head = sheet->book->doc->words.sheet_head;
    struct look look = book_look(sheet->book);
    look.bold = true;
    look.rule_below = true;
    for (uint16_t c = 0; c < 4; c++) {
        look.align = c == 3 ? ALIGN_RIGHT : ALIGN_LEFT;
        book_text(sheet->book, sheet->worksheet, sheet->row, c, head[c], &look);
    }
    sheet->row++;
}

void sheet_contents(struct sheet *sheet, const struct sheet_list *list)
{
    struct look look = book_look(sheet->book), link = look;
    look.hair_below = true;
    link.hair_below = true;
    link.underline = true;
    sheet->row++;
    put_contents_head(sheet);
    for (size_t i = 0; i < list->n; i++) {
        const struct sheet_entry *e = &list->entry[i];
        look.align = ALIGN_LEFT;
        look.number[0] = '\0';
        book_number(sheet->book, sheet->worksheet, sheet->row, 0, (double)(i + 1), &look);
        struct str target =
            arena_printf(&sheet->book->arena, "'%.*s'!A1", STR_ARG(e->name));
        book_link(sheet->book, sheet->worksheet, sheet->row, 1, target, e->name, &link);
        book_text(sheet->book, sheet->worksheet, sheet->row, 2, e->about, &look);
        look.align = ALIGN_RIGHT;
        snprintf(look.number, sizeof look.number, "#,##0");
        if (e->rows == UINT64_MAX)
            book_blank(sheet->book, sheet->worksheet, sheet->row, 3, &look);
        else
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
        sheet_line(sheet, node->text, &look, 0);
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

/* Charts that follow each other stand two by two; a table or text begins below them. */
static void put_chart(struct sheet *sheet, const struct node *node)
{
    enum { HIGH = 15, WIDE = 560, DATA = 20 };
    bool beside = sheet->right && node->parent->kind == DOC_CHARTS && node->prev != NULL;
    const struct chart *chart = &node->chart;
    sheet_cells_fn *cells = sheet_chart_cells(chart);
    if (cells != NULL) {
        cells(sheet, chart);
        return;
    }
    struct look look = book_look(sheet->book);
    if (!sheet_chart_draws(chart)) {
        look.ink = sheet->book->style.text3;
        sheet_line(sheet, chart->title, &look, 0);
        sheet_line(sheet, chart->empty, &look, 0);
        return;
    }
    if (beside)
        sheet->row -= HIGH;
    struct chart_place place = {.row = sheet->row,
                                .data_row = sheet->row + (beside ? HIGH / 2 : 0),
                                .data_column = DATA,
                                .width = WIDE,
                                .height = 280,
                                .x_offset = beside ? WIDE + 10 : 0};
    sheet_chart(sheet, chart, place);
    uint16_t reach = (uint16_t)(place.x_offset + WIDE);
    sheet->reach = reach > sheet->reach ? reach : sheet->reach;
    sheet->aside = DATA;
    sheet->right = !beside;
    sheet->row += HIGH;
}

void sheet_node(struct sheet *sheet, const struct sheet_list *list, const struct node *n)
{
    struct look bold = book_look(sheet->book);
    bold.bold = true;
    switch (n->kind) {
    case DOC_COVER:
        put_cover(sheet, &n->cover);
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
        sheet_score(sheet, &n->score, 0);
        sheet->row += 3;
        break;
    case DOC_TILES:
        sheet_tiles(sheet, list, n);
        break;
    case DOC_BOX:
        sheet_line(sheet, n->box.title, &bold, 0);
        break;
    case DOC_ITEM:
        put_item(sheet, &n->item);
        break;
    case DOC_CHART:
        put_chart(sheet, n);
        break;
    case DOC_CHARTS:
        sheet->row++;
        break;
    case DOC_VERDICT:
        put_verdict(sheet, &n->verdict);
        break;
    case DOC_DEFINITION:
        if (n->prev == NULL || n->prev->kind != DOC_DEFINITION)
            sheet_definitions(sheet, n->parent);
        break;
    case DOC_SIGNATURE:
        put_facts(sheet, n->signature.box, n->signature.nboxes);
        break;
    default:
        break;
    }
}
