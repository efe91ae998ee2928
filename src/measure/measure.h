/* measure: the store's snapshot becomes figures. The metrics catalogue compiles to one
 * fact SELECT a record kind; its rows are accumulated here over atomic segments of all
 * windows and the keys of all dimensions. Trace, registers and explain use the very
 * same facts. */
#ifndef MEASURE_H
#define MEASURE_H

#include "catalogue/job.h"
#include "measure/deciding.h"
#include "measure/figure.h"
#include "store/store.h"

struct measure;
/* Inside store_snapshot; lives until measure_close. as_of is UTC. The job's metrics lose
 * the cuts by optional dimensions that no record has. Rows are read by so many threads, 0
 * for as many as there are processors, up to four. */
int measure_run(struct measure **, struct store *, struct job *, const struct period *,
                int64_t as_of, size_t threads, struct err *);
void measure_close(struct measure *);
const struct figures *measure_figures(const struct measure *);

/* Whether some file of the kind stands in the snapshot, with or without rows. */
bool measure_supplied(const struct measure *, const struct kind *);

/* Rows of the period that a rule of their kind flags: kept, and told like findings. */
int measure_flagged(struct measure *,
                    int (*each)(void *, const struct store_finding *, struct err *),
                    void *, struct err *);

/* Data quality that only the store can tell: references without a parent. */
struct orphan_count {
    const struct kind *kind;
    const struct field *field;
    int64_t rows;
};
const struct orphan_count *measure_orphans(const struct measure *, size_t *n);

/* Dimensions with more keys in the period than are cut by: figures have the
 * dimension->most with the most rows. */
struct crowded {
    const struct dimension *dimension;
    size_t all;
};
const struct crowded *measure_crowded(const struct measure *, size_t *n);

/* Values of live rows that no limit by their field names: they are judged by none. The
 * commonest first, up to 50 a field. */
struct unknown_value {
    const struct kind *kind;
    const struct field *field;
    struct str *known;
    size_t nknown;
    struct str value, closest; /* of the known ones; may be empty */
    int64_t rows, line;
    struct str file; /* and line: of the row that was imported first */
};
/* Where the live row of a key was read; 1 when there is none. The name lives in the arena. */
int measure_place(struct measure *, const struct kind *, struct str key, struct arena *,
                  struct str *file, int64_t *line, struct err *);
const struct unknown_value *measure_unknown(const struct measure *, size_t *n);

/* The values that a percentile was taken of, ascending (mem_free); how many: its n. Until
 * they are let go, which whoever needs no more of them should do: they are many. */
size_t measure_values(const struct measure *, const struct figure *, int64_t **values);
void measure_let_go(struct measure *);

/* Rows with their facts, as typed values; texts are valid until the next call. */
struct row_value {
    enum field_type type; /* INT for states, seconds and running numbers */
    bool missing;
    int64_t num;
    int scale;
    struct str text;
};
struct rows;
int register_open(struct rows **, struct measure *, const struct register_def *,
                  const struct window *, struct err *);
/* Live records of a kind, all fields in their order; `during` limits them by the kind's
 * event to a window (NULL: all). Ordered by event, then key. */
int records_open(struct rows **, struct measure *, const struct kind *,
                 const struct window *during, struct err *);
/* The rows a figure rests on. state: 3 hits, 2 misses, 1 pending, -1 hits and misses.
 * Columns: key, file, line, at, state, value, limit; with `deciding` also the fields that
 * made it so (which must outlive the rows). A ratio opens over (part 0) or under (part
 * 1), whose metric is trace_metric. */
enum { TRACE_COLUMNS = 7 };
int trace_open(struct rows **, struct measure *, const struct figure *, int state,
               int part, const struct deciding *, struct err *);
const struct metric *trace_metric(const struct figure *, int part);
uint64_t rows_total(const struct rows *);
size_t rows_columns(const struct rows *);
/* Straight from the store, once. 0: *value points at rows_columns values; 1: end. */
int rows_next(struct rows *, const struct row_value **value, struct err *);
void rows_close(struct rows *); /* after its walks */

/* Or as often as wanted: the first walk keeps the rows, and all may be under way at the
 * same time, also in threads. */
struct rows_walk;
int rows_walk_open(struct rows_walk **, struct rows *, struct err *);
int rows_walk_next(struct rows_walk *, const struct row_value **value, struct err *);
void rows_walk_close(struct rows_walk *); /* safe on NULL */

/* The SQL of a metric as it runs, for `explain`. */
struct str measure_sql(struct arena *, const struct job *, const struct metric *);

#endif
