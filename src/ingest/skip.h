/* skip: rows that a source leaves out by declaration, such as sums at a file's end. */
#ifndef SKIP_H
#define SKIP_H

#include "ingest/mapping.h"

/* Whether a rule names the row; *why is then the cell that it names. */
bool skip_row(const struct mapping *, const struct source *, const struct raw_row *,
              struct str *why);

#endif
