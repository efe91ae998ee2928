/* text: lines of text in the content stream. Space between Han and Latin is a shift of
 * the position, not a character; so that readers extract the text without it, the pair of
 * characters around it carries its own text. */
#include <math.h>

#include "render/pdf/trace.h"
#include "base/banned.h"

double pdf_text_width(struct pdf *pdf, const struct pdf_text *set, struct str text)
{
    size_t n;
    const struct pdf_glyph *glyph = pdf_fonts_set(pdf->fonts, set->face, text, &n);
    return pdf_glyphs_width(pdf->fonts, glyph, n, set->size, set->tracking) / PT_PER_MM;
}

static void put_code(struct buf *out, unsigned code)
{
    static const char digit[] = "0123456789ABCDEF";
    char hex[4] = {digit[code >> 12 & 15], digit[code >> 8 & 15], digit[code >> 4 & 15],
                   digit[code & 15]};
    buf_put(out, hex, 4);
}

/* The two bytes of a code within a literal string, which is shorter than hexadecimal. */
static void put_bytes(struct buf *out, unsigned code)
{
    char text[4];
    size_t n = 0;
    for (int shift = 8; shift >= 0; shift -= 8) {
        char c = (char)(code >> shift & 0xFF);
        if (c == '(' || c == ')' || c == '\\' || c == '\r')
            text[n++] = '\\';
        text[n++] = c == '\r' ? 'r' : c;
    }
    buf_put(out, text, n);
}

static void put_tracking(struct pdf_ink *ink, double tracking)
{
    if (ink->tracking == tracking)
        return;
    pdf_put_number(&ink->out, tracking);
    buf_text(&ink->out, "Tc\n");
    ink->tracking = tracking;
}

static double size_of(const struct pdf *pdf, const struct pdf_glyph *glyph, double size)
{
    return glyph->latin ? size * pdf_fonts_latin_scale(pdf->fonts) : size;
}

static void put_face(struct pdf *pdf, const struct pdf_glyph *glyph, double size)
{
    struct pdf_ink *ink = &pdf->ink;
    double scaled = size_of(pdf, glyph, size);
    if (ink->face == glyph->face && ink->size == scaled)
        return;
    buf_put(&ink->out, (char[]){'/', 'F', (char)('0' + glyph->face), ' '}, 4);
    pdf_put_number(&ink->out, scaled);
    buf_text(&ink->out, "Tf\n");
    ink->face = glyph->face;
    ink->size = scaled;
}

struct line { /* glyphs on their way to the page */
    const struct pdf_glyph *glyph;
    size_t n;
    double size;
    const struct pdf_stretch *stretch; /* may be NULL */
};

/* Space before glyph i, pt. */
static double space_before(const struct line *line, size_t i)
{
    const struct pdf_glyph *glyph = &line->glyph[i];
    const struct pdf_stretch *more = line->stretch;
    if (!i)
        return 0;
    if (glyph->gap)
        return line->size / 4 + (more ? more->gap : 0);
    if (!more)
        return 0;
    if (glyph[-1].cp == ' ')
        return more->blank;
    return pdf_glyphs_are_han(glyph - 1) ? more->han : 0;
}

static bool has_space(const struct line *line, size_t from, size_t end)
{
    for (size_t i = from; i < end; i++)
        if (space_before(line, i) > 0)
            return true;
    return false;
}

/* One run of one face. Space before a glyph is a shift in 1/1000 of the face's size. */
static void put_run(struct pdf *pdf, const struct line *line, size_t from, size_t end)
{
    struct buf *out = &pdf->ink.out;
    if (from == end)
        return;
    double size = size_of(pdf, &line->glyph[from], line->size);
    size_t until =
        line->stretch ? end : from + 1; /* space is before the run, or within */
    bool spaced = has_space(line, from, until);
    put_face(pdf, &line->glyph[from], line->size);
    if (spaced)
        buf_char(out, '[');
    for (size_t i = from; i < end; i++) {
        double space = i < until ? space_before(line, i) : 0;
        if (space > 0 && i > from)
            buf_char(out, ')');
        if (space > 0)
            pdf_put_number(out, -1000 * space / size);
        if (space > 0 || i == from)
            buf_char(out, '(');
        put_bytes(out, line->glyph[i].code);
    }
    buf_text(out, spaced ? ")] TJ\n" : ") Tj\n");
}

static size_t run_length(const struct pdf_glyph *glyph, size_t n)
{
    size_t i = 1;
    while (i < n && glyph[i].face == glyph->face && !glyph[i].gap)
        i++;
    return i;
}

/* Opens the span whose text is that of the glyph before a gap and the one behind it; a
 * single character between two gaps joins both into one. Gaps stand only between
 * characters of the BMP. */
static void open_span(struct buf *out, const struct pdf_glyph *glyph, size_t n)
{
    size_t i = 1;
    buf_text(out, "/Span<</ActualText <FEFF");
    put_code(out, glyph[0].cp);
    for (put_code(out, glyph[1].cp); i + 1 < n && glyph[i + 1].gap; i++)
        put_code(out, glyph[i + 1].cp);
    buf_text(out, ">>>BDC\n");
}

