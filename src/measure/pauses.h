/* pauses: spans in which a clock stands still, and what they leave of a span on any clock,
 * elapsed or business. Merged lists are ascending and do not touch; in SQL they travel as
 * blobs: pauses(from, until) gathers rows to one, with_pause(list, from, until) adds one
 * more, elapsed(from, until, list) and elapsed_due(from, seconds, list) count by them. */
#ifndef PAUSES_H
#define PAUSES_H

#include <sqlite3.h>
#include <stdint.h>

#include "base/err.h"

struct pause {
    int64_t from, until;
};
struct pause_list { /* n spans as bytes, which need not be aligned */
    const void *bytes;
    size_t n;
};
struct pause pause_at(const struct pause_list *, size_t);

/* A clock that never stands still. between: its seconds in [from, until), 0 when until <=
 * from, -1 without an answer. after: the earliest instant at which so many seconds have
 * passed since `from`, INT64_MIN without an answer. */
struct pause_clock {
    int64_t (*between)(void *self, int64_t from, int64_t until);
    int64_t (*after)(void *self, int64_t from, int64_t seconds);
    void *self;
};
struct pause_clock pauses_elapsed(void);

/* Sorts and joins in place; those without length vanish. Returns how many are left. */
size_t pauses_merge(struct pause *, size_t n);
/* The clock's two questions with the pauses taken out. */
int64_t pauses_between(const struct pause_clock *, int64_t from, int64_t until,
                       const struct pause_list *);
int64_t pauses_after(const struct pause_clock *, int64_t from, int64_t seconds,
                     const struct pause_list *);

/* The list in an argument; empty where that is no blob. Valid as long as the value. */
struct pause_list pauses_read(sqlite3_value *);
int pauses_open(sqlite3 *, struct err *); /* makes the SQL functions known */

#endif
