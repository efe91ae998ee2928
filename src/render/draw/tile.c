/* The tile: one figure with its target, change, interval and sample on 39.5 x 30.5 mm. */
#include "render/draw/pen.h"

#include <math.h>

#include "base/banned.h"

#define PAD        2.2
#define INNER      (TILE_WIDTH - 2 * PAD)
#define NAME_LINE  5.25 /* baselines and the strip's middle, mm from the tile's top */
#define MARK_LINE  5.5
#define VALUE_LINE 12.8
#define GOAL_LINE  18.05
#define STRIP_LINE 22.0
#define FOOT_LINE  28.4

enum tone { TONE_GOOD, TONE_ALERT, TONE_GREY };

static enum tone tone_of(enum doc_state state)
{
    switch (state) {
    case MARK_WARN:
    case MARK_MISSED:
    case MARK_OUTSIDE:
        return TONE_ALERT;
    case MARK_ABSENT:
    case MARK_UNRATED:
    case MARK_PENDING:
    case MARK_DASH:
        return TONE_GREY;
    case MARK_NONE:
    case MARK_MET:
    case MARK_PARTLY:
    case MARK_UNCONFIRMED:
        break;
    }
    return TONE_GOOD;
}

static struct colour tone_colour(const struct style *s, enum tone tone)
{
    return tone == TONE_ALERT ? s->alert : tone == TONE_GREY ? s->text3 : s->accent;
}

static void draw_value(const struct pdf_draw *d, const struct doc_tile *t, double x,
                       double y)
{
    const struct style *s = d->style;
    bool missing = t->value.flags & FLAG_MISSING;
    struct pdf_text value =
        pen_type(19, FACE_BOLD, missing ? s->text2 : s->ink, ANCHOR_LEFT);
    struct pdf_text unit = pen_type(9, FACE_REGULAR, s->text2, ANCHOR_LEFT);
    double w = t->unit.n ? pen_width(d, unit, t->unit) + 0.8 : 0;
    double taken = pen_fit(d, value, x, y, INNER - fmin(w, INNER / 2), t->value.text);
    if (w > 0)
        pen_fit(d, unit, x + taken + 0.8, y, INNER - taken - 0.8, t->unit);
}

/* The change at the right with its arrow, the target in what is left. */
static void draw_goal(const struct pdf_draw *d, const struct doc_tile *t, double x,
                      double y)
{
    struct colour colour = d->style->text2;
    struct pdf_text left = pen_type(7, FACE_REGULAR, colour, ANCHOR_LEFT);
    struct pdf_text right = pen_type(7, FACE_REGULAR, colour, ANCHOR_RIGHT);
    double goal = pen_width(d, left, t->target);
    double most = fmax(INNER / 2 - 3, INNER - goal - 4);
    double taken = pen_fit(d, right, x + INNER, y, most, t->change);
    if (t->trend && t->change.n && tone_of(t->mark) != TONE_GREY) {
        double a = x + INNER - taken - 2.8, top = y - 2.0, foot = y - 0.1;
        const double up[] = {a + 1.2, top, a + 2.2, foot, a + 0.2, foot};
        const double down[] = {a + 0.2, top, a + 2.2, top, a + 1.2, foot};
        pdf_path_fill(d->page, colour, t->trend > 0 ? up : down, 3);
        taken += 3;
    }
    pen_fit(d, left, x, y, INNER - taken - 1, t->target);
}

static double strip_x(const struct doc_tile *t, double x, double v)
{
    return x + pen_share(v, t->axis_from, t->axis_until) * INNER;
}

static void draw_strip(const struct pdf_draw *d, const struct doc_tile *t, double x,
                       double y, enum tone tone)
{
    const struct style *s = d->style;
    pen_rule(d, 0.5, s->rule, x, y, x + INNER, y);
    if (!t->has_strip)
        return;
    double low = strip_x(t, x, t->low), high = strip_x(t, x, t->high);
    struct colour bar = tone == TONE_GREY ? s->accent60 : tone_colour(s, tone);
    pdf_alpha(d->page, tone == TONE_GREY ? 0.4 : 0.35);
    pen_box(d, bar, (struct box){low, y - 0.55, high - low, 1.1});
    pdf_alpha(d->page, 1);
    double goal = strip_x(t, x, t->goal);
    if (t->has_goal)
        pen_rule(d, 0.9, s->ink, goal, y - 1.9, goal, y + 1.9);
    double at = fmax(x + 0.95, fmin(x + INNER - 0.95, strip_x(t, x, t->at)));
    pen_dot(d, tone == TONE_GREY ? s->text2 : tone_colour(s, tone), at, y, 0.95);
}

static void draw_foot(const struct pdf_draw *d, const struct doc_tile *t, double x,
                      double y)
{
    struct pdf_text left = pen_type(6.5, FACE_REGULAR, d->style->text3, ANCHOR_LEFT);
    struct pdf_text right = left;
    right.anchor = ANCHOR_RIGHT;
    double most = fmax(INNER / 2, INNER - pen_width(d, left, t->foot_left) - 1.5);
    double taken = pen_fit(d, right, x + INNER, y, most, t->foot_right);
    pen_fit(d, left, x, y, INNER - taken - 1, t->foot_left);
}

void draw_tile(const struct pdf_draw *d, const struct doc_tile *t, double x, double y)
{
    const struct style *s = d->style;
    enum tone tone = tone_of(t->mark);
    struct pdf_text name = pen_type(8, FACE_REGULAR, s->text2, ANCHOR_LEFT);
    double inner = x + PAD, rule = 1.25 * PEN_POINT;
    pen_box(d, s->tint, (struct box){x, y, TILE_WIDTH, TILE_HEIGHT});
    pen_box(d, tone_colour(s, tone), (struct box){x, y, TILE_WIDTH, rule});
    pen_fit(d, name, inner, y + NAME_LINE, INNER - 4, t->name);
    draw_mark(d, t->mark, x + TILE_WIDTH - PAD - 3, y + MARK_LINE);
    draw_value(d, t, inner, y + VALUE_LINE);
    draw_goal(d, t, inner, y + GOAL_LINE);
    draw_strip(d, t, inner, y + STRIP_LINE, tone);
    draw_foot(d, t, inner, y + FOOT_LINE);
}
