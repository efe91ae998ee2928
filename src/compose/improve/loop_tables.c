/* loop_tables: the improvement loop as a document: what weighs most and presses most, the
 * actions opened by rule, the effect of those done, and all of them as a list. */
#include "compose/improve/loop.h"

#include "compose/series.h"
#include "compose/figures/statistics.h"

#include "base/banned.h"

static struct doc_cell figure_or_dash(const struct composer *c,
                                      const struct figure *figure)
{
    return figure ? cell_figure(&c->format, figure) : cell_dash(&c->format);
}

static struct doc_cell p_or_dash(const struct composer *c, const struct loop_action *a)
{
    return a->said.method == COMPARE_NONE ? cell_dash(&c->format)
                                          : cell_probability(&c->format, a->said.p);
}

static struct doc_cell state_cell(const struct composer *c, enum loop_state state,
                                  const struct loop_opened *opened)
{
    static const char *const word[] = {"loop.open", "loop.overdue", "loop.unshown",
                                       "loop.closed", "loop.taken-up"};
    static const enum doc_state mark[] = {MARK_WARN, MARK_MISSED, MARK_PENDING, MARK_MET,
                                          MARK_PENDING};
    struct doc_cell cell = cell_state(&c->format, mark[state], word[state]);
    if (!opened && state == LOOP_OPEN)
        cell = cell_state(&c->format, MARK_PENDING, "action.going");
    if (state == LOOP_TAKEN_UP && opened)
        cell.text = FILL(c, "loop.taken-up", {"number", opened->taken_up->number});
    return cell;
}

/* A metric off its goal: its name, points and months, in its quarter. */
static void put_in_quadrant(struct composer *c, struct chart *chart,
                            const struct block *loop, const struct metric *metric)
{
    const struct figure *now = figure_of(c, metric, c->period);
    enum judgement judgement = now ? figure_judge(now) : JUDGE_NONE;
    if (judgement != JUDGE_WARN && judgement != JUDGE_MISSED)
        return;
    struct series s = series_of(c, metric);
    int months = series_missed(&s);
    int64_t points = loop_points(c, metric);
    const struct block *class = loop_class(loop, points, months);
    if (!class)
        return;
    struct chart_list *q = &chart->quadrant[(block_yes(class, "key") ? 0 : 2) +
                                            (block_yes(class, "urgent") ? 1 : 0)];
    q->item[q->n++] = FILL(c, "loop.quadrant-item", {"name", metric->name},
                           {"value", cell_figure(&c->format, now).text},
                           {"points", cell_points(&c->format, points).text},
                           {"months", text_count(&c->format, months)});
}

static void put_quadrant(struct composer *c, const struct block *block,
                         struct node *parent)
{
    struct chart *chart = &doc_put(c->doc, parent, DOC_CHART, block->type)->chart;
    *chart = (struct chart){.kind = CHART_QUADRANT, .title = block->title};
    for (const struct block *class = block->first; class; class = class->next) {
        struct chart_list *q = &chart->quadrant[(block_yes(class, "key") ? 0 : 2) +
                                                (block_yes(class, "urgent") ? 1 : 0)];
        q->title = class->title;
        q->item = arena_new(c->arena, block->nmetrics, sizeof *q->item);
    }
    for (size_t i = 0; i < block->nmetrics; i++)
        put_in_quadrant(c, chart, block, block->metric[i]);
    chart->head[0] = say(c, "loop.impact");
    chart->head[1] = say(c, "loop.urgency");
    size_t n = 0;
    for (size_t i = 0; i < N_OF(chart->quadrant); i++)
        n += chart->quadrant[i].n;
    if (!n)
        chart->empty = say(c, "loop.none-missed");
    chart->alt = FILL(c, "loop.quadrant-alt", {"title", block->title},
                      {"n", text_count(&c->format, (int64_t)n)});
    chart->note =
        FILL(c, "loop.quadrant-note",
             {"points", text_count(&c->format, block_number(block, "key-points", 1))},
             {"months", text_count(&c->format, loop_after(block))});
}

static void put_opened(struct composer *c, const struct loop *loop, struct node *parent)
{
    struct node *table = put_table(
        c, parent, loop->block->type,
        HEADS({"col.action-no", HEAD_FIXED, 0}, {"col.metric", HEAD_TEXT, 0},
              {"col.now", HEAD_NUMBER, 0}, {"col.goal", HEAD_NUMBER, 0},
              {"col.months-missed", HEAD_NUMBER, 0}, {"col.owner", HEAD_TEXT, 0},
              {"col.deadline", HEAD_FIXED, 0}, {"col.state", HEAD_TEXT, 0}));
    table->table.title = say(c, "loop.opened");
    table->table.empty =
        FILL(c, "loop.none-opened",
             {"months", text_count(&c->format, loop_after(loop->block))});
    for (size_t i = 0; i < loop->nopened; i++) {
        const struct loop_opened *o = &loop->opened[i];
        const struct figure *now = figure_of(c, o->metric, c->period);
        struct doc_cell *row = put_row(c, table);
        row[0] = cell_text(o->number);
        row[1] = cell_text(o->metric->name);
        row[2] = figure_or_dash(c, now);
        if (now)
            row[2].figure = figure_id(c->arena, now);
        row[3] = cell_goal(&c->format, o->metric, true);
        row[4] = cell_count(&c->format, o->months);
        row[5] = cell_text_or_dash(&c->format, o->owner);
        row[6] = cell_date(&c->format, o->due);
        row[7] = state_cell(c, o->state, o);
    }
}

