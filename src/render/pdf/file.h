/* file: the document that pages are drawn into. Errors of drawing are kept until
 * pdf_save reports the first; a page that has ended can be opened again to add what was
 * not known before, such as the number of pages. */
#ifndef RENDER_PDF_FILE_H
#define RENDER_PDF_FILE_H

#include <stdio.h>

#include "base/diag.h"
#include "render/pdf/page.h"

struct render_attachment; /* render.h */
struct render_signature;
struct pdf_info { /* document information, in its final words */
    struct str title, author, subject, keywords, language, producer;
    int64_t time;   /* local civil seconds */
    int32_t offset; /* seconds east of UTC */
    const struct render_attachment *attachment;
    size_t nattachments;
    const struct render_signature *signature; /* NULL: no fields */
};

/* Writes onto the stream as pages end, unless it is NULL. The folder holds the style's
 * fonts and SHA256SUMS. Findings (missing glyphs, text off the page) go to the list, which
 * may be NULL. */
int pdf_open(struct pdf **, FILE *, const struct style *, const char *fonts,
             struct diag_list *, struct err *);
/* From now on also writes what is drawn, a line of text each (trace.h). */
void pdf_trace_to(struct pdf *, FILE *);
int pdf_save(struct pdf *, const struct pdf_info *, struct err *);
void pdf_close(struct pdf *); /* safe on NULL */

/* Pages count from 1. The one begun must end before the next begins. */
struct pdf_page *pdf_page_begin(struct pdf *, double width_mm, double height_mm);
struct pdf_page *pdf_page_again(struct pdf *, size_t number);
void pdf_page_end(struct pdf_page *);
size_t pdf_page_number(const struct pdf_page *);
size_t pdf_page_count(const struct pdf *);

/* Keeps the first failure; drawing goes on without effect on the outcome. */
void pdf_fail(struct pdf *, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
