/* Bars: a list of lying bars (also what a radar of one or two spokes becomes), and the
 * before / after comparison with its intervals. */
#include "render/draw/chart.h"

#include <math.h>

#include "base/banned.h"

#define ROW        6.1 /* mm of a lying bar */
#define ROWS_MAX   30
#define BAR_HEIGHT 2.2
#define BAR_WIDTH  9.0  /* standing bars */
#define PAIR_GAP   2.0  /* between the two of a pair */
#define SIDE       11.0 /* right of a pair, for its change */
#define CAP        0.9  /* half of a whisker's cap */

double bars_height(const struct chart *c)
{
    size_t n = c->ncategories < 3          ? 3
               : c->ncategories > ROWS_MAX ? ROWS_MAX
                                           : c->ncategories;
    return (double)n * ROW + 2;
}

struct bar_list {
    const struct pdf_draw *d;
    const struct chart *c;
    const struct chart_series *main;
    struct axis axis;
    struct box box;
    double goal;        /* not finite: none */
    double name, value; /* widths of the columns beside the bars */
};

static void draw_bar_row(const struct bar_list *l, size_t i, double row)
{
    const struct style *s = l->d->style;
    const struct chart_point *p = &l->main->point[i];
    bool alert = l->c->spoke_alert && l->c->spoke_alert[i];
    double y = l->box.y + row * ((double)i + 0.5), right = l->box.x + l->box.w;
    double from = l->box.x + l->name + 2, until = right - l->value - 2;
    struct pdf_text name = pen_type(7.5, FACE_REGULAR, s->ink, ANCHOR_LEFT);
    struct pdf_text value =
        pen_type(7.5, FACE_BOLD, alert ? s->alert : s->ink, ANCHOR_RIGHT);
    pen_fit(l->d, name, l->box.x, y + 0.95, l->name, l->c->category[i]);
    pen_fit(l->d, value, right, y + 0.95, l->value,
            l->c->spoke_value ? l->c->spoke_value[i] : p->text);
    struct box b = {from, y - BAR_HEIGHT / 2, until - from, BAR_HEIGHT};
    pen_box(l->d, s->accent08, b);
    if (chart_has(p)) {
        b.w = axis_place(&l->axis, p->y, 0, until - from);
        pen_box(l->d, alert ? s->alert : s->accent, b);
    }
    double goal = axis_place(&l->axis, l->goal, from, until);
    if (isfinite(l->goal))
        pen_rule(l->d, 0.9, s->ink, goal, b.y - 0.6, goal, b.y + BAR_HEIGHT + 0.6);
}

void draw_bars(const struct pdf_draw *d, const struct chart *c, struct box b)
{
    struct bar_list l = {.d = d, .c = c, .box = b};
    struct axis_range range;
    size_t n = c->ncategories < ROWS_MAX ? c->ncategories : ROWS_MAX;
    struct pdf_text type = pen_type(7.5, FACE_BOLD, d->style->ink, ANCHOR_LEFT);
    l.main = chart_series(c, SERIES_MAIN);
    axis_range_init(&range);
    chart_take(&range, c, l.main);
    if (!l.main || !range.any) {
        chart_empty(d, c, b);
        return;
    }
    l.goal = c->kind == CHART_RADAR ? 100 : c->has_goal ? c->goal : (double)NAN;
    axis_take(&range, l.goal);
    l.axis = axis_fit(&range, AXIS_ZERO | (c->percent ? AXIS_PERCENT : 0));
    for (size_t i = 0; i < n; i++) {
        struct str text = c->spoke_value ? c->spoke_value[i] : l.main->point[i].text;
        l.name = fmax(l.name, pen_width(d, type, c->category[i]));
        l.value = fmax(l.value, pen_width(d, type, text));
    }
    l.name = fmin(l.name, b.w * 0.4);
    l.value = fmin(l.value, b.w * 0.25);
    for (size_t i = 0; i < n; i++)
        draw_bar_row(&l, i, fmin(ROW, b.h / (double)n));
}

struct pairs {
    const struct pdf_draw *d;
    const struct chart *c;
    const struct chart_series *before, *after;
    struct plot plot;
    double pitch, bar;
    bool crowded;
};

/* Bars too narrow for a name under each: the legend names them. */
bool compare_is_crowded(const struct chart *c, double w)
{
    return (double)c->ncategories * 32 > w;
}

static void draw_whisker(const struct pairs *p, const struct chart_point *point, double x)
{
    const struct style *s = p->d->style;
    double low = chart_y(&p->plot, point->low), high = chart_y(&p->plot, point->high);
    pen_rule(p->d, 0.75, s->ink, x, high, x, low);
    pen_rule(p->d, 0.75, s->ink, x - CAP, high, x + CAP, high);
    pen_rule(p->d, 0.75, s->ink, x - CAP, low, x + CAP, low);
}

