/* The radar: value / target x 100 on 3 to 8 spokes, target ring, last period dotted. With
 * fewer spokes there is no shape to see: a list of bars stands instead. */
#include "render/draw/chart.h"

#include <math.h>

#include "base/banned.h"

#define SPOKES_MAX 8
#define RADIUS     23.5 /* mm, in a box of 66 height */
#define LABEL_ROOM 9.5  /* mm above and below the rings */
#define LABEL_AWAY 3.6  /* from the outer ring to a name */
#define RADIUS_MIN 18.0
#define NAME_WIDE  13.5 /* mm a name may be long in one line at a side */
#define NAME_LEAD  3.0
#define NAME_LINES 3
#define RINGS_MAX  6
#define LOWEST     0.3 /* of the axis: nearer to the centre no shape is seen */
#define PI         3.14159265358979323846

struct radar {
    const struct pdf_draw *d;
    const struct chart *c;
    const struct chart_series *main, *last;
    struct axis axis;
    struct box box;
    double x, y, r; /* centre and outer ring */
    size_t n;
};

double radar_height(const struct chart *c)
{
    return c->ncategories && c->ncategories < RADAR_SPOKES_MIN ? bars_height(c) : 66;
}

void radar_corner(double cx, double cy, double r, size_t i, size_t n, double xy[2])
{
    double turn = 2 * PI * (double)i / (double)n;
    xy[0] = cx + r * sin(turn);
    xy[1] = cy - r * cos(turn);
}

static double radius_of(const struct radar *r, double v)
{
    return axis_place(&r->axis, v, 0, r->r);
}

static void ring(const struct radar *r, double v, const struct pdf_line *line)
{
    double xy[2 * SPOKES_MAX];
    for (size_t i = 0; i < r->n; i++)
        radar_corner(r->x, r->y, radius_of(r, v), i, r->n, xy + 2 * i);
    pdf_path_stroke(r->d->page, line, xy, r->n, true);
}

/* Rings from the tick below the lowest to the tick above the highest, 100 among them. */
static struct axis fit_axis(const struct radar *r)
{
    struct axis_range range;
    axis_range_init(&range);
    chart_take(&range, r->c, r->main);
    chart_take(&range, r->c, r->last);
    axis_take(&range, 100);
    range.whole = range.high - range.low >= 2;
    struct axis axis = axis_fit(&range, AXIS_FREE);
    while (range.low - axis.from < LOWEST * (axis.until - axis.from) &&
           axis.from >= axis.step && axis.ticks < RINGS_MAX) {
        axis.from -= axis.step;
        axis.ticks++;
    }
    return axis;
}

static void draw_web(const struct radar *r)
{
    const struct style *s = r->d->style;
    struct pdf_line hair = {.weight = 0.5, .colour = s->hair};
    for (size_t i = 1; i < r->axis.ticks; i++)
        ring(r, axis_tick(&r->axis, i), &hair);
    for (size_t i = 0; i < r->n; i++) {
        double end[2];
        radar_corner(r->x, r->y, r->r, i, r->n, end);
        pdf_line_draw(r->d->page, &hair, r->x, r->y, end[0], end[1]);
    }
    struct pdf_line goal = pen_target(s);
    ring(r, 100, &goal);
}

/* The figure of a series; spokes without value leave it open there. */
static size_t outline(const struct radar *r, const struct chart_series *s, double *xy)
{
    size_t n = 0;
    for (size_t i = 0; i < r->n; i++)
        if (chart_has(&s->point[i]))
            radar_corner(r->x, r->y, radius_of(r, s->point[i].y), i, r->n, xy + 2 * n++);
    return n;
}

static void draw_figures(const struct radar *r)
{
    const struct style *s = r->d->style;
    struct pdf_line line = {.weight = 1.5, .colour = s->accent, .round = true};
    struct pdf_line dots = pen_last_year(s);
    double xy[2 * SPOKES_MAX];
    size_t n = outline(r, r->main, xy);
    bool closed = n == r->n;
    if (n > 2 && closed) {
        pdf_alpha(r->d->page, 0.12);
        pdf_path_fill(r->d->page, s->accent, xy, n);
        pdf_alpha(r->d->page, 1);
    }
    if (n > 1)
        pdf_path_stroke(r->d->page, &line, xy, n, closed);
    for (size_t i = 0; i < n; i++)
        pen_dot(r->d, s->accent, xy[2 * i], xy[2 * i + 1], 0.75);
    n = r->last ? outline(r, r->last, xy) : 0;
    if (n > 1)
        pdf_path_stroke(r->d->page, &dots, xy, n, n == r->n);
}

