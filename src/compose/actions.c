/* actions: the improvement actions as bars over time. Which record kind holds them and
 * under which fields is said by the pack. */
#include "compose/composer.h"

#include "base/civil.h"
#include "base/banned.h"

enum { ROWS_MAX = 14, MONTHS_BACK = 3, MONTHS_MAX = 7, AGE_DAYS = 120 };

struct action_fields {
    const struct field *number, *action, *owner, *start, *due, *done, *progress,
        *verified;
};
struct gantt {
    struct composer *c;
    struct action_fields field;
    struct chart *chart;
    double today;
    size_t left_out;
};

static bool has(const struct row_value *value, const struct field *field)
{
    return field && !value[field->index].missing;
}

static struct str text_of(struct composer *c, const struct row_value *value,
                          const struct field *field)
{
    return has(value, field) ? arena_str(c->arena, value[field->index].text) : STR_NONE;
}

static double day_of(const struct gantt *g, const struct row_value *value,
                     const struct field *field)
{
    int64_t utc = value[field->index].num;
    int64_t day = (utc + zone_offset(g->c->job->zone, utc)) / CIVIL_DAY;
    return (double)day;
}

static void set_state(struct gantt *g, struct gantt_row *row, bool verified, bool has_due)
{
    struct composer *c = g->c;
    bool done = row->done >= 0;
    row->overdue = !done && has_due && row->due < g->today;
    row->mark = row->overdue ? MARK_MISSED : verified ? MARK_MET : MARK_PENDING;
    if (row->overdue)
        row->state =
            FILL(c, "action.overdue",
                 {"days", text_count(&c->format, (int64_t)(g->today - row->due))});
    else
        row->state = say(c, !done      ? "action.going"
                            : verified ? "action.verified"
                                       : "action.unverified");
}

/* Actions done long ago and those that start later are not drawn; the sheet has them. */
static bool is_current(const struct gantt *g, const struct row_value *value)
{
    const struct action_fields *f = &g->field;
    if (!has(value, f->start) || day_of(g, value, f->start) > g->today + 31)
        return false;
    return !has(value, f->done) || day_of(g, value, f->done) >= g->today - AGE_DAYS;
}

static void put_action(struct gantt *g, const struct row_value *value)
{
    const struct action_fields *f = &g->field;
    struct composer *c = g->c;
    if (!is_current(g, value))
        return;
    if (g->chart->ngantt == ROWS_MAX) {
        g->left_out++;
        return;
    }
    struct gantt_row *row = &g->chart->gantt[g->chart->ngantt++];
    row->number = text_of(c, value, f->number);
    row->action = text_of(c, value, f->action);
    row->owner = text_of(c, value, f->owner);
    row->start = day_of(g, value, f->start);
    bool has_due = has(value, f->due);
    row->due = has_due ? day_of(g, value, f->due) : row->start;
    row->done = has(value, f->done) ? day_of(g, value, f->done) : -1;
    row->progress = row->done >= 0 ? 1
                    : has(value, f->progress)
                        ? (double)value[f->progress->index].num / 100
                        : 0;
    set_state(g, row, has(value, f->verified) && value[f->verified->index].num == 1,
              has_due);
}

static double month_start(double day, int months)
{
    struct civil d = civil_of((int64_t)day * CIVIL_DAY);
    int month = d.year * 12 + d.month - 1 + months;
    return (double)civil_days(month / 12, month % 12 + 1, 1);
}

static void put_axis(struct gantt *g)
{
    struct chart *chart = g->chart;
    struct composer *c = g->c;
    int after = 1;
    for (size_t i = 0; i < chart->ngantt; i++)
        while (after < MONTHS_MAX - MONTHS_BACK &&
               chart->gantt[i].due >= month_start(g->today, after))
            after++;
    chart->axis_from = month_start(g->today, -MONTHS_BACK);
    chart->axis_until = month_start(g->today, after);
    chart->as_of = g->today;
    chart->as_of_text =
        FILL(c, "action.as-of", {"date", cell_date(&c->format, c->in->as_of).text});
    chart->tick = arena_new(c->arena, MONTHS_MAX + 1, sizeof *chart->tick);
    for (int m = -MONTHS_BACK; m < after; m++) {
        double at = month_start(g->today, m);
        struct civil d = civil_of((int64_t)at * CIVIL_DAY);
        chart->tick[chart->nticks++] = (struct chart_tick){
            at, FILL(c, "axis.month", {"month", arena_printf(c->arena, "%d", d.month)})};
    }
    for (size_t i = 0; i < chart->ngantt; i++) {
        struct gantt_row *row = &chart->gantt[i];
        row->start = row->start < chart->axis_from ? chart->axis_from : row->start;
        row->due = row->due > chart->axis_until  ? chart->axis_until
                   : row->due < chart->axis_from ? chart->axis_from
                                                 : row->due;
    }
}

static int read_actions(struct gantt *g, const struct kind *kind, struct err *err)
{
    struct rows *rows;
    const struct row_value *value;
    int status;
    if (records_open(&rows, g->c->in->measure, kind, NULL, err) != 0)
        return -1;
    while ((status = rows_next(rows, &value, err)) == 0)
        put_action(g, value);
    rows_close(rows);
    return status < 0 ? -1 : 0;
}

int compose_actions(struct composer *c, const struct block *block, struct node *parent,
                    struct err *err)
{
    static const char *const head[] = {"col.action-no", "col.action", "col.owner",
                                       "col.state"};
    struct node *node = doc_put(c->doc, parent, DOC_CHART, block->type);
    struct gantt g = {.c = c, .chart = &node->chart};
    int64_t local = c->in->as_of + zone_offset(c->job->zone, c->in->as_of);
    g.field = (struct action_fields){
        block_field(block, "field-number"),   block_field(block, "field-action"),
        block_field(block, "field-owner"),    block_field(block, "field-start"),
        block_field(block, "field-due"),      block_field(block, "field-done"),
        block_field(block, "field-progress"), block_field(block, "field-verified")};
    int64_t today = local / CIVIL_DAY;
    g.today = (double)today;
    *g.chart = (struct chart){.kind = CHART_GANTT, .title = block->title};
    g.chart->gantt = arena_new(c->arena, ROWS_MAX, sizeof *g.chart->gantt);
    for (size_t i = 0; i < N_OF(head); i++)
        g.chart->head[i] = say(c, head[i]);
    if (!g.field.start || read_actions(&g, block->kind, err) != 0)
        return g.field.start ? -1
                             : err_set(err, ERR_JOB, c->pack->path.p, block->line,
                                       "<actions> needs field-start");
    put_axis(&g);
    if (!g.chart->ngantt)
        g.chart->empty =
            say(c, kind_expected(c, block->kind) ? "action.none" : "missing.why-no-file");
    g.chart->alt = FILL(c, "action.alt", {"title", block->title},
                        {"n", text_count(&c->format, (int64_t)g.chart->ngantt)});
    put_text(c, parent, DOC_NOTE, say(c, "action.note"));
    if (g.left_out)
        put_text(
            c, parent, DOC_NOTE,
            FILL(c, "action.more", {"n", text_count(&c->format, (int64_t)g.left_out)}));
    return 0;
}
