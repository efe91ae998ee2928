/* charts: charts as blocks in a column of width w, and over pages. */
#ifndef RENDER_LAYOUT_CHARTS_H
#define RENDER_LAYOUT_CHARTS_H

#include "render/layout/flow.h"

double chart_block_height(struct flow *, const struct node *, double w);
void chart_block_draw(struct flow *, const struct node *, double x, double y, double w);
/* A plan or a matrix in parts that fit their pages; false: it fits one and is a block. */
bool chart_flow(struct flow *, const struct node *);

/* Small multiples: two in a row where there is room, under one legend. */
double charts_height(struct flow *, const struct node *, double w);
void charts_draw(struct flow *, const struct node *, double x, double y, double w);
double charts_least(struct flow *, const struct node *); /* to stay with a title */
void charts_flow(struct flow *, const struct node *);

#endif
