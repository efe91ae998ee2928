/* xlsx_sheet: worksheets as such: which there will be, how they open and close. */
#include "render/xlsx_sheet.h"

#include <string.h>

#include "base/utf8.h"

#include "base/banned.h"

static void list_put(struct sheet_list *list, struct str name, struct str about,
                     struct str id, const struct node *node, uint64_t rows)
{
    list->entry = mem_room(list->entry, list->n, &list->cap, sizeof *list->entry);
    list->entry[list->n++] = (struct sheet_entry){name, about, id, node, rows};
}

void sheet_list_make(struct sheet_list *list, const struct doc *doc)
{
    struct doc_walk walk;
    memset(list, 0, sizeof *list);
    doc_walk_init(&walk, doc->root);
    while (doc_walk_step(&walk)) {
        const struct node *n = walk.node;
        if (!walk.entering)
            continue;
        if (n->kind == DOC_SECTION && n->section.sheet.n > 0)
            list_put(list, n->section.sheet, n->section.title, n->section.id, n,
                     UINT64_MAX);
        if ((n->kind == DOC_REGISTER || n->kind == DOC_DATASET) && n->table.sheet.n > 0)
            list_put(list, n->table.sheet, n->table.title, n->table.id, n,
                     n->table.rows.total);
    }
}

void sheet_list_release(struct sheet_list *list)
{
    mem_free(list->entry);
}

/* A section below one with a sheet stands on that sheet. */
static bool holds(const struct node *node, struct str id)
{
    struct doc_walk walk;
    doc_walk_init(&walk, node);
    while (doc_walk_step(&walk))
        if (walk.entering && walk.node->kind == DOC_SECTION &&
            str_eq(walk.node->section.id, id))
            return true;
    return false;
}

struct str sheet_of_id(const struct sheet_list *list, struct str id)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->entry[i].id, id))
            return list->entry[i].name;
    for (size_t i = 0; i < list->n; i++)
        if (list->entry[i].node->kind == DOC_SECTION && holds(list->entry[i].node, id))
            return list->entry[i].name;
    return STR("");
}

void sheet_open(struct sheet *sheet, struct book *book, struct str name, bool streaming)
{
    memset(sheet, 0, sizeof *sheet);
    sheet->book = book;
    sheet->name = name;
    sheet->streaming = streaming;
    sheet->worksheet = book_sheet(book, name, streaming);
}

double sheet_text_width(struct str text)
{
    double width = 0, widest = 0;
    uint32_t cp;
    while (utf8_next(&text, &cp)) {
        width += cp == '\n' ? -width : utf8_is_wide(cp) ? 2.1 : 1.1;
        widest = width > widest ? width : widest;
    }
    return widest;
}

void sheet_widen(struct sheet *sheet, size_t column, double width)
{
    if (column >= SHEET_COLUMNS)
        return;
    if (width > sheet->width[column])
        sheet->width[column] = width;
    if (column + 1 > sheet->columns)
        sheet->columns = (uint16_t)(column + 1);
}

void sheet_close(struct sheet *sheet)
{
    lxw_worksheet *ws = sheet->worksheet;
    struct book *book = sheet->book;
    if (ws == NULL)
        return;
    for (uint16_t c = 0; c < sheet->columns; c++) {
        double width = sheet->width[c] + 1.5;
        width = width < 7 ? 7 : width > 60 ? 60 : width;
        book_check(book, worksheet_set_column(ws, c, c, width, NULL), "a column width");
    }
    worksheet_set_paper(ws, 9);
    worksheet_set_landscape(ws);
    worksheet_fit_to_pages(ws, 1, 0);
    worksheet_set_margins(ws, 0.5, 0.5, 0.6, 0.6);
    struct str footer =
        arena_printf(&book->arena, "&L&8%.*s&R&8&P / &N", STR_ARG(book->doc->footer));
    if (utf8_count(footer) < 255 &&
        memchr(book->doc->footer.p, '&', book->doc->footer.n) == NULL)
        book_check(book, worksheet_set_footer(ws, footer.p), "a footer");
}
