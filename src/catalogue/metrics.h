/* metrics: what is measured (templates/metrics.xml). A metric maps each row of its
 * population to a fact, a state and a value; nothing else in the program decides what a
 * row counts for. Ids match [a-z][a-z0-9_]{0,30}. */
#ifndef METRICS_H
#define METRICS_H

#include "base/num.h"
#include "catalogue/records.h"
#include "catalogue/repeat.h"
#include "catalogue/stops.h"

enum test_op {
    TEST_ALL,
    TEST_ANY,
    TEST_IS,
    TEST_NOT,
    TEST_IN,
    TEST_MIN,
    TEST_MAX,
    TEST_PRESENT,
    TEST_ABSENT
};
struct test { /* ALL and ANY have children, the others a field */
    enum test_op op;
    const struct field *via;   /* REF field of the row; NULL: the row itself */
    const struct field *field; /* of the row's kind, or of via's parent */
    struct str *value;         /* IS, NOT: one; IN: several; as text */
    int64_t *number; /* the same for numeric fields, and MIN, MAX: stored units */
    size_t nvalues;
    struct test *child, *next;
};

struct population {
    struct str id, name;
    const struct kind *kind;
    const struct field *on;           /* event: counts in the window that holds it */
    const struct field *from, *until; /* held: counts at the window's end; on is NULL. No
                                         `from`: always held; no `until`: still held */
    const struct population *base;    /* narrows this one; NULL: the kind's rows */
    struct test *where;               /* NULL: all of base; siblings must all hold */
    struct str where_text;            /* in words, from <says>; for definitions */
};

struct dimension_of {
    const struct kind *kind;
    const struct field *via; /* NULL: own field */
    const struct field *field;
};
struct dimension {
    struct str id, name, blank; /* blank: key of a missing text */
    uint32_t index;
    bool optional; /* no cut where no record has it */
    struct dimension_of *of;
    size_t nof, most; /* most: keys that figures are broken down by */
};

struct limit_at {
    struct str key; /* empty: no `by` */
    int64_t seconds;
};
struct limit {
    struct str id;
    const struct dimension *by; /* NULL: one value for all */
    struct limit_at *at;
    size_t nat;
    bool in_days; /* declared in days, which have no fixed working time */
};

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
    struct dec goal, warn; /* in the figure's own terms: 0.95 for 95 % */
    enum control_chart control;
    int64_t min_n; /* fewer: shown, not judged */
    const struct dimension **cut;
    size_t ncuts;
    struct str numerator, denominator, excludes, note; /* definition in words */
    const char *path;                                  /* where it is declared */
    long line;
};

/* A register lists rows: the misses (or all) of metrics, or a whole population. */
enum column_role {
    COLUMN_FIELD,
    COLUMN_DIMENSION,
    COLUMN_METRIC,
    COLUMN_LIMIT,
    COLUMN_VALUE,
    COLUMN_OVERRUN,
    COLUMN_OPEN,
    COLUMN_STATE,
    COLUMN_FILE,
    COLUMN_LINE,
    COLUMN_NUMBER, /* running number */
    COLUMN_DUE     /* from + limit, a time */
};
struct column {
    enum column_role role;
    struct str name;
    const struct field *field, *via; /* COLUMN_FIELD; via as in test */
    const struct dimension *dimension;
    const struct metric *of; /* fact columns of a population register: whose fact */
};
struct order_by {
    size_t column;
    bool down;
};
struct register_def {
    struct str id, name;
    const struct population *of;  /* all rows, or NULL */
    const struct metric **misses; /* rows in state miss of these */
    size_t nmisses;
    struct column *column;
    size_t ncolumns;
    struct order_by *order;
    size_t norders;
};

struct metrics {
    struct dimension *dimension;
    size_t ndimensions;
    struct limit *limit;
    size_t nlimits;
    struct population *population;
    size_t npopulations;
    struct metric *metric;
    size_t nmetrics;
    size_t nrepeats; /* different declarations of what comes back */
    struct register_def *reg;
    size_t nregs;
    struct benchmark *benchmark; /* catalogue/benchmark.h */
    size_t nbenchmarks;
};

int metrics_load(struct metrics *, struct cat_load *, size_t first, size_t n,
                 const struct records *, struct err *);
/* No metric is broken down by it any more. */
void metrics_uncut(struct metrics *, const struct dimension *);
const struct metric *metrics_metric(const struct metrics *, struct str id);
const struct dimension *metrics_dimension(const struct metrics *, struct str id);
const struct population *metrics_population(const struct metrics *, struct str id);
/* How the rows of a kind get their key; NULL when the dimension does not reach it. */
const struct dimension_of *dimension_reach(const struct dimension *, const struct kind *);
const struct register_def *metrics_register(const struct metrics *, struct str id);

#endif
