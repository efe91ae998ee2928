/* findings: sentences that rules put together, as items of a list: what should be known
 * (findings.c) and what somebody must do (alerts.c). */
#ifndef COMPOSE_SUMMARY_FINDINGS_H
#define COMPOSE_SUMMARY_FINDINGS_H

#include "compose/series.h"

struct findings_list {
    struct composer *c;
    struct node *parent;
    size_t n, max, left_out;
    size_t lines, lines_max; /* of text, estimated; 0: as many as there are */
};

/* What is past the list's end is counted as left out. */
void findings_put(struct findings_list *, struct doc_cell);
/* The first few of n names, "and others" when there are more. */
struct str findings_names(struct composer *, const struct str *name, size_t n,
                          size_t most);
/* The key of a block's cut that is furthest behind, of `known` keys that can be judged;
 * NULL: there is nothing to compare. */
const struct figure *findings_worst(struct composer *, const struct block *,
                                    size_t *known);

#endif
