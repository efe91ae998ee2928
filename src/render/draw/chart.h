/* chart: what the kinds of chart share with each other: the frame, the plot and its
 * gridlines, the panel that stands where there is nothing to draw. */
#ifndef RENDER_DRAW_CHART_H
#define RENDER_DRAW_CHART_H

#include "render/draw/axis.h"
#include "render/draw/pen.h"

struct plot {
    double left, right, top, bottom; /* of the value area, mm on the page */
    struct axis axis;
};

#define NOTE_LEADING 3.7 /* mm, 7/10.5 pt */

/* NULL when the chart has no series of that role. */
const struct chart_series *chart_series(const struct chart *, enum series_role);
/* A point that can be drawn. */
bool chart_has(const struct chart_point *);
double chart_y(const struct plot *, double v);
/* Takes all points of a series. */
void chart_take(struct axis_range *, const struct chart *, const struct chart_series *);
/* Gridlines at the ticks with their labels left of the plot. */
void chart_grid(const struct pdf_draw *, const struct plot *, struct arena *);
/* Width of the widest tick label at axis size. */
double chart_label_width(const struct pdf_draw *, const struct axis *, struct arena *);
/* Unit over the value axis: ends where its numbers end, or begins at the box's edge. */
void chart_unit(const struct pdf_draw *, struct str unit, double edge, double left,
                double y);
void chart_baseline(const struct pdf_draw *, const struct plot *);
/* Tint panel with the reason. */
void chart_empty(const struct pdf_draw *, const struct chart *, struct box);

/* The kinds; each draws into the box, which starts below title and ends above legend. */
void draw_line(const struct pdf_draw *, const struct chart *, struct box);
void draw_bars(const struct pdf_draw *, const struct chart *, struct box);
void draw_compare(const struct pdf_draw *, const struct chart *, struct box);
void draw_pareto(const struct pdf_draw *, const struct chart *, struct box);
void draw_radar(const struct pdf_draw *, const struct chart *, struct box);
void draw_histogram(const struct pdf_draw *, const struct chart *, struct box);
void draw_gantt(const struct pdf_draw *, const struct chart *, struct box);
void draw_matrix(const struct pdf_draw *, const struct chart *, struct box);
void draw_quadrant(const struct pdf_draw *, const struct chart *, struct box);
void draw_stack(const struct pdf_draw *, const struct chart *, struct box);
void draw_fishbone(const struct pdf_draw *, const struct chart *, struct box);
void draw_risk(const struct pdf_draw *, const struct chart *, struct box);
double bars_height(const struct chart *);
double radar_height(const struct chart *);
double gantt_height(const struct chart *);
double matrix_height(const struct chart *);
double quadrant_height(const struct chart *);
double fishbone_height(const struct chart *);
double risk_height(const struct chart *);
bool compare_is_crowded(const struct chart *, double w);
double legend_height(const struct pdf_draw *, const struct chart *, double w);
/* A cell of the coverage matrix; the legend shows the same. */
void draw_matrix_cell(const struct pdf_draw *, const struct matrix_cell *, bool current,
                      struct box);

/* With fewer spokes there is no shape to see: a list of bars stands instead. */
#define RADAR_SPOKES_MIN 3
/* Radar: corner of spoke i of n at radius r from the centre. */
void radar_corner(double cx, double cy, double r, size_t i, size_t n, double xy[2]);
/* Pareto: may bar i be dark? Its share begins below `goal` percent of the total. */
bool pareto_is_main(const double *value, size_t n, size_t i, double goal);

#endif
