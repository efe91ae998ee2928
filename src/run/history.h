/* history: what earlier editions of the period said, and what this one says otherwise: how
 * many figures changed and why. Read from the editions' own manifests and figures. */
#ifndef HISTORY_H
#define HISTORY_H

#include "run.h"

/* Fills run->info.history with one row an edition, this one last. */
int history_read(struct run *, struct err *);

#endif
