/* metric: how each row of a population becomes a fact, and how the figure made of the
 * facts is judged and printed. */
#ifndef METRIC_H
#define METRIC_H

#include "base/num.h"
#include "catalogue/population.h"
#include "catalogue/repeat.h"
#include "catalogue/stops.h"

enum metric_kind {
    METRIC_COUNT,
    METRIC_SUM,
    METRIC_MEAN,
    METRIC_RATE,
    METRIC_QUANTILE,
    METRIC_RATIO
};
enum fact_form {
    FACT_ROW,    /* count: every row of the population is a hit */
    FACT_TEST,   /* rate: hit when the test holds, else miss */
    FACT_FIELD,  /* value of a field, with optional bands */
    FACT_SPAN,   /* value = from..to in seconds of its clock */
    FACT_WITHIN, /* hit when from..to <= limit */
    FACT_REPEAT  /* hit when another row with the same fields is within the limit */
};
enum span_clock { CLOCK_ELAPSED, CLOCK_BUSINESS }; /* business: working seconds */
enum absent { ABSENT_DUE, ABSENT_MISS, ABSENT_OUT };
enum better { BETTER_UP, BETTER_DOWN, BETTER_NONE };
enum control_chart { CONTROL_BY_KIND, CONTROL_NONE, CONTROL_P, CONTROL_U, CONTROL_XMR };
enum unit { UNIT_NUMBER, UNIT_PERCENT, UNIT_HOURS, UNIT_MINUTES, UNIT_DAYS };

struct band { /* value <= to gives `is`; the last has no `to` */
    bool has_to;
    int64_t to, is;
};

struct metric {
    struct str id, name;
    uint32_t index;
    enum metric_kind kind;
    const struct population *of; /* NULL for RATIO */
    enum fact_form form;
    struct test *hit;              /* FACT_TEST; siblings must all hold */
    const struct field *value;     /* FACT_FIELD */
    const struct field *from, *to; /* FACT_SPAN, FACT_WITHIN; FACT_REPEAT: `from` alone */
    bool at_end;                   /* of what is held: no `to`, but the window's end */
    const struct repeat_def *repeat; /* FACT_REPEAT */
    enum span_clock clock;           /* of both */
    const struct pause_def *pause;   /* NULL: none; one for equal declarations */
    enum reopened reopened;
    const struct field *first_end, *again; /* of reopened rows */
    const struct limit *limit;             /* FACT_WITHIN, FACT_REPEAT */
    enum absent absent;
    struct band *band;
    size_t nbands;
    int64_t p_num, p_den;              /* QUANTILE: p */
    const struct metric *over, *under; /* RATIO */
    int64_t ratio_scale;               /* RATIO: 1 unless given (1000 = per thousand) */
    enum unit unit;
    struct str unit_name; /* printed after the value; empty: the word of the unit */
    int decimals;
    enum better better;
    bool has_goal, has_warn;
    struct dec goal, warn;          /* in the figure's own terms: 0.95 for 95 % */
    bool goal_open;                 /* declared to have none: who uses it sets one */
    const struct metric *judged_by; /* NULL, or the metric that carries the goal */
    enum control_chart control;
    int64_t min_n; /* fewer: shown, not judged */
    const struct dimension **cut;
    size_t ncuts;
    struct str numerator, denominator, excludes, note; /* definition in words */
    const char *path;                                  /* where it is declared */
    long line;
};

#endif
