/* findings: what a reader should know, and what somebody must do, found by rules that are
 * the same every month: runs of improvement or decline, the head of a Pareto, the key that
 * pulls a figure down; missed goals, evidence that is not there, actions past their day. */
#include "compose/loop.h"
#include "compose/series.h"

#include "base/banned.h"

enum { FINDINGS_MAX = 3, ALERTS_MAX = 5 };

struct list { /* of sentences under way */
    struct composer *c;
    struct node *parent;
    size_t n, max, left_out;
};

static void add(struct list *list, struct doc_cell cell)
{
    if (list->n == list->max) {
        list->left_out++;
        return;
    }
    struct node *item = put_item(list->c, list->parent, cell);
    list->n++;
    if (list->parent->kind == DOC_FINDINGS)
        item->item.lead = arena_printf(list->c->arena, "%zu", list->n);
}

/* The change of the latest month against the worst one before it. */
static struct str against_worst(struct composer *c, const struct series *s)
{
    size_t worst = series_worst(s);
    if (worst == s->n)
        return STR_NONE;
    return FILL(
        c, "finding.against", {"month", str_of(c->month[worst]->name)},
        {"value", cell_figure(&c->format, s->figure[worst]).text},
        {"change", cell_change(&c->format, s->figure[s->n - 1], s->figure[worst]).text});
}

/* The metric with the longest run in the wanted direction; at least three months. */
static bool find_run(struct composer *c, const struct block *block, int direction,
                     struct series *found, int *months)
{
    *months = 2;
    for (size_t i = 0; i < block->nmetrics; i++) {
        struct series s = series_of(c, block->metric[i]);
        int run = series_run(&s) * direction;
        if (run > *months) {
            *months = run;
            *found = s;
        }
    }
    return *months > 2;
}

/* Runs are of months: where the period is none, the name says which month is meant. */
static struct str name_in_month(struct composer *c, const struct metric *metric)
{
    if (period_is_month(c))
        return metric->name;
    return FILL(c, "finding.in-month", {"name", metric->name},
                {"month", str_of(c->month[c->nmonths - 1]->name)});
}

static void add_run(struct list *list, const struct block *block, int direction)
{
    struct composer *c = list->c;
    struct series s;
    int months;
    if (!find_run(c, block, direction, &s, &months))
        return;
    add(list,
        cell_text(FILL(c, direction > 0 ? "finding.better" : "finding.worse",
                       {"name", name_in_month(c, s.metric)},
                       {"value", cell_figure(&c->format, s.figure[s.n - 1]).text},
                       {"months", text_count(&c->format, months)},
                       {"against", direction > 0 ? against_worst(c, &s) : STR_NONE})));
}

/* Without a run: the metric that moved most against its own interval. */
static void add_largest_change(struct list *list, const struct block *block)
{
    struct composer *c = list->c;
    const struct figure *best = NULL;
    double most = 0;
    for (size_t i = 0; i < block->nmetrics; i++) {
        const struct figure *now = figure_of(c, block->metric[i], c->period);
        const struct figure *last = figure_of(c, block->metric[i], c->last);
        if (figure_compare(now, last) == 0 || !now->has_interval || now->high <= now->low)
            continue;
        double moved = (now->value - last->value) / (now->high - now->low);
        moved = moved < 0 ? -moved : moved;
        if (moved > most) {
            most = moved;
            best = now;
        }
    }
    if (!best)
        return;
    const struct figure *last = figure_of(c, best->metric, c->last);
    add(list, cell_text(FILL(c, "finding.change", {"name", best->metric->name},
                             {"value", cell_figure(&c->format, best).text},
                             {"change", cell_change(&c->format, best, last).text})));
}

static void add_pareto(struct list *list, const struct block *block)
{
    struct composer *c = list->c;
    struct pareto_row *row = NULL;
    if (!block || !block->nmetrics || !block->cut)
        return;
    size_t n = figures_pareto(c->figures, block->metric[0], c->period, block->cut,
                              c->arena, &row);
    if (n < 2 || row[0].total == 0)
        return;
    struct str names[2] = {row[0].key, row[1].key};
    add(list,
        cell_text(FILL(
            c, "finding.pareto", {"name", block->metric[0]->name},
            {"keys", joined(c, names, 2)},
            {"share", cell_share(&c->format, row[1].running, row[1].total, 1).text})));
}

