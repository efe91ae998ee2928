/* register: the rows of a cursor, over as many pages as they need, and those beyond its cap
 * in volumes. */
#ifndef RENDER_LAYOUT_REGISTER_H
#define RENDER_LAYOUT_REGISTER_H

#include "render/layout/flow.h"

/* The rows of volume f->volume with their title line; `section` lends number and title, or
 * is NULL. */
void register_flow(struct flow *, const struct node *, const struct node *section);
/* Volumes the register goes on into, the document itself being the first. */
size_t register_volumes(const struct node *);

#endif
