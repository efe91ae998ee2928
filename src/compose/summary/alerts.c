/* alerts: what somebody must do, by whom and until when: missed goals, figures without a
 * file, evidence that is not there, actions past their day, actions nobody has taken up. */
#include "compose/summary/findings.h"
#include "compose/improve/loop.h"

#include "base/civil.h"
#include "base/banned.h"

enum { ALERTS_MAX = 5, LINES_MAX = 8, NAMED = 3 }; /* the summary is one page */

struct alerts {
    struct findings_list list;
    struct loop loop; /* empty: the pack has none */
};

/* "Owner: A, B; due 2026-11-30." after the sentence; either may be unknown. */
static struct str with_owner(struct composer *c, struct str sentence, struct str owner,
                             bool has_due, int64_t due)
{
    if (!owner.n)
        return sentence;
    struct str date = has_due ? cell_date(&c->format, due).text : STR_NONE;
    const char *word = !has_due                         ? "alert.owner"
                       : due + CIVIL_DAY > c->in->as_of ? "alert.owner-due"
                                                        : "alert.owner-late";
    return FILL(c, word, {"sentence", sentence}, {"owner", owner}, {"due", date});
}

/* Whose it is: of the action that the rules opened for the metric, or the one that took
 * it up; else whom the job names for it. */
static struct str of_metric(const struct alerts *a, struct str sentence,
                            const struct metric *metric)
{
    struct composer *c = a->list.c;
    for (size_t i = 0; i < a->loop.nopened; i++) {
        const struct loop_opened *o = &a->loop.opened[i];
        if (o->metric != metric)
            continue;
        if (o->taken_up)
            return with_owner(c, sentence, o->taken_up->owner, o->taken_up->has_due,
                              o->taken_up->due);
        return with_owner(c, sentence, o->owner, true, o->due);
    }
    return with_owner(c, sentence, loop_owner(c, metric), false, 0);
}

/* A name that is not yet among the first n. */
static void take_name(struct str *name, size_t *n, struct str one)
{
    for (size_t i = 0; i < *n && i < NAMED; i++)
        if (str_eq(name[i], one))
            return;
    if (one.n && (*n)++ < NAMED)
        name[*n - 1] = one;
}

static void alert_metrics(struct alerts *a, const struct block *block,
                          enum judgement wanted)
{
    struct composer *c = a->list.c;
    for (size_t i = 0; i < block->nmetrics; i++) {
        const struct metric *metric = block->metric[i];
        const struct figure *now = figure_of(c, metric, c->period);
        enum judgement judgement = now ? figure_judge(now) : JUDGE_NONE;
        if (judgement != wanted)
            continue;
        struct series s = series_of(c, metric);
        int months = series_missed(&s);
        struct str text =
            FILL(c, months > 1 ? "alert.metric-run" : "alert.metric",
                 {"name", metric->name}, {"value", cell_figure(&c->format, now).text},
                 {"goal", cell_goal(&c->format, metric, false).text},
                 {"months", text_count(&c->format, months)});
        struct doc_cell cell = cell_text(of_metric(a, text, metric));
        cell.mark = judgement_mark(judgement);
        findings_put(&a->list, cell);
    }
}

/* A total near its goal hides the key that is far from it. */
static void alert_worst(struct alerts *a, const struct block *block)
{
    struct composer *c = a->list.c;
    size_t known;
    const struct figure *worst = findings_worst(c, block, &known);
    enum judgement judgement = worst ? figure_judge(worst) : JUDGE_NONE;
    if (judgement != JUDGE_MISSED)
        return;
    struct str text =
        FILL(c, "alert.worst", {"key", worst->key}, {"name", worst->metric->name},
             {"value", cell_figure(&c->format, worst).text},
             {"goal", cell_goal(&c->format, worst->metric, false).text});
    struct doc_cell cell = cell_text(of_metric(a, text, worst->metric));
    cell.mark = judgement_mark(judgement);
    findings_put(&a->list, cell);
}

static void alert_evidence(struct findings_list *list, enum evidence_state wanted,
                           const char *word)
{
    struct composer *c = list->c;
    const struct assessment *a = c->assessed;
    struct str name[NAMED], owner[NAMED];
    size_t n = 0, nowners = 0;
    for (size_t i = 0; i < a->nverdicts; i++)
        for (size_t k = 0; k < a->verdict[i].nevidence; k++) {
            const struct evidence *e = &a->verdict[i].evidence[k];
            if (a->verdict[i].state == STATE_NOT_APPLICABLE || e->state != wanted)
                continue;
            if (n++ < NAMED)
                name[n - 1] = e->slot->name;
            const struct document *d = document_of(e);
            if (d)
                take_name(owner, &nowners, d->owner);
        }
    if (!n)
        return;
    struct str text = FILL(c, word, {"n", text_count(&c->format, (int64_t)n)},
                           {"names", findings_names(c, name, n, NAMED)});
    struct doc_cell cell = cell_text(
        with_owner(c, text, findings_names(c, owner, nowners, NAMED), false, 0));
    cell.mark = cell_evidence(c, wanted).mark;
    findings_put(list, cell);
}

