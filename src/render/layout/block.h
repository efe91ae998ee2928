/* block: blocks that stand whole in a column: their height at a width, and the drawing
 * of them at a place. Columns of blocks are blocks too (panes, boxes). */
#ifndef RENDER_LAYOUT_BLOCK_H
#define RENDER_LAYOUT_BLOCK_H

#include "render/layout/flow.h"

enum block_text { /* roles of text, PAGES' table of type */
                  BLOCK_H1,
                  BLOCK_H2,
                  BLOCK_H3,
                  BLOCK_LEAD,
                  BLOCK_BODY,
                  BLOCK_CLAUSE, /* body of a narrow column */
                  BLOCK_FINDING,
                  BLOCK_ITEM,
                  BLOCK_TABLE, /* a sentence in a table */
                  BLOCK_NOTE
};

struct block_type {
    struct pdf_text set;
    double leading; /* pt */
};
struct block_type block_type(const struct flow *, enum block_text);
/* Its lines, justified where the style and the role say so. */
struct pdf_para block_para(struct flow *, struct arena *, enum block_text, struct str,
                           double w);
double block_text_height(struct flow *, enum block_text, struct str, double w);
void block_text_draw(struct flow *, enum block_text, struct str, double x, double y,
                     double w);

double block_height(struct flow *, const struct node *, double w);
void block_draw(struct flow *, const struct node *, double x, double y, double w);
/* Space between two neighbours; `before` NULL: the start of a column. */
double block_gap(const struct node *before, const struct node *after);
double block_column_height(struct flow *, const struct node *first, double w);
void block_column_draw(struct flow *, const struct node *first, double x, double y,
                       double w);
/* The role a text node has in a column of width w. */
enum block_text block_role(const struct flow *, const struct node *, double w);
/* Height of one row of small multiples that begins with `chart`, and how many it holds. */
double block_chart_row(struct flow *, const struct node *chart, double w, size_t *n);
void block_chart_row_draw(struct flow *, const struct node *chart, size_t n, double x,
                          double y, double w);
size_t block_tiles_in_row(double w);
/* The chart whose legend speaks for all of the container; NULL: none has one. */
const struct chart *block_legend(const struct node *charts);

#endif
