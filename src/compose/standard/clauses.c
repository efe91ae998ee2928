/* clauses: one page an item of the standard, in its order: what it asks, the figures and
 * documents that answer, the points of its leaves, and what was lost and could be won. */
#include "compose/figures/benchmarks.h"
#include "compose/standard/clause_sheet.h"

#include "base/banned.h"

/* What an item rests on, gathered from the leaves below it, in their order. */
struct item {
    const struct clause *clause;
    const struct verdict *verdict;
    const struct verdict **leaf;
    size_t nleaves;
    const struct metric **metric;
    size_t nmetrics;
    const struct metric **silent; /* bound, but without data */
    size_t nsilent;
    int64_t lost_metric, lost_evidence, gain;
};

static bool is_below(const struct clause *clause, const struct clause *ancestor)
{
    while (clause && clause != ancestor)
        clause = clause->parent;
    return clause == ancestor;
}

static void take_metric(const struct metric **list, size_t *n,
                        const struct metric *metric)
{
    for (size_t i = 0; i < *n; i++)
        if (list[i] == metric)
            return;
    list[(*n)++] = metric;
}

static void take_leaf(struct composer *c, struct item *item, const struct verdict *leaf)
{
    item->leaf[item->nleaves++] = leaf;
    for (size_t i = 0; i < leaf->clause->nmetrics; i++)
        if (metric_has_data(c, leaf->clause->metric[i]))
            take_metric(item->metric, &item->nmetrics, leaf->clause->metric[i]);
        else
            take_metric(item->silent, &item->nsilent, leaf->clause->metric[i]);
    item->lost_metric += leaf->milli_lost_metric;
    item->lost_evidence += leaf->milli_lost_evidence;
}

static struct item gather(struct composer *c, const struct clause *clause)
{
    const struct standard *standard = c->assessed->standard;
    struct item item = {.clause = clause, .verdict = verdict_of(c, clause)};
    size_t metrics = 0;
    for (size_t i = 0; i < standard->nclauses; i++)
        metrics += standard->clause[i]->nmetrics;
    item.leaf = arena_new(c->arena, standard->nclauses, sizeof *item.leaf);
    item.metric = arena_new(c->arena, metrics, sizeof *item.metric);
    item.silent = arena_new(c->arena, metrics, sizeof *item.silent);
    for (size_t i = 0; i < standard->nclauses; i++)
        if (!standard->clause[i]->first && is_below(standard->clause[i], clause))
            take_leaf(c, &item, verdict_of(c, standard->clause[i]));
    for (size_t i = 0; i < c->assessed->ngaps; i++)
        if (is_below(c->assessed->gap[i].verdict->clause, clause))
            item.gain += c->assessed->gap[i].milli_gain;
    return item;
}

/* Bound metrics that nothing was exported for: said, not shown row by row. */
static void put_silent(struct composer *c, struct node *parent, const struct item *item)
{
    struct str *name = arena_new(c->arena, item->nsilent + 1, sizeof *name);
    for (size_t i = 0; i < item->nsilent; i++)
        name[i] = item->silent[i]->name;
    if (item->nsilent)
        put_text(c, parent, DOC_NOTE,
                 FILL(c, "clause.no-data", {"names", joined(c, name, item->nsilent)}));
}

static void put_figure_row(struct composer *c, struct node *table,
                           const struct metric *metric)
{
    const struct format *f = &c->format;
    const struct figure *now = figure_of(c, metric, c->period);
    struct doc_cell *row = put_row(c, table);
    put_metric_cells(c, row, metric);
    row[5] = cell_figure(f, figure_of(c, metric, c->last));
    row[5].text = figure_bare(f, figure_of(c, metric, c->last));
    row[5].flags |= FLAG_MUTED;
    row[6] = cell_judgement(f, now);
}

