/* registers: rows of the store as rows of the document. Values are typed when they come;
 * each is formatted once, here. What names a person is masked. */
#include "compose/tables/measures.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

#include "base/banned.h"

/* How one column of the rows becomes a cell. */
struct shape {
    enum column_role role;
    const struct field *field;
    const struct metric *of; /* of fact columns */
};
/* The register holds one, and each walk over it a copy with what is its own. */
struct adapter {
    struct rows *rows;
    struct rows_walk *walk;
    struct arena arena; /* of a walk: texts of one row */
    struct format format;
    const struct shape *shape;
    size_t ncolumns;
    const struct block *block; /* its <name> children shorten metrics' names */
    const struct metrics *metrics;
    struct doc_cell dash;
    struct str word_open;
};

static struct str stage_name(const struct adapter *a, struct str id)
{
    for (const struct block *b = a->block->first; b; b = b->next)
        if (b->nmetrics && b->short_title.n &&
            (str_eq(b->metric[0]->id, id) || str_eq(b->metric[0]->name, id)))
            return b->short_title;
    const struct metric *metric = metrics_metric(a->metrics, id);
    return metric ? metric->name : id;
}

/* The state of a fact keeps its number beside the word: sheets count on it. A promise is
 * kept or not, a question is answered by yes or no, which may be the worse answer. */
static struct doc_cell state_cell(const struct adapter *a, const struct metric *metric,
                                  int64_t state)
{
    static const char *const promise[] = {"fact.out", "fact.pending", "fact.miss",
                                          "fact.hit"},
                             *const question[] = {"fact.out", "fact.pending", "flag.no",
                                                  "flag.yes"};
    static const enum doc_state good[] = {MARK_DASH, MARK_PENDING, MARK_MISSED, MARK_MET},
                                bad[] = {MARK_DASH, MARK_PENDING, MARK_MET, MARK_MISSED};
    bool kept = !metric || metric->form == FACT_WITHIN;
    bool worse = !kept && metric->form == FACT_TEST && metric->better == BETTER_DOWN;
    size_t i = state >= 0 && state < 4 ? (size_t)state : 0;
    struct doc_cell cell =
        cell_state(&a->format, worse ? bad[i] : good[i], kept ? promise[i] : question[i]);
    cell.num = state;
    cell.real = (double)state;
    return cell;
}

static bool is_span(const struct shape *shape)
{
    return !shape->of || shape->of->form == FACT_WITHIN || shape->of->form == FACT_SPAN;
}

static struct doc_cell make_cell(struct adapter *a, const struct shape *shape,
                                 const struct row_value *value)
{
    const struct format *f = &a->format;
    if (value->missing)
        return a->dash;
    switch (shape->role) {
    case COLUMN_METRIC:
        return cell_text(stage_name(a, value->text));
    case COLUMN_LIMIT:
    case COLUMN_VALUE:
    case COLUMN_OVERRUN:
        return is_span(shape) ? cell_hours(f, value->num)
                              : cell_decimal(f, value->num, value->scale);
    case COLUMN_OPEN:
        return cell_text(value->num ? a->word_open : STR_NONE);
    case COLUMN_STATE:
        return state_cell(a, shape->of, value->num);
    case COLUMN_DUE:
        return cell_time(f, value->num);
    case COLUMN_LINE:
    case COLUMN_NUMBER: {
        struct doc_cell cell = cell_decimal(f, value->num, 0);
        cell.text = num_print(&a->arena, value->num, 0, NUM_PLAIN);
        return cell;
    }
    case COLUMN_FILE:
        return cell_text(value->text);
    default:
        return cell_value(f, shape->field, value);
    }
}

static void end_walk(void *self)
{
    struct adapter *a = self;
    if (!a)
        return;
    rows_walk_close(a->walk);
    arena_release(&a->arena);
    mem_free(a);
}

static int begin_walk(void *self, void **walk, struct err *err)
{
    struct adapter *a = mem_new(1, sizeof *a);
    *a = *(const struct adapter *)self;
    arena_init(&a->arena);
    a->format.arena = &a->arena;
    *walk = a;
    return rows_walk_open(&a->walk, a->rows, err);
}

