/* title: the titles of sections. */
#ifndef RENDER_LAYOUT_TITLE_H
#define RENDER_LAYOUT_TITLE_H

#include "render/layout/block_text.h"

/* A title with nothing but a new page under it is not printed; the next one stands for
 * both, in the outline and the contents too. */
bool title_is_silent(const struct node *section);
double title_height(struct flow *, const struct node *section);
double title_gap(const struct node *section, const struct node *next);
/* The flow has made room for it. */
void title_draw(struct flow *, const struct node *section);
/* Place and outline entry of a section and of the silent ones before it. */
void title_mark(struct flow *, const struct node *section, double y);
enum block_text title_role(const struct node *section); /* of a chapter or of less */

#endif
