/* chart_parts: points, rows and cells that the kinds of chart are made of. */
#ifndef CHART_PARTS_H
#define CHART_PARTS_H

#include <stdbool.h>

#include "base/mem.h"

enum series_role { SERIES_MAIN, SERIES_LAST, SERIES_TARGET, SERIES_RUNNING };

struct chart_point {
    double y;
    bool missing;
    bool hollow;  /* n below the minimum */
    bool outside; /* beyond the control limits */
    bool has_interval;
    double low, high;
    double lower, upper; /* control limits of this point, where they vary */
    struct str text;     /* printed value */
    struct str note;     /* why missing; or n */
};
struct chart_series {
    struct str name;
    enum series_role role;
    struct chart_point *point; /* one a category */
};
struct gantt_row {
    struct str number, action, owner, state;
    int mark;                /* enum doc_state */
    double start, due, done; /* local days since 1970; done < 0: not done */
    double progress;         /* 0..1 */
    bool overdue;
};
struct matrix_cell {
    char look; /* 'v' valid, 's' near or stale, 'x' expired, 'm' missing, '-' n/a */
    struct str letter;
};
struct matrix_row {
    bool band; /* section band: only `label` */
    struct str number, label, needed, held;
    struct matrix_cell cell[13];
    int mark;
};
enum { RISK_STEPS = 5 };
struct chart_list {
    struct str title, *item;
    size_t n;
};

#endif
