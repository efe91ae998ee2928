/* instant: points in time as people write them on a command line, and as they are
 * printed: local time of a zone. */
#ifndef INSTANT_H
#define INSTANT_H

#include "base/mem.h"
#include "base/zone.h"

/* 'YYYY-MM-DD', with ' HH:MM' or 'THH:MM', with ':SS': local time of the zone. */
int instant_parse(struct str, const struct zone *, int64_t *utc, struct err *);
/* "2026-11-03 08:00:00 +08:00" */
struct str instant_print(struct arena *, int64_t utc, const struct zone *);

#endif
