/* object: indirect objects of the file, written as PDF syntax by us. An object goes
 * into the file when it is set, so that memory holds its place only; libharu keeps the
 * catalogue, the root of the page tree and the information, and writes the file's end. */
#ifndef RENDER_PDF_OBJECT_H
#define RENDER_PDF_OBJECT_H

#include <stdio.h>

#include "base/buf.h"
#include "base/err.h"

struct pdf_objects; /* all objects of one file */
struct pdf_object;

/* Onto a stream, which begins with the file; NULL: nothing is written. */
struct pdf_objects *pdf_objects_new(FILE *);
void pdf_objects_free(struct pdf_objects *);

struct pdf_object *pdf_object_new(struct pdf_objects *);
unsigned pdf_object_number(const struct pdf_object *); /* for "%u 0 R" */
/* What stands between << and >>; each object is set once. */
void pdf_object_set(struct pdf_object *, struct str body);
/* The same with a stream; `data` passes to us (mem_free). The body names its filter, the
 * length is added. */
void pdf_object_set_stream(struct pdf_object *, struct str body, void *data, size_t n);
/* The three that exist from the start: what is set is added to the catalogue's own keys,
 * and replaces those of the others. */
struct pdf_object *pdf_object_catalogue(struct pdf_objects *);
struct pdf_object *pdf_object_page_tree(struct pdf_objects *);
struct pdf_object *pdf_object_info(struct pdf_objects *);

/* `table` is a stream that says where in other streams the objects are packed whose
 * numbers follow those of all others; `size` is one more than the last. */
void pdf_objects_hide(struct pdf_objects *, struct pdf_object *table, unsigned size);

/* Writes tables and trailer; each write so far was checked. `id` is 16 bytes. */
int pdf_objects_save(struct pdf_objects *, const unsigned char *id, struct err *);

/* PDF text string <FEFF...> of UTF-8. */
void pdf_put_text(struct buf *, struct str utf8);
/* "12.34 ": two decimals, no trailing zeros. The caller has checked the value. */
void pdf_put_number(struct buf *, double);

#endif
