/* inputs: the files an edition rests on (exports, evidence, catalogues, fonts), for its
 * manifest and, as a list, for its PDF, which carries the figures too. */
#ifndef INPUTS_H
#define INPUTS_H

#include "run.h"

#define FIGURES_NAME "figures.json"

/* Fills run->input; files with rejected rows become findings. */
int inputs_list(struct run *, struct err *);
/* Fills run->attachment: the figures as published (they must have been written) and the
 * list of the inputs. */
int inputs_attach(struct run *, struct err *);

#endif
