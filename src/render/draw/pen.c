/* Type and strokes on the page device, with the sizes and weights of the look. */
#include "render/draw/pen.h"

#include <linebreak.h>
#include <math.h>
#include <string.h>

#include "base/utf8.h"

#include "base/banned.h"

#define ELLIPSIS  "\xe2\x80\xa6"
#define LINE_CAP  24   /* lines of one block of text */
#define TEXT_CAP  4096 /* bytes of one block looked at for breaks */
#define FIT_CAP   512  /* bytes of one cut line */
#define TOLERANCE 0.01 /* mm */

struct pdf_text pen_type(double size, enum pdf_face face, struct colour colour,
                         enum pdf_anchor anchor)
{
    return (struct pdf_text){
        .size = size, .face = face, .colour = colour, .anchor = anchor};
}

double pen_put(const struct pdf_draw *d, struct pdf_text type, double x, double y,
               struct str text)
{
    return text.n ? pdf_text_draw(d->page, &type, x, y, text) : 0;
}

double pen_width(const struct pdf_draw *d, struct pdf_text type, struct str text)
{
    return text.n ? pdf_text_width(d->pdf, &type, text) : 0;
}

/* The longest beginning of `text` that leaves room for the ellipsis, with it. */
static struct str cut_text(const struct pdf_draw *d, struct pdf_text type, double max,
                           struct str text, char out[FIT_CAP])
{
    const size_t tail = sizeof ELLIPSIS - 1;
    struct str rest = text;
    struct str best = STR_NONE;
    uint32_t cp;
    while (utf8_next(&rest, &cp)) {
        size_t n = (size_t)(rest.p - text.p);
        if (n + tail > FIT_CAP)
            break;
        memcpy(out, text.p, n);
        memcpy(out + n, ELLIPSIS, tail);
        struct str tried = {out, n + tail};
        if (pen_width(d, type, tried) > max)
            break;
        best = tried;
    }
    if (!best.n)
        return best;
    size_t keep = best.n - tail;
    memcpy(out, text.p, keep);
    memcpy(out + keep, ELLIPSIS, tail);
    return best;
}

double pen_fit(const struct pdf_draw *d, struct pdf_text type, double x, double y,
               double max, struct str text)
{
    char room[FIT_CAP];
    double width = pen_width(d, type, text);
    if (width <= max + TOLERANCE)
        return pen_put(d, type, x, y, text);
    if (max <= 0)
        return 0;
    type.size = fmax(PEN_SMALLEST, type.size * max / width);
    if (pen_width(d, type, text) > max + TOLERANCE)
        text = cut_text(d, type, max, text, room);
    return pen_put(d, type, x, y, text);
}

/* End of the next line of `text`: the last break that still fits, else what fits, or,
 * with whole words, the first break there is. */
static size_t line_end(const struct pdf_draw *d, struct pdf_text type, double w,
                       bool whole, struct str text, const char *breaks)
{
    struct str rest = text;
    size_t last = 0, fits = 0;
    uint32_t cp;
    while (utf8_next(&rest, &cp)) {
        size_t n = (size_t)(rest.p - text.p);
        struct str head = str_trim((struct str){text.p, n});
        bool full = pen_width(d, type, head) > w + TOLERANCE && fits;
        if (full && (last || !whole))
            return last ? last : fits;
        fits = n;
        if (breaks[n - 1] == LINEBREAK_MUSTBREAK)
            return n;
        if (breaks[n - 1] == LINEBREAK_ALLOWBREAK)
            last = n;
        if (full && last)
            return last;
    }
    return text.n;
}

static size_t break_lines(const struct pdf_draw *d, struct pdf_text type, double w,
                          bool whole, struct str text, struct str *line, size_t cap)
{
    char breaks[TEXT_CAP];
    if (text.n > TEXT_CAP)
        text.n = TEXT_CAP;
    if (!text.n || !cap)
        return 0;
    set_linebreaks_utf8((const utf8_t *)text.p, text.n, "zh", breaks);
    size_t n = 0, at = 0;
    while (at < text.n && n < cap) {
        struct str rest = {text.p + at, text.n - at};
        size_t len =
            n + 1 == cap ? rest.n : line_end(d, type, w, whole, rest, breaks + at);
        line[n++] = str_trim((struct str){rest.p, len});
        at += len;
    }
    return n;
}

