/* flow: pages as a stream. Blocks ask for room, are drawn at the place the flow gives
 * them, and tell how far they went. What can only be known at the end (numbers of pages)
 * is noted with its place and written when the document is complete. */
#ifndef RENDER_LAYOUT_FLOW_H
#define RENDER_LAYOUT_FLOW_H

#include "render/draw/draw.h"
#include "render/pdf/file.h"
#include "render/pdf/nav.h"
#include "render/pdf/para.h"
#include "render/render.h"

#define GAP_BLOCK   6.0 /* mm, between blocks */
#define GAP_HEADING 1.5 /* heading to content */
#define GUTTER      4.0 /* between columns and tiles */

struct flow_later; /* a text that waits for a number */
struct flow_page;

struct flow {
    const struct doc *doc;
    const struct style *style;
    struct pdf *pdf;
    struct diag_list *diags;
    struct err *err;
    struct pdf_draw draw;
    struct arena scratch; /* emptied after each block */
    struct arena keep;    /* until the end */

    bool landscape, auditor;
    double x, w, top, bottom; /* the column text runs in */
    double y;                 /* where the next block begins */
    double gap;               /* wanted before it, unless the page is fresh */
    bool fresh;               /* nothing drawn on this page yet */
    bool tight;     /* items and findings are set closer, so that their block fits */
    double squeeze; /* mm taken from each row of a table, so that its section fits */
    bool failed;

    const struct node *section;     /* whose path stands in the header */
    const struct node *verdict;     /* drawn above the auditor's column */
    const struct node *pending[16]; /* sections without a printed title */
    size_t npending;

    struct flow_page *page; /* by number - 1 */
    size_t page_cap;
    struct flow_later *later;
    size_t nlater, later_cap;
    uint64_t rows;
    size_t volume; /* from 2: volume.h */
};

void flow_init(struct flow *, const struct doc *, const struct style *, struct pdf *,
               const struct render_options *, struct err *);
void flow_release(struct flow *);

/* A new page, unless this one is fresh already and of the same make. */
void flow_page(struct flow *, bool landscape, bool auditor);
/* Takes the gap, goes to a new page when less than `height` is left there; a page is
 * never left empty for it. Returns what is left, at least what a fresh page offers if
 * `height` fits that. */
double flow_room(struct flow *, double height);
double flow_left(const struct flow *); /* mm to the bottom, after the gap */
double flow_page_height(const struct flow *);
double flow_frame_height(bool landscape); /* of any such page */
/* The next page of the same make, even when this one is fresh. */
void flow_break(struct flow *);
/* The block ended `height` below its start. */
void flow_advance(struct flow *, double height);
void flow_fail(struct flow *);

/* A text of the current page whose "{n}" and "{of}" become known later: they are filled
 * from *n and *of when the document ends. */
struct flow_number {
    size_t n, of;
};
void flow_later(struct flow *, const struct pdf_text *, double x, double y,
                struct str pattern, const struct flow_number *);
/* The page number of a place, right aligned, with dotted leaders from x. */
void flow_later_page(struct flow *, const struct pdf_text *, double x, double right,
                     double y, struct str place);
/* Headers, footers and all that waited. */
void flow_finish(struct flow *);

/* text with {n} and {of} replaced. */
struct str flow_fill(struct arena *, struct str pattern, uint64_t n, uint64_t of);

#endif
