/* representative: do those who answered resemble those who were served? A sample's counts by
 * the keys of a dimension against its population's, by Pearson's chi-square; keys of which
 * fewer than five are expected are one class (Cochran 1954). */
#ifndef REPRESENTATIVE_H
#define REPRESENTATIVE_H

#include "measure/figure.h"

struct segment_share {
    struct str key;
    int64_t sample, population;
    double expected; /* of the sample, by the population's share */
    double residual; /* (sample - expected) / sqrt(expected); 0 where too few to tell */
};
struct representative {
    struct segment_share *segment; /* byte order of keys */
    size_t n;
    int64_t sample, population;
    double chi_square, p;
    int classes; /* fewer than two: no test */
};

/* Both metrics count, and are cut by the dimension. */
void representative_find(struct representative *, const struct figures *,
                         const struct metric *sample, const struct metric *population,
                         const struct window *, const struct dimension *, struct arena *);

#endif
