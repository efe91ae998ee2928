/* windows: the spans of time a run measures, and the atomic segments they are unions of.
 * A row is put into one segment; a window is a run of segments, so that one pass over
 * the rows serves all windows. */
#ifndef WINDOWS_H
#define WINDOWS_H

#include "measure/figure.h"

struct windows {
    struct window *window;
    size_t n;
    int64_t *edge; /* ascending; segment i is [edge[i], edge[i + 1]) */
    size_t nsegments;
    struct segment_run {
        uint32_t first, after;
    } * run; /* one a window */
};

/* Period, last, year ago, to date, the 13 months that end with the period's last, and
 * the halves and quarters of a year. */
int windows_build(struct windows *, struct arena *, const struct period *,
                  const struct zone *, struct err *);
/* Segment that holds the instant; -1: none of the windows does. */
int windows_segment(const struct windows *, int64_t instant);

#endif
