/* rhythm: rows with the same texts in some fields as a series in time: who came often and
 * has stopped to, and what came often in a short while. Seen from the end of the period,
 * or from as-of where that comes first; what happened later is not looked at. */
#ifndef RHYTHM_H
#define RHYTHM_H

#include "measure/measure.h"

struct rhythm_ask {
    const struct kind *kind;
    const struct population *among; /* NULL: all rows */
    const struct field *same[REPEAT_SAME_MAX];
    size_t nsame;
    const struct field *on;
    bool silent;     /* else recurring */
    int64_t times;   /* rows that a series must have; recurring: within `seconds` */
    int64_t seconds; /* silent: the typical gap is no longer than this */
    int64_t silence; /* silent: the last row is longer ago than this */
};
struct rhythm {
    int64_t row; /* the last, in the store */
    int64_t times, first, last;
    int64_t gap; /* the median of the gaps */
};

/* In the arena; by times, the most first, then the last time, the newest first, then the
 * row. */
int rhythm_find(struct measure *, const struct rhythm_ask *, const struct period *,
                struct arena *, struct rhythm **, size_t *n, struct err *);
/* All fields of a row of the store, its file and line; texts in the arena. */
struct rhythm_row {
    struct row_value *value;
    struct str file;
    int64_t line;
};
int rhythm_read(struct measure *, const struct kind *, int64_t row, struct arena *,
                struct rhythm_row *, struct err *);

#endif
