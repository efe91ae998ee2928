/* tally: the facts of one kind's rows, counted by slot and key. A slot is a segment of
 * time for what counts on an event, and a window for what is held at its end. Integers
 * only, so that the order of rows cannot change anything. */
#ifndef TALLY_H
#define TALLY_H

#include <sqlite3.h>

#include "measure/facts.h"
#include "measure/numbering.h"
#include "measure/windows.h"

struct tally_moment {
    num_wide sum, squares;
};
struct tally_cells { /* [key][slot]; grows by keys */
    uint32_t nslots, keys;
    uint32_t (*count)[4];        /* rows of the population by state */
    struct tally_moment *moment; /* NULL: nobody sums */
};
/* Values kept for quantiles: value and place in one number, so that sorting is by value. */
struct tally_kept {
    uint64_t *item;
    size_t n, cap;
};
struct tally_places { /* of rows whose values are kept: slot, then a key a dimension */
    uint16_t *item;
    size_t n, cap;
};
struct tally {
    const struct plan_kind *plan;
    const struct windows *windows;
    int64_t as_of;
    struct numbering **keys;     /* by dimension of the kind */
    struct tally_cells **cells;  /* by fact: total, then its cuts */
    struct tally_cells **rows;   /* by clock: total, then every dimension; count[0] */
    struct tally_kept *kept;     /* by fact */
    struct tally_places *places; /* by clock */
    int64_t *orphans;            /* by reference of the kind */
    bool *member;                /* of the row being read, by population */
    uint16_t *key;               /* by dimension */
    uint32_t *slot;
};

/* `keys` is by dimension index of the catalogue. */
void tally_init(struct tally *, const struct plan_kind *, const struct windows *,
                int64_t as_of, struct numbering *keys);
void tally_release(struct tally *);
/* Counts one row of facts_scan. */
int tally_put(struct tally *, sqlite3_stmt *, const struct scan_columns *, struct err *);

/* Adds what another tally of the same plan counted; number: its keys' numbers here, by
 * dimension of the catalogue. */
void tally_add(struct tally *, const struct tally *other, uint16_t *const *number);

struct tally_sum {
    int64_t count[4];
    num_wide sum, squares;
};
/* Makes room for a key's slots. */
void tally_reach(struct tally_cells *, uint32_t key);
/* Slots that make up a window, for a clock. */
struct segment_run tally_run(const struct tally *, uint32_t clock, size_t window);
/* cut: 0 the total, else 1 + place among the fact's cuts; key: number in its keys. */
struct tally_sum tally_sum(const struct tally *, uint32_t fact, size_t cut, uint32_t key,
                           size_t window);
/* Rows of the kind; cut: 0 the total, else 1 + dimension of the kind. */
int64_t tally_rows(const struct tally *, uint32_t clock, size_t cut, uint32_t key,
                   size_t window);
/* A kept item's value and place. */
int64_t kept_value(uint64_t item);
const uint16_t *kept_place(const struct tally *, uint32_t fact, uint64_t item);

#endif