static void draw_standing(const struct pairs *p, const struct chart_series *s, size_t i,
                          double x)
{
    const struct style *style = p->d->style;
    const struct chart_point *point = &s->point[i];
    struct pdf_text name = pen_type(6.5, FACE_REGULAR, style->text2, ANCHOR_CENTRE);
    struct pdf_text value = pen_type(7, FACE_BOLD, style->ink, ANCHOR_CENTRE);
    bool after = s == p->after;
    double room = p->bar + PAIR_GAP - 0.4, foot = p->plot.bottom;
    if (!p->crowded)
        pen_fit(p->d, name, x, foot + 3.4, room, s->name);
    if (!chart_has(point)) {
        pen_fit(p->d, value, x, foot - 1.6, room, point->text);
        return;
    }
    double y = chart_y(&p->plot, point->y), zero = chart_y(&p->plot, 0);
    struct box b = {x - p->bar / 2, fmin(y, zero), p->bar, fabs(zero - y)};
    pen_box(p->d, after ? style->accent : style->accent32, b);
    bool clear = point->has_interval && chart_y(&p->plot, point->low) > foot - 5;
    bool inside = b.h > 5.5 && !clear;
    if (point->has_interval)
        draw_whisker(p, point, x);
    if (inside && after)
        value.colour = style->white;
    double above = point->has_interval ? chart_y(&p->plot, point->high) : y;
    pen_fit(p->d, value, x, inside ? foot - 1.4 : fmin(above, y) - 1, room, point->text);
}

static void draw_pair(const struct pairs *p, size_t i)
{
    const struct style *s = p->d->style;
    const struct chart *c = p->c;
    double x = p->plot.left + p->pitch * (double)i + fmin(6, p->pitch * 0.15);
    double first = x + p->bar / 2, second = first + p->bar + PAIR_GAP;
    double right = fmin(p->plot.left + p->pitch * (double)(i + 1), p->plot.right);
    double beside = second + p->bar / 2 + 1.6;
    struct pdf_text name = pen_type(7, FACE_BOLD, s->ink, ANCHOR_CENTRE);
    struct pdf_text change =
        pen_type(8.5, FACE_BOLD, i ? s->text2 : s->accent, ANCHOR_LEFT);
    struct pdf_text note = pen_type(6.5, FACE_REGULAR, s->text3, ANCHOR_LEFT);
    draw_standing(p, p->before, i, first);
    draw_standing(p, p->after, i, second);
    double middle = (first + second) / 2;
    double room =
        2 * fmin(middle - (p->plot.left + p->pitch * (double)i), right - middle);
    pen_fit(p->d, name, middle, p->plot.bottom + 7.2, room, c->category[i]);
    double y = (p->plot.top + p->plot.bottom) / 2;
    struct str text = c->change ? c->change[i] : p->after->point[i].note;
    pen_fit(p->d, change, beside, y, right - beside, text);
    if (c->change_note)
        pen_fit(p->d, note, beside, y + 3.8, right - beside, c->change_note[i]);
}

static void take_intervals(struct axis_range *range, const struct chart *c,
                           const struct chart_series *s)
{
    chart_take(range, c, s);
    for (size_t i = 0; i < c->ncategories; i++)
        if (chart_has(&s->point[i]) && s->point[i].has_interval) {
            axis_take(range, s->point[i].low);
            axis_take(range, s->point[i].high);
        }
}

void draw_compare(const struct pdf_draw *d, const struct chart *c, struct box b)
{
    struct pairs p = {.d = d, .c = c, .crowded = compare_is_crowded(c, b.w)};
    struct axis_range range;
    struct arena arena;
    p.before = chart_series(c, SERIES_LAST);
    p.after = chart_series(c, SERIES_MAIN);
    axis_range_init(&range);
    if (p.before && p.after) {
        take_intervals(&range, c, p.before);
        take_intervals(&range, c, p.after);
    }
    if (!p.before || !p.after || !range.any) {
        chart_empty(d, c, (struct box){b.x + 9, b.y + 6, b.w - 9, b.h - 15});
        return;
    }
    arena_init(&arena);
    p.plot = (struct plot){.right = b.x + b.w, .top = b.y + 7, .bottom = b.y + b.h - 9};
    p.plot.axis = axis_fit(&range, AXIS_ZERO | (c->percent ? AXIS_PERCENT : 0));
    double label = chart_label_width(d, &p.plot.axis, &arena);
    p.plot.left = b.x + fmin(b.w / 3, fmax(9, label + 1.4));
    p.pitch = (p.plot.right - p.plot.left) / (double)c->ncategories;
    p.bar = fmin(BAR_WIDTH, fmax(1, (p.pitch - SIDE - PAIR_GAP) / 2.4));
    chart_grid(d, &p.plot, &arena);
    chart_unit(d, c->unit, b.x, p.plot.left, b.y + 2.6);
    for (size_t i = 0; i < c->ncategories; i++)
        draw_pair(&p, i);
    chart_baseline(d, &p.plot);
    arena_release(&arena);
}
