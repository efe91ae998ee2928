/* series: the months of one metric, its control limits, and runs of improvement. */
#ifndef SERIES_H
#define SERIES_H

#include "compose/composer.h"

enum { BASELINE = 8 };

struct series {
    const struct metric *metric;
    size_t n;
    const struct figure *figure[MONTHS]; /* NULL or missing: no value in that month */
    bool has_limits;
    double centre, lower, upper; /* as shown: percent 96.4 */
    bool outside[MONTHS];
    size_t noutside;
};
struct series series_of(const struct composer *, const struct metric *);
/* Months up to the last in which each was better (+) or worse (-) than the one before. */
int series_run(const struct series *);
/* The worst month before the last; n when there is none. */
size_t series_worst(const struct series *);
/* Months up to the last that missed the goal. */
int series_missed(const struct series *);

#endif