/* What the total would gain if the key were left out: exact for rates. */
static struct str pull_of(struct composer *c, const struct figure *key,
                          const struct figure *total)
{
    if (key->metric->kind != METRIC_RATE)
        return STR_NONE;
    struct figure rest = *total;
    rest.numerator = total->numerator - key->numerator;
    rest.denominator = total->denominator - key->denominator;
    if (rest.denominator <= 0 || !figure_known(total))
        return STR_NONE;
    if (figure_gain(total, &rest) >= 0)
        return STR_NONE; /* the worst that can be judged, but not what pulls */
    rest.value = (double)rest.numerator / (double)rest.denominator;
    return FILL(c, "finding.pull",
                {"change", cell_change(&c->format, total, &rest).text});
}

/* The key of a block's cut that is furthest behind, of `known` keys that can be judged;
 * NULL: there is nothing to compare. */
static const struct figure *worst_of(struct composer *c, const struct block *block,
                                     size_t *known)
{
    const struct figure *worst = NULL;
    size_t n = 0;
    *known = 0;
    if (!block || !block->nmetrics || !block->cut)
        return NULL;
    const struct metric *metric = block->metric[0];
    const struct str *key = figures_keys(c->figures, block->cut, &n);
    if (metric->better == BETTER_NONE)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        const struct figure *figure =
            figure_cut(c, metric, c->period, block->cut, key[i]);
        if (!figure_known(figure) || figure->n < metric->min_n)
            continue;
        ++*known;
        if (!worst || figure_gain(figure, worst) < 0)
            worst = figure;
    }
    return *known < 2 ? NULL : worst;
}

static void add_worst(struct list *list, const struct block *block)
{
    struct composer *c = list->c;
    size_t known;
    const struct figure *worst = worst_of(c, block, &known);
    if (!worst)
        return;
    const struct metric *metric = worst->metric;
    add(list, cell_text(FILL(
                  c, "finding.worst", {"cut", block->cut->name}, {"key", worst->key},
                  {"name", metric->name}, {"value", cell_figure(&c->format, worst).text},
                  {"of", text_count(&c->format, (int64_t)known)},
                  {"pull", pull_of(c, worst, figure_of(c, metric, c->period))})));
}

/* The first few of n names, "and others" when there are more. */
static struct str some_names(struct composer *c, const struct str *name, size_t n,
                             size_t most)
{
    struct str names = joined(c, name, n < most ? n : most);
    return n > most ? FILL(c, "list.more", {"list", names}) : names;
}

/* Too few cases to be judged: neither good news nor bad. */
static void add_few(struct list *list, const struct block *block)
{
    enum { NAMED = 3 };
    struct composer *c = list->c;
    struct str name[NAMED];
    size_t n = 0;
    for (size_t i = 0; i < block->nmetrics; i++) {
        const struct figure *now = figure_of(c, block->metric[i], c->period);
        if (now && figure_judge(now) == JUDGE_FEW && n++ < NAMED)
            name[n - 1] = FILL(c, "finding.few-one", {"name", now->metric->name},
                               {"n", text_count(&c->format, now->n)},
                               {"least", text_count(&c->format, now->metric->min_n)});
    }
    if (n)
        add(list,
            cell_text(FILL(c, "finding.few", {"n", text_count(&c->format, (int64_t)n)},
                           {"names", some_names(c, name, n, NAMED)})));
}

static bool can_compare(struct composer *c, const struct block *block)
{
    for (size_t i = 0; i < block->nmetrics; i++)
        if (figure_known(figure_of(c, block->metric[i], c->period)) &&
            figure_known(figure_of(c, block->metric[i], c->last)))
            return true;
    return false;
}

