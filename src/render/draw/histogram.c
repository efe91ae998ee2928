/* The histogram: classes of one width, the last one open; a limit and a median. */
#include "render/draw/chart.h"

#include <math.h>

#include "base/banned.h"

#define GAP 0.5 /* mm between bars */

struct histogram {
    const struct pdf_draw *d;
    const struct chart *c;
    const struct chart_series *main;
    struct box box;
    struct plot plot;
    double pitch, step;
};

static double count_of(const struct histogram *h, size_t i)
{
    const struct chart_point *p = &h->main->point[i];
    return chart_has(p) && p->y > 0 ? p->y : 0;
}

/* Place of a value on the class axis. */
static double value_x(const struct histogram *h, double v)
{
    double end = h->step * (double)h->c->ncategories;
    return h->plot.left + pen_share(v, 0, end) * (h->plot.right - h->plot.left);
}

static bool beyond(const struct histogram *h, size_t i)
{
    return h->c->has_goal && (double)i * h->step >= h->c->goal - h->step * 1e-9;
}

static void draw_classes(const struct histogram *h)
{
    const struct style *s = h->d->style;
    double gap = fmin(GAP, h->pitch / 4);
    for (size_t i = 0; i < h->c->ncategories; i++) {
        double x = h->plot.left + h->pitch * (double)i + gap / 2;
        double y = chart_y(&h->plot, count_of(h, i));
        pen_box(h->d, beyond(h, i) ? s->alert : s->accent,
                (struct box){x, y, h->pitch - gap, h->plot.bottom - y});
    }
}

/* The open class carries its name above its bar when it is unlike the edges' labels. */
static void name_last(const struct histogram *h)
{
    size_t i = h->c->ncategories - 1;
    const struct style *s = h->d->style;
    struct pdf_text type =
        pen_type(6.5, FACE_BOLD, beyond(h, i) ? s->alert : s->text2, ANCHOR_CENTRE);
    double y = chart_y(&h->plot, count_of(h, i)) - 1;
    double x = h->plot.left + h->pitch * ((double)i + 0.5);
    double w =
        fmin(pen_width(h->d, type, h->c->category[i]), fmin(h->pitch * 3, h->box.w));
    x = fmax(h->box.x + w / 2, fmin(x, h->box.x + h->box.w - w / 2));
    pen_fit(h->d, type, x, y, w, h->c->category[i]);
}

static void draw_edges(const struct histogram *h)
{
    struct pdf_text type = pen_type(6.5, FACE_REGULAR, h->d->style->text3, ANCHOR_CENTRE);
    double widest = 0;
    size_t n = h->c->ncategories;
    for (size_t i = 0; i + 1 < n; i++)
        widest = fmax(widest, pen_width(h->d, type, h->c->category[i]));
    size_t stride = axis_stride(h->pitch, widest, 1.6);
    if (stride == 1 && n > 8)
        stride = 2;
    for (size_t i = 0; i + 1 < n; i += stride) {
        double x = h->plot.left + h->pitch * (double)i;
        double room = fmin(h->pitch * (double)stride, 2 * (x - h->box.x));
        pen_fit(h->d, type, x, h->plot.bottom + 3.2, room, h->c->category[i]);
    }
}

/* Label left of the limit's line, or right of it where there is more room. Returns the
 * stretch it takes. */
static struct rect draw_limit(const struct histogram *h)
{
    const struct style *s = h->d->style;
    struct pdf_text type = pen_type(7, FACE_REGULAR, s->ink, ANCHOR_RIGHT);
    double x = value_x(h, h->c->goal), top = h->plot.top - 2;
    double left = x - 0.8 - h->plot.left, right = h->box.x + h->box.w - x - 0.8;
    struct rect label = {x, top, x, top + 2.8};
    pen_dash(h->d, pen_target(s), x, top, x, h->plot.bottom);
    if (left >= right || left >= pen_width(h->d, type, h->c->goal_text)) {
        label.left -=
            0.8 + pen_fit(h->d, type, x - 0.8, top + 2.2, left, h->c->goal_text);
        return label;
    }
    type.anchor = ANCHOR_LEFT;
    label.right += 0.8 + pen_fit(h->d, type, x + 0.8, top + 2.2, right, h->c->goal_text);
    return label;
}

