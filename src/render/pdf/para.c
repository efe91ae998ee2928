/* para: where lines end. */
#include "render/pdf/para.h"

#include <string.h>

#include <linebreak.h>

#include "base/utf8.h"
#include "render/pdf/state.h"
#include "base/banned.h"

#define ELLIPSIS      0x2026
#define SIZE_MIN      6.0  /* pt, nothing smaller is printed */
#define WIDTH_SLACK   0.01 /* pt, sums of advances are not exact */
#define CAP_CENTRE_EM 0.36 /* middle of a Han character above the baseline */

/* The most that a line which fills its measure adds to each place, in em. */
#define GAP_MORE   0.125
#define HAN_MORE   0.05
#define BLANK_MORE 0.35

double pdf_baseline(double size, double leading)
{
    return (leading / 2 + CAP_CENTRE_EM * size) / PT_PER_MM;
}

struct breaker {
    const struct pdf_glyph *glyph;
    size_t n;
    struct str text;
    char *may;    /* by byte, what UAX #14 says after it */
    double *edge; /* pt from the start of the text to the end of glyph i */
    double gap;   /* pt, between Han and Latin */
};

static bool is_digit(uint32_t cp)
{
    return cp >= '0' && cp <= '9';
}

/* Marks that UAX #14 lets begin a line, Chinese setting does not. */
static bool never_begins(uint32_t cp)
{
    static const uint32_t mark[] = {0x2014, 0x2026, 0xB7, 0x30FB, '%', 0x2030, 0x2103};
    for (size_t i = 0; i < sizeof mark / sizeof *mark; i++)
        if (cp == mark[i])
            return true;
    return false;
}

static bool is_capital(uint32_t cp)
{
    return cp >= 'A' && cp <= 'Z';
}

/* Byte after glyph i; 0 when the next one belongs to the same character. */
static size_t byte_after(const struct breaker *b, size_t i)
{
    if (i + 1 == b->n)
        return b->text.n;
    return b->glyph[i + 1].at == b->glyph[i].at ? 0 : b->glyph[i + 1].at;
}

/* Is glyph i a single capital, as in the name of a person or a class? */
static bool is_lone_capital(const struct breaker *b, size_t i)
{
    if (i >= b->n || !is_capital(b->glyph[i].cp))
        return false;
    return i + 1 == b->n || b->glyph[i + 1].gap || utf8_is_wide(b->glyph[i + 1].cp);
}

/* A number keeps the word behind it, a single capital the name before it, with or without
 * a blank between them. */
static bool belongs(const struct breaker *b, size_t i)
{
    bool blank = b->glyph[i].cp == ' ';
    if (blank && i == 0)
        return false;
    uint32_t left = b->glyph[blank ? i - 1 : i].cp, right = b->glyph[i + 1].cp;
    if (is_digit(left))
        return utf8_is_han(right) || (blank && right >= 'a' && right <= 'z');
    return utf8_is_han(left) && is_lone_capital(b, i + 1);
}

/* Does glyph i end a line? */
static bool may_end(const struct breaker *b, size_t i)
{
    size_t after = byte_after(b, i);
    if (i + 1 == b->n)
        return true;
    if (after == 0 || (b->may[after - 1] != LINEBREAK_MUSTBREAK &&
                       b->may[after - 1] != LINEBREAK_ALLOWBREAK))
        return false;
    return !never_begins(b->glyph[i + 1].cp) && !belongs(b, i);
}

static bool must_end(const struct breaker *b, size_t i)
{
    size_t after = byte_after(b, i);
    return i + 1 < b->n && after > 0 && b->may[after - 1] == LINEBREAK_MUSTBREAK;
}

/* The start of the character that glyph i is of, so that none is broken in two. */
static size_t snap(const struct breaker *b, size_t from, size_t i)
{
    size_t start = i;
    while (start > from && b->glyph[start].at == b->glyph[start - 1].at)
        start--;
    if (start > from)
        return start;
    while (i < b->n && b->glyph[i].at == b->glyph[from].at)
        i++;
    return i;
}

