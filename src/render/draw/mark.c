/* State glyphs: paths, so that no font decides whether a state can be read. Every state
 * has a silhouette of its own and survives a black-and-white copier. */
#include "render/draw/pen.h"

#include "base/banned.h"

#define CELL  3.0  /* mm */
#define SHIFT 0.35 /* the cell's foot hangs this far below the baseline */

static const struct pdf_line *stroke_of(struct pdf_line *line, double weight,
                                        struct colour c)
{
    *line = (struct pdf_line){.weight = weight, .colour = c, .round = true};
    return line;
}

static void met(const struct pdf_draw *d, double x, double y)
{
    const double tick[] = {x + 0.8, y + 1.55, x + 1.3, y + 2.05, x + 2.25, y + 1};
    struct pdf_line line;
    pen_dot(d, d->style->accent, x + 1.5, y + 1.5, 1.4);
    pdf_path_stroke(d->page, stroke_of(&line, 0.9, d->style->white), tick, 3, false);
}

static void partly(const struct pdf_draw *d, double x, double y)
{
    const struct style *s = d->style;
    pen_ring(d, s->white, 0.75, s->accent, x + 1.5, y + 1.5, 1.27);
    pdf_sector_fill(d->page, s->accent, x + 1.5, y + 1.5, 1.27, 180, 360);
}

static void warn(const struct pdf_draw *d, double x, double y)
{
    const struct style *s = d->style;
    const double xy[] = {x + 1.5, y + 0.25, x + 2.85, y + 2.7, x + 0.15, y + 2.7};
    struct pdf_line line;
    pdf_path_fill(d->page, s->white, xy, 3);
    pdf_path_stroke(d->page, stroke_of(&line, 0.75, s->alert), xy, 3, true);
    pen_rule(d, 0.9, s->alert, x + 1.5, y + 1.05, x + 1.5, y + 1.85);
    pen_dot(d, s->alert, x + 1.5, y + 2.28, 0.19);
}

static void missed(const struct pdf_draw *d, double x, double y)
{
    const struct style *s = d->style;
    pen_box(d, s->alert, (struct box){x + 0.15, y + 0.15, 2.7, 2.7});
    pen_rule(d, 0.9, s->white, x + 0.85, y + 0.85, x + 2.15, y + 2.15);
    pen_rule(d, 0.9, s->white, x + 2.15, y + 0.85, x + 0.85, y + 2.15);
}

static void absent(const struct pdf_draw *d, double x, double y)
{
    struct box b = {x + 0.28, y + 0.28, 2.44, 2.44};
    pen_box(d, d->style->white, b);
    pen_frame(d, 0.75, d->style->alert, b);
}

static void unrated(const struct pdf_draw *d, double x, double y)
{
    const struct style *s = d->style;
    struct pdf_line line = {.weight = 0.75, .colour = s->text3, .on = 1.4, .off = 1.1};
    pdf_circle(d->page, &s->white, &line, x + 1.5, y + 1.5, 1.27);
}

static void pending(const struct pdf_draw *d, double x, double y)
{
    const struct style *s = d->style;
    const double hands[] = {x + 1.5, y + 0.8, x + 1.5, y + 1.55, x + 2.05, y + 1.55};
    struct pdf_line line;
    pen_ring(d, s->white, 0.75, s->text2, x + 1.5, y + 1.5, 1.27);
    pdf_path_stroke(d->page, stroke_of(&line, 0.75, s->text2), hands, 3, false);
}

static void dash(const struct pdf_draw *d, double x, double y)
{
    pen_rule(d, 0.9, d->style->text3, x + 0.6, y + 1.5, x + 2.4, y + 1.5);
}

/* Where there is no place for the word: a small empty frame with a line in it. */
static void unconfirmed(const struct pdf_draw *d, double x, double y)
{
    pen_frame(d, 0.5, d->style->text2, (struct box){x + 0.2, y + 0.6, 2.6, 1.9});
    pen_rule(d, 0.5, d->style->text2, x + 0.8, y + 1.55, x + 2.2, y + 1.55);
}

static void outside(const struct pdf_draw *d, double x, double y)
{
    pen_diamond(d, d->style->alert, NULL, x + 1.5, y + 1.5, 1.2);
}

static void (*const glyph[])(const struct pdf_draw *, double, double) = {
    [MARK_MET] = met,         [MARK_PARTLY] = partly,
    [MARK_WARN] = warn,       [MARK_MISSED] = missed,
    [MARK_ABSENT] = absent,   [MARK_UNRATED] = unrated,
    [MARK_PENDING] = pending, [MARK_DASH] = dash,
    [MARK_OUTSIDE] = outside, [MARK_UNCONFIRMED] = unconfirmed,
};

void draw_mark(const struct pdf_draw *d, enum doc_state state, double x, double y)
{
    if ((size_t)state < sizeof glyph / sizeof *glyph && glyph[state])
        glyph[state](d, x, y + SHIFT - CELL);
}

struct colour draw_mark_colour(const struct style *s, enum doc_state state)
{
    switch (state) {
    case MARK_MET:
    case MARK_PARTLY:
        return s->accent;
    case MARK_WARN:
    case MARK_MISSED:
    case MARK_ABSENT:
    case MARK_OUTSIDE:
        return s->alert;
    case MARK_UNRATED:
    case MARK_PENDING:
    case MARK_DASH:
    case MARK_UNCONFIRMED:
        return s->text2;
    case MARK_NONE:
        break;
    }
    return s->ink;
}

double draw_tag(const struct pdf_draw *d, struct str word, double x, double y)
{
    struct pdf_text type = pen_type(6.5, FACE_REGULAR, d->style->text2, ANCHOR_LEFT);
    double w = pen_width(d, type, word) + 1.6;
    pen_frame(d, 0.5, d->style->text3, (struct box){x, y - 2.35, w, 3.1});
    pen_put(d, type, x + 0.8, y - 0.05, word);
    return w;
}

void draw_bar(const struct pdf_draw *d, double bar, double tick, bool alert, double x,
              double y, double w)
{
    const struct style *s = d->style;
    struct box b = {x, y - 2.2, w, 2.2};
    double at = x + pen_share(tick, 0, 1) * w;
    pen_box(d, s->accent16, b);
    b.w = pen_share(bar, 0, 1) * w;
    pen_box(d, alert ? s->alert : s->accent, b);
    if (tick >= 0)
        pen_rule(d, 0.9, s->ink, at, b.y - 0.6, at, b.y + b.h + 0.6);
}
