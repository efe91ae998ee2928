/* section: the walk over the tree: sections with their titles, and every block placed
 * or flown in order. */
#ifndef RENDER_LAYOUT_SECTION_H
#define RENDER_LAYOUT_SECTION_H

#include "render/layout/flow.h"

/* Draws the document from its cover to its last section; errors are in the flow. */
void section_walk(struct flow *);
/* Contents: all entries are set where the node stands, their numbers follow at the end. */
void contents_flow(struct flow *);
double contents_height(const struct flow *);

#endif