static int next_row(void *self, struct doc_cell *cell, struct err *err)
{
    struct adapter *a = self;
    const struct row_value *value;
    int status = rows_walk_next(a->walk, &value, err);
    if (status != 0)
        return status;
    arena_reset(&a->arena);
    for (size_t i = 0; i < a->ncolumns; i++) {
        cell[i] = make_cell(a, &a->shape[i], &value[i]);
        cell[i].text =
            utf8_shown(&a->arena, cell[i].text,
                       a->shape[i].role == COLUMN_DIMENSION ? SHOWN_KEY : SHOWN_CELL);
    }
    return 0;
}

static void close_rows(void *self)
{
    struct adapter *a = self;
    rows_close(a->rows);
    mem_free(a);
}

static struct doc_rows rows_of(struct adapter *a)
{
    return (struct doc_rows){a,        rows_total(a->rows), begin_walk, next_row,
                             end_walk, close_rows};
}

/* Widths (mm) by what a column holds; scaled later to the width of the page. */
static double role_width(enum column_role role, const struct field *field)
{
    switch (role) {
    case COLUMN_NUMBER:
        return 10;
    case COLUMN_LIMIT:
    case COLUMN_OPEN:
    case COLUMN_STATE:
        return 17;
    case COLUMN_VALUE:
    case COLUMN_OVERRUN:
    case COLUMN_METRIC:
        return 19;
    case COLUMN_DIMENSION:
        return 24;
    case COLUMN_DUE:
        return 24;
    default:
        break;
    }
    if (!field)
        return 24;
    return field->type == FIELD_ID || field->type == FIELD_REF ? 28
           : field_is_time(field)                              ? 24
           : field->type == FIELD_TEXT                         ? 26
                                                               : 15;
}

static bool is_number(enum column_role role, const struct field *field)
{
    return role == COLUMN_LIMIT || role == COLUMN_VALUE || role == COLUMN_OVERRUN ||
           role == COLUMN_NUMBER || role == COLUMN_LINE ||
           (role == COLUMN_FIELD && field &&
            (field->type == FIELD_INT || field->type == FIELD_DECIMAL));
}

static enum doc_type type_of(enum column_role role, const struct field *field)
{
    if (role == COLUMN_DUE)
        return DOC_TIME;
    if (role == COLUMN_FIELD && field && field_is_time(field))
        return field->type == FIELD_TIME ? DOC_TIME : DOC_DATE;
    if (role == COLUMN_NUMBER || role == COLUMN_LINE)
        return DOC_INTEGER;
    return is_number(role, field) ? DOC_DECIMAL : DOC_TEXT;
}

/* The id of the field or dimension, "overrun", or "state-of-metric" where two would be alike. */
static struct str column_id(struct composer *c, const struct column *column)
{
    static const char *const name[] = {"field", "dimension", "metric", "limit",
                                       "value", "overrun",   "open",   "state",
                                       "file",  "line",      "number", "due"};
    if (column->role == COLUMN_FIELD)
        return column->field->id;
    if (column->role == COLUMN_DIMENSION)
        return column->dimension->id;
    if (!column->of)
        return str_of(name[column->role]);
    return arena_printf(c->arena, "%s-%.*s", name[column->role], STR_ARG(column->of->id));
}

static bool is_listed(struct str list, struct str id)
{
    struct str piece;
    if (!list.n)
        return true;
    while (str_split(&list, ' ', &piece))
        if (str_eq(piece, id))
            return true;
    return false;
}

