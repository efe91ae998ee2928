/* job_source: the <source> elements of a job, their mappings, and the digest of all the
 * rules under which a source's rows are read. Used by job.c alone. */
#ifndef JOB_SOURCE_H
#define JOB_SOURCE_H

#include "catalogue/job.h"

/* Fills job->source from the job's root element; needs job->records. */
int job_load_sources(struct job *, const xmlNode *root, struct err *);

#endif
