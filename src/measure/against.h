/* against: a finished figure held against a value from elsewhere: what an industry
 * reaches, what a grade asks for. Exact, before any rounding, as goals are. */
#ifndef AGAINST_H
#define AGAINST_H

#include "measure/figure.h"

enum standing {
    STANDING_REACHED,  /* as good, or better */
    STANDING_BEHIND,   /* worse, and so is all of its interval; or it has none */
    STANDING_CHANCE,   /* worse, but the value lies within its interval */
    STANDING_APART,    /* neither way is better */
    STANDING_FEW,      /* fewer observations than the metric is judged by */
    STANDING_NO_VALUE, /* of the figure; NULL has none */
};
enum standing figure_against(const struct figure *, struct dec);
/* Figure minus value: exact digits to print, with the metric's decimals (x 100 for
 * percent); 0 without a value. */
int64_t figure_gap(const struct figure *, struct dec);

#endif
