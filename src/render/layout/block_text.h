/* block_text: text in the roles of a page, whole in a column or flowing over pages. */
#ifndef RENDER_LAYOUT_BLOCK_TEXT_H
#define RENDER_LAYOUT_BLOCK_TEXT_H

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
double block_text_height(struct flow *, enum block_text, struct str, double w);
void block_text_draw(struct flow *, enum block_text, struct str, double x, double y,
                     double w);

/* What of it must stand under a title, and the text over as many pages as it needs. */
double block_text_least(struct flow *, enum block_text, struct str);
void block_text_flow(struct flow *, enum block_text, struct str);

#endif
