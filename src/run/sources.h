/* sources: the files of a job's sources, in the order of the job and of the file names.
 * A file may belong to one source only; a source without files is a finding. */
#ifndef SOURCES_H
#define SOURCES_H

#include "run.h"

typedef int sources_visit(void *self, const struct source *, const struct zone *,
                          struct str path, struct err *);
/* A mistake of the job that a file brought to light is told with the source's place. */
void sources_blame(const struct run *, const struct source *, struct err *);
/* Calls `visit` for every file; the zone is the source's own or the job's. */
int sources_each(struct run *, sources_visit *visit, void *self, struct err *);

#endif
