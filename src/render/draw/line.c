/* The small multiple: thirteen months of one figure with target, control band, months
 * without data, points outside the limits, and the newest value at the top. */
#include "render/draw/chart.h"

#include <math.h>

#include "base/banned.h"

#define EMPTY_WIDTH 4.8 /* mm of a month without data */
#define LABEL_HALF  0.8 /* axis type: from its middle to its baseline */
#define LABEL_CLEAR 0.3 /* between a label and the line */
#define LABEL_GAP   0.9

struct line_chart {
    const struct pdf_draw *d;
    const struct chart *c;
    const struct chart_series *main, *last;
    struct box box;
    struct plot plot;
    size_t drawn; /* points there are */
    double pitch; /* mm between months */
};

static double month_x(const struct line_chart *l, size_t i)
{
    size_t n = l->c->ncategories;
    if (n < 2)
        return (l->plot.left + l->plot.right) / 2;
    return l->plot.left + 2 + l->pitch * (double)i;
}

static double clip_percent(const struct chart *c, double v)
{
    return c->percent ? fmin(v, 100) : v;
}

static struct axis fit_axis(const struct line_chart *l)
{
    const struct chart *c = l->c;
    struct axis_range range;
    axis_range_init(&range);
    chart_take(&range, c, l->main);
    chart_take(&range, c, l->last);
    if (c->has_goal)
        axis_take(&range, c->goal);
    if (c->has_limits) {
        axis_take(&range, clip_percent(c, c->lower));
        axis_take(&range, clip_percent(c, c->upper));
    }
    for (size_t i = 0; c->limits_vary && i < c->ncategories; i++)
        if (chart_has(&l->main->point[i])) {
            axis_take(&range, clip_percent(c, l->main->point[i].lower));
            axis_take(&range, clip_percent(c, l->main->point[i].upper));
        }
    for (size_t i = 0; l->drawn == 1 && i < c->ncategories; i++) {
        const struct chart_point *p = &l->main->point[i];
        if (chart_has(p) && p->has_interval) {
            axis_take(&range, p->low);
            axis_take(&range, clip_percent(c, p->high));
        }
    }
    return axis_fit(&range, c->percent ? AXIS_PERCENT : AXIS_FREE);
}

static void set_plot(struct line_chart *l, struct arena *arena)
{
    struct box b = l->box;
    double steps = l->c->ncategories > 1 ? (double)(l->c->ncategories - 1) : 1;
    l->plot = (struct plot){.left = b.x + 9,
                            .right = b.x + b.w - 2,
                            .top = b.y + 11,
                            .bottom = b.y + b.h - 7.5};
    l->plot.axis = fit_axis(l);
    double widest = chart_label_width(l->d, &l->plot.axis, arena);
    l->plot.left = fmax(l->plot.left, b.x + fmin(widest + 1.4, b.w / 3));
    l->pitch = (l->plot.right - l->plot.left - 4) / steps;
}

/* Rule, title, newest value and what it is held against. */
static void draw_head(const struct pdf_draw *d, const struct chart *c, struct box b)
{
    const struct style *s = d->style;
    struct colour colour = c->newest_alert ? s->alert : s->accent;
    struct pdf_text value = pen_type(10.5, FACE_BOLD, colour, ANCHOR_RIGHT);
    struct pdf_text title = pen_type(8.5, FACE_BOLD, s->ink, ANCHOR_LEFT);
    struct pdf_text note = pen_type(6.5, FACE_REGULAR, s->text3, ANCHOR_RIGHT);
    pen_rule(d, 0.75, s->ink, b.x, b.y + 0.3, b.x + b.w, b.y + 0.3);
    double taken = pen_fit(d, value, b.x + b.w, b.y + 4.9, b.w / 2, c->newest);
    pen_fit(d, title, b.x, b.y + 4.8, b.w - taken - 3, c->title);
    pen_fit(d, note, b.x + b.w, b.y + 8.4, b.w, c->newest_note);
}

static void draw_band_part(const struct line_chart *l, double left, double right,
                           double upper, double lower)
{
    double top = chart_y(&l->plot, clip_percent(l->c, upper));
    double foot = chart_y(&l->plot, clip_percent(l->c, lower));
    pen_box(l->d, l->d->style->accent08,
            (struct box){left, top, right - left, foot - top});
}

