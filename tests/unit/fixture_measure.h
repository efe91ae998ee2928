/* fixture_measure: three small kinds, a store, and short ways from a metrics catalogue
 * and a few CSV rows to a figure. Zone Asia/Shanghai. */
#ifndef FIXTURE_MEASURE_H
#define FIXTURE_MEASURE_H

#include "measure/measure.h"

/* Kind "job": id! at!(time) done(time) first_done(time) again(time). Kind "hold", its key
 * job and held: job(ref) held!(time) freed(time) why(text). Kind "visit": id! at!(time)
 * done(time) place class state(text) good(flag) score(1..5) cost(2 decimals). Kind "reply":
 * id! visit(ref) at(time) score(0..10). Kind "member": id! joined(date) left(date)
 * able(flag). */
struct measure_fixture {
    struct job job;
    struct store *store;
    struct measure *measure;
    struct source source[5];
    char folder[64];
    size_t threads; /* of its runs */
    struct err err;
};

void measure_fixture_open(struct measure_fixture *);
void measure_fixture_close(struct measure_fixture *);
/* For a group of tests: one with these metrics and the shipped calendar; its end. */
int measure_fixture_set_up(void **state, const char *metrics);
int measure_fixture_tear_down(void **state);
/* Loads metrics catalogues, given as the elements inside the root; -1 as metrics_load. */
int measure_fixture_metrics(struct measure_fixture *, const char *const *text, size_t n);
/* Kind by its first letter; header line included. */
void measure_fixture_import(struct measure_fixture *, char kind, const char *csv);
/* Measures, after the import event given (0: the newest); as_of is local. */
void measure_fixture_run(struct measure_fixture *, const char *period, const char *as_of,
                         int64_t event);
int64_t measure_fixture_time(const struct measure_fixture *, const char *local);
/* cut and key may be NULL. */
const struct figure *measure_fixture_figure(const struct measure_fixture *,
                                            const char *metric, const char *window,
                                            const char *cut, const char *key);
/* "hit/miss/pending" of it. */
const char *measure_fixture_states(struct measure_fixture *, const char *metric,
                                   const char *window, const char *cut, const char *key);
/* Rows to their end: cells joined by bars, missing ones as "-", a line each. */
const char *measure_fixture_rows(struct measure_fixture *, struct rows *);
const char *measure_fixture_walk(struct measure_fixture *, struct rows *,
                                 struct rows_walk *);

#endif
