/* statistics: comparisons, control charts and representativeness as tables and as datasets. */
#ifndef COMPOSE_FIGURES_STATISTICS_H
#define COMPOSE_FIGURES_STATISTICS_H

#include "compose/composer.h"
#include "measure/compare.h"
#include "measure/representative.h"

/* "< 0.001", "0.042" */
struct doc_cell cell_probability(const struct format *, double p);
/* An effect in the terms a metric is printed in, with its sign and unit; its interval. */
struct doc_cell cell_effect(const struct format *, const struct metric *, double effect);
struct doc_cell cell_effect_interval(const struct format *, const struct metric *,
                                     const struct comparison *);
/* The id of the word for what a comparison says of the metric. */
const char *comparison_word(const struct metric *, const struct comparison *);
struct representative representative_of(struct composer *, const struct block *);

/* Datasets control-limits, comparisons and representativeness. */
void put_statistics(struct composer *, struct node *parent);

#endif