/* Numbers of the rings on the bisector between the third and the fourth spoke. */
static void draw_ring_numbers(const struct radar *r, struct arena *arena)
{
    const struct style *s = r->d->style;
    double half = PI / (double)r->n, angle = (r->n > 3 ? 5 : 3) * half;
    double pitch = r->r * cos(half) / (double)(r->axis.ticks - 1);
    double goal_at = floor((100 - r->axis.from) / r->axis.step + 0.5);
    size_t stride = axis_stride(pitch, 2.1, 0);
    for (size_t i = 1; i < r->axis.ticks; i++) {
        double v = axis_tick(&r->axis, i), away = radius_of(r, v) * cos(half);
        bool goal = fabs(v - 100) < 1e-9;
        if (fmod(fabs((double)i - goal_at), (double)stride) > 0.5)
            continue;
        struct pdf_text type =
            pen_type(6, FACE_REGULAR, goal ? s->ink : s->text3, ANCHOR_CENTRE);
        struct str text = axis_label(&r->axis, i, arena);
        double x = r->x + away * sin(angle), y = r->y - away * cos(angle);
        double w = pen_width(r->d, type, text) + 0.6;
        pdf_alpha(r->d->page, 0.9);
        pen_box(r->d, s->white, (struct box){x - w / 2, y - 1, w, 2});
        pdf_alpha(r->d->page, 1);
        pen_put(r->d, type, x, y + 0.75, text);
    }
}

/* What a name at a side needs: long ones take more lines. */
static double name_width(const struct radar *r, size_t i)
{
    struct pdf_text type = pen_type(7.5, FACE_REGULAR, r->d->style->ink, ANCHOR_LEFT);
    double w = pen_width(r->d, type, r->c->category[i]);
    return fmin(w, fmax(NAME_WIDE, w / NAME_LINES + 3));
}

/* The largest radius that leaves the names at the sides their width. */
static double fit_radius(const struct radar *r)
{
    double radius = fmin(RADIUS, r->box.h / 2 - LABEL_ROOM);
    for (size_t i = 0; i < r->n; i++) {
        double at[2];
        radar_corner(0, 0, 1, i, r->n, at);
        double room = r->box.w / 2 - name_width(r, i);
        if (fabs(at[0]) > 0.1)
            radius = fmin(radius, room / fabs(at[0]) - LABEL_AWAY);
    }
    return fmax(radius, fmin(RADIUS_MIN, r->box.w / 4));
}

static void draw_spoke_label(const struct radar *r, size_t i)
{
    const struct style *s = r->d->style;
    const struct chart *c = r->c;
    bool alert = c->spoke_alert && c->spoke_alert[i];
    double at[2], room;
    radar_corner(r->x, r->y, r->r + LABEL_AWAY, i, r->n, at);
    enum pdf_anchor anchor = ANCHOR_CENTRE;
    if (fabs(at[0] - r->x) < 1) {
        room = r->box.w;
    } else if (at[0] > r->x) {
        anchor = ANCHOR_LEFT;
        room = r->box.x + r->box.w - at[0];
    } else {
        anchor = ANCHOR_RIGHT;
        room = at[0] - r->box.x;
    }
    double y = at[1];
    if (anchor == ANCHOR_CENTRE)
        y += at[1] < r->y ? -2.6 : 1.4;
    struct pdf_text name = pen_type(7.5, FACE_REGULAR, s->ink, anchor);
    struct pdf_text value = pen_type(7, FACE_BOLD, alert ? s->alert : s->text2, anchor);
    struct str line[NAME_LINES];
    size_t n = pen_break_even(r->d, name, room, c->category[i], line,
                              anchor == ANCHOR_CENTRE ? 1 : NAME_LINES);
    if (n > 1)
        y -= NAME_LEAD / 2 * (double)(n - 1);
    for (size_t k = 0; k < n; k++)
        pen_fit(r->d, name, at[0], y + NAME_LEAD * (double)k, room, line[k]);
    y += NAME_LEAD * (double)(n ? n : 1);
    if (c->spoke_value)
        pen_fit(r->d, value, at[0], y, room, c->spoke_value[i]);
}

void draw_radar(const struct pdf_draw *d, const struct chart *c, struct box b)
{
    struct radar r = {.d = d, .c = c, .box = b, .n = c->ncategories};
    struct arena arena;
    size_t drawn = 0;
    r.main = chart_series(c, SERIES_MAIN);
    r.last = chart_series(c, SERIES_LAST);
    for (size_t i = 0; r.main && i < r.n; i++)
        drawn += chart_has(&r.main->point[i]);
    if (!r.main || !drawn || r.n > SPOKES_MAX) {
        chart_empty(d, c, (struct box){b.x, b.y + 5, b.w, b.h - 10});
        return;
    }
    if (r.n < RADAR_SPOKES_MIN) {
        draw_bars(d, c, b);
        return;
    }
    arena_init(&arena);
    r.x = b.x + b.w / 2;
    r.y = b.y + b.h / 2;
    r.r = fit_radius(&r);
    r.axis = fit_axis(&r);
    draw_web(&r);
    draw_figures(&r);
    draw_ring_numbers(&r, &arena);
    for (size_t i = 0; i < r.n; i++)
        draw_spoke_label(&r, i);
    arena_release(&arena);
}
