/* state: what the modules of the page device share: file, page, text and nav. Nobody else
 * looks inside. */
#ifndef RENDER_PDF_STATE_H
#define RENDER_PDF_STATE_H

#include "base/err.h"
#include "base/packer.h"
#include "render/pdf/field.h"
#include "render/pdf/file.h"
#include "render/pdf/font.h"
#include "render/pdf/object.h"
#include "render/pdf/tags.h"

#define STREAM_BYTES_MAX (64u << 20)
#define PT_PER_MM        (72.0 / 25.4)
#define ALPHAS_MAX       32
#define STREAMS_MAX      6
#define IMAGES_MAX       4

struct pdf_page {
    struct pdf *pdf;
    struct pdf_object *object;
    size_t number;
    double width, height;         /* pt */
    unsigned stream[STREAMS_MAX]; /* object numbers of its contents, in order */
    unsigned nstreams;
    unsigned nmarks; /* pieces of its contents that belong to an element */
};

struct pdf_place_mark {
    struct str id;
    unsigned page; /* object number */
    size_t number;
    double top; /* pt from the bottom */
};
struct pdf_link_mark {
    struct str id;
    size_t page;
    double left, bottom, right, top;
};
struct pdf_outline_mark {
    struct str title;
    int level;
    unsigned page;
    double top;
};

/* State of the content stream being written; what is set twice is written once. */
struct pdf_ink {
    struct buf out;
    struct colour fill, line_colour;
    double weight, on, off, size, alpha, tracking;
    int face;
    bool fill_set, line_set, weight_set, round;
    uint32_t mark; /* element the open mark belongs to: tag.c */
};

struct pdf {
    struct pdf_objects *objects;
    struct pdf_fonts *fonts;
    struct pdf_object *resources;
    struct diag_list *diags;
    FILE *trace;              /* NULL but in tests: trace.h */
    struct colour ink_colour; /* of the style's text */
    struct arena arena;
    struct err err;
    bool failed;

    struct pdf_page **page;
    size_t npages, page_cap;
    struct pdf_page *open;
    struct pdf_ink ink;
    struct packer *packer;
    unsigned char *packed;
    size_t packed_cap;
    struct sha256_run *digest; /* of all contents as packed: the file's ID */

    double alpha[ALPHAS_MAX];
    size_t nalphas;
    struct pdf_object *image[IMAGES_MAX];
    size_t nimages;

    struct pdf_place_mark *place;
    size_t nplaces, place_cap;
    struct pdf_link_mark *link;
    size_t nlinks, link_cap;
    struct pdf_outline_mark *outline;
    size_t noutlines, outline_cap;
    struct pdf_tags tags;
    struct pdf_field { /* of a signature */
        size_t page;   /* 0: none */
        double left, bottom, right, top;
        unsigned number, look, look_signed;
    } field[PDF_FIELDS];
};

/* The text packed, in memory of its own (mem_free); its bytes into n. */
void *pdf_pack(struct pdf *, struct str, size_t *n);
/* The content stream being drawn, deflated, as an object; the next begins empty. */
void pdf_stream_begin(struct pdf *, struct pdf_page *);
bool pdf_stream_is_empty(const struct pdf *);
unsigned pdf_stream_end(struct pdf *, struct str keys);
/* Writing into the open page; all lengths in pt from the lower left corner. */
bool pdf_inside(struct pdf_page *, double x, double y); /* mm; else failed */
void pdf_put_fill(struct pdf *, struct colour);
void pdf_put_pair(struct pdf_page *, double x_mm, double y_mm);
/* Parts of the file, written when it is saved. */
void pdf_nav_write(struct pdf *, struct buf *catalogue);
void pdf_nav_annotations(struct pdf *, size_t page, size_t *next, struct buf *body);
void pdf_meta_write(struct pdf *, const struct pdf_info *, struct buf *catalogue);
/* Appearances first: they are drawn, and fonts are written after that. */
void pdf_field_draw(struct pdf *, const struct pdf_info *);
void pdf_field_write(struct pdf *, const struct pdf_info *, struct buf *catalogue);
void pdf_attach_write(struct pdf *, const struct pdf_info *, struct buf *catalogue);
#define PDF_DATE 40
void pdf_meta_date(const struct pdf_info *, char date[PDF_DATE]); /* D:20261103... */

#endif
