/* series: the months of one metric, its control limits, and runs of improvement. */
#ifndef SERIES_H
#define SERIES_H

#include "compose/composer.h"
#include "measure/control.h"

struct series {
    const struct metric *metric;
    size_t n;
    const struct figure *figure[MONTHS]; /* NULL or missing: no value in that month */
    bool has_limits;
    enum control_chart chart;
    double centre, lower, upper; /* as shown: percent 96.4; limits of the newest month */
    double dispersion;           /* as in struct control */
    double low[MONTHS], high[MONTHS];
    int rule[MONTHS];     /* of Western Electric, 0: none */
    bool outside[MONTHS]; /* beyond the limits: rule 1 */
    size_t noutside, nsignals;
};
struct series series_of(const struct composer *, const struct metric *);
/* Months up to the last in which each was better (+) or worse (-) than the one before. */
int series_run(const struct series *);
/* The worst month before the last; n when there is none. */
size_t series_worst(const struct series *);
/* The month has a value, and it missed the goal. */
bool series_off(const struct series *, size_t month);
/* Months up to the last that missed the goal. */
int series_missed(const struct series *);

#endif
