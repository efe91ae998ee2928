/* benchmark: what others reach: values of metrics from a source that is named, with the
 * days for which it holds. Declared beside the metrics; figures of a period are held
 * against those that hold in it. What the organisation itself wants are goals. */
#ifndef BENCHMARK_H
#define BENCHMARK_H

#include "catalogue/metrics.h"

struct benchmark_value {
    const struct metric *metric;
    const struct dimension *cut; /* NULL: of all rows */
    struct str key;
    struct dec is; /* in the figure's own terms, as goals */
};
struct benchmark {
    struct str id, name, source;
    int64_t first, last; /* local days since 1970, both included */
    struct benchmark_value *value;
    size_t nvalues;
};

#endif
