/* pen: what drawings share: set type, fit it into a place, strokes and boxes.
 * Sizes of type and weights are in points, everything else in mm. */
#ifndef RENDER_DRAW_PEN_H
#define RENDER_DRAW_PEN_H

#include "render/draw/draw.h"

#define PEN_POINT    (25.4 / 72) /* mm */
#define PEN_SMALLEST 6.0         /* no type below this */

struct box {
    double x, y, w, h;
};

struct pdf_text pen_type(double size, enum pdf_face, struct colour, enum pdf_anchor);
double pen_put(const struct pdf_draw *, struct pdf_text, double x, double y, struct str);
double pen_width(const struct pdf_draw *, struct pdf_text, struct str);
/* As pen_put, but no wider than `max`: shrinks to 6 pt, then cuts with an ellipsis. */
double pen_fit(const struct pdf_draw *, struct pdf_text, double x, double y, double max,
               struct str);
/* Breaks text into lines of width w; returns how many (at most `cap`, the last one takes
 * all that is left). Line feeds break. */
size_t pen_break(const struct pdf_draw *, struct pdf_text, double w, struct str,
                 struct str *line, size_t cap);
/* The same for labels: lines of about equal length, words whole even if wider than w. */
size_t pen_break_even(const struct pdf_draw *, struct pdf_text, double w, struct str,
                      struct str *line, size_t cap);
/* Sets the lines from baseline y down, `leading` mm apart; returns their number. */
size_t pen_lines(const struct pdf_draw *, struct pdf_text, double x, double y, double w,
                 double leading, struct str);

void pen_rule(const struct pdf_draw *, double weight, struct colour, double x1, double y1,
              double x2, double y2);
void pen_dash(const struct pdf_draw *, struct pdf_line, double x1, double y1, double x2,
              double y2);
void pen_box(const struct pdf_draw *, struct colour, struct box);
void pen_frame(const struct pdf_draw *, double weight, struct colour, struct box);
void pen_diamond(const struct pdf_draw *, struct colour fill, const struct pdf_line *,
                 double x, double y, double r);
void pen_dot(const struct pdf_draw *, struct colour, double x, double y, double r);
void pen_ring(const struct pdf_draw *, struct colour fill, double weight, struct colour,
              double x, double y, double r);

/* The strokes the look names. */
struct pdf_line pen_target(const struct style *);    /* 0.75 ink, long dashes */
struct pdf_line pen_last_year(const struct style *); /* 1 text-3, dots */
struct pdf_line pen_limit(const struct style *);     /* control limits */

/* v as a share of from..until, 0..1; 0 when it is no number or the span is empty. */
double pen_share(double v, double from, double until);

#endif
