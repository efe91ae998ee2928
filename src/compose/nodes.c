/* nodes: appending nodes, tables and datasets to the document under way. */
#include "compose/composer.h"

#include <string.h>

#include "base/utf8.h"
#include "base/banned.h"

struct node *put_text(struct composer *c, struct node *parent, enum doc_kind kind,
                      struct str text)
{
    struct node *node = doc_put(c->doc, parent, kind, STR_NONE);
    node->text = text;
    return node;
}

struct node *put_item(struct composer *c, struct node *parent, struct doc_cell cell)
{
    struct node *node = doc_put(c->doc, parent, DOC_ITEM, STR_NONE);
    node->item.cell = cell;
    return node;
}

static struct doc_column *make_columns(struct composer *c, const struct head *head,
                                       size_t n)
{
    struct doc_column *column = arena_new(c->arena, n, sizeof *column);
    for (size_t i = 0; i < n; i++)
        column[i] = (struct doc_column){
            .name = head[i].word[0] ? say(c, head[i].word) : STR_NONE,
            .align = head[i].look == HEAD_NUMBER ? ALIGN_RIGHT : ALIGN_LEFT,
            .fixed = head[i].look == HEAD_NUMBER || head[i].look == HEAD_FIXED,
            .bar = head[i].look == HEAD_BAR,
            .width = head[i].width,
            .print = true};
    return column;
}

struct node *put_table(struct composer *c, struct node *parent, struct str origin,
                       const struct head *head, size_t n)
{
    struct node *node = doc_put(c->doc, parent, DOC_TABLE, origin);
    node->table.column = make_columns(c, head, n);
    node->table.ncolumns = n;
    node->table.empty = say(c, "empty.table");
    return node;
}

struct doc_cell *put_row(struct composer *c, struct node *table)
{
    struct node *row = doc_put(c->doc, table, DOC_ROW, STR_NONE);
    row->row.cell = arena_new(c->arena, table->table.ncolumns, sizeof *row->row.cell);
    return row->row.cell;
}

struct doc_cell *put_sum(struct composer *c, struct node *table)
{
    struct doc_cell *cell = put_row(c, table);
    table->last->row.sum = true;
    return cell;
}

void merge_columns(struct doc_cell *cell, size_t n)
{
    cell->columns = n > 1 ? (uint16_t)n : 0;
    for (size_t i = 1; i < n; i++)
        cell[i] = (struct doc_cell){.flags = FLAG_BESIDE};
}

/* May the cell join that of the same column in the row before? Not when a column left of
 * it has ended its own group there. */
static bool joins(const struct node *row, size_t column, size_t first)
{
    const struct node *above = doc_span_row(row->prev, column);
    if (row->row.sum || !str_eq(row->row.cell[column].text, above->row.cell[column].text))
        return false;
    for (size_t i = first; i < column; i++)
        if (!(row->row.cell[i].flags & FLAG_UNDER))
            return false;
    return true;
}

void merge_rows(struct node *table, size_t first, size_t last)
{
    enum { MOST = 60000 };
    for (const struct node *row = table->first; row; row = row->next)
        for (size_t i = first; row->prev && i <= last; i++) {
            struct doc_cell *above = &doc_span_row(row->prev, i)->row.cell[i];
            if (!joins(row, i, first) || above->rows > MOST)
                continue;
            above->rows = (uint16_t)(above->rows ? above->rows + 1 : 2);
            row->row.cell[i] = (struct doc_cell){.flags = FLAG_UNDER};
        }
}

struct doc_cell muted(struct doc_cell cell)
{
    cell.flags |= FLAG_MUTED;
    return cell;
}

struct doc_cell bold(struct doc_cell cell)
{
    cell.flags |= FLAG_BOLD;
    return cell;
}

static double clamped(double x)
{
    return x < 0 ? 0 : x > 1 ? 1 : x;
}

void set_bar(struct doc_cell *cell, double bar, double tick, bool alert)
{
    cell->has_bar = true;
    cell->bar = clamped(bar);
    cell->tick = tick > 1 ? 1 : tick;
    if (alert)
        cell->flags |= FLAG_ALERT;
}

struct str sheet_name(struct composer *c, struct str name)
{
    struct str rest = name;
    uint32_t cp;
    for (size_t n = 0; n < 31 && utf8_next(&rest, &cp); n++)
        continue;
    name.n -= rest.n;
    char *clean = arena_new(c->arena, name.n + 1, 1);
    for (size_t i = 0; i < name.n; i++)
        clean[i] = strchr("[]:*?/\\'", name.p[i]) ? ' ' : name.p[i];
    return (struct str){clean, name.n};
}

/* The rows of an in-memory dataset, chained in the order they were put. */
struct data_row {
    struct data_row *next;
    struct doc_cell cell[];
};
struct data {
    struct data_row *first, **tail;
    size_t ncolumns;
};
struct data_walk {
    const struct data_row *at;
    size_t ncolumns;
};

static int data_begin(void *self, void **out, struct err *err)
{
    const struct data *data = self;
    struct data_walk *walk = mem_new(1, sizeof *walk);
    (void)err;
    *walk = (struct data_walk){data->first, data->ncolumns};
    *out = walk;
    return 0;
}

static int data_next(void *self, struct doc_cell *cell, struct err *err)
{
    struct data_walk *walk = self;
    (void)err;
    if (!walk->at)
        return 1;
    memcpy(cell, walk->at->cell, walk->ncolumns * sizeof *cell);
    walk->at = walk->at->next;
    return 0;
}

struct node *put_dataset(struct composer *c, struct node *parent, const char *id,
                         struct str sheet, const struct head *head, size_t n,
                         const char *const *ids)
{
    struct node *node = doc_put(c->doc, parent, DOC_DATASET, str_of(id));
    struct data *data = arena_new(c->arena, 1, sizeof *data);
    data->tail = &data->first;
    data->ncolumns = n;
    node->table.id = str_of(id);
    node->table.sheet = sheet;
    node->table.title = sheet;
    node->table.column = make_columns(c, head, n);
    node->table.ncolumns = n;
    for (size_t i = 0; ids && i < n; i++)
        node->table.column[i].id = str_of(ids[i]);
    node->table.rows = (struct doc_rows){data, 0, data_begin, data_next, mem_free, NULL};
    return node;
}

struct node *put_data_register(struct composer *c, struct node *parent, const char *id,
                               struct str sheet, const struct head *head, size_t n)
{
    struct node *node = put_dataset(c, parent, id, sheet, head, n, NULL);
    node->kind = DOC_REGISTER;
    node->table.register_style = true;
    node->table.empty = say(c, "empty.table");
    return node;
}

struct doc_cell *put_data(struct composer *c, struct node *dataset)
{
    struct data *data = dataset->table.rows.self;
    struct data_row *row =
        arena_new(c->arena, 1, sizeof *row + data->ncolumns * sizeof *row->cell);
    *data->tail = row;
    data->tail = &row->next;
    dataset->table.rows.total++;
    return row->cell;
}
