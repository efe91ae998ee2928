/* merges: cells that span several rows, as a file declares them. The first of the rows
 * holds the value, those below are blank; whether they mean it too is the job's to say
 * (<map fill="down">). Where it says nothing, the file's reading tells of them. */
#ifndef MERGES_H
#define MERGES_H

#include "base/mem.h"

enum { MERGES_MAX = 1 << 16 }; /* those beyond are not told */

struct merge {
    size_t column;        /* from 0 */
    uint64_t first, last; /* lines */
};
struct merges {
    struct merge *at;
    size_t n, cap;
};

void merges_put(struct merges *, size_t column, uint64_t first, uint64_t last);
void merges_release(struct merges *); /* safe on a zeroed one */

#endif
