/* statistics: comparisons, control charts and representativeness as tables and as datasets. */
#ifndef COMPOSE_FIGURES_STATISTICS_H
#define COMPOSE_FIGURES_STATISTICS_H

#include "compose/composer.h"
#include "measure/compare.h"
#include "measure/representative.h"

/* "< 0.001", "0.042" */
struct doc_cell cell_probability(const struct format *, double p);
struct representative representative_of(struct composer *, const struct block *);

/* Datasets control-limits, comparisons and representativeness. */
void put_statistics(struct composer *, struct node *parent);

#endif