int compose_findings(struct composer *c, const struct block *block, struct node *parent,
                     struct err *err)
{
    struct node *node = doc_put(c->doc, parent, DOC_FINDINGS, block->type);
    struct list list = {.c = c, .parent = node, .max = FINDINGS_MAX};
    (void)err;
    node->box.title = block->title.n ? block->title : say(c, "findings.title");
    add_run(&list, block, 1);
    add_run(&list, block, -1);
    if (!list.n)
        add_largest_change(&list, block);
    add_pareto(&list, block_child(block, "pareto"));
    add_worst(&list, block_child(block, "worst"));
    list.max++; /* what cannot be judged is said besides */
    add_few(&list, block);
    if (!list.n)
        put_item(c, node,
                 cell_text(say(c, can_compare(c, block) ? "findings.none"
                                                        : "findings.no-history")));
    return 0;
}

static void alert_metrics(struct list *list, const struct block *block,
                          enum judgement wanted)
{
    struct composer *c = list->c;
    for (size_t i = 0; i < block->nmetrics; i++) {
        const struct metric *metric = block->metric[i];
        const struct figure *now = figure_of(c, metric, c->period);
        enum judgement judgement = now ? figure_judge(now) : JUDGE_NONE;
        if (judgement != wanted)
            continue;
        struct series s = series_of(c, metric);
        int months = series_missed(&s);
        struct doc_cell cell = cell_text(
            FILL(c, months > 1 ? "alert.metric-run" : "alert.metric",
                 {"name", metric->name}, {"value", cell_figure(&c->format, now).text},
                 {"goal", cell_goal(&c->format, metric, false).text},
                 {"months", text_count(&c->format, months)}));
        cell.mark = judgement_mark(judgement);
        add(list, cell);
    }
}

/* A total near its goal hides the key that is far from it. */
static void alert_worst(struct list *list, const struct block *block)
{
    struct composer *c = list->c;
    size_t known;
    const struct figure *worst = worst_of(c, block, &known);
    enum judgement judgement = worst ? figure_judge(worst) : JUDGE_NONE;
    if (judgement != JUDGE_MISSED)
        return;
    struct doc_cell cell = cell_text(
        FILL(c, "alert.worst", {"key", worst->key}, {"name", worst->metric->name},
             {"value", cell_figure(&c->format, worst).text},
             {"goal", cell_goal(&c->format, worst->metric, false).text}));
    cell.mark = judgement_mark(judgement);
    add(list, cell);
}

static void alert_evidence(struct list *list, enum evidence_state wanted,
                           const char *word)
{
    struct composer *c = list->c;
    const struct assessment *a = c->assessed;
    enum { NAMED = 3 };
    struct str name[NAMED];
    size_t n = 0;
    for (size_t i = 0; i < a->nverdicts; i++)
        for (size_t k = 0; k < a->verdict[i].nevidence; k++) {
            const struct evidence *e = &a->verdict[i].evidence[k];
            if (a->verdict[i].state != STATE_NOT_APPLICABLE && e->state == wanted &&
                n++ < NAMED)
                name[n - 1] = e->slot->name;
        }
    if (!n)
        return;
    struct doc_cell cell =
        cell_text(FILL(c, word, {"n", text_count(&c->format, (int64_t)n)},
                       {"names", some_names(c, name, n, NAMED)}));
    cell.mark = cell_evidence(c, wanted).mark;
    add(list, cell);
}

/* Figures that nobody can see are news too. */
static void alert_no_file(struct list *list, const struct block *block)
{
    enum { NAMED = 3 };
    struct composer *c = list->c;
    struct str name[NAMED];
    size_t n = 0;
    for (size_t i = 0; i < block->nmetrics; i++) {
        const struct figure *now = figure_of(c, block->metric[i], c->period);
        if (now && now->missing == FIGURE_NO_FILE && n++ < NAMED)
            name[n - 1] = block->metric[i]->name;
    }
    if (!n)
        return;
    struct doc_cell cell =
        cell_text(FILL(c, "alert.no-file", {"n", text_count(&c->format, (int64_t)n)},
                       {"names", some_names(c, name, n, NAMED)}));
    cell.mark = MARK_ABSENT;
    add(list, cell);
}