static int by_bytes(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static struct str as_compared(struct arena *arena, struct str key)
{
    struct dec number;
    if (dec_parse(key, &number))
        return num_real(arena, dec_real(number));
    char *text = arena_new(arena, key.n + 1, 1);
    for (size_t i = 0; i < key.n; i++)
        text[i] = (char)(key.p[i] >= 'A' && key.p[i] <= 'Z' ? key.p[i] + 32 : key.p[i]);
    return (struct str){text, key.n};
}

/* A sheet's formulas compare without regard to case, and "01" with "1" as numbers: where
 * two keys differ in nothing else, they would count both for each. */
static bool sheets_can_tell(struct composer *c, const struct dimension *dimension)
{
    size_t n;
    const struct str *key = figures_keys(c->figures, dimension, &n);
    struct str *lower = arena_new(c->arena, n, sizeof *lower);
    for (size_t i = 0; i < n; i++)
        lower[i] = as_compared(c->arena, key[i]);
    qsort(lower, n, sizeof *lower, by_bytes);
    for (size_t i = 1; i < n; i++)
        if (str_eq(lower[i], lower[i - 1]))
            return false;
    return true;
}

static struct doc_column column_of(struct composer *c, const struct block *block,
                                   const struct column *column)
{
    struct doc_column out = {
        .id = column_id(c, column),
        .name = column->name.n      ? column->name
                : column->field     ? column->field->name
                : column->dimension ? column->dimension->name
                                    : STR_NONE,
        .align = is_number(column->role, column->field) ? ALIGN_RIGHT : ALIGN_LEFT,
        .width = role_width(column->role, column->field),
        .fixed = column->role != COLUMN_DIMENSION &&
                 !(column->field && column->field->type == FIELD_TEXT),
        .type = type_of(column->role, column->field)};
    bool provenance = column->role == COLUMN_FILE || column->role == COLUMN_LINE;
    out.print = !provenance && is_listed(block_text(block, "print"), out.id);
    if (column->dimension && sheets_can_tell(c, column->dimension))
        out.dimension = column->dimension->id;
    return out;
}

/* Facts of other clocks or wider populations are shown, but cannot be counted here. */
static void mark_facts(struct composer *c, const struct register_def *reg,
                       const struct column *column, struct doc_column *out)
{
    const struct metric *metric = column->of;
    if (!reg->of)
        return;
    if (column->role == COLUMN_FIELD && !column->via) {
        metric = facts_field(c, reg->of, column->field);
        out->fact = metric ? FACT_COLUMN_VALUE : FACT_COLUMN_NONE;
    } else if (metric && facts_within(metric->of, reg->of)) {
        out->fact = column->role == COLUMN_STATE   ? FACT_COLUMN_STATE
                    : column->role == COLUMN_VALUE ? FACT_COLUMN_VALUE
                                                   : FACT_COLUMN_NONE;
    }
    if (out->fact)
        out->metric = facts_id(c, metric);
}

static void scale_widths(struct doc_table *table, double page)
{
    double sum = 0;
    for (size_t i = 0; i < table->ncolumns; i++)
        sum += table->column[i].print ? table->column[i].width : 0;
    for (size_t i = 0; i < table->ncolumns && sum > 0; i++)
        table->column[i].width *= page / sum;
}

static struct adapter *adapt(struct composer *c, const struct block *block,
                             struct rows *rows, const struct shape *shape, size_t n)
{
    struct adapter *a = mem_new(1, sizeof *a);
    a->format = c->format;
    a->rows = rows;
    a->shape = shape;
    a->ncolumns = n;
    a->block = block;
    a->metrics = &c->job->metrics;
    a->dash = cell_dash(&c->format);
    a->word_open = say(c, "register.open");
    return a;
}

static int fill_register(struct composer *c, const struct block *block, struct node *node,
                         struct err *err)
{
    const struct register_def *reg = block->reg;
    struct shape *shape = arena_new(c->arena, reg->ncolumns, sizeof *shape);
    struct doc_table *t = &node->table;
    struct rows *rows;
    if (register_open(&rows, c->in->measure, reg, c->period, err) != 0)
        return -1;
    t->ncolumns = reg->ncolumns;
    t->column = arena_new(c->arena, t->ncolumns, sizeof *t->column);
    for (size_t i = 0; i < reg->ncolumns; i++) {
        const struct column *column = &reg->column[i];
        shape[i] = (struct shape){column->role, column->field, column->of};
        t->column[i] = column_of(c, block, column);
        mark_facts(c, reg, column, &t->column[i]);
    }
    t->rows = rows_of(adapt(c, block, rows, shape, reg->ncolumns));
    t->title = block->title.n ? block->title : reg->name;
    t->sheet = sheet_name(c, reg->name);
    t->whole_population = reg->of != NULL;
    if (reg->of)
        t->population = reg->of->id;
    return 0;
}

static int fill_records(struct composer *c, const struct block *block, struct node *node,
                        struct err *err)
{
    const struct kind *kind = block->kind;
    struct shape *shape = arena_new(c->arena, kind->nfields, sizeof *shape);
    struct doc_table *t = &node->table;
    struct rows *rows;
    const struct window *during = block_yes(block, "during-period") ? c->period : NULL;
    if (records_open(&rows, c->in->measure, kind, during, err) != 0)
        return -1;
    t->ncolumns = kind->nfields;
    t->column = arena_new(c->arena, t->ncolumns, sizeof *t->column);
    for (size_t i = 0; i < kind->nfields; i++) {
        struct column column = {.role = COLUMN_FIELD, .field = &kind->field[i]};
        shape[i] = (struct shape){COLUMN_FIELD, column.field, NULL};
        t->column[i] = column_of(c, block, &column);
    }
    t->rows = rows_of(adapt(c, block, rows, shape, kind->nfields));
    t->title = block->title.n ? block->title : kind->name;
    t->sheet = sheet_name(c, kind->name);
    return 0;
}

static bool is_supplied(struct composer *c, const struct block *block)
{
    const struct kind *kind = block->kind;
    if (block->reg)
        kind = block->reg->of        ? block->reg->of->kind
               : block->reg->nmisses ? block->reg->misses[0]->of->kind
                                     : NULL;
    return !kind || kind_supplied(c, kind);
}

static int fill(struct composer *c, const struct block *block, struct node *node,
                struct err *err)
{
    node->table.empty =
        say(c, is_supplied(c, block) ? "empty.register" : "missing.why-no-file");
    node->table.register_style = true;
    if (block->reg)
        return fill_register(c, block, node, err);
    if (block->kind)
        return fill_records(c, block, node, err);
    return err_set(err, ERR_JOB, c->pack->path.p, block->line,
                   "<%.*s> names neither a register nor a record kind",
                   STR_ARG(block->type));
}

/* Printed in the pack up to its cap, and in full on a sheet. */
int compose_register(struct composer *c, const struct block *block, struct node *parent,
                     struct err *err)
{
    struct node *node = doc_put(c->doc, parent, DOC_REGISTER, block->type);
    if (fill(c, block, node, err) != 0)
        return -1;
    struct doc_table *t = &node->table;
    t->id = arena_printf(c->arena, "register-%.*s",
                         STR_ARG(block->reg ? block->reg->id : block->kind->id));
    t->cap = (uint64_t)block_number(block, "cap", 0);
    t->volume = (uint64_t)block_number(block, "volume", 0);
    t->cap_note = FILL(c, t->volume ? "register.volumes" : "register.cap",
                       {"cap", text_count(&c->format, (int64_t)t->cap)},
                       {"total", text_count(&c->format, (int64_t)t->rows.total)},
                       {"sheet", t->sheet});
    t->note = say(c, "register.masked");
    scale_widths(t, parent->section.landscape ? 267 : 170);
    return 0;
}

static int no_rows_begin(void *self, void **walk, struct err *err)
{
    (void)self;
    (void)err;
    *walk = NULL;
    return 0;
}

static int no_rows_next(void *self, struct doc_cell *cell, struct err *err)
{
    (void)self;
    (void)cell;
    (void)err;
    return 1;
}

static void no_rows_end(void *self)
{
    (void)self;
}

/* More rows than the pack wants in a workbook: the sheet says how many there are and where
 * to find them, instead of showing some of them. */
static void leave_out(struct composer *c, const struct block *block, struct doc_table *t)
{
    uint64_t most = (uint64_t)block_number(block, "most", 0);
    if (most == 0 || t->rows.total <= most)
        return;
    t->empty =
        FILL(c, "register.left-out", {"most", text_count(&c->format, (int64_t)most)},
             {"total", text_count(&c->format, (int64_t)t->rows.total)});
    t->rows.close(t->rows.self);
    t->rows = (struct doc_rows){NULL, 0, no_rows_begin, no_rows_next, no_rows_end, NULL};
    t->whole_population = false;
}

/* In the workbook only. */
int compose_sheet_register(struct composer *c, const struct block *block,
                           struct node *parent, struct err *err)
{
    struct node *node = doc_put(c->doc, parent, DOC_DATASET, block->type);
    if (fill(c, block, node, err) != 0)
        return -1;
    for (size_t i = 0; i < node->table.ncolumns; i++)
        node->table.column[i].print = true;
    leave_out(c, block, &node->table);
    return 0;
}