static void draw_edge(const struct line_chart *l, double left, double right, double edge)
{
    double y = chart_y(&l->plot, clip_percent(l->c, edge));
    if (isfinite(edge))
        pen_dash(l->d, pen_limit(l->d->style), left, y, right, y);
}

/* Limits that vary have a step a month, half a month to either side of it. */
static bool step_of(const struct line_chart *l, size_t i, double *left, double *right)
{
    double x = month_x(l, i);
    *left = fmax(x - l->pitch / 2, l->plot.left);
    *right = fmin(x + l->pitch / 2, l->plot.right);
    return chart_has(&l->main->point[i]);
}

static void draw_band(const struct line_chart *l)
{
    double left, right;
    if (!l->c->limits_vary)
        draw_band_part(l, l->plot.left, l->plot.right, l->c->upper, l->c->lower);
    for (size_t i = 0; l->c->limits_vary && i < l->c->ncategories; i++)
        if (step_of(l, i, &left, &right))
            draw_band_part(l, left, right, l->main->point[i].upper,
                           l->main->point[i].lower);
}

static void draw_band_edges(const struct line_chart *l)
{
    double left, right;
    if (!l->c->limits_vary) {
        draw_edge(l, l->plot.left, l->plot.right, l->c->upper);
        draw_edge(l, l->plot.left, l->plot.right, l->c->lower);
    }
    for (size_t i = 0; l->c->limits_vary && i < l->c->ncategories; i++)
        if (step_of(l, i, &left, &right)) {
            draw_edge(l, left, right, l->main->point[i].upper);
            draw_edge(l, left, right, l->main->point[i].lower);
        }
}

/* A month without data: a tint column with the reason; beside a single point, where the
 * columns would be all there is to see, a short line on the axis. */
static void draw_missing(const struct line_chart *l, size_t i)
{
    const struct style *s = l->d->style;
    const struct plot *plot = &l->plot;
    struct str reason = l->main->point[i].note;
    struct pdf_text type = pen_type(6, FACE_REGULAR, s->text3, ANCHOR_LEFT);
    double x = month_x(l, i), w = fmin(EMPTY_WIDTH, l->pitch * 0.85);
    if (l->drawn == 1) {
        double half = fmin(0.8, l->pitch / 4);
        pen_rule(l->d, 0.5, s->rule, x - half, plot->bottom - 0.8, x + half,
                 plot->bottom - 0.8);
        return;
    }
    double left = fmax(x - w / 2, plot->left), right = fmin(x + w / 2, plot->right);
    pen_box(l->d, s->tint,
            (struct box){left, plot->top, right - left, plot->bottom - plot->top});
    double length = pen_width(l->d, type, reason);
    if (length > plot->bottom - plot->top - 1 || w < 2.4 || !reason.n)
        return;
    pdf_text_upright(l->d->page, &type, (left + right) / 2 + 0.75,
                     (plot->top + plot->bottom + length) / 2, reason);
}

/* The line breaks where a month is missing. */
static void draw_path(const struct line_chart *l, const struct chart_series *s,
                      const struct pdf_line *line)
{
    double *xy = mem_new(l->c->ncategories * 2 + 2, sizeof *xy);
    size_t n = 0;
    for (size_t i = 0; i <= l->c->ncategories; i++) {
        if (i < l->c->ncategories && chart_has(&s->point[i])) {
            xy[2 * n] = month_x(l, i);
            xy[2 * n + 1] = chart_y(&l->plot, s->point[i].y);
            n++;
            continue;
        }
        if (n > 1)
            pdf_path_stroke(l->d->page, line, xy, n, false);
        n = 0;
    }
    mem_free(xy);
}

static size_t newest_point(const struct line_chart *l)
{
    size_t i = l->c->ncategories;
    while (i > 0 && !chart_has(&l->main->point[i - 1]))
        i--;
    return i - 1;
}