static void put_effects(struct composer *c, const struct loop *loop, struct node *parent)
{
    struct node *table =
        put_table(c, parent, loop->block->type,
                  HEADS({"col.action-no", HEAD_FIXED, 0}, {"col.action", HEAD_TEXT, 0},
                        {"col.metric", HEAD_TEXT, 0}, {"col.before", HEAD_NUMBER, 0},
                        {"col.after", HEAD_NUMBER, 0}, {"col.difference", HEAD_NUMBER, 0},
                        {"col.p", HEAD_NUMBER, 0}, {"col.state", HEAD_TEXT, 0}));
    table->table.title = say(c, "loop.effects");
    table->table.empty = say(c, "loop.none-done");
    table->table.note = say(c, "loop.effect-note");
    for (size_t i = 0; i < loop->nactions; i++) {
        const struct loop_action *a = &loop->action[i];
        if (!a->has_done)
            continue;
        struct doc_cell *row = put_row(c, table);
        row[0] = cell_text_or_dash(&c->format, a->number);
        row[1] = cell_text_or_dash(&c->format, a->action);
        row[2] = cell_text_or_dash(&c->format, a->metric ? a->metric->name : STR_NONE);
        row[3] = figure_or_dash(c, a->before);
        row[4] = figure_or_dash(c, a->after);
        row[5] = cell_change(&c->format, a->after, a->before);
        row[6] = p_or_dash(c, a);
        row[7] = state_cell(c, a->state, NULL);
    }
}

int compose_loop(struct composer *c, const struct block *block, struct node *parent,
                 struct err *err)
{
    struct loop loop;
    if (loop_read(&loop, c, block, err) != 0)
        return -1;
    put_quadrant(c, block, parent);
    put_opened(c, &loop, parent);
    put_effects(c, &loop, parent);
    return 0;
}

static const char *const sheet_ids[] = {
    "number",  "what",  "trigger", "metric", "owner", "start",        "due",     "done",
    "percent", "state", "before",  "after",  "p",     "verification", "standard"};

static void put_registered(struct composer *c, struct node *data,
                           const struct loop_action *a)
{
    struct doc_cell *row = put_data(c, data);
    row[0] = cell_text_or_dash(&c->format, a->number);
    row[1] = cell_text_or_dash(&c->format, a->action);
    row[2] = cell_text_or_dash(&c->format, a->cause);
    row[3] = cell_text_or_dash(&c->format, a->metric ? a->metric->name : STR_NONE);
    row[4] = cell_text_or_dash(&c->format, a->owner);
    row[5] = cell_date_or_dash(&c->format, a->has_start, a->start);
    row[6] = cell_date_or_dash(&c->format, a->has_due, a->due);
    row[7] = cell_date_or_dash(&c->format, a->has_done, a->done);
    row[8] =
        a->has_progress ? cell_count(&c->format, a->progress) : cell_dash(&c->format);
    row[9] = state_cell(c, a->state, NULL);
    row[10] = figure_or_dash(c, a->before);
    row[11] = figure_or_dash(c, a->after);
    row[12] = p_or_dash(c, a);
    row[13] = cell_text_or_dash(&c->format, a->effect);
    row[14] = cell_text_or_dash(&c->format, a->standard);
}

static void put_by_rule(struct composer *c, struct node *data,
                        const struct loop_opened *o)
{
    struct doc_cell *row = put_data(c, data);
    for (size_t i = 0; i < N_OF(sheet_ids); i++)
        row[i] = cell_dash(&c->format);
    row[0] = cell_text(o->number);
    row[1] = cell_text_or_dash(&c->format, o->class ? o->class->title : STR_NONE);
    row[2] = cell_text(FILL(c, "loop.trigger", {"name", o->metric->name},
                            {"months", text_count(&c->format, o->months)}));
    row[3] = cell_text(o->metric->name);
    row[4] = cell_text_or_dash(&c->format, o->owner);
    row[5] = cell_date(&c->format, o->opened);
    row[6] = cell_date(&c->format, o->due);
    row[9] = state_cell(c, o->state, o);
}

/* The register's actions and those opened by rule, for the workbook, for programs and as
 * a file of its own: whoever keeps the register takes the new ones from there. */
int compose_loop_sheet(struct composer *c, const struct block *block, struct node *parent,
                       struct err *err)
{
    struct loop loop;
    const struct block *from = loop_block(c->pack->first);
    if (!from)
        return err_set(err, ERR_JOB, c->pack->path.p, block->line,
                       "<loop-sheet> shows what a <loop> says, and the pack has none");
    if (loop_read(&loop, c, from, err) != 0)
        return -1;
    struct node *data =
        put_dataset(c, parent, "action-list", sheet_name(c, say(c, "sheet.actions")),
                    HEADS({"col.action-no", HEAD_FIXED, 0}, {"col.action", HEAD_TEXT, 0},
                          {"col.trigger", HEAD_TEXT, 0}, {"col.metric", HEAD_TEXT, 0},
                          {"col.owner", HEAD_TEXT, 0}, {"col.start", HEAD_FIXED, 0},
                          {"col.deadline", HEAD_FIXED, 0}, {"col.done", HEAD_FIXED, 0},
                          {"col.progress", HEAD_NUMBER, 0}, {"col.state", HEAD_TEXT, 0},
                          {"col.before", HEAD_NUMBER, 0}, {"col.after", HEAD_NUMBER, 0},
                          {"col.p", HEAD_NUMBER, 0}, {"col.effect", HEAD_TEXT, 0},
                          {"col.standard", HEAD_TEXT, 0}),
                    sheet_ids);
    data->origin = block->type;
    data->table.file = STR("actions.csv");
    data->table.empty = say(c, "action.none");
    for (size_t i = 0; i < loop.nactions; i++)
        put_registered(c, data, &loop.action[i]);
    for (size_t i = 0; i < loop.nopened; i++)
        put_by_rule(c, data, &loop.opened[i]);
    return 0;
}
