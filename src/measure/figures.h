/* figures: how finished figures lie in memory, for the files that finish them. A metric
 * has a block of cells a window: the total, then the keys of each of its cuts in byte
 * order; every place is arithmetic, no search but for the key. */
#ifndef FIGURES_H
#define FIGURES_H

#include "measure/tally.h"

struct dimension_keys {
    struct str *key; /* byte order */
    size_t n;
    uint32_t *rank;      /* number in the run to place in `key` */
    uint32_t *number;    /* and back */
    bool *seen;          /* [window][place]: some kind has a row of it there */
    struct str *current; /* those seen in the period */
    size_t ncurrent;
};
struct figures {
    struct arena arena;
    const struct metrics *metrics;
    const struct plan *plan;
    struct windows windows;
    struct dimension_keys *dimension; /* by index */
    struct figure **cell;             /* by metric; [window][cell] */
    size_t *stride;                   /* cells a window */
    const struct figure **listed;
    size_t nlisted;
};
/* Spans that files of a kind cover, for telling 'nothing happened' from 'not supplied'. */
struct coverage {
    const struct kind *kind;
    int64_t from, until;
    bool dated; /* else it covers no time, only what is held */
};

void figures_settle_keys(struct figures *, const struct numbering *,
                         const struct tally *);
/* Makes every figure; `tally` is by kind of the plan. */
void figures_finish(struct figures *, const struct tally *, const struct coverage *,
                    size_t ncoverages);
/* Cell of a place among the dimension's keys (total: cut NULL); NULL: not so cut. */
struct figure *figures_cell(const struct figures *, const struct metric *, size_t window,
                            const struct dimension *cut, size_t place);
/* What the scan numbered a cut's key with. */
uint32_t figures_number(const struct figures *, const struct figure *);
/* Fills in the quantiles of one fact. */
void quantile_fill(const struct figures *, const struct tally *, uint32_t kind,
                   uint32_t fact);
/* 95 % intervals and the double of a figure whose fraction stands. */
void figure_estimate(struct figure *, const struct tally_sum *);

#endif
