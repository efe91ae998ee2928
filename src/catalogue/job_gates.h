/* job_gates: the <gates> of a job, for job.c alone. Sources must be loaded. */
#ifndef JOB_GATES_H
#define JOB_GATES_H

#include "catalogue/job.h"

/* ERR_JOB on unknown sources and on history that a source cannot have. */
int job_load_gates(struct job *, const xmlNode *root, struct err *);

#endif
