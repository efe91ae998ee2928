/* working: how the clock of one row's span ran, interval by interval: what was counted,
 * what was not and why. The seconds of all pieces add up to the fact's value. */
#ifndef WORKING_H
#define WORKING_H

#include "measure/measure.h"

enum work_kind {
    WORK_COUNTED,
    WORK_PAUSED,    /* would have counted */
    WORK_OFF_HOURS, /* before the first or after the last hours of a working day */
    WORK_BREAK,     /* between the hours of a day */
    WORK_REST_DAY,  /* a weekday without hours */
    WORK_HOLIDAY
};
struct work_piece {
    int64_t from, until; /* UTC */
    enum work_kind kind;
    struct str name; /* of the holiday, or what the working day makes up for */
    int64_t counted; /* seconds */
};
struct working {
    struct str file;
    int64_t line;
    int64_t from, until; /* UTC; an unfinished row's until is as_of */
    bool open, has_limit;
    int64_t limit, due, counted;
    enum fact_outcome { WORKING_OUT, WORKING_PENDING, WORKING_MISS, WORKING_HIT } outcome;
    struct work_piece *piece;
    size_t npieces;
};

/* Of the row with that key and a metric that counts a span; texts and pieces in the arena.
 * 1: there is no such row. */
int working_find(struct working *, struct measure *, const struct metric *,
                 struct str key, struct arena *, struct err *);

#endif