/* Runs of a line; the two characters around a gap are wrapped with their text. */
static void put_line(struct pdf *pdf, const struct line *line)
{
    struct buf *out = &pdf->ink.out;
    const struct pdf_glyph *glyph = line->glyph;
    bool wrapped = false; /* the first glyph belongs to an open pair */
    for (size_t i = 0, end; i < line->n; i = end) {
        end = i + run_length(glyph + i, line->n - i);
        bool gap_after = end < line->n && glyph[end].gap;
        size_t head = wrapped ? i + 1 : i;
        size_t tail = gap_after && end > head ? end - 1 : end;
        put_run(pdf, line, i, head);
        if (wrapped && !(gap_after && end == head)) {
            buf_text(out, "EMC\n");
            wrapped = false;
        }
        put_run(pdf, line, head, tail);
        if (tail < end) {
            open_span(out, glyph + tail, line->n - tail);
            put_run(pdf, line, tail, end);
            wrapped = true;
        }
    }
    if (wrapped)
        buf_text(out, "EMC\n");
}

static double anchor_shift(enum pdf_anchor anchor, double width)
{
    return anchor == ANCHOR_RIGHT ? width : anchor == ANCHOR_CENTRE ? width / 2 : 0;
}

static void check_extent(struct pdf_page *page, double left, double right,
                         struct str text)
{
    if (left >= -0.5 && right <= page->width / PT_PER_MM + 0.5)
        return;
    if (page->pdf->diags)
        diag_put(page->pdf->diags, DIAG_WARN, "text-off-page", STR_NONE,
                 (long)page->number, "text runs off the page: %.*s",
                 text.n > 60 ? 60 : (int)text.n, text.p);
}

/* Width with all space that is more than the natural one. */
static double stretched_width(const struct line *line, double natural)
{
    double more = 0;
    for (size_t i = 0; line->stretch && i < line->n; i++)
        more += space_before(line, i) - (i && line->glyph[i].gap ? line->size / 4 : 0);
    return natural + more / PT_PER_MM;
}

static double draw_text(struct pdf_page *page, const struct pdf_text *set,
                        const struct pdf_stretch *stretch, double x, double y,
                        struct str text)
{
    struct pdf *pdf = page->pdf;
    struct line line = {NULL, 0, set->size, stretch};
    line.glyph = pdf_fonts_set(pdf->fonts, set->face, text, &line.n);
    double width =
        pdf_glyphs_width(pdf->fonts, line.glyph, line.n, set->size, set->tracking) /
        PT_PER_MM;
    double left = x - anchor_shift(set->anchor, width);
    if (!line.n || !pdf_inside(page, x, y) || !isfinite(width))
        return 0;
    check_extent(page, left, left + width, text);
    if (pdf->trace)
        pdf_trace_put_text(page, "text", set,
                           (double[]){left, y, stretched_width(&line, width)}, text);
    pdf_tag_text(page, x, set->size);
    pdf_put_fill(pdf, set->colour);
    put_tracking(&pdf->ink, set->tracking);
    buf_text(&pdf->ink.out, "BT ");
    pdf_put_pair(page, left, y);
    buf_text(&pdf->ink.out, "Td\n");
    put_line(pdf, &line);
    buf_text(&pdf->ink.out, "ET\n");
    return width;
}

double pdf_text_draw(struct pdf_page *page, const struct pdf_text *set, double x,
                     double y, struct str text)
{
    return draw_text(page, set, NULL, x, y, text);
}

void pdf_text_draw_stretched(struct pdf_page *page, const struct pdf_text *set,
                             const struct pdf_stretch *stretch, double x, double y,
                             struct str text)
{
    draw_text(page, set, stretch, x, y, text);
}

double pdf_text_upright(struct pdf_page *page, const struct pdf_text *set, double x,
                        double y, struct str text)
{
    struct pdf *pdf = page->pdf;
    struct line line = {NULL, 0, set->size, NULL};
    line.glyph = pdf_fonts_set(pdf->fonts, set->face, text, &line.n);
    double width =
        pdf_glyphs_width(pdf->fonts, line.glyph, line.n, set->size, set->tracking) /
        PT_PER_MM;
    double foot = y + anchor_shift(set->anchor, width);
    if (!line.n || !pdf_inside(page, x, y))
        return 0;
    if (pdf->trace)
        pdf_trace_put_text(page, "upright", set, (double[]){x, foot, width}, text);
    pdf_tag_text(page, x, set->size);
    pdf_put_fill(pdf, set->colour);
    put_tracking(&pdf->ink, set->tracking);
    buf_text(&pdf->ink.out, "BT 0 1 -1 0 ");
    pdf_put_pair(page, x, foot);
    buf_text(&pdf->ink.out, "Tm\n");
    put_line(pdf, &line);
    buf_text(&pdf->ink.out, "ET\n");
    return width;
}
