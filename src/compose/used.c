/* used: which metrics the document shows: what pack and clauses name, and every other that
 * has data, so that a metric of the job's own is not lost. */
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
        if (block_text(block, "metrics").n) /* else it takes all that have a goal */
            mark(block->metric, block->nmetrics, used);
        mark_blocks(block->first, used);
    }
}

/* By index: a block names it, or a clause that has data for it. */
static bool *named(struct composer *c)
{
    const struct standard *standard = c->assessed->standard;
    bool *used = arena_new(c->arena, c->job->metrics.nmetrics, sizeof *used);
    mark_blocks(c->pack->first, used);
    for (size_t i = 0; i < standard->nclauses; i++)
        for (size_t k = 0; k < standard->clause[i]->nmetrics; k++)
            if (metric_has_data(c, standard->clause[i]->metric[k]))
                mark(&standard->clause[i]->metric[k], 1, used);
    return used;
}

static const struct metric **listed(struct composer *c, size_t *n, bool with_named)
{
    const struct metrics *metrics = &c->job->metrics;
    const struct metric **out = arena_new(c->arena, metrics->nmetrics, sizeof(void *));
    bool *used = named(c);
    *n = 0;
    for (size_t i = 0; i < metrics->nmetrics; i++)
        if (used[i] ? with_named : metric_has_data(c, &metrics->metric[i]))
            out[(*n)++] = &metrics->metric[i];
    return out;
}

const struct metric **used_metrics(struct composer *c, size_t *n)
{
    return listed(c, n, true);
}

const struct metric **other_metrics(struct composer *c, size_t *n)
{
    return listed(c, n, false);
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
