/* font: which face shows which character, and strings as glyphs. */
#include "render/pdf/font.h"

#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "render/pdf/typeface.h"
#include "base/banned.h"

enum { LATIN_FACES = 0, HAN_FACES = 2, RARE_FACE = 4, FACES = 5 };

/* What is known of a character of the BMP, made once. */
enum trait {
    TRAIT_LATIN = 1,     /* the Latin face is asked first */
    TRAIT_WIDE = 2,      /* East Asian wide: quotes beside it are wide too */
    TRAIT_IDEOGRAPH = 4, /* a quarter em stands between it ... */
    TRAIT_ALNUM = 8,     /* ... and one of these */
    TRAIT_QUOTE = 16,    /* curly: takes the face of its neighbour */
    TRAIT_NONE = 32,     /* no picture and no width */
    TRAIT_BLANK = 64,    /* shown as a space */
    TRAIT_CONTROL = 128, /* shown as its number */
    TRAIT_MARK = 256     /* may be one character with the one before it */
};

struct pdf_fonts {
    struct typeface face[FACES];
    double latin_scale;
    struct diag_list *diags;
    uint16_t *trait; /* by BMP code point */
    struct pdf_glyph *glyph;
    size_t nglyphs, cap;
    uint8_t reported[0x110000 / 8]; /* missing characters already found */
};

/* Narrow no-break spaces stand before units; the fonts' own is a third of what keeps a
 * figure and its unit apart in print, their common space is about the gap after Han. */
enum { NARROW_SPACE = 0x202F, WIDE_ENOUGH = 0xA0 };

static bool within(uint32_t cp, const uint32_t (*range)[2], size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (cp >= range[i][0] && cp <= range[i][1])
            return true;
    return false;
}
#define WITHIN(cp, ranges) within(cp, ranges, sizeof ranges / sizeof *ranges)

static bool is_latin(uint32_t cp, bool western)
{
    static const uint32_t always[][2] = {
        {0x20, 0x7E},     {0xA0, 0xB6},     {0xB8, 0x24F},    {0x370, 0x52F},
        {0x1E00, 0x1FFF}, {0x2000, 0x200A}, {0x2010, 0x2013}, {0x202F, 0x2030},
        {0x20A0, 0x20BF}, {0x2212, 0x2212}, {0x2264, 0x2265}};
    static const uint32_t west[][2] = {{0xB7, 0xB7}, {0x2014, 0x2027}};
    return WITHIN(cp, always) || (western && WITHIN(cp, west));
}

static bool is_unseen(uint32_t cp)
{
    static const uint32_t none[][2] = {
        {0xAD, 0xAD},     {0x34F, 0x34F},   {0x61C, 0x61C},    {0x180B, 0x180F},
        {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x2064},  {0x2066, 0x206F},
        {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xE0000, 0xE0FFF}};
    return WITHIN(cp, none);
}

static bool is_alnum(uint32_t cp)
{
    static const uint32_t alnum[][2] = {{'0', '9'},     {'A', 'Z'},     {'a', 'z'},
                                        {0xC0, 0xD6},   {0xD8, 0xF6},   {0xF8, 0x24F},
                                        {0x370, 0x3FF}, {0x400, 0x52F}, {0x1E00, 0x1FFF}};
    return WITHIN(cp, alnum);
}

/* Accents, the sound marks of kana, the second and third part of a Hangul syllable. */
static bool is_mark(uint32_t cp)
{
    static const uint32_t mark[][2] = {
        {0x300, 0x36F}, {0x1161, 0x11FF}, {0x1DC0, 0x1DFF}, {0x3099, 0x309A}};
    return WITHIN(cp, mark);
}

static unsigned trait_of(uint32_t cp, bool western)
{
    if (cp == '\t' || cp == '\n' || cp == '\r' || cp == 0x2028 || cp == 0x2029)
        return TRAIT_BLANK | TRAIT_LATIN;
    if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0))
        return TRAIT_CONTROL;
    if (is_unseen(cp))
        return TRAIT_NONE;
    if (cp == 0x2018 || cp == 0x2019 || cp == 0x201C || cp == 0x201D)
        return TRAIT_QUOTE | TRAIT_LATIN;
    return (is_latin(cp, western) ? TRAIT_LATIN : 0u) |
           (utf8_is_wide(cp) ? TRAIT_WIDE : 0u) |
           (utf8_is_han(cp) ? TRAIT_IDEOGRAPH : 0u) | (is_alnum(cp) ? TRAIT_ALNUM : 0u) |
           (is_mark(cp) ? TRAIT_MARK : 0u);
}

