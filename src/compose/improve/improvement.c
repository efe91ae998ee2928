/* improvement: what the cases of a cut come down to (Pareto), whether a cure worked
 * (before and after), and who owes what until when (actions). */
#include "compose/composer.h"

#include "base/civil.h"
#include "base/banned.h"

enum { PARETO_MAX = 7 };

/* Keys beyond the seventh are one bar, last and light. */
struct pareto {
    const struct pareto_row *row;
    size_t n, shown;
    int64_t total, rest;
};

static struct pareto pareto_of(struct composer *c, const struct block *block)
{
    struct pareto p = {0};
    struct pareto_row *row = NULL;
    p.n = figures_pareto(c->figures, block->metric[0], c->period, block->cut, c->arena,
                         &row);
    p.row = row;
    p.shown = p.n > PARETO_MAX + 1 ? PARETO_MAX : p.n;
    p.total = p.n ? row[0].total : 0;
    p.rest = p.n > p.shown ? p.total - row[p.shown - 1].running : 0;
    return p;
}

static struct str rest_text(struct composer *c, const struct pareto *p)
{
    return FILL(c, "pareto.rest",
                {"n", text_count(&c->format, (int64_t)(p->n - p->shown))});
}

static void pareto_bar(struct composer *c, struct chart *chart, size_t i, struct str key,
                       int64_t count, int64_t running, int64_t total)
{
    struct chart_point *bar = &chart->series[0].point[i];
    struct chart_point *line = &chart->series[1].point[i];
    chart->category[i] = key;
    bar->y = (double)count;
    bar->text = text_count(&c->format, count);
    line->y = total ? (double)running / (double)total * 100 : 0;
    line->text = cell_share(&c->format, running, total, 1).text;
}

static void put_pareto_chart(struct composer *c, struct node *parent,
                             const struct block *block, const struct pareto *p)
{
    struct chart *chart = &doc_put(c->doc, parent, DOC_CHART, block->type)->chart;
    size_t n = p->shown + (p->rest > 0);
    *chart = (struct chart){.kind = CHART_PARETO,
                            .title = block->title,
                            .unit = figure_unit(&c->format, block->metric[0]),
                            .ncategories = n,
                            .nseries = 2,
                            .last_is_other = p->rest > 0,
                            .current = n};
    if (!p->total)
        chart->empty = none_counted(c, block->metric[0]);
    chart->category = arena_new(c->arena, n, sizeof *chart->category);
    chart->series = arena_new(c->arena, 2, sizeof *chart->series);
    chart->series[0] =
        (struct chart_series){block->metric[0]->name, SERIES_MAIN,
                              arena_new(c->arena, n, sizeof(struct chart_point))};
    chart->series[1] =
        (struct chart_series){say(c, "col.running"), SERIES_RUNNING,
                              arena_new(c->arena, n, sizeof(struct chart_point))};
    for (size_t i = 0; i < p->shown; i++)
        pareto_bar(c, chart, i, p->row[i].key, p->row[i].count, p->row[i].running,
                   p->total);
    if (p->rest > 0)
        pareto_bar(c, chart, p->shown, rest_text(c, p), p->rest, p->total, p->total);
    chart->legend[0] = say(c, "pareto.main");
    chart->legend[1] = say(c, "pareto.other");
    chart->legend[2] = say(c, "pareto.line");
    chart->alt = FILL(c, "pareto.alt", {"title", block->title},
                      {"total", text_count(&c->format, p->total)});
}

