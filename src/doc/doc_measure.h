/* doc_measure: how the figures of a metric follow from the facts in registers, for the live
 * formulas of sheets. */
#ifndef DOC_MEASURE_H
#define DOC_MEASURE_H

#include "base/str.h"

enum measure_kind {
    MEASURE_COUNT,
    MEASURE_SUM,
    MEASURE_MEAN,
    MEASURE_RATE,
    MEASURE_QUANTILE,
    MEASURE_RATIO
};
struct doc_measure {
    struct str metric, facts; /* facts: the metric that fact columns name instead */
    struct str population;    /* COUNT: every row of it; empty else */
    enum measure_kind kind;
    double p, scale;        /* QUANTILE; RATIO: over / under x scale */
    struct str over, under; /* RATIO: metrics */
};

#endif
