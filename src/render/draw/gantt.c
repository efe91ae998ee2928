/* The Gantt chart of actions: plan, part done, due date, the overdue stretch, as-of line;
 * text columns at the left, the state at the right. */
#include "render/draw/chart.h"

#include <math.h>

#include "base/banned.h"

#define HEAD      7.0 /* mm */
#define ROW       7.6
#define ROW_LEAST 4.4
#define FOOT      5.0
#define BAR       3.0
#define FULL      170.0 /* width the columns are given for */

/* Columns at full width: number, action, owner, bars, state. */
static const double columns[] = {0, 20, 72, 88, 146, 150};
enum column { AT_NUMBER, AT_ACTION, AT_OWNER, AT_BARS, AT_BARS_END, AT_STATE };

struct gantt {
    const struct pdf_draw *d;
    const struct chart *c;
    struct box box;
    double from, until, row, foot;
    size_t rows;
};

double gantt_height(const struct chart *c)
{
    double n = c->ngantt < 2 ? 2 : (double)c->ngantt;
    return HEAD + n * ROW + FOOT;
}

static double column_x(const struct gantt *g, enum column at)
{
    return g->box.x + columns[at] * g->box.w / FULL;
}

static double column_width(const struct gantt *g, enum column at)
{
    double end = at == AT_STATE ? g->box.x + g->box.w : column_x(g, at + 1) - 1.5;
    return end - column_x(g, at);
}

static double day_x(const struct gantt *g, double day)
{
    double left = column_x(g, AT_BARS), right = column_x(g, AT_BARS_END);
    return left + pen_share(day, g->from, g->until) * (right - left);
}

/* The months: their name in the middle of each, a hairline where one begins. */
static void draw_ticks(const struct gantt *g)
{
    const struct style *s = g->d->style;
    const struct chart *c = g->c;
    struct pdf_text type = pen_type(7, FACE_REGULAR, s->text2, ANCHOR_CENTRE);
    double pitch =
        c->nticks ? (column_x(g, AT_BARS_END) - column_x(g, AT_BARS)) / (double)c->nticks
                  : 0;
    double widest = 0;
    for (size_t i = 0; i < c->nticks; i++)
        widest = fmax(widest, pen_width(g->d, type, c->tick[i].text));
    size_t stride = axis_stride(pitch, widest, 1);
    for (size_t i = 0; i < c->nticks; i++) {
        double x = day_x(g, c->tick[i].at);
        double next =
            i + 1 < c->nticks ? day_x(g, c->tick[i + 1].at) : column_x(g, AT_BARS_END);
        pen_rule(g->d, 0.5, s->hair, x, g->box.y + HEAD, x, g->foot);
        double middle = (x + next) / 2, right = g->box.x + g->box.w;
        double room = fmin((next - x) * (double)stride, 2 * (right - middle));
        if (i % stride == 0)
            pen_fit(g->d, type, middle, g->box.y + 5, room, c->tick[i].text);
    }
    double end = column_x(g, AT_BARS_END);
    pen_rule(g->d, 0.5, s->hair, end, g->box.y + HEAD, end, g->foot);
}

static void draw_heads(const struct gantt *g)
{
    static const enum column at[] = {AT_NUMBER, AT_ACTION, AT_OWNER, AT_STATE};
    const struct style *s = g->d->style;
    struct pdf_text type = pen_type(7, FACE_BOLD, s->text2, ANCHOR_LEFT);
    double right = g->box.x + g->box.w, y = g->box.y;
    for (size_t i = 0; i < 4; i++)
        pen_fit(g->d, type, column_x(g, at[i]), y + 5, column_width(g, at[i]),
                g->c->head[i]);
    pen_rule(g->d, 0.75, s->ink, g->box.x, y + 0.3, right, y + 0.3);
    pen_rule(g->d, 0.5, s->ink, g->box.x, y + HEAD, right, y + HEAD);
}

