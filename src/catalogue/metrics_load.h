/* metrics_load: what the loaders of the parts of a metrics catalogue share. Elements of
 * all files are gathered first, a later one in the place of an earlier one of its id;
 * then dimensions, limits, populations, metrics, registers and benchmarks are built in
 * that order, each at its final place. */
#ifndef METRICS_LOAD_H
#define METRICS_LOAD_H

#include "catalogue/metrics.h"

struct element { /* where something is declared */
    const xmlNode *node;
    const char *path;
};
struct elements {
    struct element *item;
    size_t n, cap;
};
struct loading {
    struct cat_load *load;
    const struct records *records;
    struct metrics *out;
    struct elements dimension, limit, population, metric, cut, reg, benchmark;
    struct err *err;
};

int load_refuse(struct loading *, const struct element *, const char *what,
                struct str text);
/* Every declared struct begins with its id: finds one in an array of them. When there is
 * none, load_unknown names the nearest id; always -1. */
const void *load_find(const void *list, size_t n, size_t size, struct str id);
int load_unknown(struct loading *, const struct element *, const char *what,
                 struct str id, const void *list, size_t n, size_t size);

struct str load_id(struct loading *, const struct element *);
struct str load_words(struct loading *, const xmlNode *, const char *child);
/* The kind's field that the attribute names. */
int load_field(struct loading *, const struct element *, const char *attribute,
               const struct kind *, const struct field **);
/* Likewise, a field of times. */
int load_time(struct loading *, const struct element *, const char *attribute,
              const struct kind *, const struct field **);
/* Attributes via and field: an own field, or one of a parent. */
int load_path(struct loading *, const struct element *, const struct kind *,
              const struct field **via, const struct field **field);
/* A decimal text in the units the field is stored in. */
int load_stored(struct loading *, const struct element *, struct str text,
                const struct field *, int64_t *out);
/* The elements where, any and all below `at`, as siblings. */
int load_tests(struct loading *, const struct element *at, const struct kind *,
               struct test **out);

/* Children pause and reopened of a span. */
int load_stops(struct loading *, const struct element *, struct metric *);
int load_limit(struct loading *, const struct element *, struct metric *);
int load_repeat(struct loading *, const struct element *, struct metric *);

int load_populations(struct loading *);
int load_metrics(struct loading *);
int load_registers(struct loading *);
int load_benchmarks(struct loading *);

#endif
