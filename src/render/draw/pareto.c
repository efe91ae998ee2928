/* The Pareto chart: bars in falling order against the total, the running share on the
 * same scale, so that its line starts on the first bar's top. */
#include "render/draw/chart.h"

#include <math.h>

#include "base/banned.h"

#define LEFT_SHARE  0.62 /* of its pitch a bar is wide */
#define INSIDE_FROM 5.5  /* mm of height from which the value stands in the bar */
#define MAIN_GOAL   80.0 /* percent, when the chart names no goal */
#define FOOT        4.5  /* mm under the plot for names in one line */
#define NAME_LEAD   2.8
#define NAME_LINES  3

struct pareto {
    const struct pdf_draw *d;
    const struct chart *c;
    const struct chart_series *main;
    struct plot plot;
    double total, goal, pitch, edge; /* edge: left end of the box */
};

bool pareto_is_main(const double *value, size_t n, size_t i, double goal)
{
    double total = 0, before = 0;
    for (size_t k = 0; k < n; k++) {
        before += k < i ? value[k] : 0;
        total += value[k];
    }
    /* A share that equals the goal but for rounding has reached it. */
    return total > 0 && before / total * 100 < goal - 1e-9;
}

static double count_of(const struct pareto *p, size_t i)
{
    const struct chart_point *point = &p->main->point[i];
    return chart_has(point) && point->y > 0 ? point->y : 0;
}

static double bar_x(const struct pareto *p, size_t i)
{
    return p->plot.left + p->pitch * ((double)i + 0.5);
}

/* Percent of the total to mm: the axis runs from 0 to the total. */
static double share_y(const struct pareto *p, double share)
{
    return p->plot.bottom - (p->plot.bottom - p->plot.top) * pen_share(share, 0, 100);
}

static double count_y(const struct pareto *p, double count)
{
    return share_y(p, count / p->total * 100);
}

static void draw_count_axis(const struct pareto *p, struct arena *arena)
{
    const struct style *s = p->d->style;
    struct pdf_text type = pen_type(6.5, FACE_REGULAR, s->text3, ANCHOR_RIGHT);
    struct axis axis = p->plot.axis;
    for (size_t i = 0; i < axis.ticks; i++) {
        double v = axis_tick(&axis, i), y = count_y(p, v);
        if (v > p->total)
            break;
        pen_rule(p->d, 0.5, s->text3, p->plot.left - 0.9, y, p->plot.left, y);
        pen_put(p->d, type, p->plot.left - 1.6, y + 0.8, axis_label(&axis, i, arena));
    }
    chart_unit(p->d, p->c->unit, p->edge, p->plot.left, p->plot.top - 3.5);
}

static void draw_share_axis(const struct pareto *p, struct arena *arena)
{
    const struct style *s = p->d->style;
    const struct chart_series *running = chart_series(p->c, SERIES_RUNNING);
    struct pdf_text plain = pen_type(6.5, FACE_REGULAR, s->text3, ANCHOR_LEFT);
    struct pdf_text bold = pen_type(6.5, FACE_BOLD, s->ink, ANCHOR_LEFT);
    double x = p->plot.right + 1.2, goal_y = share_y(p, p->goal);
    for (int share = 0; share <= 100; share += 20) {
        double y = share_y(p, share);
        pen_rule(p->d, 0.25, s->hair, p->plot.left, y, p->plot.right, y);
        if (fabs(y - goal_y) > 2.4)
            pen_put(p->d, plain, x, y + 0.8, arena_printf(arena, "%d%%", share));
    }
    pen_dash(p->d, pen_target(s), p->plot.left, goal_y, p->plot.right, goal_y);
    pen_fit(p->d, bold, x, goal_y + 0.8, 8.8,
            p->c->goal_text.n ? p->c->goal_text : arena_printf(arena, "%g%%", p->goal));
    if (running)
        pen_fit(p->d, plain, x, p->plot.top - 3.5, 9, running->name);
}

