/* source_fold: a source of= another one, which reads the files of that again, and <fold>
 * and <split>, which make other rows of those of the files. Used by job_source.c alone. */
#ifndef SOURCE_FOLD_H
#define SOURCE_FOLD_H

#include "catalogue/source.h"

/* Finds what of= names among the n sources above and gives the element the attributes that
 * it has not but that one has: path and how to read it. Sheet, table, query and rows are
 * one thing here: who names one of them inherits none. */
int source_fold_inherit(struct source *, xmlNode *, const struct source *above, size_t n,
                        const char *path, struct err *);
/* Fills source->fold and source->split from the source's element. */
int source_fold_load(struct source *, struct arena *, const xmlNode *, const char *path,
                     struct err *);
void source_fold_digest(const struct source *, struct sha256_run *);

#endif
