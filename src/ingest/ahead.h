/* ahead: a thread reads, decodes and types a file's next batches while the caller puts the
 * last one away. At most a few batches wait; they come in the order of the file, each
 * batch's findings before its rows, and an error after all batches before it. */
#ifndef AHEAD_H
#define AHEAD_H

#include "ingest/ingest.h"

struct ahead;

/* The ingest is the thread's alone until ahead_stop; what it opened with stays readable. */
struct ahead *ahead_start(struct ingest *);
/* As ingest_next. */
int ahead_next(struct ahead *, struct batch **, struct err *);
void ahead_stop(struct ahead *); /* also before the end; safe on NULL */

#endif
