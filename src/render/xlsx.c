/* xlsx: the workbook renderer. Walks the document once; reading sheets flow, registers and
 * datasets stream. */
#include <stdio.h>
#include <unistd.h>

#include "render/xlsx_file.h"
#include "render/xlsx_sheet.h"

#include "base/banned.h"

struct writing {
    struct book book;
    struct sheet_list list;
    struct sheet sheet; /* where the flow stands */
    bool open;
};

static void open_section(struct writing *w, const struct node *section)
{
    if (w->open)
        sheet_close(&w->sheet);
    sheet_open(&w->sheet, &w->book, section->section.sheet, false);
    worksheet_gridlines(w->sheet.worksheet, LXW_HIDE_ALL_GRIDLINES);
    worksheet_set_tab_color(w->sheet.worksheet, book_colour(w->book.style.accent));
    w->open = true;
}

/* Sheets stand in the order of the list: reading sheets and rows as the document has them. */
static int write_rows(struct writing *w, const struct node *node, struct err *err)
{
    struct sheet rows;
    sheet_open(&rows, &w->book, node->table.sheet, true);
    if (rows.worksheet == NULL)
        return 0;
    worksheet_set_tab_color(rows.worksheet, book_colour(w->book.style.rule));
    int result = sheet_rows(&rows, node, err);
    sheet_close(&rows);
    return result;
}

static int write_flow(struct writing *w, const struct doc *doc)
{
    struct doc_walk walk;
    doc_walk_init(&walk, doc->root);
    while (doc_walk_step(&walk)) {
        const struct node *n = walk.node;
        if (!walk.entering)
            continue;
        if (n->kind == DOC_SECTION && n->section.sheet.n > 0)
            open_section(w, n);
        if (w->open && w->sheet.worksheet != NULL)
            sheet_node(&w->sheet, &w->list, n);
    }
    if (w->open)
        sheet_close(&w->sheet);
    return 0;
}

static int write_all(struct writing *w, const struct doc *doc, struct err *err)
{
    write_flow(w, doc);
    for (size_t i = 0; i < w->list.n; i++)
        if (w->list.entry[i].node->kind != DOC_SECTION &&
            write_rows(w, w->list.entry[i].node, err) != 0)
            return -1;
    return 0;
}

static int run(const struct doc *doc, const struct render_options *options, FILE *out,
               struct render_counts *counts, struct err *err)
{
    struct writing w = {0};
    struct arena arena;
    arena_init(&arena);
    struct str path = arena_printf(&arena, "%s/.workbook", options->temp);
    xlsx_file_reset();
    sheet_list_make(&w.list, doc);
    int result = book_open(&w.book, doc, options, path.p, err);
    if (result == 0)
        result = write_all(&w, doc, err);
    if (result == 0)
        result = book_close(&w.book, err);
    if (result == 0)
        result = xlsx_file_check(err);
    if (result == 0)
        result = xlsx_file_copy(path.p, out, err);
    *counts = w.book.counts;
    unlink(path.p);
    sheet_list_release(&w.list);
    book_release(&w.book);
    arena_release(&arena);
    return result;
}

const struct renderer render_xlsx = {"xlsx", ".xlsx", run};
