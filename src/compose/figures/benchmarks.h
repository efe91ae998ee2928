/* benchmarks: figures of the period against what others reach, and against what each grade
 * of the standard asks for. */
#ifndef COMPOSE_FIGURES_BENCHMARKS_H
#define COMPOSE_FIGURES_BENCHMARKS_H

#include "compose/composer.h"

/* The metric's benchmarks of all rows that hold in the period, each with value and gap, as
 * a list; empty: it has none. */
struct str benchmark_text(struct composer *, const struct metric *);
/* Datasets "benchmarks" and "levels" for programs. */
void put_benchmark_data(struct composer *, struct node *parent);

#endif
