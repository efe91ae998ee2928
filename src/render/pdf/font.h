/* font: faces and glyphs. A face is a font file held against its SHA-256, read by
 * HarfBuzz; what it drew is numbered in order of first use (the codes of the page
 * streams) and only that is embedded. A string becomes an array of glyphs, each
 * from the face that suits the character: Latin beside Han, rare ones from the last. */
#ifndef RENDER_PDF_FONT_H
#define RENDER_PDF_FONT_H

#include "base/diag.h"
#include "render/pdf/object.h"
#include "render/pdf/page.h"

struct pdf_fonts;

struct pdf_glyph {
    uint16_t code;    /* in its face's numbering, from 1 */
    uint8_t face;     /* index for pdf_fonts_resource */
    uint8_t gap;      /* 1: a quarter em of space stands before it */
    uint16_t advance; /* 1/1000 of the size of its face */
    bool latin;       /* set at the Latin scale */
    uint32_t cp;
    uint32_t at; /* byte offset in the string */
};

int pdf_fonts_open(struct pdf_fonts **, const struct style *, const char *folder,
                   struct diag_list *, struct err *);
void pdf_fonts_close(struct pdf_fonts *);
/* Glyphs of a string; valid until the next call. Characters that cannot be shown become
 * [U+XXXX] and a finding; characters without a picture (joiners, marks of order) vanish. */
const struct pdf_glyph *pdf_fonts_set(struct pdf_fonts *, enum pdf_face, struct str,
                                      size_t *n);
/* Width in pt of glyphs set at a Han size. */
double pdf_glyphs_width(const struct pdf_fonts *, const struct pdf_glyph *, size_t n,
                        double size, double tracking);
/* Do two full-width characters stand side by side, this glyph and the next? */
bool pdf_glyphs_are_han(const struct pdf_glyph *);
double pdf_fonts_latin_scale(const struct pdf_fonts *);
/* Embeds what was used and writes "/F0 7 0 R ..." for the page resources. */
int pdf_fonts_embed(struct pdf_fonts *, struct pdf_objects *, struct buf *resource,
                    struct err *);

#endif
