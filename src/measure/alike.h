/* alike: rows of a kind that have the same texts in some fields, side by side in the order
 * of a time. Read once into 16 bytes a row; texts are told apart by 64-bit hashes, of
 * which two of a million rows are equal by chance once in 40 million times. */
#ifndef ALIKE_H
#define ALIKE_H

#include "measure/facts.h"
#include "measure/worktime.h"

struct alike_row {
    uint64_t key;
    uint32_t at; /* seconds since 1950; what lies before or after 2086 is at the edge */
    uint32_t row;
};
struct alike {
    struct alike_row *row; /* by key, then time, then row */
    size_t n, cap;
    uint32_t *first; /* of each stretch of keys; one more for the end */
    unsigned shift;  /* what a key loses to be the number of its stretch */
    uint32_t *gap;   /* by row of the store, as alike_gap reads it */
    size_t ngaps;
};
#define ALIKE_NOT_ASKED INT64_MIN

int alike_read(struct alike *, sqlite3 *, struct worktime *, const struct alike_fields *,
               int64_t as_of, int64_t event, struct err *);
void alike_release(struct alike *);
/* The row nearest to the time, not before it (or, back, not after it), but not `own`;
 * NULL: there is none. */
const struct alike_row *alike_nearest(const struct alike *, uint64_t key, int64_t at,
                                      int64_t own, bool back);
/* Seconds between a row and the one nearest to it; INT64_MAX: there is none. Only where
 * alike_fields say since when rows look for others; ALIKE_NOT_ASKED: this one does not. */
int64_t alike_gap(const struct alike *, int64_t row);
/* Texts one after another; begins with 0. */
uint64_t alike_key(uint64_t before, struct str text);
int64_t alike_time(const struct alike_row *);

/* The indexes of all declarations of what comes back, and SQL's nearest(number, row,
 * time, texts...) over them. Both are read by any number of connections at a time. */
struct repeats {
    struct alike *alike; /* by repeat_def.index */
    const struct repeat_def **def;
    size_t n;
};
int repeats_open(struct repeats *, sqlite3 *, struct worktime *, const struct metrics *,
                 int64_t as_of, int64_t event, struct err *);
void repeats_close(struct repeats *);
int repeats_join(const struct repeats *, sqlite3 *, struct err *); /* here too */
/* The index of these very rows, where there is one; else NULL. */
const struct alike *repeats_lookup(const struct repeats *, const struct alike_fields *);
void repeats_leave(sqlite3 *);

#endif