/* First glyph after the line that begins at `from`. */
static size_t line_end(const struct breaker *b, size_t from, double width)
{
    double start = from ? b->edge[from - 1] : 0;
    size_t last = from;
    if (from && b->glyph[from].gap)
        start += b->gap; /* none at the start of a line */
    for (size_t i = from; i < b->n; i++) {
        bool blank = b->glyph[i].cp == ' ';
        if (b->edge[i] - start > width + WIDTH_SLACK && !blank && i > from)
            return last > from ? last : snap(b, from, i);
        if (must_end(b, i))
            return i + 1;
        if (may_end(b, i))
            last = i + 1;
    }
    return b->n;
}

static bool is_mark(uint32_t cp)
{
    return (cp >= 0x3001 && cp <= 0x3002) || cp == 0xFF0C || cp == 0xFF1B ||
           cp == 0xFF01 || cp == 0xFF1F || cp == 0xFF09 || cp == 0x201D;
}

/* One Han character, with or without a mark, does not stand alone on the last line. */
static bool is_orphan(const struct breaker *b, size_t from)
{
    size_t n = b->n - from;
    return (n == 1 || (n == 2 && is_mark(b->glyph[from + 1].cp))) &&
           utf8_is_han(b->glyph[from].cp);
}

/* An earlier end of the line before the last, so that the orphan gets company. */
static size_t pull_down(const struct breaker *b, size_t from, size_t end)
{
    for (size_t i = end - 1; i > from + 1; i--)
        if (may_end(b, i - 1))
            return i;
    return end;
}

static struct str slice(const struct breaker *b, size_t from, size_t end)
{
    size_t start = b->glyph[from].at;
    size_t stop = end < b->n ? b->glyph[end].at : b->text.n;
    struct str s = {b->text.p + start, stop - start};
    while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\n'))
        s.n--;
    while (s.n && *s.p == ' ' && from)
        s.p++, s.n--;
    return s;
}

static void measure(struct breaker *b, const struct pdf_fonts *fonts,
                    const struct pdf_text *set)
{
    double at = 0;
    for (size_t i = 0; i < b->n; i++) {
        const struct pdf_glyph *g = &b->glyph[i];
        if (g->gap)
            at += set->size / 4;
        at += g->advance * set->size * (g->latin ? pdf_fonts_latin_scale(fonts) : 1) /
                  1000 +
              set->tracking;
        b->edge[i] = at;
    }
}

/* May a line have to end inside the text? Feeds, returns, and U+0085, U+2028, U+2029. */
static bool has_hard_break(struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if ((c >= '\n' && c <= '\r') || c == 0xC2 ||
            (c == 0xE2 && i + 1 < text.n && (text.p[i + 1] & 0xFF) == 0x80))
            return true;
    }
    return false;
}

struct pdf_para pdf_para_break(struct pdf *pdf, struct arena *arena,
                               const struct pdf_text *set, struct str language,
                               struct str text, double width)
{
    struct pdf_para para = {NULL, 0, NULL};
    struct breaker b = {.text = text, .gap = set->size / 4};
    b.glyph = pdf_fonts_set(pdf->fonts, set->face, text, &b.n);
    if (!b.n)
        return para;
    b.edge = arena_new(arena, b.n, sizeof *b.edge);
    measure(&b, pdf->fonts, set);
    if (b.edge[b.n - 1] <= width * PT_PER_MM + WIDTH_SLACK && !has_hard_break(text)) {
        para.line = arena_new(arena, 1, sizeof *para.line);
        para.line[para.n++] = slice(&b, 0, b.n);
        return para;
    }
    b.may = arena_new(arena, text.n, 1);
    para.line = arena_new(arena, b.n, sizeof *para.line);
    const char *lang = arena_str(arena, language).p;
    set_linebreaks_utf8((const utf8_t *)text.p, text.n, lang, b.may);
    for (size_t from = 0, end; from < b.n; from = end) {
        end = line_end(&b, from, width * PT_PER_MM);
        if (end < b.n && line_end(&b, end, width * PT_PER_MM) == b.n &&
            !must_end(&b, end - 1) && is_orphan(&b, end))
            end = pull_down(&b, from, end);
        para.line[para.n++] = slice(&b, from, end);
    }
    return para;
}

