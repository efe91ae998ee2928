/* metrics: what is measured (templates/metrics.xml). A metric maps each row of its
 * population to a fact, a state and a value; nothing else in the program decides what a
 * row counts for. Ids match [a-z][a-z0-9_]{0,30}. */
#ifndef METRICS_H
#define METRICS_H

#include "catalogue/register_def.h"

struct metrics {
    struct dimension *dimension;
    size_t ndimensions;
    struct limit *limit;
    size_t nlimits;
    struct population *population;
    size_t npopulations;
    struct metric *metric;
    size_t nmetrics;
    size_t nrepeats; /* different declarations of what comes back */
    struct register_def *reg;
    size_t nregs;
    struct benchmark *benchmark; /* catalogue/benchmark.h */
    size_t nbenchmarks;
};

int metrics_load(struct metrics *, struct cat_load *, size_t first, size_t n,
                 const struct records *, struct err *);
/* No metric is broken down by it any more. */
void metrics_uncut(struct metrics *, const struct dimension *);
const struct metric *metrics_metric(const struct metrics *, struct str id);
const struct dimension *metrics_dimension(const struct metrics *, struct str id);
const struct population *metrics_population(const struct metrics *, struct str id);
/* How the rows of a kind get their key; NULL when the dimension does not reach it. */
const struct dimension_of *dimension_reach(const struct dimension *, const struct kind *);
const struct register_def *metrics_register(const struct metrics *, struct str id);

#endif
