/* plan: turns the metrics by kind. Two metrics share a fact when the same population,
 * times, tests, bands and limit make it, as the percentiles of one duration do. */
#include "measure/plan.h"

#include <assert.h>

#include "catalogue/known.h"

#include "base/banned.h"

static bool same_tests(const struct test *a, const struct test *b)
{
    for (; a && b; a = a->next, b = b->next) {
        if (a->op != b->op || a->via != b->via || a->field != b->field ||
            a->nvalues != b->nvalues || !same_tests(a->child, b->child))
            return false;
        for (size_t i = 0; i < a->nvalues; i++)
            if (!str_eq(a->value[i], b->value[i]))
                return false;
    }
    return a == b;
}

static bool same_bands(const struct metric *a, const struct metric *b)
{
    if (a->nbands != b->nbands)
        return false;
    for (size_t i = 0; i < a->nbands; i++)
        if (a->band[i].has_to != b->band[i].has_to || a->band[i].to != b->band[i].to ||
            a->band[i].is != b->band[i].is)
            return false;
    return true;
}

bool plan_same_fact(const struct metric *a, const struct metric *b)
{
    return a->of == b->of && a->form == b->form && a->value == b->value &&
           a->from == b->from && a->to == b->to && a->clock == b->clock &&
           a->pause == b->pause && a->reopened == b->reopened &&
           a->first_end == b->first_end && a->again == b->again && a->limit == b->limit &&
           a->absent == b->absent && a->at_end == b->at_end && a->repeat == b->repeat &&
           same_bands(a, b) && same_tests(a->hit, b->hit);
}

bool clock_is_held(const struct plan_clock *clock)
{
    return clock->on == NULL;
}

int plan_dimension(const struct plan_kind *kind, const struct dimension *dimension)
{
    for (size_t i = 0; i < kind->ndimensions; i++)
        if (kind->dimension[i].dimension == dimension)
            return (int)i;
    return NOWHERE;
}

const struct plan_kind *plan_kind(const struct plan *plan, const struct kind *kind)
{
    size_t i = 0;
    while (plan->kind[i].kind != kind)
        i++;
    return &plan->kind[i];
}

static uint32_t put_clock(struct plan_kind *kind, const struct population *population)
{
    size_t i = 0;
    while (i < kind->nclocks && (kind->clock[i].on != population->on ||
                                 kind->clock[i].from != population->from ||
                                 kind->clock[i].until != population->until))
        i++;
    if (i == kind->nclocks)
        kind->clock[kind->nclocks++] = (struct plan_clock){
            population->on, population->from, population->until, false};
    return (uint32_t)i;
}

static int put_population(struct plan_kind *kind, const struct population *population)
{
    int base = population->base ? put_population(kind, population->base) : NOWHERE;
    for (size_t i = 0; i < kind->npopulations; i++)
        if (kind->population[i].population == population)
            return (int)i;
    kind->population[kind->npopulations] = (struct plan_population){population, base};
    return (int)kind->npopulations++;
}

static uint32_t put_dimension(struct plan_kind *kind, const struct dimension *dimension)
{
    int at = plan_dimension(kind, dimension);
    if (at != NOWHERE)
        return (uint32_t)at;
    kind->dimension[kind->ndimensions] =
        (struct plan_dimension){dimension, dimension_reach(dimension, kind->kind)};
    return (uint32_t)kind->ndimensions++;
}

static void put_cut(struct plan_fact *fact, uint32_t dimension)
{
    for (size_t i = 0; i < fact->ncuts; i++)
        if (fact->cut[i] == dimension)
            return;
    fact->cut[fact->ncuts++] = dimension;
}

/* On the business clock, or with pauses in between, SQL's functions judge. */
static enum fact_way way_of(const struct metric *metric)
{
    bool called = metric->clock == CLOCK_BUSINESS || metric->pause ||
                  metric->reopened == REOPENED_WITHOUT_GAP;
    switch (metric->form) {
    case FACT_ROW:
        return WAY_ROW;
    case FACT_TEST:
        return WAY_TEST;
    case FACT_FIELD:
        return WAY_VALUE;
    case FACT_SPAN:
        return metric->at_end ? WAY_SINCE : WAY_VALUE;
    case FACT_WITHIN:
        return metric->at_end ? WAY_YOUNG : called ? WAY_STATE : WAY_WITHIN;
    case FACT_REPEAT:
        break;
    }
    return WAY_NEAR;
}