static void draw_plan(const struct gantt *g, const struct gantt_row *r, double y)
{
    const struct style *s = g->d->style;
    bool done = isfinite(r->done) && r->done >= 0;
    double start = day_x(g, r->start), due = day_x(g, r->due);
    double part = pen_share(r->progress, 0, 1);
    struct pdf_line edge = {.weight = 0.6, .colour = s->ink};
    pen_box(g->d, s->accent16, (struct box){start, y, due - start, BAR});
    double end = done ? day_x(g, r->done) : start + (due - start) * part;
    pen_box(g->d, s->accent, (struct box){start, y, end - start, BAR});
    if (r->overdue) {
        struct box late = {due, y, day_x(g, g->c->as_of) - due, BAR};
        pen_box(g->d, s->white, late);
        pen_frame(g->d, 0.75, s->alert, late);
    }
    pen_diamond(g->d, done ? s->ink : s->white, &edge, due, y + BAR / 2, 1.4);
}

static void draw_row(const struct gantt *g, size_t i)
{
    const struct style *s = g->d->style;
    const struct gantt_row *r = &g->c->gantt[i];
    double top = g->box.y + HEAD + g->row * (double)i, middle = top + g->row / 2;
    double y = middle + 1, state = column_x(g, AT_STATE);
    struct pdf_text ink = pen_type(7.5, FACE_REGULAR, s->ink, ANCHOR_LEFT);
    struct pdf_text owner = pen_type(7.5, FACE_REGULAR, s->text2, ANCHOR_LEFT);
    pen_fit(g->d, ink, column_x(g, AT_NUMBER), y, column_width(g, AT_NUMBER), r->number);
    pen_fit(g->d, ink, column_x(g, AT_ACTION), y, column_width(g, AT_ACTION), r->action);
    pen_fit(g->d, owner, column_x(g, AT_OWNER), y, column_width(g, AT_OWNER), r->owner);
    draw_plan(g, r, middle - BAR / 2);
    draw_mark(g->d, (enum doc_state)r->mark, state, middle + 1.15);
    if (r->overdue)
        ink.colour = s->alert;
    pen_fit(g->d, ink, state + 4.2, y, column_width(g, AT_STATE) - 4.2, r->state);
    if (i + 1 < g->rows)
        pen_rule(g->d, 0.25, s->hair, g->box.x, top + g->row, g->box.x + g->box.w,
                 top + g->row);
}

static void draw_as_of(const struct gantt *g)
{
    const struct style *s = g->d->style;
    struct pdf_text type = pen_type(6.5, FACE_REGULAR, s->ink, ANCHOR_CENTRE);
    double x = day_x(g, g->c->as_of);
    if (!isfinite(g->c->as_of) || g->c->as_of < g->from || g->c->as_of > g->until)
        return;
    pen_rule(g->d, 0.75, s->ink, x, g->box.y + HEAD, x, g->foot);
    double w = fmin(g->box.w / 2, pen_width(g->d, type, g->c->as_of_text));
    x = fmin(x, g->box.x + g->box.w - w / 2);
    pen_fit(g->d, type, x, g->foot + 3.4, w, g->c->as_of_text);
}

void draw_gantt(const struct pdf_draw *d, const struct chart *c, struct box b)
{
    struct gantt g = {.d = d, .c = c, .box = b, .from = c->axis_from};
    double room = b.h - HEAD - FOOT;
    g.until = c->axis_until > c->axis_from ? c->axis_until : c->axis_from + 1;
    draw_heads(&g);
    if (!c->ngantt) {
        chart_empty(d, c, (struct box){b.x, b.y + HEAD + 1, b.w, room - 1});
        return;
    }
    g.row = fmin(ROW, fmax(ROW_LEAST, room / (double)c->ngantt));
    g.rows = c->ngantt;
    if ((double)g.rows * g.row > room + 0.01)
        g.rows = (size_t)(room / g.row);
    g.foot = b.y + HEAD + g.row * (double)g.rows;
    draw_ticks(&g);
    for (size_t i = 0; i < g.rows; i++)
        draw_row(&g, i);
    pen_rule(d, 0.75, d->style->ink, b.x, g.foot, b.x + b.w, g.foot);
    draw_as_of(&g);
}
