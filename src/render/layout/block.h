/* block: blocks that stand whole in a column: their height at a width, and the drawing
 * of them at a place. Columns of blocks are blocks too (panes, boxes). */
#ifndef RENDER_LAYOUT_BLOCK_H
#define RENDER_LAYOUT_BLOCK_H

#include "render/layout/block_text.h"

double block_height(struct flow *, const struct node *, double w);
void block_draw(struct flow *, const struct node *, double x, double y, double w);
/* Space between two neighbours; `before` NULL: the start of a column. */
double block_gap(const struct node *before, const struct node *after);
/* The role a text node has in a column of width w. */
enum block_text block_role(const struct node *, double w);
size_t block_tiles_in_row(double w);

#endif
