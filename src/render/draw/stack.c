/* Stacked bars: what each category is made of. Parts are told by shade and by the number
 * in them, so that the picture survives a copier. */
#include "render/draw/chart.h"

#include <math.h>

#include "base/banned.h"

#define ROW        6.1 /* mm */
#define ROWS_MAX   30
#define BAR_HEIGHT 4.0
#define PARTS      3

struct stack {
    const struct pdf_draw *d;
    const struct chart *c;
    struct box box;
    double name, total, most; /* widths of names and totals; the longest bar's value */
};

static double part_of(const struct stack *k, size_t part, size_t i)
{
    const struct chart_point *p = &k->c->series[part].point[i];
    return chart_has(p) && p->y > 0 ? p->y : 0;
}

static size_t parts_of(const struct chart *c)
{
    return c->nseries < PARTS ? c->nseries : PARTS;
}

static double sum_of(const struct stack *k, size_t i)
{
    double sum = 0;
    for (size_t p = 0; p < parts_of(k->c); p++)
        sum += part_of(k, p, i);
    return sum;
}

static struct colour part_colour(const struct style *s, size_t part)
{
    return part == 0 ? s->accent : part == 1 ? s->alert : s->accent32;
}

static void draw_stacked(const struct stack *k, size_t i, double row)
{
    const struct style *s = k->d->style;
    double y = k->box.y + row * ((double)i + 0.5), h = fmin(BAR_HEIGHT, row * 0.7);
    double x = k->box.x + k->name + 2, room = k->box.w - k->name - k->total - 4;
    struct pdf_text name = pen_type(7.5, FACE_REGULAR, s->ink, ANCHOR_LEFT);
    struct pdf_text total = pen_type(7.5, FACE_BOLD, s->ink, ANCHOR_RIGHT);
    pen_fit(k->d, name, k->box.x, y + 0.95, k->name, k->c->category[i]);
    pen_fit(k->d, total, k->box.x + k->box.w, y + 0.95, k->total,
            k->c->spoke_value ? k->c->spoke_value[i] : STR_NONE);
    for (size_t p = 0; p < parts_of(k->c); p++) {
        double w = k->most > 0 ? room * part_of(k, p, i) / k->most : 0;
        struct pdf_text inside =
            pen_type(6.5, FACE_REGULAR, p < 2 ? s->white : s->ink, ANCHOR_CENTRE);
        struct str text = k->c->series[p].point[i].text;
        pen_box(k->d, part_colour(s, p), (struct box){x, y - h / 2, w, h});
        if (pen_width(k->d, inside, text) < w - 0.8)
            pen_put(k->d, inside, x + w / 2, y + 0.8, text);
        x += w;
    }
}

void draw_stack(const struct pdf_draw *d, const struct chart *c, struct box b)
{
    struct stack k = {.d = d, .c = c, .box = b};
    size_t n = c->ncategories < ROWS_MAX ? c->ncategories : ROWS_MAX;
    struct pdf_text type = pen_type(7.5, FACE_BOLD, d->style->ink, ANCHOR_LEFT);
    for (size_t i = 0; i < n; i++) {
        k.most = fmax(k.most, sum_of(&k, i));
        k.name = fmax(k.name, pen_width(d, type, c->category[i]));
        if (c->spoke_value)
            k.total = fmax(k.total, pen_width(d, type, c->spoke_value[i]));
    }
    if (!(k.most > 0)) {
        chart_empty(d, c, b);
        return;
    }
    k.name = fmin(k.name, b.w * 0.4);
    k.total = fmin(k.total, b.w * 0.25);
    for (size_t i = 0; i < n; i++)
        draw_stacked(&k, i, fmin(ROW, b.h / (double)n));
}
