/* overview: all items of the standard on one page, and what would raise the score most. */
#include "compose/composer.h"

#include "base/banned.h"

enum { GAPS_MAX = 10 };

struct counts {
    int64_t judged, met, needed, held;
};

static bool is_below(const struct clause *clause, const struct clause *ancestor)
{
    while (clause && clause != ancestor)
        clause = clause->parent;
    return clause == ancestor;
}

static void count_leaf(struct composer *c, const struct verdict *v, struct counts *n)
{
    for (size_t i = 0; i < v->clause->nmetrics; i++) {
        const struct figure *now = figure_of(c, v->clause->metric[i], c->period);
        enum judgement judgement = now ? figure_judge(now) : JUDGE_NO_VALUE;
        n->judged += judgement >= JUDGE_MET && judgement <= JUDGE_MISSED;
        n->met += judgement == JUDGE_MET;
    }
    for (size_t i = 0; i < v->nevidence; i++) {
        n->needed++;
        n->held += v->evidence[i].state == EVIDENCE_VALID ||
                   v->evidence[i].state == EVIDENCE_NEAR;
    }
}

static struct counts count_item(struct composer *c, const struct clause *item)
{
    const struct assessment *a = c->assessed;
    struct counts n = {0};
    for (size_t i = 0; i < a->nverdicts; i++)
        if (!a->verdict[i].clause->first && is_below(a->verdict[i].clause, item) &&
            a->verdict[i].state != STATE_NOT_APPLICABLE)
            count_leaf(c, &a->verdict[i], &n);
    return n;
}

static struct doc_cell of_cell(struct composer *c, int64_t part, int64_t whole)
{
    if (!whole)
        return cell_dash(&c->format);
    return cell_text(arena_printf(c->arena, "%.*s / %.*s",
                                  STR_ARG(text_count(&c->format, part)),
                                  STR_ARG(text_count(&c->format, whole))));
}

static void put_clause(struct composer *c, struct node *table,
                       const struct clause *clause)
{
    const struct verdict *v = verdict_of(c, clause);
    const struct format *f = &c->format;
    struct doc_cell *row = put_row(c, table);
    struct counts n = count_item(c, clause);
    row[0] = cell_number(c, clause);
    row[1] = cell_text(clause->title);
    row[1].link = arena_printf(c->arena, "clause-%.*s", STR_ARG(clause->id));
    row[2] = of_cell(c, n.met, n.judged);
    row[3] = of_cell(c, n.held, n.needed);
    row[4] = cell_dash(f);
    row[5] = cell_dash(f);
    row[7] = cell_verdict(c, v->state);
    if (v->state != STATE_NOT_APPLICABLE) {
        row[4] = cell_points(f, v->milli_earned);
        row[5] = cell_points(f, v->milli_points);
        if (v->milli_points)
            set_bar(&row[6], (double)v->milli_earned / (double)v->milli_points, -1,
                    false);
    }
    for (size_t i = 0; i < 6 && clause->depth == 0; i++)
        row[i].flags |= FLAG_BOLD;
}

int compose_overview(struct composer *c, const struct block *block, struct node *parent,
                     struct err *err)
{
    const struct standard *standard = c->assessed->standard;
    struct node *table = put_table(
        c, parent, block->type,
        HEADS({"col.item", HEAD_FIXED, 12}, {"", HEAD_TEXT, 0},
              {"col.metrics-met", HEAD_NUMBER, 0}, {"col.evidence-held", HEAD_NUMBER, 0},
              {"col.earned", HEAD_NUMBER, 0}, {"col.points", HEAD_NUMBER, 0},
              {"", HEAD_BAR, 24}, {"col.verdict", HEAD_FIXED, 0}));
    (void)err;
    table->table.title = block->title;
    for (size_t i = 0; i < standard->nclauses; i++)
        if (standard->clause[i]->depth < 2)
            put_clause(c, table, standard->clause[i]);
    table->table.note = say(c, "overview.note");
    return 0;
}

