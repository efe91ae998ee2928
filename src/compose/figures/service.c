/* service: promises kept by key (limits), figures broken down by a dimension, tables of
 * metrics, and how long things took (histogram). */
#include "compose/used.h"

#include <stdlib.h>

#include "base/banned.h"

/* Seconds promised for a key; false when the limit has no entry for it. */
static bool limit_for(const struct metric *metric, struct str key, int64_t *seconds)
{
    const struct limit *limit = metric->limit;
    for (size_t i = 0; limit && i < limit->nat; i++)
        if (!limit->by || str_eq(limit->at[i].key, key)) {
            *seconds = limit->at[i].seconds;
            return true;
        }
    return false;
}

struct stage {
    struct composer *c;
    struct node *table;
    const struct block *block; /* <stage>: the rate, then its quantiles */
    const struct dimension *cut;
    double bar_from;
};

static void stage_cells(const struct stage *s, struct doc_cell *row, struct str key,
                        const struct dimension *cut)
{
    const struct format *f = &s->c->format;
    const struct metric *metric = s->block->metric[0];
    const struct figure *rate = figure_cut(s->c, metric, s->c->period, cut, key);
    const bool counted = rate && rate->missing != FIGURE_NO_FILE;
    const int64_t count[] = {rate ? rate->hit + rate->miss : 0, rate ? rate->hit : 0,
                             rate ? rate->miss : 0, rate ? rate->pending : 0};
    for (size_t i = 0; i < N_OF(count); i++)
        row[3 + i] = counted ? cell_count(f, count[i]) : cell_no_file(s->c);
    row[7] = cell_figure(f, rate);
    if (figure_known(rate)) {
        double reach = 1 - s->bar_from;
        double tick =
            metric->has_goal ? (dec_real(metric->goal) - s->bar_from) / reach : -1;
        enum judgement judgement = figure_judge(rate);
        set_bar(&row[8], (rate->value - s->bar_from) / reach, tick,
                judgement == JUDGE_MISSED || judgement == JUDGE_WARN);
    }
    for (size_t i = 1; i < s->block->nmetrics && i < 4; i++) {
        const struct figure *q =
            figure_cut(s->c, s->block->metric[i], s->c->period, cut, key);
        row[8 + i] = cell_figure(f, q);
        row[8 + i].text = figure_bare(f, q);
        row[8 + i].flags |= FLAG_MUTED;
    }
}

static struct doc_cell *put_stage_name(const struct stage *s, struct doc_cell *stage,
                                       struct doc_cell *row)
{
    if (!stage) {
        row[0] = bold(cell_text(s->block->short_title));
        return row;
    }
    stage->rows = (uint16_t)(stage->rows ? stage->rows + 1 : 2);
    row[0].flags = FLAG_UNDER;
    return stage;
}

static void put_stage(const struct stage *s)
{
    struct composer *c = s->c;
    size_t n;
    const struct str *key = figures_keys(c->figures, s->cut, &n);
    struct doc_cell *stage = NULL; /* spans the rows of its priorities and their sum */
    for (size_t i = 0; i < n; i++) {
        int64_t seconds;
        if (!limit_for(s->block->metric[0], key[i], &seconds))
            continue;
        struct doc_cell *row = put_row(c, s->table);
        stage = put_stage_name(s, stage, row);
        row[1] = cell_text(key[i]);
        struct doc_cell limit = cell_hours(&c->format, seconds);
        row[2] = limit;
        row[2].text = FILL(
            c, "limits.hours",
            {"hours", num_print(c->arena, num_round(seconds, 3600, 1), 1, NUM_GROUP)});
        if (seconds % 3600 == 0)
            row[2].text = FILL(c, "limits.hours",
                               {"hours", text_count(&c->format, seconds / 3600)});
        stage_cells(s, row, key[i], s->cut);
    }
    struct doc_cell *sum = put_sum(c, s->table);
    put_stage_name(s, stage, sum);
    sum[1] = cell_text(say(c, "table.total"));
    merge_columns(&sum[1], 2);
    stage_cells(s, sum, STR_NONE, NULL);
}

int compose_limits(struct composer *c, const struct block *block, struct node *parent,
                   struct err *err)
{
    struct stage s = {.c = c, .cut = block->cut};
    if (!block->cut)
        return err_set(err, ERR_JOB, c->pack->path.p, block->line,
                       "<limits> needs a cut");
    int64_t from = block_number(block, "bar-from", 80);
    s.bar_from = from >= 0 && from < 100 ? (double)from / 100 : 0;
    s.table =
        put_table(c, parent, block->type,
                  HEADS({"col.stage", HEAD_TEXT, 16}, {"", HEAD_TEXT, 14},
                        {"col.limit", HEAD_NUMBER, 0}, {"col.due", HEAD_NUMBER, 0},
                        {"col.kept", HEAD_NUMBER, 0}, {"col.missed", HEAD_NUMBER, 0},
                        {"col.pending", HEAD_NUMBER, 0}, {"col.rate", HEAD_NUMBER, 0},
                        {"", HEAD_BAR, 26}, {"col.p50", HEAD_NUMBER, 0},
                        {"col.p90", HEAD_NUMBER, 0}, {"col.p95", HEAD_NUMBER, 0}));
    s.table->table.column[1].name = block->cut->name;
    for (size_t i = 9; i < 12; i++)
        s.table->table.column[i].group = say(c, "col.taken-hours");
    for (const struct block *stage = block->first; stage; stage = stage->next) {
        s.block = stage;
        if (stage->nmetrics)
            put_stage(&s);
    }
    s.table->table.note = FILL(c, "limits.note", {"from", text_count(&c->format, from)});
    return 0;
}