size_t pen_break(const struct pdf_draw *d, struct pdf_text type, double w,
                 struct str text, struct str *line, size_t cap)
{
    return break_lines(d, type, w, false, text, line, cap);
}

size_t pen_break_even(const struct pdf_draw *d, struct pdf_text type, double w,
                      struct str text, struct str *line, size_t cap)
{
    struct str even[LINE_CAP];
    size_t n = break_lines(d, type, w, true, text, line, cap);
    double narrow =
        pen_width(d, type, text) / (double)(n ? n : 1) + type.size * PEN_POINT * 0.6;
    if (n < 2 || narrow >= w || n + 1 > LINE_CAP)
        return n;
    if (break_lines(d, type, narrow, true, text, even, n + 1) == n)
        for (size_t i = 0; i < n; i++)
            line[i] = even[i];
    return n;
}

size_t pen_lines(const struct pdf_draw *d, struct pdf_text type, double x, double y,
                 double w, double leading, struct str text)
{
    struct str line[LINE_CAP];
    size_t n = pen_break(d, type, w, text, line, LINE_CAP);
    for (size_t i = 0; i < n; i++)
        pen_fit(d, type, x, y + (double)i * leading, w, line[i]);
    return n;
}

void pen_rule(const struct pdf_draw *d, double weight, struct colour colour, double x1,
              double y1, double x2, double y2)
{
    struct pdf_line line = {.weight = weight, .colour = colour};
    pdf_line_draw(d->page, &line, x1, y1, x2, y2);
}

void pen_dash(const struct pdf_draw *d, struct pdf_line line, double x1, double y1,
              double x2, double y2)
{
    pdf_line_draw(d->page, &line, x1, y1, x2, y2);
}

void pen_box(const struct pdf_draw *d, struct colour colour, struct box b)
{
    if (b.w > 0 && b.h > 0)
        pdf_rect_fill(d->page, colour, b.x, b.y, b.w, b.h);
}

void pen_frame(const struct pdf_draw *d, double weight, struct colour colour,
               struct box b)
{
    struct pdf_line line = {.weight = weight, .colour = colour};
    if (b.w > 0 && b.h > 0)
        pdf_rect_stroke(d->page, &line, b.x, b.y, b.w, b.h);
}

void pen_diamond(const struct pdf_draw *d, struct colour fill,
                 const struct pdf_line *stroke, double x, double y, double r)
{
    const double xy[] = {x, y - r, x + r, y, x, y + r, x - r, y};
    pdf_path_fill(d->page, fill, xy, 4);
    if (stroke)
        pdf_path_stroke(d->page, stroke, xy, 4, true);
}

void pen_dot(const struct pdf_draw *d, struct colour colour, double x, double y, double r)
{
    pdf_circle(d->page, &colour, NULL, x, y, r);
}

void pen_ring(const struct pdf_draw *d, struct colour fill, double weight,
              struct colour colour, double x, double y, double r)
{
    struct pdf_line line = {.weight = weight, .colour = colour};
    pdf_circle(d->page, &fill, &line, x, y, r);
}

struct pdf_line pen_target(const struct style *s)
{
    return (struct pdf_line){.weight = 0.75, .colour = s->ink, .on = 3.4, .off = 2.3};
}

struct pdf_line pen_last_year(const struct style *s)
{
    return (struct pdf_line){
        .weight = 1, .colour = s->text3, .on = 1.4, .off = 1.7, .round = true};
}

struct pdf_line pen_limit(const struct style *s)
{
    return (struct pdf_line){.weight = 0.4, .colour = s->accent60, .on = 1.1, .off = 1.4};
}

double pen_share(double v, double from, double until)
{
    if (!isfinite(v) || !(until > from))
        return 0;
    return fmin(1, fmax(0, (v - from) / (until - from)));
}
