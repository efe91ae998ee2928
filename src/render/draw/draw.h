/* draw: the parts of pages that are drawings: charts, tiles, score panel, cover,
 * state glyphs. Each draws into a box given in mm and returns nothing; heights that
 * depend on content are asked for first. Measures: PDF pages of this look. */
#ifndef RENDER_DRAW_DRAW_H
#define RENDER_DRAW_DRAW_H

#include "doc/doc.h"
#include "render/pdf/page.h"
#include "render/pdf/tag.h"

struct pdf_draw { /* what every drawing needs */
    struct pdf *pdf;
    struct pdf_page *page;
    const struct style *style;
    const struct doc *doc;
};

#define TILE_WIDTH     39.5
#define TILE_HEIGHT    30.5
#define VERDICT_WIDTH  39.5
#define VERDICT_HEIGHT 18.0

/* 3 x 3 mm cell with its left edge at x; `y` is the baseline of the text beside it. */
void draw_mark(const struct pdf_draw *, enum doc_state, double x, double y);
/* Colour of the word beside a mark. */
struct colour draw_mark_colour(const struct style *, enum doc_state);
/* Small frame with the word for "unconfirmed"; returns its width. */
double draw_tag(const struct pdf_draw *, struct str word, double x, double y);
void draw_tile(const struct pdf_draw *, const struct doc_tile *, double x, double y);
void draw_score(const struct pdf_draw *, const struct doc_score *, double x, double y,
                double w, double h);
void draw_verdict(const struct pdf_draw *, const struct doc_verdict *, double x,
                  double y);
void draw_auditor(const struct pdf_draw *, double x, double y, double w, double h);
/* Height of a chart set to width w (mm), with its title, legend and note. */
double chart_height(const struct pdf_draw *, const struct chart *, double w);
/* All kinds but CHART_LINE draw their legend themselves. */
void draw_chart(const struct pdf_draw *, const struct chart *, double x, double y,
                double w, double h);
void draw_cover(const struct pdf_draw *, const struct doc_cover *);
/* The number of pages, written when it is known at the place the cover left for it. */
void draw_cover_pages(const struct pdf_draw *, struct str text);
void draw_definition(const struct pdf_draw *, const struct doc_definition *, double x,
                     double y, double w);
double definition_height(const struct pdf_draw *, const struct doc_definition *,
                         double w);
void draw_signature(const struct pdf_draw *, const struct doc_signature *, double x,
                    double y);
double signature_height(const struct doc_signature *);
/* Inline bar of a table cell: ground, fill, tick; y is the baseline of the row. */
void draw_bar(const struct pdf_draw *, double bar, double tick, bool alert, double x,
              double y, double w);
/* Symbol, word, symbol, word ... in lines of width w from y down; returns their height,
 * 0 when the chart names nothing. */
double draw_legend(const struct pdf_draw *, const struct chart *, double x, double y,
                   double w);

#endif
