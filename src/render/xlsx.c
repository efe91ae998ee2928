/* xlsx: the workbook renderer. Walks the document once; reading sheets flow, registers and
 * datasets stream. */
#include "render/xlsx/sheet.h"

#include "base/banned.h"

struct writing {
    struct book book;
    struct sheet_list list;
};

/* All of a section, but what rows of a list or a sheet of its own tell. */
static void write_section(struct writing *w, struct sheet *sheet, const struct node *top)
{
    for (const struct node *n = top->first; n != NULL; n = n->next) {
        bool elsewhere =
            n->kind == DOC_SECTION &&
            (n->section.sheet.n > 0 || sheet_is_listed(&w->list, n->section.id));
        if (elsewhere)
            continue;
        sheet_node(sheet, &w->list, n);
        if (n->kind != DOC_TABLE && n->kind != DOC_TILES)
            write_section(w, sheet, n);
    }
}

static int write_sheet(struct writing *w, const struct sheet_entry *entry,
                       struct err *err)
{
    struct sheet sheet;
    const struct node *node = entry->node;
    int result = 0;
    sheet_open(&sheet, &w->book, entry);
    if (node->kind == DOC_SECTION &&
        str_eq(node->section.sheet, w->book.doc->legend_sheet)) {
        sheet_dashboard(&sheet, &w->list, node);
    } else if (node->kind == DOC_SECTION) {
        if (entry != w->list.entry) {
            sheet_back(&sheet, &w->list, sheet.row, 0);
            sheet.top = ++sheet.row;
        }
        sheet_node(&sheet, &w->list, node);
        if (entry == w->list.entry)
            sheet_contents(&sheet, &w->list);
        write_section(w, &sheet, node);
        worksheet_fit_to_pages(sheet.worksheet, 1, 0);
    } else if (node->table.reading) {
        result = sheet_reading(&sheet, &w->list, node, err);
    } else {
        result = sheet_rows(&sheet, &w->list, node, err);
    }
    sheet_close(&sheet);
    return result;
}

static int write_all(struct writing *w, struct err *err)
{
    if (sheet_list_make(&w->list, &w->book, err) != 0)
        return -1;
    for (size_t i = 0; i < w->list.n; i++)
        if (write_sheet(w, &w->list.entry[i], err) != 0)
            return -1;
    return 0;
}

static int run(const struct doc *doc, const struct render_options *options, FILE *out,
               struct render_counts *counts, struct err *err)
{
    struct writing w = {0};
    int result = book_open(&w.book, doc, options, out, err);
    if (result == 0)
        result = write_all(&w, err);
    if (result == 0)
        result = book_close(&w.book, err);
    *counts = w.book.counts;
    sheet_list_release(&w.list);
    book_release(&w.book);
    return result;
}

const struct renderer render_xlsx = {"xlsx", ".xlsx", run};