static const char *gap_cause(const struct verdict *v)
{
    if (v->state == STATE_NOT_EVALUATED)
        return "gap.not-evaluated";
    if (v->milli_lost_metric > 0)
        return v->milli_lost_evidence > 0 ? "gap.both" : "gap.metric";
    return v->milli_lost_evidence > 0 ? "gap.evidence" : "gap.manual";
}

/* What is missing for the next grade, largest gain first. */
int compose_gaps(struct composer *c, const struct block *block, struct node *parent,
                 struct err *err)
{
    const struct assessment *a = c->assessed;
    const struct format *f = &c->format;
    struct node *table =
        put_table(c, parent, block->type,
                  HEADS({"col.item", HEAD_FIXED, 12}, {"col.leaf", HEAD_TEXT, 0},
                        {"col.cause", HEAD_TEXT, 0}, {"col.gain", HEAD_NUMBER, 0},
                        {"col.score-then", HEAD_NUMBER, 0}));
    int64_t score = a->milli_score;
    (void)err;
    table->table.title = block->title;
    table->table.empty = say(c, "gap.none");
    for (size_t i = 0; i < a->ngaps && i < GAPS_MAX; i++) {
        const struct verdict *v = a->gap[i].verdict;
        const struct clause *item = v->clause;
        while (item->depth > 1 && item->parent)
            item = item->parent;
        score += a->gap[i].milli_gain;
        struct doc_cell *row = put_row(c, table);
        row[0] = cell_number(c, item);
        row[1] = cell_text(v->clause->title);
        row[2] = cell_text(say(c, gap_cause(v)));
        row[3] = cell_points(f, a->gap[i].milli_gain);
        row[4] = cell_points(f, score);
    }
    table->table.note = say(c, "gap.note");
    return 0;
}

/* Metrics that clauses rest on, by what keeps them from being judged. */
struct resting {
    int64_t all, no_file, none, few;
};

static void count_metric(const struct figure *now, struct resting *count)
{
    count->all++;
    if (figure_known(now))
        count->few += figure_judge(now) == JUDGE_FEW;
    else if (now->missing == FIGURE_NO_FILE)
        count->no_file++;
    else
        count->none++;
}

static struct resting count_metrics(struct composer *c)
{
    const struct standard *standard = c->assessed->standard;
    bool *seen = arena_new(c->arena, c->job->metrics.nmetrics, sizeof *seen);
    struct resting count = {0};
    for (size_t i = 0; i < standard->nclauses; i++)
        for (size_t k = 0; k < standard->clause[i]->nmetrics; k++) {
            const struct metric *metric = standard->clause[i]->metric[k];
            if (!seen[metric->index])
                count_metric(figure_of(c, metric, c->period), &count);
            seen[metric->index] = true;
        }
    return count;
}

/* What the result does not rest on, said beside it. */
int compose_bounds(struct composer *c, const struct block *block, struct node *parent,
                   struct err *err)
{
    const struct assessment *a = c->assessed;
    const struct resting count = count_metrics(c);
    int64_t leaves = 0, unjudged = 0;
    (void)block;
    (void)err;
    for (size_t i = 0; i < a->nverdicts; i++) {
        if (a->verdict[i].clause->first)
            continue;
        leaves++;
        unjudged += a->verdict[i].state == STATE_NOT_EVALUATED;
    }
    put_text(c, parent, DOC_NOTE,
             FILL(c, "bounds.text", {"metrics", text_count(&c->format, count.all)},
                  {"absent", text_count(&c->format, count.no_file)},
                  {"none", text_count(&c->format, count.none)},
                  {"few", text_count(&c->format, count.few)},
                  {"leaves", text_count(&c->format, leaves)},
                  {"unjudged", text_count(&c->format, unjudged)}));
    return 0;
}
