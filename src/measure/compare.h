/* compare: is one figure different from another of its metric, or is it chance? An effect
 * with its 95 % interval and the probability of one as large by chance alone. */
#ifndef COMPARE_H
#define COMPARE_H

#include "measure/figure.h"
#include "measure/stats.h"

enum compare_method {
    COMPARE_NONE,   /* the metric has no test, or one side no value */
    COMPARE_RATES,  /* Newcombe's hybrid score interval, pooled z test */
    COMPARE_MEANS,  /* Welch */
    COMPARE_SHARES, /* means of bands (multinomial), normal */
    COMPARE_COUNTS  /* counts per exposure: limits by MOVER, score test */
};
struct comparison {
    enum compare_method method;
    double effect, low, high; /* second minus first, in the figure's own terms */
    double p;
    bool few; /* a side has fewer observations than the metric's minimum */
};

/* Either may be NULL. */
struct comparison compare_figures(const struct figure *first,
                                  const struct figure *second);
/* How much more the first pair changed than the second: the sum of two comparisons that
 * rest on different rows; its interval by MOVER, its p from that of a normal. */
struct comparison compare_changes(const struct comparison *, const struct comparison *);

/* The parts, for those who have numbers instead of figures. */
struct comparison compare_rates(int64_t hits1, int64_t n1, int64_t hits2, int64_t n2);
struct sample_mean {
    double mean, variance; /* of the values, with n - 1 */
    int64_t n;
};
struct comparison compare_means(struct sample_mean, struct sample_mean);
struct comparison compare_counts(int64_t count1, double exposure1, int64_t count2,
                                 double exposure2);

#endif
