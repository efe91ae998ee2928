/* Charts: title, plot, note and legend in one box; which kind draws what. */
#include "render/draw/chart.h"

#include <math.h>

#include "base/banned.h"

#define TITLE_HEIGHT  7.0 /* a heading line and 2 below */
#define CAPTION_SPACE 1.5
#define HEIGHT_MAX    235.0 /* what a page holds under a heading */
#define NOTE_LINES    6

/* What a chart's own drawing takes at the height PAGES gives it; 0: it depends. */
static const struct {
    double height;
    double (*measure)(const struct chart *);
    void (*draw)(const struct pdf_draw *, const struct chart *, struct box);
} kinds[] = {
    [CHART_LINE] = {46.5, NULL, draw_line},
    [CHART_BARS] = {0, bars_height, draw_bars},
    [CHART_PARETO] = {70, NULL, draw_pareto},
    [CHART_RADAR] = {0, radar_height, draw_radar},
    [CHART_HISTOGRAM] = {46, NULL, draw_histogram},
    [CHART_COMPARE] = {48, NULL, draw_compare},
    [CHART_GANTT] = {0, gantt_height, draw_gantt},
    [CHART_MATRIX] = {0, matrix_height, draw_matrix},
    [CHART_QUADRANT] = {0, quadrant_height, draw_quadrant},
    [CHART_STACK] = {0, bars_height, draw_stack},
    [CHART_FISHBONE] = {0, fishbone_height, draw_fishbone},
    [CHART_RISK] = {0, risk_height, draw_risk},
};

static struct pdf_text note_type(const struct pdf_draw *d)
{
    return pen_type(7, FACE_REGULAR, d->style->text3, ANCHOR_LEFT);
}

static struct pdf_text title_type(const struct pdf_draw *d)
{
    return pen_type(9.5, FACE_BOLD, d->style->ink, ANCHOR_LEFT);
}

/* The small multiple keeps its size: it sets title and note inside. */
static bool frames_itself(const struct chart *c)
{
    return c->kind == CHART_LINE;
}

/* Wide charts fill a section of their own: its heading is their title. */
static bool has_title(const struct chart *c)
{
    static const bool wide[] = {
        [CHART_PARETO] = true,   [CHART_GANTT] = true,    [CHART_MATRIX] = true,
        [CHART_QUADRANT] = true, [CHART_FISHBONE] = true, [CHART_RISK] = true};
    return c->title.n && !frames_itself(c) && !wide[c->kind];
}

/* A radar's note says how its values are made; it stands beside the title if it can. */
static bool note_beside(const struct pdf_draw *d, const struct chart *c, double w)
{
    if (c->kind != CHART_RADAR || !has_title(c))
        return false;
    double title = pen_width(d, title_type(d), c->title);
    double note = pen_width(d, note_type(d), c->note);
    return title + 2 + note <= w;
}

/* A histogram's note is the name of its axis. */
static bool note_below(const struct pdf_draw *d, const struct chart *c, double w)
{
    return c->note.n && !frames_itself(c) && c->kind != CHART_HISTOGRAM &&
           !note_beside(d, c, w);
}

/* Height of legend and note together, without drawing them. */
static double caption_height(const struct pdf_draw *d, const struct chart *c, double w)
{
    struct str line[NOTE_LINES];
    double h = frames_itself(c) ? 0 : legend_height(d, c, w);
    if (note_below(d, c, w))
        h += NOTE_LEADING *
             (double)pen_break(d, note_type(d), w, c->note, line, NOTE_LINES);
    return h > 0 ? h + CAPTION_SPACE : 0;
}

double chart_height(const struct pdf_draw *d, const struct chart *c, double w)
{
    double h = kinds[c->kind].measure ? kinds[c->kind].measure(c) : kinds[c->kind].height;
    if (has_title(c))
        h += TITLE_HEIGHT;
    return fmin(HEIGHT_MAX, h + caption_height(d, c, w));
}

static void draw_parts(const struct pdf_draw *d, const struct chart *c, double x,
                       double y, double w, double h)
{
    struct box b = {x, y, w, h};
    double caption = caption_height(d, c, w);
    if (has_title(c)) {
        double taken = pen_fit(d, title_type(d), x, y + 3.93, w, c->title);
        if (note_beside(d, c, w))
            pen_put(d, note_type(d), x + taken + 2, y + 3.93, c->note);
        b.y += TITLE_HEIGHT;
        b.h -= TITLE_HEIGHT;
    }
    b.h -= caption;
    if (b.h <= 0)
        return;
    kinds[c->kind].draw(d, c, b);
    double below = b.y + b.h + CAPTION_SPACE;
    if (!frames_itself(c))
        below += draw_legend(d, c, x, below, w);
    if (note_below(d, c, w))
        pen_lines(d, note_type(d), x, below + 2.7, w, NOTE_LEADING, c->note);
}

void draw_chart(const struct pdf_draw *d, const struct chart *c, double x, double y,
                double w, double h)
{
    pdf_tag_begin(d->pdf, ROLE_FIGURE);
    pdf_tag_alt(d->pdf, c->alt.n ? c->alt : c->title);
    draw_parts(d, c, x, y, w, h);
    pdf_tag_end(d->pdf);
}
