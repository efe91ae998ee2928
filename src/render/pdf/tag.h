/* tag: what is drawn means something: the tree of sections, titles, paragraphs and
 * tables that readers follow instead of the page. Callers open an element, draw, close it;
 * the device marks what belongs to it. Lines and grounds are decoration but in a figure,
 * and so is everything drawn while no element or ROLE_ARTIFACT is open. */
#ifndef RENDER_PDF_TAG_H
#define RENDER_PDF_TAG_H

#include "render/pdf/page.h"

enum pdf_role {
    ROLE_ARTIFACT,
    ROLE_DOCUMENT,
    ROLE_SECT,
    ROLE_DIV,
    ROLE_TOC,
    ROLE_TABLE, /* these five hold elements; a text of their own becomes a paragraph */
    ROLE_H1,
    ROLE_H2,
    ROLE_H3,
    ROLE_P,
    ROLE_TOCI,
    ROLE_CAPTION,
    ROLE_TR,
    ROLE_TH,
    ROLE_TD,
    ROLE_FIGURE
};

void pdf_tag_begin(struct pdf *, enum pdf_role);
void pdf_tag_end(struct pdf *);
/* The open cell of a table goes over so many rows and columns. */
void pdf_tag_span(struct pdf *, unsigned rows, unsigned columns);
/* Text that stands for the open element, a figure, where it cannot be seen. */
void pdf_tag_alt(struct pdf *, struct str);

#endif