static void draw_point(const struct line_chart *l, size_t i, bool newest)
{
    const struct style *s = l->d->style;
    const struct chart_point *p = &l->main->point[i];
    double x = month_x(l, i), y = chart_y(&l->plot, p->y);
    double r = newest ? 1.1 : fmin(0.55, fmax(0.3, l->pitch / 6));
    if (l->drawn == 1 && p->has_interval)
        pen_rule(l->d, 0.75, s->accent, x, chart_y(&l->plot, p->low), x,
                 chart_y(&l->plot, p->high));
    if (p->outside) {
        pen_diamond(l->d, s->alert, NULL, x, y, 1.15);
        return;
    }
    if (p->hollow) {
        pen_ring(l->d, s->white, 0.75, s->accent, x, y, newest ? 1 : 0.7);
        return;
    }
    if (newest)
        pen_dot(l->d, s->white, x, y, r + 0.18);
    pen_dot(l->d, s->accent, x, y, r);
}

/* Of the points outside: the lowest when up is better, the highest when down is, else
 * the one farthest from the centre. ncategories: none is outside. */
static size_t worst_point(const struct line_chart *l)
{
    size_t worst = l->c->ncategories;
    double most = 0;
    for (size_t i = 0; i < l->c->ncategories; i++) {
        const struct chart_point *p = &l->main->point[i];
        if (!p->outside || !chart_has(p))
            continue;
        double bad = l->c->better > 0   ? -p->y
                     : l->c->better < 0 ? p->y
                                        : fabs(p->y - l->c->centre);
        if (worst == l->c->ncategories || bad > most) {
            worst = i;
            most = bad;
        }
    }
    return worst;
}

static bool label_is_free(const struct line_chart *l, struct rect r)
{
    const struct plot *p = &l->plot;
    if (r.left < p->left || r.right > l->box.x + l->box.w || r.top < p->top - 2 ||
        r.bottom > p->bottom)
        return false;
    r = (struct rect){r.left - LABEL_CLEAR, r.top - LABEL_CLEAR, r.right + LABEL_CLEAR,
                      r.bottom + LABEL_CLEAR};
    for (size_t i = 0; i + 1 < l->c->ncategories; i++) {
        const struct chart_point *a = &l->main->point[i], *b = a + 1;
        if (chart_has(a) && chart_has(b) &&
            rect_crossed(r, month_x(l, i), chart_y(p, a->y), month_x(l, i + 1),
                         chart_y(p, b->y)))
            return false;
    }
    double goal = l->c->has_goal ? chart_y(p, l->c->goal) : p->bottom + 9;
    return goal < r.top || goal > r.bottom;
}

/* Below the point (above, when down is better), else to its sides, else nowhere: the
 * value is in the table too. */
static void label_worst(const struct line_chart *l)
{
    size_t i = worst_point(l);
    if (i == l->c->ncategories || !l->main->point[i].text.n)
        return;
    struct pdf_text type = pen_type(6.5, FACE_BOLD, l->d->style->alert, ANCHOR_LEFT);
    struct str text = l->main->point[i].text;
    double x = month_x(l, i), y = chart_y(&l->plot, l->main->point[i].y);
    double w = pen_width(l->d, type, text), way = l->c->better < 0 ? -1 : 1;
    const double place[][2] = {
        {x - w / 2, y + way * 2.6},
        {x + 1.9, y},
        {x - 1.9 - w, y},
        {x + 1.9, y + way * 1.6},
        {x - 1.9 - w, y + way * 1.6},
        {x - w / 2, y - way * 2.6},
    };
    for (size_t k = 0; k < sizeof place / sizeof *place; k++) {
        double left = place[k][0], middle = place[k][1];
        struct rect r = {left, middle - 1, left + w, middle + 1};
        if (label_is_free(l, r)) {
            pen_put(l->d, type, left, middle + LABEL_HALF, text);
            return;
        }
    }
}

/* Years (or other groups) in a second line where they begin, a divider at their edge.
 * Returns where the line is free again. */
