/* dash: the dashboard: what a reader wants first, on one landscape page. It shows the
 * score, tiles and findings of its own section, and of the whole document the first radar,
 * the first two lines over time, the first Pareto and the first table whose bars have
 * goals. */
#include <string.h>

#include "render/xlsx/sheet.h"

#include "base/banned.h"

enum {
    COLUMN_CHARS = 12,
    COLUMN_PX = 89,
    ROW_PX = 20,
    CHART_ROWS = 14,
    DATA_COLUMN = DASHBOARD_COLUMNS + 2
};

struct parts {
    const struct doc_score *score;
    const struct node *tiles, *table;
    const struct chart *radar, *line[2], *pareto;
};

/* Bars with goals: promises kept. Bars without are shares of something. */
static bool has_goals(const struct node *table)
{
    for (const struct node *row = table->first; row != NULL; row = row->next)
        for (size_t c = 0; c < table->table.ncolumns; c++)
            if (row->row.cell[c].has_bar && row->row.cell[c].tick >= 0)
                return true;
    return false;
}

static void take_chart(struct parts *parts, const struct chart *chart)
{
    const struct chart **place = NULL;
    if (!sheet_chart_draws(chart))
        return;
    if (chart->kind == CHART_RADAR)
        place = &parts->radar;
    else if (chart->kind == CHART_PARETO)
        place = &parts->pareto;
    else if (chart->kind == CHART_LINE)
        place = parts->line[0] == NULL ? &parts->line[0] : &parts->line[1];
    if (place != NULL && *place == NULL)
        *place = chart;
}

static void find_parts(struct parts *parts, const struct doc *doc)
{
    struct doc_walk walk;
    for (doc_walk_init(&walk, doc->root); doc_walk_step(&walk);) {
        const struct node *n = walk.node;
        if (!walk.entering)
            continue;
        if (n->kind == DOC_SCORE && parts->score == NULL)
            parts->score = &n->score;
        if (n->kind == DOC_TILES && parts->tiles == NULL)
            parts->tiles = n;
        if (n->kind == DOC_TABLE && parts->table == NULL && has_goals(n))
            parts->table = n;
        if (n->kind == DOC_CHART)
            take_chart(parts, &n->chart);
    }
}

static void put_title(struct sheet *sheet, const struct node *section)
{
    const struct doc *doc = sheet->book->doc;
    struct look look = book_look(sheet->book);
    look.size = 16;
    look.bold = true;
    look.ink = sheet->book->style.accent;
    struct str title = doc->header.n > 0 ? doc->header : section->section.title;
    book_text(sheet->book, sheet->worksheet, 0, 0, title, &look);
    look = book_look(sheet->book);
    look.ink = sheet->book->style.text2;
    struct str below =
        arena_printf(&sheet->book->arena, "%.*s    %.*s", STR_ARG(doc->organisation),
                     STR_ARG(doc->provisional.n > 0 ? doc->provisional : doc->footer));
    book_text(sheet->book, sheet->worksheet, 1, 0, below, &look);
}

struct slot {
    uint32_t row, data_row;
    uint16_t column, columns;
};

static uint32_t put_chart(struct sheet *sheet, const struct chart *chart,
                          struct slot slot)
{
    if (chart == NULL)
        return slot.data_row;
    struct chart_place place = {.row = slot.row,
                                .column = slot.column,
                                .data_row = slot.data_row,
                                .data_column = DATA_COLUMN,
                                .width = (uint16_t)(slot.columns * COLUMN_PX - 8),
                                .height = CHART_ROWS * ROW_PX};
    return sheet_chart(sheet, chart, place) + 1;
}

/* The table's first columns, as many as the page has left. */
static void put_table(struct sheet *sheet, const struct sheet_list *list,
                      const struct node *node, uint16_t column)
{
    const struct doc_table *table = &node->table;
    size_t shown = table->ncolumns < (size_t)(DASHBOARD_COLUMNS - column)
                       ? table->ncolumns
                       : (size_t)(DASHBOARD_COLUMNS - column);
    struct look head = book_look(sheet->book);
    head.bold = true;
    head.rule_below = true;
    head.rule_above = true;
    for (size_t c = 0; c < shown; c++) {
        head.align = table->column[c].align;
        head.indent = sheet_indent(table, c);
        book_text(sheet->book, sheet->worksheet, sheet->row, (uint16_t)(column + c),
                  table->column[c].name, &head);
    }
    for (const struct node *row = node->first; row != NULL; row = row->next) {
        sheet->row++;
        for (size_t c = 0; c < shown; c++) {
            const struct doc_cell *cell = &row->row.cell[c];
            size_t columns = cell->columns < shown - c ? cell->columns : shown - c;
            if (cell->flags & (FLAG_UNDER | FLAG_BESIDE))
                continue;
            struct look look = sheet_look(sheet, table, c, row->row.sum);
            sheet_merge(sheet, (uint16_t)(column + c), cell->rows, columns, &look);
            struct str formula =
                formula_of(&sheet->book->arena, list, cell, 1, 0, sheet->row);
            if (cell->has_bar)
                sheet_bar(sheet, (uint16_t)(column + c), cell, &look);
            else
                sheet_cell(sheet, list, (uint16_t)(column + c), cell, formula.p, &look);
        }
    }
    sheet->row++;
}

