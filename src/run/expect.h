/* expect: what a cell should have held, in the job's language, for everybody who must mend
 * an export: rejects.csv, the summary of a run, check. */
#ifndef EXPECT_H
#define EXPECT_H

#include "store/store.h"

/* Of the finding `code` for `field` (NULL: the row) of a source, whose cell was `raw`. Empty
 * where the reason says all. */
struct str expect_text(struct arena *, const struct job *, const struct source *,
                       struct str code, const struct field *, struct str raw);
struct str expect_finding(struct arena *, const struct job *,
                          const struct store_finding *);
const struct source *expect_source(const struct job *, struct str id); /* or NULL */

#endif
