/* item: the items of boxes and of findings, and the requirement with its accent bar. */
#ifndef RENDER_LAYOUT_ITEM_H
#define RENDER_LAYOUT_ITEM_H

#include "render/layout/flow.h"

double requirement_height(struct flow *, const struct node *, double w);
void requirement_draw(struct flow *, const struct node *, double x, double y, double w);
double item_height(struct flow *, const struct node *, double w);
void item_draw(struct flow *, const struct node *, double x, double y, double w);

#endif
