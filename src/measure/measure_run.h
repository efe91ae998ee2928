/* measure_run: the run that measure_run opens, for the files of this folder. */
#ifndef MEASURE_RUN_H
#define MEASURE_RUN_H

#include <pthread.h>

#include "base/spool.h"
#include "measure/alike.h"
#include "measure/figures.h"
#include "measure/oddities.h"
#include "measure/worktime.h"

struct measure {
    struct arena arena;
    struct store *store;
    const struct job *job;
    int64_t as_of, event;
    struct worktime worktime;
    struct repeats repeats;
    struct filled filled;
    struct plan plan;
    struct figures figures;
    struct oddities *oddities; /* by kind of the plan */
    struct tally *tally;       /* likewise; only what is kept for quantiles */
    struct store_file *file;   /* of the snapshot */
    size_t nfiles;
    struct crowded *crowded;
    size_t ncrowded;
    struct orphan_count *orphan;
    size_t norphans;
    struct unknown_value *unknown;
    size_t nunknown, unknown_cap;
    struct spool flagged; /* findings of rows that rules flag, once they were asked for */
    bool has_flagged;
    pthread_mutex_t one_at_a_time; /* the store, once documents are made */
};

/* unknown.c: fills `unknown`. */
void unknown_find(struct measure *);

#endif
