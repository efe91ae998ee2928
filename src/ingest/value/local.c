/* local: exports repeat the same few hundred days; each is looked up in the zone once, and
 * only days on which the clock is set go to the zone for every time. */
#include "ingest/value/local.h"

#include "base/civil.h"

#include "base/banned.h"

void local_init(struct local *local, const struct zone *zone)
{
    *local = (struct local){.zone = zone};
}

/* Every quarter of an hour is asked, the last second too: no clock was ever set and set
 * back within less. */
static void examine(struct local *local, struct local_day *slot, int64_t day)
{
    int64_t from = day * CIVIL_DAY;
    enum zone_fit fit;
    int64_t offset = from - zone_to_utc(local->zone, from, &fit);
    *slot = (struct local_day){day, (int32_t)offset,
                               fit == ZONE_UNIQUE ? LOCAL_EVEN : LOCAL_UNEVEN};
    if (zone_is_steady(local->zone, from))
        return;
    for (int64_t s = 900; s <= CIVIL_DAY && slot->state == LOCAL_EVEN; s += 900) {
        int64_t at = from + (s < CIVIL_DAY ? s : CIVIL_DAY - 1);
        if (at - zone_to_utc(local->zone, at, &fit) != offset || fit != ZONE_UNIQUE)
            slot->state = LOCAL_UNEVEN;
    }
}

int64_t local_to_utc(struct local *local, int64_t at, bool *odd)
{
    int64_t day = at / CIVIL_DAY - (at % CIVIL_DAY < 0);
    struct local_day *slot = &local->day[(uint64_t)day % LOCAL_DAYS];
    enum zone_fit fit;
    int64_t utc;
    if (slot->state == LOCAL_UNKNOWN || slot->day != day)
        examine(local, slot, day);
    *odd = false;
    if (slot->state == LOCAL_EVEN)
        return at - slot->offset;
    utc = zone_to_utc(local->zone, at, &fit);
    *odd = fit != ZONE_UNIQUE;
    return utc;
}