static void put_benchmarks(struct composer *c, struct node *parent,
                           const struct item *item)
{
    struct str *text = arena_new(c->arena, item->nmetrics + 1, sizeof *text);
    size_t n = 0;
    for (size_t i = 0; i < item->nmetrics; i++) {
        text[n] = benchmark_text(c, item->metric[i]);
        n += text[n].n > 0;
    }
    if (n)
        put_text(c, parent, DOC_NOTE,
                 FILL(c, "clause.benchmarks", {"list", joined(c, text, n)}));
}

static void put_figures(struct composer *c, struct node *parent, const struct item *item)
{
    if (!item->nmetrics) {
        put_silent(c, parent, item);
        return;
    }
    put_text(c, parent, DOC_HEADING, say(c, "clause.figures"));
    struct node *table =
        put_table(c, parent, item->clause->id,
                  HEADS({"col.metric", HEAD_TEXT, 0}, {"col.now", HEAD_NUMBER, 0},
                        {"col.fraction", HEAD_NUMBER, 0},
                        {"col.interval", HEAD_NUMBER, 0}, {"col.goal", HEAD_NUMBER, 0},
                        {"col.last", HEAD_NUMBER, 0}, {"col.state", HEAD_FIXED, 0}));
    for (size_t i = 0; i < item->nmetrics; i++)
        put_figure_row(c, table, item->metric[i]);
    table->table.note = pending_note(c, item->metric, item->nmetrics);
    put_benchmarks(c, parent, item);
    put_silent(c, parent, item);
}

static void put_document(struct composer *c, struct node *table, const struct document *d)
{
    struct doc_cell *row = put_row(c, table);
    row[0] = cell_text(d->number);
    row[1] = cell_text(d->title);
    row[2] = cell_text_or_dash(&c->format, d->version);
    row[3] = cell_date_or_dash(&c->format, d->has_issued, d->issued);
    row[4] = cell_date_or_dash(&c->format, d->has_until, d->until);
    row[5] = cell_evidence(c, d->state);
}

static void put_empty_slot(struct composer *c, struct node *table,
                           const struct evidence *evidence)
{
    struct doc_cell *row = put_row(c, table);
    row[0] = cell_dash(&c->format);
    row[1] = cell_text(evidence->slot->name);
    for (size_t i = 2; i < 5; i++)
        row[i] = cell_dash(&c->format);
    row[5] = cell_evidence(c, EVIDENCE_MISSING);
}

static void put_documents(struct composer *c, struct node *parent,
                          const struct item *item)
{
    struct node *table = NULL;
    for (size_t l = 0; l < item->nleaves; l++)
        for (size_t i = 0; i < item->leaf[l]->nevidence; i++) {
            if (item->leaf[l]->state == STATE_NOT_APPLICABLE)
                break;
            const struct evidence *evidence = &item->leaf[l]->evidence[i];
            if (!table) {
                put_text(c, parent, DOC_HEADING, say(c, "clause.evidence"));
                table = put_table(
                    c, parent, item->clause->id,
                    HEADS({"col.document-no", HEAD_FIXED, 0},
                          {"col.document", HEAD_TEXT, 0}, {"col.version", HEAD_FIXED, 0},
                          {"col.issued", HEAD_FIXED, 0}, {"col.until", HEAD_FIXED, 0},
                          {"col.state", HEAD_FIXED, 0}));
            }
            const struct document *d = document_of(evidence);
            if (d)
                put_document(c, table, d);
            else
                put_empty_slot(c, table, evidence);
        }
    if (table)
        table->table.note = FILL(
            c, "clause.evidence-note",
            {"as_of", cell_date(&c->format, c->in->as_of).text},
            {"days", text_count(&c->format, c->assessed->standard->evidence.near_days)});
}

static const char *scoring_word(const struct clause *clause)
{
    static const char *const word[] = {"scoring.metric", "scoring.proportion",
                                       "scoring.evidence", "scoring.both",
                                       "scoring.manual"};
    return word[clause->scoring];
}

