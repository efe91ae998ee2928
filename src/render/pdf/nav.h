/* nav: ways through the document: named places, links to them and the outline. A link
 * may name a place that is drawn later; all are resolved when the file is saved. */
#ifndef RENDER_PDF_NAV_H
#define RENDER_PDF_NAV_H

#include "render/pdf/page.h"

/* The place `id` at height y of the page; the first of an id stands. */
void pdf_place(struct pdf_page *, struct str id, double y);
/* Page number of a place, 0 where it is not known (yet). */
size_t pdf_place_page(const struct pdf *, struct str id);
void pdf_link(struct pdf_page *, struct str id, double x, double y, double w, double h);
/* Levels from 1; an entry goes below the last one of a lower level. */
void pdf_outline(struct pdf_page *, int level, struct str title, double y);

#endif
