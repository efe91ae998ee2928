/* metrics_lookup: what a catalogue declares, by its id. */
#include "catalogue/metrics_load.h"

#include "base/banned.h"

static const struct str *id_at(const void *list, size_t index, size_t size)
{
    return (const struct str *)(const void *)((const char *)list + index * size);
}

const void *load_find(const void *list, size_t n, size_t size, struct str id)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(*id_at(list, i, size), id))
            return id_at(list, i, size);
    return NULL;
}

void metrics_uncut(struct metrics *m, const struct dimension *dimension)
{
    for (size_t i = 0; i < m->nmetrics; i++) {
        struct metric *metric = &m->metric[i];
        size_t kept = 0;
        for (size_t c = 0; c < metric->ncuts; c++)
            if (metric->cut[c] != dimension)
                metric->cut[kept++] = metric->cut[c];
        metric->ncuts = kept;
    }
}

const struct metric *metrics_metric(const struct metrics *m, struct str id)
{
    return load_find(m->metric, m->nmetrics, sizeof *m->metric, id);
}

const struct dimension *metrics_dimension(const struct metrics *m, struct str id)
{
    return load_find(m->dimension, m->ndimensions, sizeof *m->dimension, id);
}

const struct population *metrics_population(const struct metrics *m, struct str id)
{
    return load_find(m->population, m->npopulations, sizeof *m->population, id);
}

const struct register_def *metrics_register(const struct metrics *m, struct str id)
{
    return load_find(m->reg, m->nregs, sizeof *m->reg, id);
}

const struct dimension_of *dimension_reach(const struct dimension *dimension,
                                           const struct kind *kind)
{
    for (size_t i = 0; i < dimension->nof; i++)
        if (dimension->of[i].kind == kind)
            return &dimension->of[i];
    return NULL;
}