static struct doc_cell points_cell(struct composer *c, int64_t milli,
                                   const struct verdict *v)
{
    return v->state == STATE_NOT_APPLICABLE ? cell_dash(&c->format)
                                            : cell_points(&c->format, milli);
}

static void put_points(struct composer *c, struct node *parent, const struct item *item)
{
    put_text(c, parent, DOC_HEADING, say(c, "clause.points"));
    struct node *table =
        put_table(c, parent, item->clause->id,
                  HEADS({"col.leaf", HEAD_TEXT, 0}, {"col.number", HEAD_FIXED, 0},
                        {"col.rule", HEAD_TEXT, 0}, {"col.earned", HEAD_NUMBER, 0},
                        {"col.points", HEAD_NUMBER, 0}, {"col.verdict", HEAD_FIXED, 0}));
    for (size_t i = 0; i < item->nleaves; i++) {
        const struct verdict *v = item->leaf[i];
        struct doc_cell *row = put_row(c, table);
        row[0] = cell_text(v->clause->title);
        row[1] = cell_number(c, v->clause);
        row[2] = muted(cell_text(say(c, scoring_word(v->clause))));
        row[3] = points_cell(c, v->milli_earned, v);
        row[4] = points_cell(c, v->milli_points, v);
        row[5] = cell_verdict(c, v->state);
    }
    struct doc_cell *sum = put_sum(c, table);
    sum[0] = cell_text(FILL(c, "clause.total", {"number", item->clause->number}));
    merge_columns(sum, 3);
    sum[3] = points_cell(c, item->verdict->milli_earned, item->verdict);
    sum[4] = points_cell(c, item->verdict->milli_points, item->verdict);
    sum[5] = cell_verdict(c, item->verdict->state);
}

static struct str metric_sentence(struct composer *c, const struct item *item)
{
    size_t met = 0, judged = 0, better = 0;
    for (size_t i = 0; i < item->nmetrics; i++) {
        const struct figure *now = figure_of(c, item->metric[i], c->period);
        enum judgement judgement = now ? figure_judge(now) : JUDGE_NO_VALUE;
        if (judgement < JUDGE_MET || judgement > JUDGE_MISSED)
            continue;
        judged++;
        met += judgement == JUDGE_MET;
        better += figure_gain(now, figure_of(c, item->metric[i], c->last)) > 0;
    }
    if (!judged)
        return say(c, item->nmetrics ? "conclusion.none-judged" : "conclusion.no-metric");
    const struct format *f = &c->format;
    return FILL(c, "conclusion.metrics", {"judged", text_count(f, (int64_t)judged)},
                {"met", text_count(f, (int64_t)met)},
                {"better", text_count(f, (int64_t)better)});
}

static struct str lost_sentence(struct composer *c, const struct item *item)
{
    const struct format *f = &c->format;
    int64_t lost = item->verdict->milli_points - item->verdict->milli_earned;
    if (item->verdict->state == STATE_NOT_APPLICABLE)
        return say(c, "conclusion.not-applicable");
    if (lost <= 0)
        return say(c, "conclusion.full");
    if (lost < 10)
        return say(c, "conclusion.lost-little");
    struct str part[3];
    size_t n = 0;
    int64_t other = lost - item->lost_metric - item->lost_evidence;
    if (item->lost_metric >= 10)
        part[n++] = FILL(c, "conclusion.lost-metric",
                         {"points", cell_points(f, item->lost_metric).text});
    if (item->lost_evidence >= 10)
        part[n++] = FILL(c, "conclusion.lost-evidence",
                         {"points", cell_points(f, item->lost_evidence).text});
    if (other >= 10)
        part[n++] =
            FILL(c, "conclusion.lost-other", {"points", cell_points(f, other).text});
    return FILL(c, n ? "conclusion.lost" : "conclusion.lost-only",
                {"points", cell_points(f, lost).text}, {"causes", joined(c, part, n)});
}

