/* zone: an IANA time zone read from the system's TZif file (version 2 or later), with
 * its POSIX footer for the years beyond the table. No global zone, no locale. */
#ifndef ZONE_H
#define ZONE_H

#include <stdint.h>

#include "base/err.h"
#include "base/sha256.h"

struct zone;
enum zone_fit { ZONE_UNIQUE, ZONE_AMBIGUOUS, ZONE_GAP };

/* Name is checked ([A-Za-z0-9_+/-], no ".."); unknown zone is ERR_JOB. */
int zone_open(struct zone **, struct str name, struct err *);
void zone_close(struct zone *);
/* Local wall-clock seconds (civil_seconds) to UTC. Ambiguous: the earlier instant.
 * Gap: the instant the clock would show without the jump. *fit says which (may be NULL). */
int64_t zone_to_utc(const struct zone *, int64_t local, enum zone_fit *fit);
int32_t zone_offset(const struct zone *, int64_t utc); /* seconds east of UTC */
/* No clock is set on the local day that begins at `day`, nor near it: all its times have one
 * offset. False also where that would have to be worked out. */
bool zone_is_steady(const struct zone *, int64_t day);
struct sha256
zone_digest(const struct zone *); /* of the TZif file: part of the identity */

#endif