/* Figures that nobody can see are news too. */
static void alert_no_file(struct findings_list *list, const struct block *block)
{
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
                       {"names", findings_names(c, name, n, NAMED)}));
    cell.mark = MARK_ABSENT;
    findings_put(list, cell);
}

static void alert_open(struct findings_list *list, const struct block *block)
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
        findings_put(list, cell);
    }
}

/* Records of an action kind whose due day lies before as_of and that are not done. */
static int alert_overdue(struct findings_list *list, const struct block *block,
                         struct err *err)
{
    struct composer *c = list->c;
    const struct field *due = block_field(block, "field-due");
    const struct field *done = block_field(block, "field-done");
    const struct field *owner = block_field(block, "field-owner");
    const struct row_value *value;
    struct rows *rows;
    struct str name[NAMED];
    int64_t overdue = 0, first = INT64_MAX;
    size_t n = 0;
    int status;
    if (!due || !done)
        return 0;
    if (records_open(&rows, c->in->measure, block->kind, NULL, err) != 0)
        return -1;
    while ((status = rows_next(rows, &value, err)) == 0) {
        if (!value[done->index].missing || value[due->index].missing ||
            value[due->index].num + 86400 > c->in->as_of)
            continue;
        overdue++;
        first = value[due->index].num < first ? value[due->index].num : first;
        take_name(name, &n, row_text(c, value, owner));
    }
    rows_close(rows);
    if (status < 0)
        return -1;
    if (overdue) {
        struct str text =
            FILL(c, "alert.overdue", {"n", text_count(&c->format, overdue)});
        struct doc_cell cell = cell_text(
            with_owner(c, text, findings_names(c, name, n, NAMED), true, first));
        cell.mark = MARK_MISSED;
        findings_put(list, cell);
    }
    return 0;
}

/* Actions that the rules opened and nobody has taken up. */
static void alert_opened(struct alerts *a)
{
    struct composer *c = a->list.c;
    struct str name[NAMED];
    size_t n = 0;
    for (size_t i = 0; i < a->loop.nopened; i++)
        if (a->loop.opened[i].state != LOOP_TAKEN_UP && n++ < NAMED)
            name[n - 1] = a->loop.opened[i].metric->name;
    if (!n)
        return;
    struct doc_cell cell =
        cell_text(FILL(c, "alert.opened", {"n", text_count(&c->format, (int64_t)n)},
                       {"names", findings_names(c, name, n, NAMED)}));
    cell.mark = MARK_WARN;
    findings_put(&a->list, cell);
}

static void put_frame(const struct findings_list *list)
{
    struct composer *c = list->c;
    struct doc_box *box = &list->parent->box;
    size_t all = list->n + list->left_out;
    box->look = all ? BOX_ALERT : BOX_PLAIN;
    box->title =
        all ? FILL(c, "alerts.title", {"n", text_count(&c->format, (int64_t)all)})
            : say(c, "alerts.none-title");
    if (!all)
        put_item(c, list->parent, cell_text(say(c, "alerts.none")));
    if (list->left_out)
        put_item(c, list->parent,
                 cell_text(FILL(c, "alerts.more",
                                {"n", text_count(&c->format, (int64_t)list->left_out)})));
}

int compose_alerts(struct composer *c, const struct block *block, struct node *parent,
                   struct err *err)
{
    struct node *node = doc_put(c->doc, parent, DOC_BOX, block->type);
    struct alerts a = {
        .list = {.c = c, .parent = node, .max = ALERTS_MAX, .lines_max = LINES_MAX}};
    const struct block *loop = loop_block(c->pack->first);
    if (loop && loop_read(&a.loop, c, loop, err) != 0)
        return -1;
    alert_metrics(&a, block, JUDGE_MISSED);
    alert_no_file(&a.list, block);
    alert_worst(&a, block_child(block, "worst"));
    alert_evidence(&a.list, EVIDENCE_EXPIRED, "alert.expired");
    alert_evidence(&a.list, EVIDENCE_MISSING, "alert.missing");
    if (alert_overdue(&a.list, block, err) != 0)
        return -1;
    alert_opened(&a);
    alert_evidence(&a.list, EVIDENCE_STALE, "alert.stale");
    alert_metrics(&a, block, JUDGE_WARN);
    alert_open(&a.list, block);
    put_frame(&a.list);
    return 0;
}
