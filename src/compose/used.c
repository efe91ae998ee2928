/* used: which metrics the document shows. */
#include "compose/used.h"

#include "base/banned.h"

static void mark(const struct metric **metric, size_t n, bool *used)
{
    for (size_t i = 0; i < n; i++) {
        used[metric[i]->index] = true;
        if (metric[i]->kind != METRIC_RATIO)
            continue;
        used[metric[i]->over->index] = true;
        used[metric[i]->under->index] = true;
    }
}

static void mark_blocks(const struct block *block, bool *used)
{
    for (; block; block = block->next) {
        mark(block->metric, block->nmetrics, used);
        mark_blocks(block->first, used);
    }
}

const struct metric **used_metrics(struct composer *c, size_t *n)
{
    const struct metrics *metrics = &c->job->metrics;
    const struct standard *standard = c->assessed->standard;
    bool *used = arena_new(c->arena, metrics->nmetrics, sizeof *used);
    const struct metric **out = arena_new(c->arena, metrics->nmetrics, sizeof(void *));
    mark_blocks(c->pack->first, used);
    for (size_t i = 0; i < standard->nclauses; i++)
        mark(standard->clause[i]->metric, standard->clause[i]->nmetrics, used);
    *n = 0;
    for (size_t i = 0; i < metrics->nmetrics; i++)
        if (used[metrics->metric[i].index])
            out[(*n)++] = &metrics->metric[i];
    return out;
}

const struct clause *used_in(const struct composer *c, const struct metric *metric)
{
    const struct standard *standard = c->assessed->standard;
    for (size_t i = 0; i < standard->nclauses; i++) {
        const struct clause *clause = standard->clause[i];
        for (size_t k = 0; k < clause->nmetrics; k++) {
            if (clause->metric[k] != metric)
                continue;
            while (clause->depth > 1 && clause->parent)
                clause = clause->parent;
            return clause;
        }
    }
    return NULL;
}
