/* render: document tree to bytes. A renderer is a row of functions driven by the one
 * walk; it writes to a stream the caller owns and reports what it drew, so that rows
 * drawn can be held against rows in the result. */
#ifndef RENDER_H
#define RENDER_H

#include <stdio.h>

#include "base/diag.h"
#include "base/err.h"
#include "doc/doc.h"

struct render_attachment { /* a file carried inside the PDF */
    struct str name, mime, description, text;
    bool source; /* what the document was made from; else data of its figures */
};
struct render_signature { /* fields for signatures, on the page of signatures */
    struct str text;      /* lines in the field of the edition */
    struct str approved;  /* and in that of approval, once it is signed */
    struct str name, reason;
    int64_t time; /* UTC */
};
struct render_options {
    const char *fonts; /* folder */
    const char *style; /* path of the style XML, for messages */
    struct str style_text;
    const char *schemas;
    const char *temp;        /* folder for temporary files, on the target's file system */
    struct diag_list *diags; /* missing glyphs, cut text */
    /* PDF, may be NULL: asked when the pages are drawn for the files it carries, in byte
     * order of their names; they can be made meanwhile. */
    int (*attach)(void *self, const struct render_attachment **, size_t *n, struct err *);
    void *attach_self;
    const struct render_signature *signature; /* PDF; NULL: no fields */
    size_t volume;                            /* PDF, from 2: only that one */
    FILE *trace; /* PDF, for tests: what is drawn, in words; may be NULL */
};
struct render_counts {
    uint64_t pages, rows, sheets, cells;
};
struct renderer {
    const char *name, *suffix;
    int (*run)(const struct doc *, const struct render_options *, FILE *,
               struct render_counts *, struct err *);
};
extern const struct renderer render_pdf, render_xlsx, render_json, render_text,
    render_summary, render_tree;
/* Files the PDF takes: itself, and one for each volume that registers go on in. */
size_t render_volumes(const struct doc *);
const struct renderer *render_lookup(struct str name); /* NULL: unknown */

#endif