/* A title and its items over half the page. */
static void put_list(struct sheet *sheet, const struct node *node, uint16_t column)
{
    struct look bold = book_look(sheet->book), plain = bold;
    bold.bold = true;
    bold.rule_above = true;
    sheet_across(sheet, sheet->row++, column,
                 (uint16_t)(column + DASHBOARD_COLUMNS / 2 - 1), node->box.title, &bold);
    for (const struct node *n = node->first; n != NULL; n = n->next) {
        if (n->kind != DOC_ITEM)
            continue;
        struct look look = plain;
        struct str text = book_marked(&sheet->book->arena, &n->item.cell);
        book_cell_look(sheet->book, &n->item.cell, &look);
        if (n->item.lead.n > 0)
            text = arena_printf(&sheet->book->arena, "%.*s   %.*s", STR_ARG(n->item.lead),
                                STR_ARG(text));
        book_text(sheet->book, sheet->worksheet, sheet->row++, column, text, &look);
    }
    sheet->row++;
}

/* What was found at the left, what must be done at the right. */
static void put_findings(struct sheet *sheet, const struct node *section)
{
    uint32_t left = sheet->row, right = sheet->row;
    struct doc_walk walk;
    for (doc_walk_init(&walk, section); doc_walk_step(&walk);) {
        const struct node *n = walk.node;
        if (!walk.entering || n->first == NULL ||
            (n->kind != DOC_BOX && n->kind != DOC_FINDINGS))
            continue;
        uint32_t *at = n->kind == DOC_BOX ? &right : &left;
        sheet->row = *at;
        put_list(sheet, n, n->kind == DOC_BOX ? DASHBOARD_COLUMNS / 2 : 0);
        *at = sheet->row;
    }
    sheet->row = left > right ? left : right;
}

static void put_charts(struct sheet *sheet, const struct sheet_list *list,
                       const struct parts *parts)
{
    uint32_t row = sheet->row, data = 0;
    data = put_chart(sheet, parts->radar, (struct slot){row, data, 0, 5});
    data = put_chart(sheet, parts->line[0], (struct slot){row, data, 5, 6});
    data = put_chart(sheet, parts->line[1], (struct slot){row, data, 11, 5});
    row += CHART_ROWS + 1;
    put_chart(sheet, parts->pareto, (struct slot){row, data, 0, 7});
    sheet->row = row;
    if (parts->table != NULL)
        put_table(sheet, list, parts->table, 7);
    uint32_t below = row + CHART_ROWS + 1;
    sheet->row = sheet->row + 1 > below ? sheet->row + 1 : below;
}

void sheet_dashboard(struct sheet *sheet, const struct sheet_list *list,
                     const struct node *section)
{
    lxw_worksheet *ws = sheet->worksheet;
    struct parts parts = {0};
    find_parts(&parts, sheet->book->doc);
    sheet->fixed = true;
    for (size_t c = 0; c < DASHBOARD_COLUMNS; c++)
        sheet_widen(sheet, c, COLUMN_CHARS);
    put_title(sheet, section);
    sheet_back(sheet, list, 2, 0);
    if (parts.score != NULL)
        sheet_score(sheet, parts.score, DASHBOARD_COLUMNS - 6);
    sheet->row = 3;
    if (parts.tiles != NULL)
        sheet_tiles(sheet, list, parts.tiles);
    put_charts(sheet, list, &parts);
    put_findings(sheet, section);
    book_check(sheet->book,
               worksheet_print_area(ws, 0, 0, sheet->row, DASHBOARD_COLUMNS - 1),
               "a print area");
    worksheet_fit_to_pages(ws, 1, 1);
    worksheet_activate(ws);
}