static void put_conclusion(struct composer *c, struct node *parent,
                           const struct item *item)
{
    const struct format *f = &c->format;
    struct str gain = STR("");
    if (item->gain >= 10)
        gain =
            FILL(c, "conclusion.gain", {"gain", cell_points(f, item->gain).text},
                 {"score", cell_points(f, c->assessed->milli_score + item->gain).text});
    put_text(c, parent, DOC_HEADING, say(c, "clause.conclusion"));
    put_text(c, parent, DOC_PARA,
             FILL(c, "conclusion.text", {"metrics", metric_sentence(c, item)},
                  {"lost", lost_sentence(c, item)}, {"gain", gain}));
    for (size_t i = 0; i < item->nleaves; i++)
        if (item->leaf[i]->why.n)
            put_text(c, parent, DOC_NOTE,
                     FILL(c, "conclusion.why", {"title", item->leaf[i]->clause->title},
                          {"why", item->leaf[i]->why}));
}

static void put_verdict(struct composer *c, struct node *parent, const struct item *item)
{
    const struct format *f = &c->format;
    struct doc_verdict *v =
        &doc_put(c->doc, parent, DOC_VERDICT, item->clause->id)->verdict;
    v->label = say(c, "col.verdict");
    v->state = cell_verdict(c, item->verdict->state);
    v->unconfirmed = item->clause->assumed;
    v->points = cell_dash(f);
    if (item->verdict->state == STATE_NOT_APPLICABLE)
        return;
    struct str earned = cell_points(f, item->verdict->milli_earned).text;
    struct str points = cell_points(f, item->verdict->milli_points).text;
    v->points = cell_text(
        arena_printf(c->arena, "%.*s / %.*s", STR_ARG(earned), STR_ARG(points)));
}

static struct node *clause_section(struct composer *c, struct node *parent,
                                   const struct clause *clause, int level)
{
    struct node *node = doc_put(c->doc, parent, DOC_SECTION, clause->id);
    struct doc_section *s = &node->section;
    s->id = arena_printf(c->arena, "clause-%.*s", STR_ARG(clause->id));
    s->number = clause->number;
    s->title = clause->title;
    s->unconfirmed = !clause->number.n;
    s->level = level;
    s->in_contents = true;
    struct str label =
        FILL(c, "clause.label", {"number", clause->number}, {"title", clause->title});
    struct node *chapter = parent;
    while (chapter->parent->kind == DOC_SECTION)
        chapter = chapter->parent;
    s->path = arena_printf(c->arena, "%.*s \xe2\x80\xba %.*s",
                           STR_ARG(chapter->section.path), STR_ARG(label));
    return node;
}

static void put_item_page(struct composer *c, struct node *parent,
                          const struct clause *clause)
{
    const struct standard *standard = c->assessed->standard;
    struct item item = gather(c, clause);
    struct node *node = clause_section(c, parent, clause, 3);
    struct str section = FILL(c, "clause.label", {"number", clause->parent->number},
                              {"title", clause->parent->title});
    node->section.new_page = true;
    node->section.auditor = true;
    node->section.subtitle = arena_printf(c->arena, "%.*s \xe2\x80\xba %.*s",
                                          STR_ARG(standard->name), STR_ARG(section));
    put_verdict(c, node, &item);
    struct node *requirement = doc_put(c->doc, node, DOC_REQUIREMENT, clause->id);
    requirement->requirement.text = clause->requirement;
    requirement->requirement.note = standard->notice;
    put_figures(c, node, &item);
    put_documents(c, node, &item);
    put_points(c, node, &item);
    put_conclusion(c, node, &item);
}

int compose_clauses(struct composer *c, const struct block *block, struct node *parent,
                    struct err *err)
{
    const struct clause *root = c->assessed->standard->root;
    (void)block;
    (void)err;
    for (const struct clause *s = root->first; s; s = s->next) {
        struct node *section = clause_section(c, parent, s, 2);
        for (const struct clause *item = s->first; item; item = item->next)
            put_item_page(c, section, item);
    }
    compose_clause_sheets(c);
    return 0;
}
