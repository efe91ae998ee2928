/* plan: the metrics catalogue turned by record kind: which times, populations, facts and
 * dimensions have to be read of each row, every one of them once, however many metrics
 * share it. */
#ifndef PLAN_H
#define PLAN_H

#include "catalogue/metrics.h"

enum { NOWHERE = -1 };

/* When a row counts: on an event, or held from..until at the window's end. */
struct plan_clock {
    const struct field *on, *from, *until;
    bool keeps; /* a fact of it keeps its values */
};
struct plan_population {
    const struct population *population;
    int base; /* index of the one it narrows; NOWHERE: none */
};
/* What the scan reads of a fact. */
enum fact_way {
    WAY_ROW,    /* nothing: every row is a hit */
    WAY_TEST,   /* a test: hit or miss */
    WAY_VALUE,  /* a value: a hit where there is one */
    WAY_STATE,  /* the state, of what SQL has to judge */
    WAY_WITHIN, /* when a span began and its seconds, to be held against the limit */
    WAY_NEAR,   /* when it was, to be held against the time of the nearest like row */
    WAY_SINCE,  /* of what is held: since when it runs */
    WAY_YOUNG   /* of what is held: until when it is young enough */
};
struct plan_fact {
    const struct metric *model; /* the first metric that has this fact */
    enum fact_way way;
    int limit; /* place in plan_kind.limit; NOWHERE: none, or the same for all rows */
    uint32_t clock, population;
    bool sums;     /* a sum or mean asks for it */
    bool keeps;    /* a quantile asks for it */
    uint32_t *cut; /* dimensions of the kind, by place in plan_kind.dimension */
    size_t ncuts;
};
struct plan_dimension {
    const struct dimension *dimension;
    const struct dimension_of *of;
};
/* A field by which limits are set, and the values that they name. */
struct plan_known {
    const struct field *field;
    struct str *value;
    size_t n;
};
struct
    plan_kind { /* also of kinds that no metric counts: their rows are looked at, too */
    const struct kind *kind;
    struct plan_clock *clock;
    size_t nclocks;
    struct plan_population *population; /* a base before what narrows it */
    size_t npopulations;
    struct plan_fact *fact;
    size_t nfacts;
    struct plan_dimension *dimension;
    size_t ndimensions;
    const struct limit **limit; /* that go by a key, of facts judged by the scan */
    size_t nlimits;
    const struct field **ref; /* references, whose parents may be missing */
    size_t nrefs;
    struct plan_known *known;
    size_t nknown;
};
struct plan_place { /* where a metric's fact is; a ratio has none */
    uint32_t kind, fact;
};
struct plan {
    struct plan_kind *kind;
    size_t nkinds;
    struct plan_place *place; /* by metric index */
};

/* Both map every row to the same state and value. */
bool plan_same_fact(const struct metric *, const struct metric *);
void plan_build(struct plan *, struct arena *, const struct records *,
                const struct metrics *);
const struct plan_kind *plan_kind(const struct plan *, const struct kind *);
/* Place of the dimension among the kind's; NOWHERE when no metric cuts by it. */
int plan_dimension(const struct plan_kind *, const struct dimension *);
bool clock_is_held(const struct plan_clock *);

#endif