static void draw_pareto_bar(const struct pareto *p, size_t i, bool main)
{
    const struct style *s = p->d->style;
    double v = count_of(p, i), y = count_y(p, v), w = p->pitch * LEFT_SHARE;
    double x = bar_x(p, i), h = p->plot.bottom - y;
    struct pdf_text value = pen_type(7, FACE_BOLD, s->ink, ANCHOR_CENTRE);
    struct pdf_text name = pen_type(7, FACE_REGULAR, s->ink, ANCHOR_CENTRE);
    bool inside = h > INSIDE_FROM;
    if (inside && main)
        value.colour = s->white;
    pen_box(p->d, main ? s->accent : s->accent32, (struct box){x - w / 2, y, w, h});
    pen_fit(p->d, value, x, inside ? p->plot.bottom - 1.6 : y - 1,
            inside ? w - 0.6 : p->pitch - 0.8, p->main->point[i].text);
    struct str line[NAME_LINES];
    size_t n =
        pen_break_even(p->d, name, p->pitch - 0.8, p->c->category[i], line, NAME_LINES);
    for (size_t k = 0; k < n; k++)
        pen_fit(p->d, name, x, p->plot.bottom + 3.5 + NAME_LEAD * (double)k,
                p->pitch - 0.8, line[k]);
}

static void draw_bars_of(const struct pareto *p)
{
    size_t n = p->c->ncategories;
    double *value = mem_new(n, sizeof *value);
    for (size_t i = 0; i < n; i++)
        value[i] = count_of(p, i);
    for (size_t i = 0; i < n; i++) {
        bool rest = p->c->last_is_other && i + 1 == n;
        draw_pareto_bar(p, i, !rest && pareto_is_main(value, n, i, p->goal));
    }
    mem_free(value);
}

static void draw_running(const struct pareto *p)
{
    const struct style *s = p->d->style;
    size_t n = p->c->ncategories;
    double *xy = mem_new(2 * n, sizeof *xy), sum = 0;
    struct pdf_line line = {.weight = 1, .colour = s->ink, .round = true};
    for (size_t i = 0; i < n; i++) {
        sum += count_of(p, i);
        xy[2 * i] = bar_x(p, i);
        xy[2 * i + 1] = count_y(p, sum);
    }
    if (n > 1)
        pdf_path_stroke(p->d->page, &line, xy, n, false);
    for (size_t i = 0; i < n; i++)
        pen_ring(p->d, s->white, 0.75, s->ink, xy[2 * i], xy[2 * i + 1], 0.75);
    mem_free(xy);
}

/* Lines the longest name takes under its bar. */
static size_t name_lines(const struct pareto *p)
{
    struct pdf_text type = pen_type(7, FACE_REGULAR, p->d->style->ink, ANCHOR_CENTRE);
    struct str line[NAME_LINES];
    size_t most = 1;
    for (size_t i = 0; i < p->c->ncategories; i++) {
        size_t n = pen_break_even(p->d, type, p->pitch - 0.8, p->c->category[i], line,
                                  NAME_LINES);
        most = n > most ? n : most;
    }
    return most;
}

static void set_pareto(struct pareto *p, struct box b, struct arena *arena)
{
    struct axis_range range;
    axis_range_init(&range);
    axis_take(&range, 0);
    axis_take(&range, p->total);
    p->edge = b.x;
    p->plot = (struct plot){
        .right = b.x + b.w - 10, .top = b.y + 6, .bottom = b.y + b.h - FOOT - NAME_LEAD};
    p->plot.axis = axis_fit(&range, AXIS_ZERO);
    double label = chart_label_width(p->d, &p->plot.axis, arena);
    p->plot.left = b.x + fmin(b.w / 3, fmax(9, label + 2));
    p->pitch = (p->plot.right - p->plot.left) / (double)p->c->ncategories;
    p->plot.bottom = b.y + b.h - FOOT - NAME_LEAD * (double)(name_lines(p) - 1);
    p->goal = p->c->has_goal && isfinite(p->c->goal) ? p->c->goal : MAIN_GOAL;
}

void draw_pareto(const struct pdf_draw *d, const struct chart *c, struct box b)
{
    struct pareto p = {.d = d, .c = c, .main = chart_series(c, SERIES_MAIN)};
    struct arena arena;
    for (size_t i = 0; p.main && i < c->ncategories; i++)
        p.total += count_of(&p, i);
    if (!p.main || !(p.total > 0) || !isfinite(p.total)) {
        chart_empty(d, c,
                    (struct box){b.x + 9, b.y + 6, b.w - 19, b.h - 6 - FOOT - NAME_LEAD});
        return;
    }
    arena_init(&arena);
    set_pareto(&p, b, &arena);
    draw_count_axis(&p, &arena);
    draw_share_axis(&p, &arena);
    draw_bars_of(&p);
    chart_baseline(d, &p.plot);
    draw_running(&p);
    arena_release(&arena);
}
