/* merges: a bounded list. */
#include "ingest/merges.h"

#include "base/banned.h"

void merges_put(struct merges *merges, size_t column, uint64_t first, uint64_t last)
{
    if (merges->n == MERGES_MAX || last <= first)
        return;
    if (merges->n == merges->cap)
        merges->at = mem_room(merges->at, merges->n, &merges->cap, sizeof *merges->at);
    merges->at[merges->n++] = (struct merge){column, first, last};
}

void merges_release(struct merges *merges)
{
    mem_free(merges->at);
    *merges = (struct merges){0};
}
