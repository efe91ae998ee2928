/* evidence_report: documents of the evidence register that cannot count, told before the
 * edition is published: of a clause or slot the standard does not have, without their file,
 * with a file that lies outside the folder of evidence. */
#ifndef EVIDENCE_REPORT_H
#define EVIDENCE_REPORT_H

#include "run.h"

int evidence_report(struct run *, struct err *);

#endif
