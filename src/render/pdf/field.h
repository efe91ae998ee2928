/* field: places for digital signatures. The edition's own is signed when the file has
 * been written, the one of approval later or never; both are there from the start, so that
 * signing changes nothing but their values. */
#ifndef RENDER_PDF_FIELD_H
#define RENDER_PDF_FIELD_H

#include "render/pdf/page.h"

enum pdf_field_kind { FIELD_EDITION, FIELD_APPROVAL, PDF_FIELDS };

/* Where the field lies (mm); the first place given stands. Fields without a place are
 * there but not seen. */
void pdf_field_place(struct pdf_page *, enum pdf_field_kind, double x, double y, double w,
                     double h);

#endif
