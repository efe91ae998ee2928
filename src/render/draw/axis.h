/* axis: the arithmetic of charts, without any drawing: ticks by the 1-2-5 rule,
 * places on an axis, labels that must not touch. Everything it returns is finite. */
#ifndef RENDER_DRAW_AXIS_H
#define RENDER_DRAW_AXIS_H

#include "base/mem.h"

struct axis_range { /* what an axis must show */
    double low, high;
    bool any;   /* a finite value was taken */
    bool whole; /* all of them were whole numbers */
};
struct axis {
    double from, until, step;
    size_t ticks; /* 3 to 5 */
    int decimals; /* of the tick labels */
};

void axis_range_init(struct axis_range *);
void axis_take(struct axis_range *, double); /* ignores what is not finite */
enum axis_rule {
    AXIS_FREE = 0,
    AXIS_ZERO = 1,   /* begins at 0: bars */
    AXIS_PERCENT = 2 /* ends at 100 unless a value lies beyond */
};
/* Widened to ticks. All equal: one tick either side. Nothing taken: 0 to 1. */
struct axis axis_fit(const struct axis_range *, unsigned rules);
double axis_tick(const struct axis *, size_t i);
/* Place of v between the places of the axis's ends; beyond them: the nearer end. */
double axis_place(const struct axis *, double v, double at_from, double at_until);
struct str axis_label(const struct axis *, size_t i, struct arena *);
struct str axis_number(double, int decimals, struct arena *);

/* Every how many labels one may stand when they are `pitch` apart and `widest` wide. */
size_t axis_stride(double pitch, double widest, double gap);
/* Moves n centres (rising) so that labels of these widths keep `gap` and lie within
 * low..high; false: there is no room, thin them out. */
bool axis_spread(double *centre, const double *width, size_t n, double gap, double low,
                 double high);

struct rect {
    double left, top, right, bottom;
};
bool rect_meets(struct rect, struct rect);
/* Does the segment pass through the rectangle? */
bool rect_crossed(struct rect, double x1, double y1, double x2, double y2);

#endif
