/* chart: the payload of a chart node: what is drawn, not how. Values are in display units
 * (percent 96.4, hours 21.1), finite or missing; texts are final. */
#ifndef CHART_H
#define CHART_H

#include "doc/chart_parts.h"

enum chart_kind {
    CHART_LINE,
    CHART_BARS,
    CHART_PARETO,
    CHART_RADAR,
    CHART_HISTOGRAM,
    CHART_COMPARE,
    CHART_GANTT,
    CHART_MATRIX,
    CHART_QUADRANT,
    CHART_STACK,
    CHART_FISHBONE,
    CHART_RISK
};
struct chart {
    enum chart_kind kind;
    struct str title, unit, newest, newest_note, alt, note;
    bool newest_alert, percent;
    int better;           /* 1 up, -1 down, 0 none */
    struct str *category; /* "10"; with `group` "2026" printed where it changes */
    struct str *group;
    size_t ncategories;
    struct chart_series *series;
    size_t nseries;
    bool has_goal;
    double goal;
    struct str goal_text;
    bool has_limits; /* control chart */
    double centre, lower, upper;
    bool
        limits_vary; /* with the size of each point: its own count, these are the last's */
    size_t current;  /* category of the period; ncategories: none */
    struct str empty; /* nothing to draw; a line feed parts head and reason */
    /* RADAR: category = spoke, series MAIN and LAST are value / target x 100. */
    struct str *spoke_value; /* printed under each name */
    bool *spoke_alert;
    /* PARETO: MAIN counts in falling order, RUNNING their cumulative percent, goal 80. */
    bool last_is_other; /* the last category gathers the rest */
    /* COMPARE: LAST before, MAIN after; one of each a category. Without
     * `change` the note of the MAIN point stands there. */
    struct str *change, *change_note;
    /* HISTOGRAM: unit over the axis, note under it, goal is the limit;
     * category i is [i, i+1) x step, the last one is open. */
    double step, median;
    struct str median_text;
    /* GANTT */
    struct gantt_row *gantt;
    size_t ngantt;
    double axis_from, axis_until, as_of;
    struct str as_of_text;
    struct str head[4]; /* number, action, owner, state; MATRIX: [3] over the marks */
    struct chart_tick {
        double at;
        struct str text;
    } * tick;
    size_t nticks;
    /* MATRIX: category = month */
    struct matrix_row *matrix;
    size_t nmatrix;
    struct str when[4];        /* GANTT: start, due, done, progress */
    struct str matrix_head[3]; /* item, needed, held */
    /* QUADRANT: both, only the first, only the second, neither; head[0] names what grows
     * upwards, head[1] what grows to the right. */
    struct chart_list quadrant[4];
    /* STACK: the parts of each category, one series a part: good, bad, the rest. */
    /* FISHBONE: what happened, and the branches of its causes. */
    struct str effect;
    struct chart_list *branch;
    size_t nbranches;
    /* RISK: numbers of the risks at [impact][likelihood], both from 0; `high` and `medium`
     * are the least products of the two that are so. Heads as of QUADRANT. */
    struct str risk[RISK_STEPS][RISK_STEPS];
    int high, medium;
    /* Words of the legend, empty ones are left out. LINE: value, goal, limits, outside,
     * last year. RADAR: now, before, goal. PARETO: main causes, the rest, running share.
     * COMPARE: before, after. HISTOGRAM: within, beyond. MATRIX: v s x m -. */
    struct str legend[5];
    struct str legend_letter[5]; /* MATRIX: the letters of v s x m - */
};

#endif
