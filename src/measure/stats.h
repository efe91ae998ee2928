/* stats: 95 % intervals and tails. Doubles live only here and in finished figures. */
#ifndef STATS_H
#define STATS_H

#include <stdint.h>

struct interval {
    double low, high;
};
/* Score interval of a proportion (Wilson 1927); n > 0. */
struct interval stats_wilson(int64_t hits, int64_t n);
/* Of a Poisson count, exact (Garwood 1936). */
struct interval stats_poisson(int64_t count);
/* 0.975 quantile of the normal, and of Student's t with df >= 1. */
double stats_normal(void);
double stats_t(int64_t df);
double stats_t_of(double df); /* likewise; any df >= 1 */
/* Probability of as much or more in either direction. */
double stats_normal_tails(double z);
double stats_t_tails(double t, double df);
/* Probability of as much or more. */
double stats_chi_square_tail(double x, double df);

#endif
