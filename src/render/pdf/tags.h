/* tags: the tree of a document's meaning while it is being drawn; for the modules of
 * the page device. */
#ifndef RENDER_PDF_TAGS_H
#define RENDER_PDF_TAGS_H

#include "base/buf.h"
#include "render/pdf/tag.h"

struct pdf_tag_node { /* an element, or a mark: a piece of a content stream */
    uint32_t parent, next, first, last; /* 0: none */
    uint32_t number;                    /* of a mark: in its page; later: of the object */
    uint32_t page : 24;                 /* of a mark; of an element: its first mark's */
    uint32_t role : 5;
    uint32_t is_mark : 1;
    uint32_t implied : 1;   /* the paragraph of a text without one */
    uint32_t is_single : 1; /* it holds a mark and nothing else; `first` is its number */
};
struct pdf_tag_alt {
    uint32_t element;
    struct str text;
};
struct pdf_tag_span {
    uint32_t element;
    unsigned rows, columns;
};
struct pdf_tags {
    struct pdf_tag_node *node; /* from 1, in the order of drawing */
    size_t n, cap;
    uint32_t *stack; /* open elements */
    size_t depth, stack_cap;
    struct pdf_tag_alt *alt; /* by element */
    size_t nalts, alt_cap;
    struct pdf_tag_span *span; /* by element */
    size_t nspans, span_cap;
    double x, size; /* of the last text */
};

void pdf_tags_release(struct pdf_tags *);
const char *pdf_role_name(enum pdf_role);
/* Before anything is drawn: opens the mark it belongs to, if another is open. Lines of
 * text that begin at the same x in the same size are taken for one paragraph, where
 * nobody says what they are. */
void pdf_tag_text(struct pdf_page *, double x, double size);
void pdf_tag_path(struct pdf_page *);
void pdf_tag_unmark(struct pdf *);
/* Writes the tree; last of all objects. */
void pdf_structure_write(struct pdf *, struct buf *catalogue);

#endif
