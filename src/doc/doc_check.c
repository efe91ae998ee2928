/* doc_check: what every renderer may rely on. Each finding names the node by its origin;
 * the tree is not changed. */
#include "doc/doc.h"

#include <math.h>

#include "base/utf8.h"
#include "base/banned.h"

enum { SHEET_NAME_MAX = 31, IDS_MAX = 4096 };

struct check {
    struct diag_list *diags;
    size_t refused;
    struct str id[IDS_MAX], sheet[IDS_MAX];
    size_t nids, nsheets;
};

static void refuse(struct check *check, const struct node *node, const char *code,
                   const char *what, struct str name)
{
    struct str origin = node->origin.n ? node->origin : str_of(doc_kind_name(node->kind));
    check->refused++;
    diag_put(check->diags, DIAG_REFUSE, code, origin, 0, "%s %s: %.*s",
             doc_kind_name(node->kind), what, STR_ARG(name));
}

static bool holds(const struct str *list, size_t n, struct str text)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(list[i], text))
            return true;
    return false;
}

static void take_id(struct check *check, const struct node *node, struct str id)
{
    if (!id.n)
        return;
    if (holds(check->id, check->nids, id) || check->nids == IDS_MAX)
        refuse(check, node, "doc-id", "has an id used before", id);
    else
        check->id[check->nids++] = id;
}

/* What spreadsheet programs accept as the name of a sheet. */
static bool sheet_name_fits(struct str name)
{
    if (utf8_count(name) > SHEET_NAME_MAX || name.p[0] == '\'' ||
        name.p[name.n - 1] == '\'')
        return false;
    for (size_t i = 0; i < name.n; i++)
        for (const char *bad = "[]:*?/\\"; *bad; bad++)
            if (name.p[i] == *bad)
                return false;
    return true;
}

static void take_sheet(struct check *check, const struct node *node, struct str name)
{
    if (!name.n)
        return;
    if (!sheet_name_fits(name))
        refuse(check, node, "doc-sheet", "has a sheet name that no workbook takes", name);
    else if (holds(check->sheet, check->nsheets, name) || check->nsheets == IDS_MAX)
        refuse(check, node, "doc-sheet", "opens a sheet opened before", name);
    else
        check->sheet[check->nsheets++] = name;
}

static void check_text(struct check *check, const struct node *node, struct str text)
{
    if (utf8_valid(text) != text.n)
        refuse(check, node, "doc-text", "holds broken text",
               (struct str){text.p, utf8_valid(text)});
}

static void check_cell(struct check *check, const struct node *node,
                       const struct doc_cell *cell)
{
    check_text(check, node, cell->text);
    if (!isfinite(cell->real))
        refuse(check, node, "doc-number", "has a value that is no number", cell->text);
    if (cell->has_bar && !(cell->bar >= 0 && cell->bar <= 1 && cell->tick <= 1))
        refuse(check, node, "doc-bar", "has a bar beyond its ground", cell->text);
}

static void check_table(struct check *check, const struct node *node)
{
    const struct doc_table *table = &node->table;
    bool streams = node->kind != DOC_TABLE;
    if (!table->ncolumns)
        refuse(check, node, "doc-columns", "has no columns", table->title);
    if (streams && (!table->rows.begin || !table->rows.next || !table->rows.end))
        refuse(check, node, "doc-rows", "has no rows to read", table->title);
    if (node->kind == DOC_DATASET && !table->id.n && !table->sheet.n)
        refuse(check, node, "doc-id", "has neither id nor sheet", table->title);
    take_id(check, node, table->id);
    take_sheet(check, node, table->sheet);
    for (size_t i = 0; i < table->ncolumns; i++)
        check_text(check, node, table->column[i].name);
}

struct spans {             /* of a table, on the way down */
    unsigned *under;       /* rows that each column is still covered for */
    unsigned beside, rows; /* columns the last cell still covers; in how many more rows */
};

/* What covers the cell of column i; the state moves on. */
static unsigned take_cover(struct spans *spans, size_t i)
{
    if (spans->under[i]) {
        spans->under[i]--;
        return spans->beside ? FLAG_UNDER | FLAG_BESIDE : FLAG_UNDER;
    }
    if (!spans->beside)
        return 0;
    spans->beside--;
    spans->under[i] = spans->rows;
    return FLAG_BESIDE;
}

