/* beside: a value that a file keeps in two columns, such as a date and a time of day: the
 * cell of the second stands behind that of the first, after a blank. */
#ifndef BESIDE_H
#define BESIDE_H

#include "base/mem.h"
#include "ingest/mapping.h"

struct beside {
    struct arena text; /* of the row at hand */
};

void beside_init(struct beside *);
void beside_release(struct beside *);
void beside_next(struct beside *); /* another row: what was joined goes */
/* `first` with what the row holds beside it; a blank one stays blank. */
struct str beside_join(struct beside *, const struct slot *, const struct raw_row *,
                       struct str first);

#endif
