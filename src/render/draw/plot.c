/* plot: series and points, the value area with its gridlines and numbers, and the panel in
 * place of what there is not. */
#include "render/draw/chart.h"

#include <math.h>

#include "base/banned.h"

#define UNIT_MAX 30.0

const struct chart_series *chart_series(const struct chart *c, enum series_role role)
{
    for (size_t i = 0; i < c->nseries; i++)
        if (c->series[i].role == role)
            return &c->series[i];
    return NULL;
}

bool chart_has(const struct chart_point *p)
{
    return !p->missing && isfinite(p->y);
}

double chart_y(const struct plot *plot, double v)
{
    return axis_place(&plot->axis, v, plot->bottom, plot->top);
}

void chart_take(struct axis_range *range, const struct chart *c,
                const struct chart_series *s)
{
    for (size_t i = 0; s && i < c->ncategories; i++)
        if (chart_has(&s->point[i]))
            axis_take(range, s->point[i].y);
}

void chart_grid(const struct pdf_draw *d, const struct plot *plot, struct arena *arena)
{
    struct pdf_text type = pen_type(6.5, FACE_REGULAR, d->style->text3, ANCHOR_RIGHT);
    for (size_t i = 0; i < plot->axis.ticks; i++) {
        double y = chart_y(plot, axis_tick(&plot->axis, i));
        pen_rule(d, 0.25, d->style->hair, plot->left, y, plot->right, y);
        pen_put(d, type, plot->left - 1.2, y + 0.8, axis_label(&plot->axis, i, arena));
    }
}

double chart_label_width(const struct pdf_draw *d, const struct axis *axis,
                         struct arena *arena)
{
    struct pdf_text type = pen_type(6.5, FACE_REGULAR, d->style->text3, ANCHOR_RIGHT);
    double widest = 0;
    for (size_t i = 0; i < axis->ticks; i++)
        widest = fmax(widest, pen_width(d, type, axis_label(axis, i, arena)));
    return widest;
}

void chart_unit(const struct pdf_draw *d, struct str unit, double edge, double left,
                double y)
{
    struct pdf_text type = pen_type(6.5, FACE_REGULAR, d->style->text3, ANCHOR_LEFT);
    double w = pen_width(d, type, unit), right = left - 1.2;
    pen_fit(d, type, fmax(edge, right - w), y, UNIT_MAX, unit);
}

void chart_baseline(const struct pdf_draw *d, const struct plot *plot)
{
    pen_rule(d, 0.5, d->style->text3, plot->left, plot->bottom, plot->right,
             plot->bottom);
}

void chart_empty(const struct pdf_draw *d, const struct chart *c, struct box b)
{
    const struct style *s = d->style;
    struct str head = STR_NONE, rest = c->empty;
    struct str line[3];
    struct pdf_text bold = pen_type(9, FACE_BOLD, s->text2, ANCHOR_CENTRE);
    struct pdf_text plain = pen_type(7, FACE_REGULAR, s->text3, ANCHOR_CENTRE);
    double x = b.x + b.w / 2, width = b.w - 6;

    pen_box(d, s->tint, b);
    pen_rule(d, 0.5, s->text3, b.x, b.y + b.h, b.x + b.w, b.y + b.h);
    if (!rest.n)
        rest = STR("\xe2\x80\x94");
    str_split(&rest, '\n', &head);
    if (!rest.n && pen_width(d, bold, head) > width) { /* a sentence, no headline */
        rest = head;
        head = STR_NONE;
    }
    size_t n = pen_break(d, plain, width, rest, line, 3);
    double y = b.y + b.h / 2 + 1.1 - (double)n * 2;
    pen_fit(d, bold, x, y, width, head);
    for (size_t i = 0; i < n; i++)
        pen_fit(d, plain, x, y + 4.5 + (double)i * NOTE_LEADING, width, line[i]);
}