static unsigned trait(const struct pdf_fonts *fonts, uint32_t cp)
{
    return cp < 0x10000 ? fonts->trait[cp] : trait_of(cp, false);
}

static int open_faces(struct pdf_fonts *fonts, const struct style *style,
                      const char *folder, struct err *err)
{
    char path[4096];
    struct str sums,
        name[FACES] = {style->font_latin[0], style->font_latin[1], style->font_han[0],
                       style->font_han[1], style->font_rare};
    struct arena arena;
    snprintf(path, sizeof path, "%s/SHA256SUMS", folder);
    arena_init(&arena);
    int failed = file_read(path, 1 << 16, &arena, &sums, err);
    for (int i = 0; i < FACES && !failed; i++)
        if (name[i].n)
            failed = typeface_open(&fonts->face[i], folder, name[i], sums, err);
    arena_release(&arena);
    return failed;
}

int pdf_fonts_open(struct pdf_fonts **out, const struct style *style, const char *folder,
                   struct diag_list *diags, struct err *err)
{
    struct pdf_fonts *fonts = mem_new(1, sizeof *fonts);
    fonts->latin_scale = style->latin_scale;
    fonts->diags = diags;
    fonts->trait = mem_new(0x10000, sizeof *fonts->trait);
    for (uint32_t cp = 0; cp < 0x10000; cp++)
        fonts->trait[cp] = (uint16_t)trait_of(cp, style->latin_scale <= 1);
    if (open_faces(fonts, style, folder, err)) {
        pdf_fonts_close(fonts);
        return -1;
    }
    *out = fonts;
    return 0;
}

void pdf_fonts_close(struct pdf_fonts *fonts)
{
    if (!fonts)
        return;
    for (int i = 0; i < FACES; i++)
        if (fonts->face[i].face)
            typeface_close(&fonts->face[i]);
    mem_free(fonts->trait);
    mem_free(fonts->glyph);
    mem_free(fonts);
}

double pdf_fonts_latin_scale(const struct pdf_fonts *fonts)
{
    return fonts->latin_scale;
}

static bool find_face(struct pdf_fonts *fonts, int face, uint32_t cp,
                      struct pdf_glyph *glyph)
{
    if (!fonts->face[face].face)
        return false;
    uint16_t code = typeface_code(&fonts->face[face], cp);
    if (code == TYPEFACE_ABSENT)
        return false;
    glyph->code = code;
    glyph->face = (uint8_t)face;
    glyph->advance = fonts->face[face].glyph[code].advance;
    glyph->latin = face < HAN_FACES;
    return true;
}

static bool find_glyph(struct pdf_fonts *fonts, enum pdf_face weight, bool latin,
                       struct pdf_glyph *glyph)
{
    int first = (latin ? LATIN_FACES : HAN_FACES) + (int)weight;
    int second = (latin ? HAN_FACES : LATIN_FACES) + (int)weight;
    return find_face(fonts, first, glyph->cp, glyph) ||
           find_face(fonts, second, glyph->cp, glyph) ||
           find_face(fonts, RARE_FACE, glyph->cp, glyph);
}

static void put_glyph(struct pdf_fonts *fonts, const struct pdf_glyph *glyph)
{
    fonts->glyph = mem_room(fonts->glyph, fonts->nglyphs, &fonts->cap, sizeof *glyph);
    fonts->glyph[fonts->nglyphs++] = *glyph;
}

static void report(struct pdf_fonts *fonts, uint32_t cp, unsigned traits)
{
    uint8_t bit = (uint8_t)(1u << (cp & 7));
    if (fonts->reported[cp >> 3] & bit)
        return;
    fonts->reported[cp >> 3] |= bit;
    if (fonts->diags)
        diag_put(fonts->diags, DIAG_WARN, "glyph-missing", STR_NONE, 0,
                 traits & TRAIT_CONTROL
                     ? "control character U+%04X in a text; shown as [U+%04X]"
                     : "no font has the character U+%04X; shown as [U+%04X]",
                 cp, cp);
}

