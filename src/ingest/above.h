/* above: groups of rows whose first one alone holds what all of them mean, as merged cells
 * and reports write them: <map fill="down">. */
#ifndef ABOVE_H
#define ABOVE_H

#include "base/buf.h"
#include "ingest/mapping.h"

struct above {
    struct buf *held; /* one a field: the last cell that was not blank */
    size_t n;
    uint64_t filled; /* cells */
};

void above_init(struct above *, const struct source *);
void above_release(struct above *); /* safe on a zeroed one */
/* The cell of a field that is filled from above: itself, or what is held where it is blank. */
struct str above_fill(struct above *, size_t field, struct str raw);

/* Whether a cell of the slot's column spans rows from `line` on, though the job does not
 * fill it down: the first of them as "B3:B7", and the first row that it leaves blank. */
enum { ABOVE_RANGE = 64 };
bool above_merged(const struct merges *, const struct slot *, uint64_t line,
                  uint64_t *row, char range[ABOVE_RANGE]);

#endif