static void put_pareto_table(struct composer *c, struct node *parent,
                             const struct block *block, const struct pareto *p)
{
    const struct format *f = &c->format;
    struct node *table =
        put_table(c, parent, block->type,
                  HEADS({"", HEAD_TEXT, 0}, {"col.count", HEAD_NUMBER, 0},
                        {"col.part", HEAD_NUMBER, 0}, {"col.running", HEAD_NUMBER, 0}));
    table->table.column[0].name = block->cut->name;
    for (size_t i = 0; i < p->shown; i++) {
        struct doc_cell *row = put_row(c, table);
        row[0] = cell_text(p->row[i].key);
        row[1] = cell_count(f, p->row[i].count);
        if (p->row[i].figure)
            row[1].figure = figure_id(c->arena, p->row[i].figure);
        row[2] = cell_share(f, p->row[i].count, p->total, 1);
        row[3] = cell_share(f, p->row[i].running, p->total, 1);
    }
    if (p->rest > 0) {
        struct doc_cell *row = put_row(c, table);
        row[0] = cell_text(rest_text(c, p));
        row[1] = cell_count(f, p->rest);
        row[2] = cell_share(f, p->rest, p->total, 1);
        row[3] = cell_share(f, p->total, p->total, 1);
    }
    if (!p->n)
        return;
    struct doc_cell *sum = put_sum(c, table);
    sum[0] = cell_text(say(c, "table.total"));
    sum[1] = cell_count(f, p->total);
    sum[2] = cell_share(f, p->total, p->total, 1);
}

int compose_pareto(struct composer *c, const struct block *block, struct node *parent,
                   struct err *err)
{
    if (!block->nmetrics || !block->cut)
        return err_set(err, ERR_JOB, c->pack->path.p, block->line,
                       "a Pareto needs one metric and a cut");
    struct pareto p = pareto_of(c, block);
    struct node *split = doc_put(c->doc, parent, DOC_SPLIT, block->type);
    struct node *left = doc_put(c->doc, split, DOC_PANE, block->type);
    struct node *right = doc_put(c->doc, split, DOC_PANE, block->type);
    left->span = 8;
    right->span = 4;
    put_pareto_chart(c, left, block, &p);
    put_pareto_table(c, right, block, &p);
    return 0;
}

static struct chart_point point_of(struct composer *c, const struct figure *figure)
{
    struct chart_point point = {.missing = !figure_known(figure)};
    if (point.missing)
        return point;
    double scale = figure->metric->unit == UNIT_PERCENT ? 100 : 1;
    point.y = figure_shown(figure);
    point.has_interval = figure->has_interval;
    point.low = figure->low * scale;
    point.high = figure->high * scale;
    point.text = figure_bare(&c->format, figure);
    return point;
}

/* The period beside the one before it, for each metric of the block. */
int compose_compare(struct composer *c, const struct block *block, struct node *parent,
                    struct err *err)
{
    size_t n = block->nmetrics;
    struct chart *chart = &doc_put(c->doc, parent, DOC_CHART, block->type)->chart;
    const struct window *then =
        str_eq(block_text(block, "with"), STR("year-ago")) ? c->year_ago : c->last;
    (void)err;
    *chart = (struct chart){.kind = CHART_COMPARE,
                            .title = block->title,
                            .ncategories = n,
                            .nseries = 2,
                            .current = n};
    chart->unit = n ? figure_unit(&c->format, block->metric[0]) : STR_NONE;
    chart->percent = n && block->metric[0]->unit == UNIT_PERCENT;
    chart->category = arena_new(c->arena, n, sizeof *chart->category);
    chart->series = arena_new(c->arena, 2, sizeof *chart->series);
    for (size_t s = 0; s < 2; s++) {
        chart->series[s].name = say(c, s                 ? "series.now"
                                       : then == c->last ? "series.last"
                                                         : "series.year-ago");
        chart->series[s].role = s ? SERIES_MAIN : SERIES_LAST;
        chart->series[s].point = arena_new(c->arena, n, sizeof(struct chart_point));
        chart->legend[s] = chart->series[s].name;
    }
    for (size_t i = 0; i < n; i++) {
        const struct figure *now = figure_of(c, block->metric[i], c->period);
        const struct figure *before = figure_of(c, block->metric[i], then);
        chart->category[i] = block->metric[i]->name;
        chart->series[0].point[i] = point_of(c, before);
        chart->series[1].point[i] = point_of(c, now);
        chart->series[1].point[i].note = cell_change(&c->format, now, before).text;
    }
    return 0;
}
