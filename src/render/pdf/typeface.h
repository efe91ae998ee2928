/* typeface: one font file. Glyphs get codes in order of first use; the file is
 * embedded as the subset of those, each code with its text. */
#ifndef RENDER_PDF_TYPEFACE_H
#define RENDER_PDF_TYPEFACE_H

#include <hb.h>

#include "render/pdf/object.h"

#define TYPEFACE_ABSENT 0xFFFFu

struct typeface {
    char name[64]; /* of the file */
    hb_face_t *face;
    hb_font_t *font;
    unsigned upem;
    uint16_t *code; /* by BMP code point: 0 not asked yet, TYPEFACE_ABSENT */
    struct typeface_wide {
        uint32_t cp;
        uint16_t code;
    } * wide; /* the same beyond the BMP, short */
    size_t nwide, wide_cap;
    struct typeface_glyph {
        uint16_t gid, advance; /* advance: 1/1000 em */
        uint32_t cp;
    } * glyph; /* by code; 0 is .notdef */
    size_t nglyphs, cap;
};

/* `sums` is the text of SHA256SUMS: the file must be listed and equal. */
int typeface_open(struct typeface *, const char *folder, struct str name, struct str sums,
                  struct err *);
void typeface_close(struct typeface *);
/* Code of a character, TYPEFACE_ABSENT where the face has no glyph. */
uint16_t typeface_code(struct typeface *, uint32_t cp);
/* Writes font, subset, widths and text map; the number of the font object is returned,
 * 0 when it failed (err set). */
unsigned typeface_embed(struct typeface *, struct pdf_objects *, struct err *);

#endif
