/* suggest: for fields that no column fills, the column that may be meant. */
#ifndef SUGGEST_H
#define SUGGEST_H

#include "ingest/ingest.h"

/* Fills in `closest`: a column that fills no field is named once, for the field whose names
 * it is most like, and not where its first cell cannot be of the field's type. */
void suggest_columns(struct arena *, const struct ingest_column *, size_t n,
                     struct ingest_unfilled *, size_t nunfilled);
/* The column of those that fill no field which is most like one of the names (as they are
 * written); n when none is. */
size_t suggest_column(struct arena *, const struct ingest_column *, size_t n,
                      const struct str *names, size_t nnames);

#endif