/* [U+XXXX] in the place of a character that cannot be shown. */
static void put_number_of(struct pdf_fonts *fonts, enum pdf_face weight,
                          struct pdf_glyph glyph, unsigned traits)
{
    char text[16];
    int n = snprintf(text, sizeof text, "[U+%04X]", glyph.cp);
    report(fonts, glyph.cp, traits);
    glyph.gap = 0;
    for (int i = 0; i < n; i++) {
        glyph.cp = (uint32_t)text[i];
        if (find_glyph(fonts, weight, true, &glyph))
            put_glyph(fonts, &glyph);
    }
}

static bool is_wide_next(const struct pdf_fonts *fonts, struct str rest)
{
    uint32_t cp;
    return utf8_next(&rest, &cp) && (trait(fonts, cp) & TRAIT_WIDE);
}

static bool gap_between(unsigned before, unsigned after)
{
    return ((before & TRAIT_IDEOGRAPH) && (after & TRAIT_ALNUM)) ||
           ((before & TRAIT_ALNUM) && (after & TRAIT_IDEOGRAPH));
}

/* The mark and the character before it as one (NFC), where Unicode and a face have it. A
 * mark that stays alone is drawn over its neighbour: such glyphs have no width. */
static bool compose(struct pdf_fonts *fonts, enum pdf_face weight, uint32_t mark)
{
    if (!fonts->nglyphs)
        return false;
    struct pdf_glyph *last = &fonts->glyph[fonts->nglyphs - 1];
    struct pdf_glyph whole = *last;
    if (!hb_unicode_compose(hb_unicode_funcs_get_default(), last->cp, mark, &whole.cp) ||
        !find_glyph(fonts, weight, (trait(fonts, whole.cp) & TRAIT_LATIN) != 0, &whole))
        return false;
    *last = whole;
    return true;
}

const struct pdf_glyph *pdf_fonts_set(struct pdf_fonts *fonts, enum pdf_face weight,
                                      struct str text, size_t *n)
{
    const char *start = text.p, *at = text.p;
    unsigned before = 0;
    struct pdf_glyph glyph = {0};
    fonts->nglyphs = 0;
    for (; utf8_next(&text, &glyph.cp); at = text.p) {
        unsigned traits = trait(fonts, glyph.cp);
        bool latin = (traits & TRAIT_LATIN) != 0;
        if ((traits & TRAIT_NONE) ||
            ((traits & TRAIT_MARK) && compose(fonts, weight, glyph.cp)))
            continue;
        glyph.at = (uint32_t)(at - start);
        glyph.gap = gap_between(before, traits);
        if (traits & TRAIT_BLANK)
            glyph.cp = ' ';
        else if (glyph.cp == NARROW_SPACE)
            glyph.cp = WIDE_ENOUGH;
        if ((traits & TRAIT_QUOTE) && fonts->latin_scale > 1)
            latin = !(before & TRAIT_WIDE) && !is_wide_next(fonts, text);
        if (!(traits & TRAIT_CONTROL) && find_glyph(fonts, weight, latin, &glyph))
            put_glyph(fonts, &glyph);
        else
            put_number_of(fonts, weight, glyph, traits);
        before = traits;
    }
    *n = fonts->nglyphs;
    return fonts->glyph;
}

double pdf_glyphs_width(const struct pdf_fonts *fonts, const struct pdf_glyph *glyph,
                        size_t n, double size, double tracking)
{
    unsigned han = 0, latin = 0;
    for (size_t i = 0; i < n; i++) {
        if (glyph[i].gap && i)
            han += 250;
        if (glyph[i].latin)
            latin += glyph[i].advance;
        else
            han += glyph[i].advance;
    }
    return (han + latin * fonts->latin_scale) * size / 1000 + tracking * (double)n;
}

bool pdf_glyphs_are_han(const struct pdf_glyph *glyph)
{
    return utf8_is_wide(glyph[0].cp) && utf8_is_wide(glyph[1].cp) &&
           glyph[0].at != glyph[1].at;
}

int pdf_fonts_embed(struct pdf_fonts *fonts, struct pdf_objects *objects,
                    struct buf *resource, struct err *err)
{
    for (int i = 0; i < FACES; i++) {
        if (!fonts->face[i].face || fonts->face[i].nglyphs < 2)
            continue;
        unsigned number = typeface_embed(&fonts->face[i], objects, err);
        if (!number)
            return -1;
        buf_printf(resource, "/F%d %u 0 R ", i, number);
    }
    return 0;
}
