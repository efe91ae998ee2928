/* The risk matrix: likelihood to the right, impact upwards, in each cell the numbers of
 * the risks that are there. */
#include "render/draw/chart.h"

#include <math.h>

#include "base/banned.h"

#define AXIS   7.0 /* mm left of and below the cells */
#define HEIGHT 66.0
#define EMPTY  20.0
#define GAP    0.5

static void draw_risk_cell(const struct pdf_draw *d, const struct chart *c, int impact,
                           int likelihood, struct box b)
{
    const struct style *s = d->style;
    int product = (impact + 1) * (likelihood + 1);
    struct str text = c->risk[impact][likelihood];
    struct pdf_text type = pen_type(7.5, FACE_BOLD, s->ink, ANCHOR_CENTRE);
    bool high = product >= c->high, medium = !high && product >= c->medium;
    pen_box(d, high ? s->alert10 : medium ? s->accent32 : s->accent08, b);
    if (high) /* framed: on grey paper its ground is the lightest */
        pen_frame(d, text.n ? 1 : 0.5, s->alert, b);
    type.colour = high ? s->alert : s->ink;
    struct str line[2];
    size_t n = pen_break(d, type, b.w - 2, text, line, 2);
    for (size_t i = 0; i < n && text.n; i++)
        pen_fit(d, type, b.x + b.w / 2,
                b.y + b.h / 2 + 1 + 3.6 * ((double)i - ((double)n - 1) / 2), b.w - 2,
                line[i]);
}

double risk_height(const struct chart *c)
{
    return c->empty.n ? EMPTY : HEIGHT;
}

void draw_risk(const struct pdf_draw *d, const struct chart *c, struct box b)
{
    const struct style *s = d->style;
    struct arena arena;
    if (c->empty.n) {
        chart_empty(d, c, b);
        return;
    }
    arena_init(&arena);
    double w = (b.w - AXIS) / RISK_STEPS, h = (b.h - AXIS) / RISK_STEPS;
    struct pdf_text tick = pen_type(7, FACE_REGULAR, s->text2, ANCHOR_CENTRE);
    for (int i = 0; i < RISK_STEPS; i++) {
        double y = b.y + h * (RISK_STEPS - 1 - i);
        struct str step = arena_printf(&arena, "%d", i + 1);
        for (int k = 0; k < RISK_STEPS; k++)
            draw_risk_cell(d, c, i, k,
                           (struct box){b.x + AXIS + w * k + GAP, y + GAP, w - 2 * GAP,
                                        h - 2 * GAP});
        pen_put(d, tick, b.x + AXIS - 2, y + h / 2 + 1, step);
        pen_put(d, tick, b.x + AXIS + w * (i + 0.5), b.y + h * RISK_STEPS + 3, step);
    }
    struct pdf_text axis = pen_type(7, FACE_REGULAR, s->text2, ANCHOR_RIGHT);
    pen_fit(d, axis, b.x + b.w, b.y + b.h - 0.4, b.w - AXIS, c->head[1]);
    axis.anchor = ANCHOR_LEFT;
    pen_fit(d, axis, b.x, b.y + 2.4, AXIS, c->head[0]);
    arena_release(&arena);
}