static struct doc_cell judged_cell(struct composer *c, const struct figure *figure)
{
    struct doc_cell cell = cell_figure(&c->format, figure);
    if (figure_known(figure) && figure->metric->unit != UNIT_PERCENT)
        cell.text = figure_bare(&c->format, figure); /* the unit is in the head */
    enum judgement judgement = figure ? figure_judge(figure) : JUDGE_NONE;
    if (judgement == JUDGE_MISSED || judgement == JUDGE_WARN)
        cell.flags |= FLAG_ALERT;
    if (judgement == JUDGE_FEW)
        cell.flags |= FLAG_MUTED;
    return cell;
}

static struct str head_of(struct composer *c, const struct metric *metric)
{
    struct str unit = unit_beside(&c->format, metric);
    if (!unit.n || metric->unit == UNIT_PERCENT || metric->kind == METRIC_COUNT)
        return metric->name; /* a count is of what its name says */
    return FILL(c, "col.with-unit", {"name", metric->name}, {"unit", unit});
}

/* Not of all keys where these are too many. */
static struct str breakdown_note(struct composer *c, const struct dimension *cut)
{
    size_t n;
    const struct crowded *crowded = measure_crowded(c->in->measure, &n);
    struct str note = say(c, "breakdown.note");
    for (size_t i = 0; i < n; i++)
        if (crowded[i].dimension == cut)
            return FILL(c, "breakdown.crowded",
                        {"shown", text_count(&c->format, (int64_t)cut->most)},
                        {"total", text_count(&c->format, (int64_t)crowded[i].all)},
                        {"note", note});
    return note;
}

/* Metrics as columns, keys of a dimension as rows, the total last. */
int compose_breakdown(struct composer *c, const struct block *block, struct node *parent,
                      struct err *err)
{
    size_t n, columns = block->nmetrics + 1;
    if (!block->cut || !block->nmetrics)
        return err_set(err, ERR_JOB, c->pack->path.p, block->line,
                       "<breakdown> needs metrics and a cut");
    if (block_yes(block, "optional") && !cut_has_keys(c, block->cut))
        return 0;
    struct head *head = arena_new(c->arena, columns, sizeof *head);
    for (size_t i = 0; i < columns; i++)
        head[i] = (struct head){"", i ? HEAD_NUMBER : HEAD_TEXT, 0};
    struct node *table = put_table(c, parent, block->type, head, columns);
    table->table.title = block->title;
    table->table.column[0].name = block->cut->name;
    for (size_t i = 1; i < columns; i++) {
        table->table.column[i].name = head_of(c, block->metric[i - 1]);
        table->table.column[i].fixed = false;
    }
    const struct str *key = figures_keys(c->figures, block->cut, &n);
    for (size_t k = 0; k < n; k++) {
        struct doc_cell *row = put_row(c, table);
        row[0] = cell_text(key[k]);
        for (size_t i = 1; i < columns; i++)
            row[i] = judged_cell(
                c, figure_cut(c, block->metric[i - 1], c->period, block->cut, key[k]));
    }
    struct doc_cell *sum = put_sum(c, table);
    sum[0] = cell_text(say(c, "table.total"));
    for (size_t i = 1; i < columns; i++)
        sum[i] = judged_cell(c, figure_of(c, block->metric[i - 1], c->period));
    table->table.note = breakdown_note(c, block->cut);
    return 0;
}

static void put_metric_row(struct composer *c, struct node *table,
                           const struct metric *metric)
{
    const struct format *f = &c->format;
    const struct figure *now = figure_of(c, metric, c->period);
    const struct figure *ago = figure_of(c, metric, c->year_ago);
    struct doc_cell *row = put_row(c, table);
    put_metric_cells(c, row, metric);
    row[5] = cell_change(f, now, figure_of(c, metric, c->last));
    row[6] = cell_figure(f, ago);
    row[6].text = figure_bare(f, ago);
    row[7] = cell_judgement(f, now);
}

static void put_metric_table(struct composer *c, struct node *parent,
                             const struct block *block,
                             const struct metric *const *metric, size_t n)
{
    struct node *table = put_table(
        c, parent, block->type,
        HEADS({"col.metric", HEAD_TEXT, 0}, {"col.now", HEAD_NUMBER, 0},
              {"col.fraction", HEAD_NUMBER, 0}, {"col.interval", HEAD_NUMBER, 0},
              {"col.goal", HEAD_NUMBER, 0}, {"col.change", HEAD_NUMBER, 0},
              {"col.year-ago", HEAD_NUMBER, 0}, {"col.state", HEAD_FIXED, 0}));
    table->table.title = block->title;
    for (size_t i = 0; i < n; i++)
        put_metric_row(c, table, metric[i]);
    table->table.note = pending_note(c, metric, n);
}

