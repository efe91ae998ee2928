/* pdf_draw: the parts of pages that are drawings: charts, tiles, score panel, cover,
 * state glyphs. Each draws into a box given in mm and returns nothing; heights that
 * depend on content are asked for first. Measures: PDF pages of this look. */
#ifndef PDF_DRAW_H
#define PDF_DRAW_H

#include "doc/doc.h"
#include "render/pdf_page.h"

struct pdf_draw { /* what every drawing needs */
    struct pdf *pdf;
    struct pdf_page *page;
    const struct style *style;
    const struct doc *doc;
};

/* 3 x 3 mm cell with its left edge at x; `y` is the baseline of the text beside it. */
void draw_mark(const struct pdf_draw *, enum doc_state, double x, double y);
void draw_tile(const struct pdf_draw *, const struct doc_tile *, double x,
               double y); /* 39.5 x
                                                                                        30.5 */
void draw_score(const struct pdf_draw *, const struct doc_score *, double x, double y,
                double w, double h);
void draw_verdict(const struct pdf_draw *, const struct doc_verdict *, double x,
                  double y); /*
                                                                               39.5 x 18 */
void draw_auditor(const struct pdf_draw *, double x, double y, double w, double h);
/* Height of a chart set to width w (mm). */
double chart_height(const struct pdf_draw *, const struct chart *, double w);
void draw_chart(const struct pdf_draw *, const struct chart *, double x, double y,
                double w, double h);
void draw_cover(const struct pdf_draw *, const struct doc_cover *);
/* "共 46 页": written when the number is known, at the place the cover left for it. */
void draw_cover_pages(const struct pdf_draw *, struct str text);
void draw_definition(const struct pdf_draw *, const struct doc_definition *, double x,
                     double y, double w);
double definition_height(const struct pdf_draw *, const struct doc_definition *,
                         double w);
void draw_signature(const struct pdf_draw *, const struct doc_signature *, double x,
                    double y);
double signature_height(const struct doc_signature *);
/* Inline bar of a table cell: ground, fill, tick. */
void draw_bar(const struct pdf_draw *, double bar, double tick, bool alert, double x,
              double y, double w);
/* One line under charts: symbol, name, ...; returns its height. */
double draw_legend(const struct pdf_draw *, const struct chart *, double x, double y,
                   double w);

#endif