static double median_bar(const struct histogram *h)
{
    double last = (double)h->c->ncategories - 1;
    double at = fmin(last, fmax(0, floor(h->c->median / h->step)));
    return chart_y(&h->plot, count_of(h, (size_t)at));
}

/* On the side with more room; a line lower where the limit's label is in the way. */
static void label_median(const struct histogram *h, double x, double y, struct rect limit)
{
    const struct style *s = h->d->style;
    struct pdf_text type = pen_type(7, FACE_REGULAR, s->ink, ANCHOR_LEFT);
    double right = h->plot.right - x - 0.8, left = x - 0.8 - h->plot.left;
    bool before = left > right;
    double room = before ? left : right;
    double w = fmin(room, pen_width(h->d, type, h->c->median_text));
    double from = before ? x - 0.8 - w : x + 0.8;
    struct rect label = {from, y - 2.2, from + w, y + 0.6};
    if (rect_meets(label, limit)) {
        y += 3;
        label.top += 3;
    }
    pdf_alpha(h->d->page, 0.9);
    pen_box(h->d, s->white, (struct box){from - 0.2, label.top + 0.2, w + 0.4, 2.5});
    pdf_alpha(h->d->page, 1);
    pen_fit(h->d, type, from, y, room, h->c->median_text);
}

static void draw_median(const struct histogram *h, struct rect limit)
{
    const struct style *s = h->d->style;
    double x = value_x(h, h->c->median), bar = median_bar(h), top = h->plot.top + 2;
    pen_rule(h->d, 0.5, s->white, x, fmax(bar, top), x, h->plot.bottom);
    if (bar > top)
        pen_rule(h->d, 0.75, s->ink, x, top, x, bar);
    label_median(h, x, top + 1.9, limit);
}

static void set_histogram(struct histogram *h, struct arena *arena)
{
    struct box b = h->box;
    struct axis_range range;
    axis_range_init(&range);
    chart_take(&range, h->c, h->main);
    h->plot =
        (struct plot){.right = b.x + b.w - 1, .top = b.y + 6, .bottom = b.y + b.h - 9};
    h->plot.axis = axis_fit(&range, AXIS_ZERO);
    double label = chart_label_width(h->d, &h->plot.axis, arena);
    h->plot.left = b.x + fmin(b.w / 3, fmax(10, label + 1.4));
    h->pitch = (h->plot.right - h->plot.left) / (double)h->c->ncategories;
}

static void draw_names(const struct histogram *h)
{
    const struct style *s = h->d->style;
    struct pdf_text note = pen_type(6.5, FACE_REGULAR, s->text3, ANCHOR_CENTRE);
    double middle = (h->plot.left + h->plot.right) / 2;
    chart_unit(h->d, h->c->unit, h->box.x, h->plot.left, h->plot.top - 3.6);
    pen_fit(h->d, note, middle, h->plot.bottom + 7, h->plot.right - h->plot.left,
            h->c->note);
}

void draw_histogram(const struct pdf_draw *d, const struct chart *c, struct box b)
{
    struct histogram h = {.d = d, .c = c, .box = b};
    struct arena arena;
    double total = 0;
    h.main = chart_series(c, SERIES_MAIN);
    h.step = isfinite(c->step) && c->step > 0 ? c->step : 1;
    for (size_t i = 0; h.main && i < c->ncategories; i++)
        total += count_of(&h, i);
    if (!h.main || !(total > 0)) {
        chart_empty(d, c, (struct box){b.x + 10, b.y + 6, b.w - 11, b.h - 15});
        return;
    }
    arena_init(&arena);
    set_histogram(&h, &arena);
    chart_grid(d, &h.plot, &arena);
    draw_classes(&h);
    draw_edges(&h);
    chart_baseline(d, &h.plot);
    struct rect limit = {0};
    if (c->has_goal && isfinite(c->goal))
        limit = draw_limit(&h);
    if (c->median_text.n && isfinite(c->median))
        draw_median(&h, limit);
    name_last(&h);
    draw_names(&h);
    arena_release(&arena);
}
