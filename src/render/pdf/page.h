/* page: the page device. Millimetres from the top left corner, sizes of type in
 * points; every coordinate is checked (finite, on the page). Text is drawn through the
 * font layer (font.h): glyphs and advances by HarfBuzz, Han and Latin faces chosen a
 * character, so callers pass plain UTF-8. One page is open at a time; it is deflated and
 * handed to the file when it ends. */
#ifndef RENDER_PDF_PAGE_H
#define RENDER_PDF_PAGE_H

#include "base/str.h"
#include "render/style.h"

struct pdf; /* the document, file.h */
struct pdf_page;

enum pdf_face { FACE_REGULAR, FACE_BOLD };
enum pdf_anchor { ANCHOR_LEFT, ANCHOR_RIGHT, ANCHOR_CENTRE };

struct pdf_text { /* how a run of text is set */
    double size;  /* pt, Han size; Latin is set at the style's Latin scale */
    enum pdf_face face;
    struct colour colour;
    enum pdf_anchor anchor; /* what x means */
    double tracking;        /* pt between glyphs */
};
struct pdf_stretch { /* pt more, in a line that fills its measure: */
    double gap;      /* between Han and Latin, */
    double blank;    /* at blanks, */
    double han;      /* between full-width characters */
};
struct pdf_line {
    double weight; /* pt */
    struct colour colour;
    double on, off; /* dash, pt; 0 0: solid */
    bool round;     /* joins */
};

/* Width in mm of one line of text (no breaking), including Han-Latin gaps. */
double pdf_text_width(struct pdf *, const struct pdf_text *, struct str);
/* Baseline at y. Returns the width drawn. */
double pdf_text_draw(struct pdf_page *, const struct pdf_text *, double x, double y,
                     struct str);
/* The same from the left, with more room between its characters. */
void pdf_text_draw_stretched(struct pdf_page *, const struct pdf_text *,
                             const struct pdf_stretch *, double x, double y, struct str);
void pdf_line_draw(struct pdf_page *, const struct pdf_line *, double x1, double y1,
                   double x2, double y2);
void pdf_rect_fill(struct pdf_page *, struct colour, double x, double y, double w,
                   double h);
void pdf_rect_stroke(struct pdf_page *, const struct pdf_line *, double x, double y,
                     double w, double h);
/* A path of n points (x, y pairs); closed when filled. */
void pdf_path_fill(struct pdf_page *, struct colour, const double *xy, size_t n);
void pdf_path_stroke(struct pdf_page *, const struct pdf_line *, const double *xy,
                     size_t n, bool closed);
void pdf_circle(struct pdf_page *, const struct colour *fill,
                const struct pdf_line *stroke, double x, double y, double r);
/* An arc from angle a to b, degrees clockwise from twelve o'clock; filled as a sector. */
void pdf_sector_fill(struct pdf_page *, struct colour, double x, double y, double r,
                     double a, double b);
/* Constant alpha for what follows, 1 = opaque. */
void pdf_alpha(struct pdf_page *, double);
/* Text turned a quarter counter-clockwise, reading upward from (x, y). */
double pdf_text_upright(struct pdf_page *, const struct pdf_text *, double x, double y,
                        struct str);

/* A PNG file as large as the box allows, right-aligned in it and standing on its lower
 * edge; what is transparent in it shows `ground`. */
void pdf_image_draw(struct pdf_page *, struct str png, struct colour ground, double x,
                    double y, double w, double h);

#endif
