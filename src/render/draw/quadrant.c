/* Impact against urgency: four quarters, each a list under the class it means. Lists
 * instead of dots: names of metrics at nearly the same place would cover each other. */
#include "render/draw/chart.h"

#include <math.h>

#include "base/banned.h"

#define HEAD   7.0 /* mm, of a quarter */
#define LINE   4.4
#define PAD    3.0
#define LEAST  17.0 /* height of a quarter */
#define EMPTY  24.0
#define AXIS_X 6.0 /* left of the quarters, for the upward axis */
#define AXIS_Y 5.5 /* below them */

static double quarter_height(const struct chart_list *q)
{
    return fmax(LEAST, HEAD + LINE * (double)q->n + PAD);
}

/* The upper row: [1] and [0]; the lower one: [3] and [2]. */
static double row_height(const struct chart *c, size_t lower)
{
    return fmax(quarter_height(&c->quadrant[2 * lower]),
                quarter_height(&c->quadrant[2 * lower + 1]));
}

double quadrant_height(const struct chart *c)
{
    if (c->empty.n)
        return EMPTY;
    return row_height(c, 0) + row_height(c, 1) + AXIS_Y;
}

static void draw_quarter(const struct pdf_draw *d, const struct chart_list *q,
                         struct box b, double line_height, bool pressing)
{
    const struct style *s = d->style;
    struct pdf_text head =
        pen_type(8, FACE_BOLD, pressing ? s->alert : s->accent, ANCHOR_LEFT);
    struct pdf_text line = pen_type(7.5, FACE_REGULAR, s->ink, ANCHOR_LEFT);
    double width = b.w - 2 * PAD;
    if (pressing)
        pen_box(d, s->alert10, b);
    pen_fit(d, head, b.x + PAD, b.y + 5, width, q->title);
    for (size_t i = 0; i < q->n; i++)
        pen_fit(d, line, b.x + PAD, b.y + HEAD + line_height * ((double)i + 0.8), width,
                q->item[i]);
    if (!q->n)
        pen_put(d, pen_type(7.5, FACE_REGULAR, s->text3, ANCHOR_LEFT), b.x + PAD,
                b.y + HEAD + line_height * 0.8, STR("\xe2\x80\x94"));
}

void draw_quadrant(const struct pdf_draw *d, const struct chart *c, struct box b)
{
    const struct style *s = d->style;
    if (c->empty.n) {
        chart_empty(d, c, b);
        return;
    }
    double left = b.x + AXIS_X, half = (b.w - AXIS_X) / 2;
    double room = b.h - AXIS_Y, wanted = row_height(c, 0) + row_height(c, 1);
    double share = fmin(1, room / wanted); /* a page is all there is */
    double upper = row_height(c, 0) * share, lower = row_height(c, 1) * share;
    double middle = b.y + upper, bottom = middle + lower;
    draw_quarter(d, &c->quadrant[0], (struct box){left, b.y, half, upper}, LINE * share,
                 false);
    draw_quarter(d, &c->quadrant[1], (struct box){left + half, b.y, half, upper},
                 LINE * share, c->quadrant[1].n > 0);
    draw_quarter(d, &c->quadrant[2], (struct box){left, middle, half, lower},
                 LINE * share, false);
    draw_quarter(d, &c->quadrant[3], (struct box){left + half, middle, half, lower},
                 LINE * share, false);
    pen_rule(d, 0.75, s->ink, left, b.y, left, bottom);
    pen_rule(d, 0.75, s->ink, left, bottom, b.x + b.w, bottom);
    pen_rule(d, 0.25, s->rule, left + half, b.y, left + half, bottom);
    pen_rule(d, 0.25, s->rule, left, middle, b.x + b.w, middle);
    struct pdf_text axis = pen_type(7, FACE_REGULAR, s->text2, ANCHOR_RIGHT);
    pen_fit(d, axis, b.x + b.w, bottom + 3.6, half, c->head[1]);
    axis.anchor = ANCHOR_CENTRE;
    if (pen_width(d, axis, c->head[0]) > upper + lower)
        axis.size = PEN_SMALLEST;
    pdf_text_upright(d->page, &axis, b.x + 3.4, (b.y + bottom) / 2, c->head[0]);
}