static void alert_open(struct list *list, const struct block *block)
{
    struct composer *c = list->c;
    for (const struct block *open = block ? block->first : NULL; open;
         open = open->next) {
        const struct figure *figure = str_eq(open->type, STR("open")) && open->nmetrics
                                          ? figure_of(c, open->metric[0], c->period)
                                          : NULL;
        if (!figure_known(figure) || figure->miss + figure->pending == 0)
            continue;
        struct doc_cell cell = cell_text(
            FILL(c, "alert.open", {"name", figure->metric->name},
                 {"n", text_count(&c->format, figure->miss + figure->pending)}));
        cell.mark = MARK_WARN;
        add(list, cell);
    }
}

/* Records of an action kind whose due day lies before as_of and that are not done. */
static int alert_overdue(struct list *list, const struct block *block, struct err *err)
{
    struct composer *c = list->c;
    const struct field *due = block_field(block, "field-due");
    const struct field *done = block_field(block, "field-done");
    const struct row_value *value;
    struct rows *rows;
    int64_t overdue = 0;
    int status;
    if (!due || !done)
        return 0;
    if (records_open(&rows, c->in->measure, block->kind, NULL, err) != 0)
        return -1;
    while ((status = rows_next(rows, &value, err)) == 0)
        overdue += value[done->index].missing && !value[due->index].missing &&
                   value[due->index].num + 86400 <= c->in->as_of;
    rows_close(rows);
    if (status < 0)
        return -1;
    if (overdue) {
        struct doc_cell cell =
            cell_text(FILL(c, "alert.overdue", {"n", text_count(&c->format, overdue)}));
        cell.mark = MARK_MISSED;
        add(list, cell);
    }
    return 0;
}

/* Actions that the rules opened and nobody has taken up. */
static int alert_opened(struct list *list, struct err *err)
{
    enum { NAMED = 3 };
    struct composer *c = list->c;
    const struct block *block = loop_block(c->pack->first);
    struct loop loop;
    struct str name[NAMED];
    size_t n = 0;
    if (!block)
        return 0;
    if (loop_read(&loop, c, block, err) != 0)
        return -1;
    for (size_t i = 0; i < loop.nopened; i++)
        if (loop.opened[i].state != LOOP_TAKEN_UP && n++ < NAMED)
            name[n - 1] = loop.opened[i].metric->name;
    if (n) {
        struct doc_cell cell =
            cell_text(FILL(c, "alert.opened", {"n", text_count(&c->format, (int64_t)n)},
                           {"names", some_names(c, name, n, NAMED)}));
        cell.mark = MARK_WARN;
        add(list, cell);
    }
    return 0;
}

int compose_alerts(struct composer *c, const struct block *block, struct node *parent,
                   struct err *err)
{
    struct node *node = doc_put(c->doc, parent, DOC_BOX, block->type);
    struct list list = {.c = c, .parent = node, .max = ALERTS_MAX};
    alert_metrics(&list, block, JUDGE_MISSED);
    alert_no_file(&list, block);
    alert_worst(&list, block_child(block, "worst"));
    alert_evidence(&list, EVIDENCE_EXPIRED, "alert.expired");
    alert_evidence(&list, EVIDENCE_MISSING, "alert.missing");
    if (alert_overdue(&list, block, err) != 0 || alert_opened(&list, err) != 0)
        return -1;
    alert_evidence(&list, EVIDENCE_STALE, "alert.stale");
    alert_metrics(&list, block, JUDGE_WARN);
    alert_open(&list, block);
    size_t all = list.n + list.left_out;
    node->box.look = all ? BOX_ALERT : BOX_PLAIN;
    node->box.title =
        all ? FILL(c, "alerts.title", {"n", text_count(&c->format, (int64_t)all)})
            : say(c, "alerts.none-title");
    if (!all)
        put_item(c, node, cell_text(say(c, "alerts.none")));
    if (list.left_out)
        put_item(c, node,
                 cell_text(FILL(c, "alerts.more",
                                {"n", text_count(&c->format, (int64_t)list.left_out)})));
    return 0;
}
