/* para: text into lines of a measure. Breaks are those of UAX #14 in the document's
 * language with the rules of Chinese setting on top: numbers keep their unit, no mark
 * begins a line, no single character is left alone on the last one. */
#ifndef RENDER_PDF_PARA_H
#define RENDER_PDF_PARA_H

#include "base/mem.h"
#include "render/pdf/page.h"

struct pdf_para {
    struct str *line; /* slices of the text, without the blanks at their ends */
    size_t n;
    struct pdf_stretch *stretch; /* of each line; NULL: ragged */
};

/* `language`: "zh-CN". A line feed breaks; a word longer than the measure is broken where
 * it must. Empty text has no lines. */
struct pdf_para pdf_para_break(struct pdf *, struct arena *, const struct pdf_text *,
                               struct str language, struct str text, double width);
/* Fills the measure: lines but the last of a paragraph get more room, first between Han and
 * Latin, then between full-width characters, then at blanks; each has its most, and a line
 * that would need more stays as it is. */
void pdf_para_justify(struct pdf *, struct arena *, const struct pdf_text *,
                      struct pdf_para *, double width);
/* Sets lines from..from+n-1, the first with its baseline at y. */
void pdf_para_draw(struct pdf_page *, const struct pdf_text *, const struct pdf_para *,
                   size_t from, size_t n, double x, double y, double leading_mm);
/* One line no wider than `width`: condensed to no less than 6 pt, then cut with an
 * ellipsis; *cut says that it was. `set` gets the size to use. */
struct str pdf_text_fit(struct pdf *, struct arena *, struct pdf_text *set, struct str,
                        double width, bool *cut);

/* From the top of a line of that leading (pt) to its baseline, mm. */
double pdf_baseline(double size, double leading);

#endif
