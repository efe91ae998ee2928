/* cover: the span of time that a file speaks for, so that "none happened" can be told
 * from "no file": declared by the source, else named by the file (orders-2026-10.csv),
 * else from the first to the last record. */
#ifndef COVER_H
#define COVER_H

#include "catalogue/job.h"

struct cover {
    bool known;
    int64_t from, until; /* UTC, half open */
};

/* `first` > `last` when no record has a time. */
int cover_find(struct cover *, const struct source *, struct str name,
               const struct zone *, int64_t first, int64_t last, struct err *);

#endif
