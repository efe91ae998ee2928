/* measures: for each metric how its figures follow from the facts in registers, so that
 * sheets can count them again; and which columns of a register hold those facts. */
#include "compose/tables/measures.h"

#include "measure/plan.h"

#include "base/banned.h"

/* Metrics with the same facts share one pair of columns: three quantiles of one time. */
static bool same_facts(const struct metric *a, const struct metric *b)
{
    return plan_same_fact(a, b) && a->form != FACT_ROW && a->nbands == 0;
}

struct str facts_id(const struct composer *c, const struct metric *metric)
{
    const struct metrics *all = &c->job->metrics;
    for (size_t i = 0; i < all->nmetrics; i++)
        if (same_facts(&all->metric[i], metric))
            return all->metric[i].id;
    return metric->id;
}

bool facts_within(const struct population *inner, const struct population *outer)
{
    while (inner && inner != outer)
        inner = inner->base;
    return inner != NULL;
}

const struct metric *facts_field(const struct composer *c, const struct population *of,
                                 const struct field *field)
{
    const struct metrics *all = &c->job->metrics;
    for (size_t i = 0; i < all->nmetrics; i++) {
        const struct metric *metric = &all->metric[i];
        if (metric->form == FACT_FIELD && metric->of == of && metric->value == field &&
            metric->nbands == 0)
            return metric;
    }
    return NULL;
}

static struct doc_measure measure_of(const struct composer *c,
                                     const struct metric *metric)
{
    static const enum measure_kind kind[] = {MEASURE_COUNT,    MEASURE_SUM,
                                             MEASURE_MEAN,     MEASURE_RATE,
                                             MEASURE_QUANTILE, MEASURE_RATIO};
    struct doc_measure out = {.metric = metric->id, .kind = kind[metric->kind]};
    if (metric->kind == METRIC_RATIO) {
        out.over = metric->over->id;
        out.under = metric->under->id;
        out.scale = (double)metric->ratio_scale;
        return out;
    }
    out.facts = facts_id(c, metric);
    if (metric->kind == METRIC_COUNT)
        out.population = metric->of->id;
    if (metric->kind == METRIC_QUANTILE)
        out.p = (double)metric->p_num / (double)metric->p_den;
    return out;
}

void compose_measures(struct composer *c)
{
    const struct metrics *all = &c->job->metrics;
    struct doc *doc = c->doc;
    doc->measure = arena_new(c->arena, all->nmetrics, sizeof *doc->measure);
    for (size_t i = 0; i < all->nmetrics; i++)
        doc->measure[doc->nmeasures++] = measure_of(c, &all->metric[i]);
}
