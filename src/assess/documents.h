/* documents: the evidence register as the store has it, each document with its file
 * looked up and hashed. */
#ifndef DOCUMENTS_H
#define DOCUMENTS_H

#include "assess/verdict.h"

/* Files are opened beneath `folder`, following no links. */
int documents_read(struct assessment *, struct arena *, struct measure *,
                   const struct evidence_binding *, const char *folder, struct err *);

#endif
