/* tally: the facts of one kind's rows, counted by slot and key. A slot is a segment of
 * time for what counts on an event, and a window for what is held at its end. Integers
 * only, so that the order of rows cannot change anything. */
#ifndef TALLY_H
#define TALLY_H

#include "measure/alike.h"
#include "measure/facts_scan.h"
#include "measure/numbering.h"
#include "measure/scan_row.h"
#include "measure/windows.h"

struct tally_moment {
    num_wide sum, squares;
};
/* All that is counted of one clock's rows, in total or by the keys of one dimension. A
 * cell has a block for the rows and one for every fact that is cut so: what a row adds to
 * lies side by side. */
struct tally_cells {
    uint32_t nslots, keys; /* grows by keys */
    uint32_t width;        /* blocks a cell */
    uint32_t *fact;        /* of each block but the first */
    uint32_t *block;       /* by fact of the kind; 0: not counted here */
    uint32_t *summed;      /* facts that somebody sums */
    uint32_t nsummed;
    uint32_t (*count)[4];        /* [key][slot][block]: by state; rows in the first */
    struct tally_moment *moment; /* [key][slot][summed] */
};
enum { KEPT_MAX = 0x7fffffff };
/* Values kept for quantiles: value and place in one number, so that sorting is by value. */
struct tally_kept {
    uint64_t *item;
    size_t n, cap;
};
struct tally_places { /* of rows whose values are kept: slot, then a key a dimension */
    uint16_t *item;
    size_t n, cap;
};
struct tally_fact {    /* of the row being read */
    uint32_t count[4]; /* 1 at its state, if it counts */
    int64_t value, since;
    uint8_t state;
};
struct tally {
    const struct plan_kind *plan;
    const struct windows *windows;
    int64_t as_of;
    const struct repeats *repeats;
    struct numbering **keys;     /* by dimension of the kind */
    int *blank;                  /* number of the blank's key; -1: none yet */
    struct tally_cells **cells;  /* by clock: total, then every dimension */
    struct tally_kept *kept;     /* by fact */
    struct tally_places *places; /* by clock */
    bool *member;                /* of the row being read, by population */
    int64_t *limit;              /* by limit of the kind */
    uint16_t *key;               /* by dimension */
    uint32_t *slot;
    struct tally_fact *fact;
};

/* `keys` is by dimension index of the catalogue. */
void tally_init(struct tally *, const struct plan_kind *, const struct windows *,
                int64_t as_of, const struct repeats *, struct numbering *keys);
void tally_release(struct tally *);
/* Lets go of all but the kept values and their places. */
void tally_reduce(struct tally *);
/* Counts one row of facts_scan. */
int tally_put(struct tally *, struct scan_row, const struct scan_columns *, struct err *);

/* Adds what another tally of the same plan counted, and leaves it empty; number: its keys'
 * numbers here, by dimension of the catalogue. */
void tally_add(struct tally *, struct tally *other, uint16_t *const *number);

struct tally_sum {
    int64_t count[4];
    num_wide sum, squares;
};
/* Makes room for a key's slots. */
void tally_reach(struct tally_cells *, uint32_t key);
/* Slots that make up a window, for a clock. */
struct segment_run tally_run(const struct tally *, uint32_t clock, size_t window);
/* cut: 0 the total, else 1 + dimension of the kind; key: number in its keys. */
struct tally_sum tally_sum(const struct tally *, uint32_t fact, size_t cut, uint32_t key,
                           size_t window);
/* Rows of the kind. */
int64_t tally_rows(const struct tally *, uint32_t clock, size_t cut, uint32_t key,
                   size_t window);
/* A kept item's value and place. */
int64_t kept_value(uint64_t item);
const uint16_t *kept_place(const struct tally *, uint32_t fact, uint64_t item);

#endif
