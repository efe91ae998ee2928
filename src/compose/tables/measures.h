/* measures: how figures follow from facts, and where registers hold these. */
#ifndef COMPOSE_TABLES_MEASURES_H
#define COMPOSE_TABLES_MEASURES_H

#include "compose/composer.h"

void compose_measures(struct composer *); /* fills the document's */
/* Id of the first metric with the same facts: fact columns carry it. */
struct str facts_id(const struct composer *, const struct metric *);
/* Every row of `inner` is in `outer`, and both count by the same clock. */
bool facts_within(const struct population *inner, const struct population *outer);
/* The metric whose values are this field in every row of the population; NULL: none. */
const struct metric *facts_field(const struct composer *, const struct population *,
                                 const struct field *);

#endif
