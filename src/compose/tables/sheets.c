/* sheets: tables that only the workbook has: all figures of the document with their
 * neighbours in time, and the rows that were rejected or corrected. */
#include "compose/tables/measures.h"
#include "compose/used.h"

#include "base/banned.h"

static bool pack_lists(const struct block *block, const struct register_def *reg)
{
    for (; block; block = block->next)
        if (block->reg == reg || pack_lists(block->first, reg))
            return true;
    return false;
}

/* The sheet of the register that holds the metric's facts; empty when none does. */
static struct str register_sheet(struct composer *c, const struct metric *metric)
{
    const struct metrics *all = &c->job->metrics;
    if (metric->kind == METRIC_RATIO)
        metric = metric->over;
    struct str facts = facts_id(c, metric);
    for (size_t r = 0; r < all->nregs; r++) {
        const struct register_def *reg = &all->reg[r];
        if (!reg->of || !pack_lists(c->pack->first, reg))
            continue;
        if (metric->kind == METRIC_COUNT && metric->of == reg->of)
            return sheet_name(c, reg->name);
        for (size_t i = 0; i < reg->ncolumns; i++)
            if (reg->column[i].of && str_eq(facts_id(c, reg->column[i].of), facts))
                return sheet_name(c, reg->name);
    }
    return STR_NONE;
}

static void put_figure_row(struct composer *c, struct node *data,
                           const struct metric *metric)
{
    const struct format *f = &c->format;
    const struct figure *now = figure_of(c, metric, c->period);
    const struct clause *clause = used_in(c, metric);
    struct doc_cell *row = put_data(c, data);
    struct metric warn = *metric;
    warn.goal = metric->warn;
    warn.has_goal = metric->has_warn;
    row[0] = cell_text(metric->id);
    row[1] = cell_text(metric->name);
    row[2] = cell_figure(f, now);
    row[3] = cell_part(f, now, PART_NUMERATOR);
    row[4] = cell_part(f, now, PART_DENOMINATOR);
    row[5] = cell_part(f, now, PART_N);
    row[6] = cell_part(f, now, PART_LOW);
    row[7] = cell_part(f, now, PART_HIGH);
    row[8] = cell_goal(f, metric, false);
    row[9] = cell_goal(f, &warn, false);
    row[10] = cell_judgement(f, now);
    row[11] = cell_figure(f, figure_of(c, metric, c->last));
    row[12] = cell_change(f, now, figure_of(c, metric, c->last));
    row[13] = cell_figure(f, figure_of(c, metric, c->year_ago));
    row[14] = clause ? cell_number(c, clause) : cell_dash(f);
    if (clause)
        row[14].link = arena_printf(c->arena, "clause-%.*s", STR_ARG(clause->id));
    row[15] = cell_dash(f);
    struct str sheet = register_sheet(c, metric);
    if (sheet.n) {
        row[15] = cell_text(sheet);
        row[15].link = sheet;
    }
    row[0].anchor = arena_printf(c->arena, "metric-%.*s", STR_ARG(metric->id));
}

int compose_figure_sheet(struct composer *c, const struct block *block,
                         struct node *parent, struct err *err)
{
    size_t n;
    const struct metric **metric = used_metrics(c, &n);
    (void)err;
    struct node *data = put_dataset(
        c, parent, "", sheet_name(c, say(c, "sheet.figures")),
        HEADS({"col.id", HEAD_TEXT, 0}, {"col.metric", HEAD_TEXT, 0},
              {"col.now", HEAD_NUMBER, 0}, {"col.numerator", HEAD_NUMBER, 0},
              {"col.denominator", HEAD_NUMBER, 0}, {"col.n", HEAD_NUMBER, 0},
              {"col.low", HEAD_NUMBER, 0}, {"col.high", HEAD_NUMBER, 0},
              {"col.goal", HEAD_NUMBER, 0}, {"col.warn", HEAD_NUMBER, 0},
              {"col.state", HEAD_TEXT, 0}, {"col.last", HEAD_NUMBER, 0},
              {"col.change", HEAD_NUMBER, 0}, {"col.year-ago", HEAD_NUMBER, 0},
              {"col.item", HEAD_TEXT, 0}, {"col.register", HEAD_TEXT, 0}),
        NULL);
    data->origin = block->type;
    for (size_t i = 0; i < n; i++)
        put_figure_row(c, data, metric[i]);
    return 0;
}

enum { REJECTS_MAX = 20000 };

struct reject_list {
    struct composer *c;
    struct node *data;
    int64_t told;
};

/* Not all: the sheet says so in its last row. */
static void put_cut(struct reject_list *list)
{
    struct composer *c = list->c;
    if (list->told <= REJECTS_MAX)
        return;
    put_data(c, list->data)[0] =
        cell_text(FILL(c, "rejects.cut", {"n", text_count(&c->format, REJECTS_MAX)},
                       {"total", text_count(&c->format, list->told)}));
}

static int put_reject(void *self, const struct store_finding *finding, struct err *err)
{
    struct reject_list *list = self;
    struct composer *c = list->c;
    (void)err;
    if (list->told++ >= REJECTS_MAX)
        return 0;
    struct doc_cell *row = put_data(c, list->data);
    row[0] = cell_text(arena_str(c->arena, finding->source));
    row[1] = cell_text(arena_str(c->arena, finding->file));
    row[2] = cell_count(&c->format, finding->line);
    row[3] = cell_text(treatment_text(c, finding->treatment));
    row[4] = cell_text(reason_text(c, finding->code, finding->name));
    row[5] = cell_text(arena_str(c->arena, finding->field));
    row[6] = cell_text(arena_str(c->arena, finding->raw));
    row[7] = cell_text(c->in->expected(c->arena, c->job, finding));
    return 0;
}

int compose_reject_sheet(struct composer *c, const struct block *block,
                         struct node *parent, struct err *err)
{
    struct reject_list list = {.c = c};
    list.data =
        put_dataset(c, parent, "", sheet_name(c, say(c, "sheet.rejects")),
                    HEADS({"col.source", HEAD_TEXT, 0}, {"col.file", HEAD_TEXT, 0},
                          {"col.line", HEAD_NUMBER, 0}, {"col.treatment", HEAD_TEXT, 0},
                          {"col.reason", HEAD_TEXT, 0}, {"col.field", HEAD_TEXT, 0},
                          {"col.raw", HEAD_TEXT, 0}, {"col.expected", HEAD_TEXT, 0}),
                    NULL);
    list.data->origin = block->type;
    if (store_findings(c->in->store, put_reject, &list, err) != 0 ||
        measure_flagged(c->in->measure, put_reject, &list, err) != 0)
        return -1;
    put_cut(&list);
    return 0;
}
