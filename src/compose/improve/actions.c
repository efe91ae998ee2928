/* actions: the improvement actions as bars over time. Which record kind holds them and
 * under which fields is said by the pack. */
#include "compose/improve/loop.h"

#include "base/civil.h"
#include "base/banned.h"

enum { ROWS_MAX = 14, MONTHS_BACK = 3, MONTHS_MAX = 7, AGE_DAYS = 120 };

struct gantt {
    struct composer *c;
    struct chart *chart;
    double today;
    size_t left_out;
};

static double day_of(const struct gantt *g, int64_t utc)
{
    int64_t day = (utc + zone_offset(g->c->job->zone, utc)) / CIVIL_DAY;
    return (double)day;
}

static void set_state(struct gantt *g, struct gantt_row *row, const struct loop_action *a)
{
    static const char *const word[] = {"action.going", NULL, "action.unverified",
                                       "action.verified", "action.going"};
    static const enum doc_state mark[] = {MARK_PENDING, MARK_MISSED, MARK_PENDING,
                                          MARK_MET, MARK_PENDING};
    struct composer *c = g->c;
    row->overdue = a->state == LOOP_OVERDUE;
    row->mark = (int)mark[a->state];
    row->state =
        row->overdue
            ? FILL(c, "action.overdue",
                   {"days", text_count(&c->format, (int64_t)(g->today - row->due))})
            : say(c, word[a->state]);
}

/* Actions done long ago and those that start later are not drawn; the sheet has them. */
static bool is_current(const struct gantt *g, const struct loop_action *a)
{
    if (!a->has_start || day_of(g, a->start) > g->today + 31)
        return false;
    return !a->has_done || day_of(g, a->done) >= g->today - AGE_DAYS;
}

static void put_action(struct gantt *g, const struct loop_action *a)
{
    if (!is_current(g, a))
        return;
    if (g->chart->ngantt == ROWS_MAX) {
        g->left_out++;
        return;
    }
    struct gantt_row *row = &g->chart->gantt[g->chart->ngantt++];
    row->number = a->number;
    row->action = a->action;
    row->owner = a->owner;
    row->start = day_of(g, a->start);
    row->due = a->has_due ? day_of(g, a->due) : row->start;
    row->done = a->has_done ? day_of(g, a->done) : -1;
    row->progress = a->has_done ? 1 : (double)a->progress / 100;
    set_state(g, row, a);
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
        chart->tick[chart->nticks++] =
            (struct chart_tick){at, month_name(c, d.month, false)};
    }
}

int compose_actions(struct composer *c, const struct block *block, struct node *parent,
                    struct err *err)
{
    static const char *const head[] = {"col.action-no", "col.action", "col.owner",
                                       "col.state"};
    static const char *const when[] = {"col.start", "col.deadline", "col.done",
                                       "col.progress"};
    struct node *node = doc_put(c->doc, parent, DOC_CHART, block->type);
    struct gantt g = {.c = c, .chart = &node->chart};
    int64_t local = c->in->as_of + zone_offset(c->job->zone, c->in->as_of);
    int64_t today = local / CIVIL_DAY;
    g.today = (double)today;
    *g.chart = (struct chart){.kind = CHART_GANTT, .title = block->title};
    g.chart->gantt = arena_new(c->arena, ROWS_MAX, sizeof *g.chart->gantt);
    for (size_t i = 0; i < N_OF(head); i++)
        g.chart->head[i] = say(c, head[i]);
    for (size_t i = 0; i < N_OF(when); i++)
        g.chart->when[i] = say(c, when[i]);
    struct loop loop;
    if (loop_read(&loop, c, block, err) != 0)
        return -1;
    for (size_t i = 0; i < loop.nactions; i++)
        put_action(&g, &loop.action[i]);
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
