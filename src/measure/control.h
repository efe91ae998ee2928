/* control: is a month noise or news? Shewhart's charts of a series of figures: p for rates,
 * u for counts per exposure, individuals with moving range (XmR) for the rest; p and u
 * widened after Laney where the months vary more than their sizes explain
 * and chance allows. */
#ifndef CONTROL_H
#define CONTROL_H

#include "measure/figure.h"

enum { CONTROL_BASELINE = 8, CONTROL_MOST = 64, CONTROL_RULES = 4 };

struct control_point {
    bool known;
    double value;
    double size; /* p: observations; u: exposure in the unit of the value */
};
struct control_limit {
    double lower, upper;
    int rule; /* of Western Electric that the point breaks first, 1 to 4; 0: none */
};
struct control {
    enum control_chart chart;
    double centre;
    double dispersion; /* Laney's sigma z where it widened the limits, else 1 */
    struct control_limit at[CONTROL_MOST];
};

/* Limits from the first eight known points, n at most CONTROL_MOST. False where there are
 * fewer, or where a p or u chart has nothing to vary. */
bool control_find(struct control *, enum control_chart, const struct control_point *,
                  size_t n);
/* Chart of a metric, as declared or by its kind; a figure as a point of it (NULL: unknown). */
enum control_chart control_chart_of(const struct metric *);
struct control_point control_point_of(const struct figure *);

#endif