static int put_limit(struct plan_kind *kind, const struct plan_fact *fact)
{
    const struct limit *limit = fact->model->limit;
    size_t i = 0;
    if ((fact->way != WAY_WITHIN && fact->way != WAY_NEAR) || !limit->by)
        return NOWHERE;
    while (i < kind->nlimits && kind->limit[i] != limit)
        i++;
    kind->limit[i] = limit;
    kind->nlimits += i == kind->nlimits;
    return (int)i;
}

static uint32_t put_fact(struct plan_kind *kind, struct arena *arena,
                         const struct metric *metric, size_t ndimensions)
{
    struct plan_fact *fact;
    size_t i = 0;
    while (i < kind->nfacts && !plan_same_fact(kind->fact[i].model, metric))
        i++;
    fact = &kind->fact[i];
    if (i == kind->nfacts) {
        kind->nfacts++;
        *fact = (struct plan_fact){
            .model = metric,
            .way = way_of(metric),
            .clock = put_clock(kind, metric->of),
            .population = (uint32_t)put_population(kind, metric->of),
            .cut = arena_new(arena, ndimensions, sizeof *fact->cut),
        };
        fact->limit = put_limit(kind, fact);
    }
    fact->sums |= metric->kind == METRIC_SUM || metric->kind == METRIC_MEAN;
    fact->keeps |= metric->kind == METRIC_QUANTILE;
    kind->clock[fact->clock].keeps |= fact->keeps;
    for (size_t c = 0; c < metric->ncuts; c++)
        put_cut(fact, put_dimension(kind, metric->cut[c]));
    return (uint32_t)i;
}

static uint32_t put_kind(struct plan *plan, struct arena *arena,
                         const struct metrics *metrics, const struct kind *kind)
{
    struct plan_kind *slot;
    for (size_t i = 0; i < plan->nkinds; i++)
        if (plan->kind[i].kind == kind)
            return (uint32_t)i;
    slot = &plan->kind[plan->nkinds];
    slot->kind = kind;
    slot->clock = arena_new(arena, metrics->npopulations, sizeof *slot->clock);
    slot->population = arena_new(arena, metrics->npopulations, sizeof *slot->population);
    slot->fact = arena_new(arena, metrics->nmetrics, sizeof *slot->fact);
    slot->limit = arena_new(arena, metrics->nlimits + 1, sizeof(const struct limit *));
    slot->dimension = arena_new(arena, metrics->ndimensions + 1, sizeof *slot->dimension);
    slot->ref = arena_new(arena, kind->nfields, sizeof *slot->ref);
    slot->known = arena_new(arena, kind->nfields, sizeof *slot->known);
    for (size_t i = 0; i < kind->nfields; i++) {
        struct plan_known known = {.field = &kind->field[i]};
        known.n = known_values(arena, metrics, kind, known.field, &known.value);
        if (known.n > 0)
            slot->known[slot->nknown++] = known;
        if (kind->field[i].parent)
            slot->ref[slot->nrefs++] = &kind->field[i];
    }
    return (uint32_t)plan->nkinds++;
}

void plan_build(struct plan *plan, struct arena *arena, const struct records *records,
                const struct metrics *metrics)
{
    *plan = (struct plan){0};
    plan->kind = arena_new(arena, records->nkinds, sizeof *plan->kind);
    plan->place = arena_new(arena, metrics->nmetrics + 1, sizeof *plan->place);
    for (size_t i = 0; i < metrics->nmetrics; i++) {
        const struct metric *metric = &metrics->metric[i];
        struct plan_place *place = &plan->place[i];
        assert(metric->index == i);
        if (metric->kind == METRIC_RATIO)
            continue;
        place->kind = put_kind(plan, arena, metrics, metric->of->kind);
        place->fact =
            put_fact(&plan->kind[place->kind], arena, metric, metrics->ndimensions + 1);
    }
    for (size_t i = 0; i < records->nkinds; i++)
        put_kind(plan, arena, metrics, &records->kind[i]);
}
