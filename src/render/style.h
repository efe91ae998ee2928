/* style: colours, type sizes and measures of the printed look (templates/styles/NAME.xml).
 * A user's accent colour must have a contrast to white of at least 7:1. */
#ifndef STYLE_H
#define STYLE_H

#include "base/err.h"
#include "base/mem.h"

struct colour {
    uint8_t r, g, b;
};
struct style {
    struct colour accent, alert, ink, text2, text3, rule, hair, tint, accent60, accent32,
        accent16, accent08, alert10, white, on_accent, input;
    double latin_scale; /* 1.08 in Chinese documents, 1 in English */
    bool justified;     /* body text, else ragged */
    bool light_cover;
    struct str font_han[2], font_latin[2], font_rare; /* file names: regular, bold */
    struct str sheet_font;                            /* of workbooks */
};
/* `text` is the file's, read and hashed by whoever chose it; `path` is for messages. */
int style_load(struct style *, struct str text, const char *path, const char *schema,
               struct str language, struct arena *, struct err *);

#endif
