/* findings: what a reader should know, found by rules that are the same every month: runs
 * of improvement or decline, the head of a Pareto, the key that pulls a figure down. */
#include "compose/summary/findings.h"

#include "base/utf8.h"
#include "compose/series.h"

#include "base/banned.h"

enum { FINDINGS_MAX = 3 };

void findings_put(struct findings_list *list, struct doc_cell cell)
{
    enum { COLUMNS = 72 }; /* of a line, about */
    size_t lines = 1 + utf8_columns(cell.text) / COLUMNS;
    if (list->lines_max && list->lines + lines > list->lines_max)
        list->max = list->n; /* nothing less weighty goes before it */
    if (list->n == list->max) {
        list->left_out++;
        return;
    }
    struct node *item = put_item(list->c, list->parent, cell);
    list->n++;
    list->lines += lines;
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
        c, "finding.against", {"month", month_text(c, c->month[worst])},
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
                {"month", month_text(c, c->month[c->nmonths - 1])});
}

static void add_run(struct findings_list *list, const struct block *block, int direction)
{
    struct composer *c = list->c;
    struct series s;
    int months;
    if (!find_run(c, block, direction, &s, &months))
        return;
    findings_put(
        list,
        cell_text(FILL(c, direction > 0 ? "finding.better" : "finding.worse",
                       {"name", name_in_month(c, s.metric)},
                       {"value", cell_figure(&c->format, s.figure[s.n - 1]).text},
                       {"months", text_count(&c->format, months)},
                       {"against", direction > 0 ? against_worst(c, &s) : STR_NONE})));
}

/* Without a run: the metric that moved most against its own interval. */
static void add_largest_change(struct findings_list *list, const struct block *block)
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
    findings_put(list,
                 cell_text(FILL(c, "finding.change", {"name", best->metric->name},
                                {"value", cell_figure(&c->format, best).text},
                                {"change", cell_change(&c->format, best, last).text})));
}

static void add_pareto(struct findings_list *list, const struct block *block)
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
    findings_put(
        list,
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

const struct figure *findings_worst(struct composer *c, const struct block *block,
                                    size_t *known)
{
    const struct figure *worst = NULL, *best = NULL;
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
        if (!best || figure_gain(figure, best) > 0)
            best = figure;
    }
    return *known < 2 || figure_gain(best, worst) == 0 ? NULL : worst;
}

static void add_worst(struct findings_list *list, const struct block *block)
{
    struct composer *c = list->c;
    size_t known;
    const struct figure *worst = findings_worst(c, block, &known);
    if (!worst)
        return;
    const struct metric *metric = worst->metric;
    findings_put(
        list, cell_text(FILL(
                  c, "finding.worst", {"cut", block->cut->name}, {"key", worst->key},
                  {"name", metric->name}, {"value", cell_figure(&c->format, worst).text},
                  {"of", text_count(&c->format, (int64_t)known)},
                  {"pull", pull_of(c, worst, figure_of(c, metric, c->period))})));
}

struct str findings_names(struct composer *c, const struct str *name, size_t n,
                          size_t most)
{
    struct str names = joined(c, name, n < most ? n : most);
    return n > most ? FILL(c, "list.more", {"list", names}) : names;
}

/* Too few cases to be judged: neither good news nor bad. */
static void add_few(struct findings_list *list, const struct block *block)
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
        findings_put(list, cell_text(FILL(c, "finding.few",
                                          {"n", text_count(&c->format, (int64_t)n)},
                                          {"names", findings_names(c, name, n, NAMED)})));
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
    struct findings_list list = {.c = c, .parent = node, .max = FINDINGS_MAX};
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