static void check_span(struct check *check, const struct node *row, struct spans *spans,
                       size_t i)
{
    const struct doc_cell *cell = &row->row.cell[i];
    unsigned cover = take_cover(spans, i);
    if ((cell->flags & (FLAG_UNDER | FLAG_BESIDE)) != cover ||
        cover == (FLAG_UNDER | FLAG_BESIDE) ||
        (cover && (cell->text.n || cell->rows || cell->columns)))
        refuse(check, row, "doc-span", "has a cell that does not fit the spans",
               cell->text);
    if (cover)
        return;
    spans->rows = spans->under[i] = cell->rows ? cell->rows - 1u : 0;
    spans->beside = cell->columns ? cell->columns - 1u : 0;
    if (i + spans->beside >= row->parent->table.ncolumns)
        refuse(check, row, "doc-span", "has a span beyond its table", cell->text);
}

/* Spans lie in their table, apart from each other, over cells that are empty. */
static void check_spans(struct check *check, const struct node *table)
{
    size_t n = table->table.ncolumns;
    struct spans spans = {mem_new(n + 1, sizeof *spans.under), 0, 0};
    for (const struct node *row = table->first; row; row = row->next) {
        spans.beside = 0;
        for (size_t i = 0; i < n && row->row.cell; i++)
            check_span(check, row, &spans, i);
    }
    for (size_t i = 0; i < n; i++)
        if (spans.under[i]) {
            refuse(check, table, "doc-span", "has a span beyond its end",
                   table->table.title);
            break;
        }
    mem_free(spans.under);
}

static void check_row(struct check *check, const struct node *node)
{
    size_t n = node->parent->table.ncolumns;
    if (!node->row.cell) {
        refuse(check, node, "doc-cells", "has no cells", STR_NONE);
        return;
    }
    for (size_t i = 0; i < n; i++)
        check_cell(check, node, &node->row.cell[i]);
}

static void check_chart(struct check *check, const struct node *node)
{
    const struct chart *chart = &node->chart;
    if (!chart->title.n && !chart->alt.n)
        refuse(check, node, "doc-title", "has neither title nor alternative text",
               STR_NONE);
    for (size_t s = 0; s < chart->nseries; s++)
        for (size_t i = 0; i < chart->ncategories; i++) {
            const struct chart_point *point = &chart->series[s].point[i];
            if (!point->missing && !isfinite(point->y))
                refuse(check, node, "doc-number", "has a point that is no number",
                       chart->title);
        }
}

static void check_node(struct check *check, const struct node *node)
{
    if (node->parent && !doc_may_hold(node->parent->kind, node->kind))
        refuse(check, node, "doc-place", "stands in a wrong place, in",
               str_of(doc_kind_name(node->parent->kind)));
    switch (node->kind) {
    case DOC_SECTION:
        if (!node->section.title.n)
            refuse(check, node, "doc-title", "has no title", node->section.id);
        take_id(check, node, node->section.id);
        take_sheet(check, node, node->section.sheet);
        break;
    case DOC_HEADING:
    case DOC_LEAD:
    case DOC_PARA:
    case DOC_NOTE:
        if (!node->text.n)
            refuse(check, node, "doc-text", "is empty", STR_NONE);
        check_text(check, node, node->text);
        break;
    case DOC_TABLE:
        check_spans(check, node);
        check_table(check, node);
        break;
    case DOC_REGISTER:
    case DOC_DATASET:
        check_table(check, node);
        break;
    case DOC_ROW:
        check_row(check, node);
        break;
    case DOC_ITEM:
        check_cell(check, node, &node->item.cell);
        break;
    case DOC_TILE:
        check_cell(check, node, &node->tile.value);
        break;
    case DOC_CHART:
        check_chart(check, node);
        break;
    default:
        break;
    }
}

static void check_link(struct check *check, const struct node *node,
                       const struct doc_cell *cell)
{
    if (cell->link.n && !holds(check->id, check->nids, cell->link))
        refuse(check, node, "doc-link", "links to nothing", cell->link);
}

static void check_links(struct check *check, const struct node *node)
{
    if (node->kind == DOC_ROW)
        for (size_t i = 0; i < node->parent->table.ncolumns; i++)
            check_link(check, node, &node->row.cell[i]);
    if (node->kind == DOC_ITEM)
        check_link(check, node, &node->item.cell);
}

int doc_check(const struct doc *doc, struct diag_list *diags, struct err *err)
{
    struct check *check = mem_new(1, sizeof *check);
    struct doc_walk walk;
    check->diags = diags;
    for (doc_walk_init(&walk, doc->root); doc_walk_step(&walk);)
        if (walk.entering)
            check_node(check, walk.node);
    for (doc_walk_init(&walk, doc->root); doc_walk_step(&walk);)
        if (walk.entering)
            check_links(check, walk.node);
    size_t refused = check->refused;
    mem_free(check);
    if (refused)
        return err_set(err, ERR_GATE, NULL, 0, "the document has %zu faults", refused);
    return 0;
}