static bool ends_hard(struct str line)
{
    const char *p = line.p + line.n; /* more text follows, so this can be looked at */
    while (*p == ' ')
        p++;
    return *p == '\n';
}

struct places { /* where a line can take more room */
    size_t gaps, blanks, hans;
};

static struct places count_places(const struct pdf_glyph *glyph, size_t n)
{
    struct places places = {0, 0, 0};
    for (size_t i = 1; i < n; i++) {
        if (glyph[i].gap)
            places.gaps++;
        else if (glyph[i - 1].cp == ' ')
            places.blanks++;
        else if (pdf_glyphs_are_han(&glyph[i - 1]))
            places.hans++;
    }
    return places;
}

/* What each of n places gets of the slack. */
static double take(double *slack, size_t n, double most)
{
    if (!n)
        return 0;
    double each = *slack / (double)n;
    each = each < most ? each : most;
    *slack -= each * (double)n;
    return each;
}

static struct pdf_stretch stretch_line(struct places places, double slack, double em)
{
    struct pdf_stretch stretch;
    double wide = take(&slack, places.gaps + places.blanks, GAP_MORE * em);
    stretch.gap = wide;
    stretch.han = take(&slack, places.hans, HAN_MORE * em);
    stretch.blank = wide + take(&slack, places.blanks, (BLANK_MORE - GAP_MORE) * em);
    return slack > WIDTH_SLACK ? (struct pdf_stretch){0, 0, 0} : stretch;
}

void pdf_para_justify(struct pdf *pdf, struct arena *arena, const struct pdf_text *set,
                      struct pdf_para *para, double width)
{
    if (para->n < 2)
        return;
    para->stretch = arena_new(arena, para->n, sizeof *para->stretch);
    for (size_t i = 0; i + 1 < para->n; i++) {
        size_t n;
        const struct pdf_glyph *glyph =
            pdf_fonts_set(pdf->fonts, set->face, para->line[i], &n);
        double w = pdf_glyphs_width(pdf->fonts, glyph, n, set->size, set->tracking);
        double slack = width * PT_PER_MM - w;
        if (slack > 0 && !ends_hard(para->line[i]))
            para->stretch[i] = stretch_line(count_places(glyph, n), slack, set->size);
    }
}

void pdf_para_draw(struct pdf_page *page, const struct pdf_text *set,
                   const struct pdf_para *para, size_t from, size_t n, double x, double y,
                   double leading_mm)
{
    for (size_t i = from; i < from + n && i < para->n; i++) {
        double at = y + (double)(i - from) * leading_mm;
        if (para->stretch)
            pdf_text_draw_stretched(page, set, &para->stretch[i], x, at, para->line[i]);
        else
            pdf_text_draw(page, set, x, at, para->line[i]);
    }
}

static struct str cut(struct pdf *pdf, struct arena *arena, const struct pdf_text *set,
                      struct str text, double width)
{
    char dots[4];
    size_t n, keep = 0, ndots = utf8_put(ELLIPSIS, dots);
    double room =
        (width - pdf_text_width(pdf, set, (struct str){dots, ndots})) * PT_PER_MM;
    const struct pdf_glyph *glyph = pdf_fonts_set(pdf->fonts, set->face, text, &n);
    while (keep < n && pdf_glyphs_width(pdf->fonts, glyph, keep + 1, set->size,
                                        set->tracking) <= room)
        keep++;
    size_t bytes = keep < n ? glyph[keep].at : text.n;
    return arena_printf(arena, "%.*s%.*s", (int)bytes, text.p, (int)ndots, dots);
}

struct str pdf_text_fit(struct pdf *pdf, struct arena *arena, struct pdf_text *set,
                        struct str text, double width, bool *was_cut)
{
    double natural = pdf_text_width(pdf, set, text);
    double slack = WIDTH_SLACK / PT_PER_MM;
    *was_cut = false;
    if (natural <= width + slack)
        return text;
    double size = set->size * width / natural;
    set->size = size > SIZE_MIN ? size : SIZE_MIN < set->size ? SIZE_MIN : set->size;
    if (pdf_text_width(pdf, set, text) <= width + slack)
        return text;
    *was_cut = true;
    return cut(pdf, arena, set, text, width);
}
