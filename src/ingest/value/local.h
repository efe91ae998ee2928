/* local: local times of a zone as UTC, remembering the offset of the days it met. */
#ifndef INGEST_VALUE_LOCAL_H
#define INGEST_VALUE_LOCAL_H

#include "base/zone.h"

enum { LOCAL_DAYS = 1024 };

struct local {
    const struct zone *zone;
    struct local_day {
        int64_t day;
        int32_t offset;
        enum { LOCAL_UNKNOWN, LOCAL_EVEN, LOCAL_UNEVEN } state;
    } day[LOCAL_DAYS];
};

void local_init(struct local *, const struct zone *);
/* *odd is set when the clock showed that time twice or never. */
int64_t local_to_utc(struct local *, int64_t local, bool *odd);

#endif
