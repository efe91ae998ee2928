/* source_fold: <fold> and <split> of a source, which make other rows of those of its
 * files. Used by job_source.c alone. */
#ifndef SOURCE_FOLD_H
#define SOURCE_FOLD_H

#include "catalogue/source.h"

/* Fills source->fold and source->split from the source's element. */
int source_fold_load(struct source *, struct arena *, const xmlNode *, const char *path,
                     struct err *);
void source_fold_digest(const struct source *, struct sha256_run *);

#endif
