/* trace: the twin of the page device for goldens. What the device puts on a page it
 * also says in a line of text: page, kind, colour, numbers, words. The numbers are tenths
 * of a point from the upper left corner, so that a golden holds on every machine. Tests
 * ask for it (pdf_trace_to in file.h); else each of these is a comparison with NULL. */
#ifndef RENDER_PDF_TRACE_H
#define RENDER_PDF_TRACE_H

#include "render/pdf/state.h"

/* Colour, then n lengths: points of a path, or a corner with its width and height. */
void pdf_trace_put_fill(struct pdf_page *, const char *kind, struct colour,
                        const double *mm, size_t n);
/* The same; behind the colour the weight, and the dash where there is one. */
void pdf_trace_put_stroke(struct pdf_page *, const char *kind, const struct pdf_line *,
                          const double *mm, size_t n);
/* Left end of the baseline and width. */
void pdf_trace_put_text(struct pdf_page *, const char *kind, const struct pdf_text *,
                        const double mm[3], struct str);

static inline void pdf_trace_fill(struct pdf_page *page, const char *kind,
                                  struct colour c, const double *mm, size_t n)
{
    if (page->pdf->trace)
        pdf_trace_put_fill(page, kind, c, mm, n);
}

static inline void pdf_trace_stroke(struct pdf_page *page, const char *kind,
                                    const struct pdf_line *line, const double *mm,
                                    size_t n)
{
    if (page->pdf->trace)
        pdf_trace_put_stroke(page, kind, line, mm, n);
}

#endif