static double draw_groups(const struct line_chart *l)
{
    const struct chart *c = l->c;
    const struct style *s = l->d->style;
    struct pdf_text type = pen_type(6, FACE_REGULAR, s->text3, ANCHOR_CENTRE);
    double foot = l->plot.bottom, edge = l->box.x - 1;
    for (size_t i = 0; c->group && i < c->ncategories; i++) {
        if (!c->group[i].n || (i && str_eq(c->group[i], c->group[i - 1])))
            continue;
        double x = month_x(l, i);
        double half = fmin(pen_width(l->d, type, c->group[i]), l->box.w) / 2;
        x = fmax(l->box.x + half, fmin(x, l->box.x + l->box.w - half));
        if (i)
            pen_rule(l->d, 0.4, s->rule, month_x(l, i) - l->pitch / 2, foot,
                     month_x(l, i) - l->pitch / 2, foot + 5.5);
        if (x - half < edge + LABEL_GAP)
            continue;
        pen_fit(l->d, type, x, foot + 5.9, 2 * half, c->group[i]);
        edge = x + half;
    }
    return edge;
}

static void draw_months(const struct line_chart *l)
{
    const struct chart *c = l->c;
    const struct style *s = l->d->style;
    struct pdf_text plain = pen_type(6.5, FACE_REGULAR, s->text3, ANCHOR_CENTRE);
    struct pdf_text bold = pen_type(6.5, FACE_BOLD, s->ink, ANCHOR_CENTRE);
    double widest = 0;
    for (size_t i = 0; i < c->ncategories; i++)
        widest = fmax(widest, pen_width(l->d, bold, c->category[i]));
    size_t stride = axis_stride(l->pitch, widest, LABEL_GAP);
    size_t from = c->current < c->ncategories ? c->current : 0;
    for (size_t i = 0; i < c->ncategories; i++) {
        size_t apart = i > from ? i - from : from - i;
        struct pdf_text type = i == c->current ? bold : plain;
        double half = fmin(pen_width(l->d, type, c->category[i]), l->box.w) / 2;
        double right = l->box.x + l->box.w - half;
        double x = fmax(l->box.x + half, fmin(month_x(l, i), right));
        if (apart % stride == 0)
            pen_fit(l->d, type, x, l->plot.bottom + 3, 2 * half, c->category[i]);
    }
}

/* The note has the rest of the line of years. */
static void draw_note(const struct line_chart *l, double free_from)
{
    struct pdf_text type = pen_type(6, FACE_REGULAR, l->d->style->text3, ANCHOR_RIGHT);
    double right = l->box.x + l->box.w;
    pen_fit(l->d, type, right, l->plot.bottom + 5.9, right - free_from - 3, l->c->note);
}

static void draw_data(const struct line_chart *l)
{
    const struct style *s = l->d->style;
    struct pdf_line main = {.weight = 1.25, .colour = s->accent, .round = true};
    struct pdf_line last = pen_last_year(s);
    size_t newest = newest_point(l), n = l->c->ncategories;
    if (l->last)
        draw_path(l, l->last, &last);
    draw_path(l, l->main, &main);
    for (size_t i = 0; i < n; i++)
        if (chart_has(&l->main->point[i]))
            draw_point(l, i, i == newest && (i == l->c->current || l->c->current == n));
    label_worst(l);
}

void draw_line(const struct pdf_draw *d, const struct chart *c, struct box b)
{
    struct line_chart l = {.d = d, .c = c, .box = b};
    struct arena arena;
    l.main = chart_series(c, SERIES_MAIN);
    l.last = chart_series(c, SERIES_LAST);
    for (size_t i = 0; l.main && i < c->ncategories; i++)
        l.drawn += chart_has(&l.main->point[i]);
    draw_head(d, c, b);
    if (!l.main || !l.drawn) {
        chart_empty(d, c, (struct box){b.x + 9, b.y + 11, b.w - 11, b.h - 18.5});
        return;
    }
    arena_init(&arena);
    set_plot(&l, &arena);
    if (c->has_limits)
        draw_band(&l);
    chart_grid(d, &l.plot, &arena);
    for (size_t i = 0; i < c->ncategories; i++)
        if (!chart_has(&l.main->point[i]))
            draw_missing(&l, i);
    if (c->has_limits)
        draw_band_edges(&l);
    if (c->has_goal && isfinite(c->goal))
        pen_dash(d, pen_target(d->style), l.plot.left, chart_y(&l.plot, c->goal),
                 l.plot.right, chart_y(&l.plot, c->goal));
    chart_baseline(d, &l.plot);
    draw_data(&l);
    draw_months(&l);
    draw_note(&l, draw_groups(&l));
    arena_release(&arena);
}