int compose_metric_table(struct composer *c, const struct block *block,
                         struct node *parent, struct err *err)
{
    (void)err;
    put_metric_table(c, parent, block, block->metric, block->nmetrics);
    return 0;
}

/* What no other page shows, such as a metric of the job's own. */
int compose_other_figures(struct composer *c, const struct block *block,
                          struct node *parent, struct err *err)
{
    size_t n;
    const struct metric **metric = other_metrics(c, &n);
    (void)err;
    put_metric_table(c, parent, block, metric, n);
    return 0;
}

enum { CLASSES_MAX = 14 };

struct values { /* seconds */
    int64_t *second;
    size_t n;
};

/* The smallest 1-2-5 class width that needs no more than 12 classes to `reach`. */
static int64_t class_width(double reach)
{
    static const int64_t step[] = {1, 2, 5};
    for (int64_t power = 1;; power *= 10)
        for (size_t i = 0; i < N_OF(step); i++)
            if ((double)(step[i] * power) * 12 >= reach || power > 1000000)
                return step[i] * power;
}

/* Of the unit that the metric prints. */
struct classes {
    int64_t width, seconds; /* of a class in the unit; of the unit */
    size_t n;
};

static void put_classes(struct composer *c, struct chart *chart, const struct values *v,
                        const struct classes *classes)
{
    size_t n = classes->n;
    chart->ncategories = n;
    chart->category = arena_new(c->arena, n, sizeof *chart->category);
    chart->series = arena_new(c->arena, 1, sizeof *chart->series);
    chart->nseries = 1;
    chart->series->name = say(c, "col.count");
    chart->series->point = arena_new(c->arena, n, sizeof *chart->series->point);
    for (size_t i = 0; i < v->n; i++) {
        int64_t value = v->second[i] < 0 ? 0 : v->second[i];
        size_t at = (size_t)(value / (classes->width * classes->seconds));
        chart->series->point[at < n ? at : n - 1].y += 1;
    }
    for (size_t i = 0; i < n; i++) {
        struct str from = text_count(&c->format, (int64_t)i * classes->width);
        struct chart_point *point = &chart->series->point[i];
        chart->category[i] = i + 1 < n ? from : FILL(c, "histogram.open", {"from", from});
        point->text = text_count(&c->format, (int64_t)point->y);
    }
}

static void draw_histogram(struct composer *c, struct chart *chart,
                           const struct block *block, const struct figure *figure,
                           const struct values *v)
{
    struct classes classes = {.seconds = metric_divisor(figure->metric)};
    struct str unit = figure_unit(&c->format, figure->metric);
    double reach = figure->value * 2;
    int64_t limit = 0;
    chart->has_goal = block->nmetrics > 1 &&
                      limit_for(block->metric[1], block_text(block, "key"), &limit);
    chart->goal = (double)limit / (double)classes.seconds;
    if (chart->has_goal && chart->goal * 1.1 > reach)
        reach = chart->goal * 1.1;
    classes.width = class_width(reach);
    classes.n = (size_t)(reach / (double)classes.width) + 2;
    if (classes.n > CLASSES_MAX)
        classes.n = CLASSES_MAX;
    put_classes(c, chart, v, &classes);
    chart->step = (double)classes.width;
    chart->median = figure->value;
    chart->median_text =
        FILL(c, "histogram.median", {"value", cell_figure(&c->format, figure).text});
    chart->goal_text = FILL(c, "histogram.limit",
                            {"limit", num_real(c->arena, chart->goal)}, {"unit", unit});
    chart->note = FILL(c, "histogram.note", {"unit", unit},
                       {"width", text_count(&c->format, classes.width)});
    chart->current = chart->ncategories;
}

/* Durations behind the first metric (its median), for one key of a cut or for all. */
int compose_histogram(struct composer *c, const struct block *block, struct node *parent,
                      struct err *err)
{
    struct chart *chart = &doc_put(c->doc, parent, DOC_CHART, block->type)->chart;
    (void)err;
    *chart = (struct chart){.kind = CHART_HISTOGRAM,
                            .title = block->title,
                            .alt = block->title,
                            .unit = say(c, "col.count")};
    const struct figure *figure = block->nmetrics
                                      ? figure_cut(c, block->metric[0], c->period,
                                                   block->cut, block_text(block, "key"))
                                      : NULL;
    if (!figure_known(figure)) {
        chart->empty = say(c, figure ? missing_why(figure->missing) : "missing.none");
        return 0;
    }
    struct values values;
    values.n = measure_values(c->in->measure, figure, &values.second);
    draw_histogram(c, chart, block, figure, &values);
    mem_free(values.second);
    return 0;
}
