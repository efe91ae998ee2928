/* habits: what a source used to supply and does not any more. A column that was renamed, or
 * left out of the newest export, leaves a field empty; its figures would go out wrong with
 * every row accepted. A month without a record between months that have many is a file
 * that was never put there. Both are warned about, and so is a period most of whose records
 * are of the night. */
#ifndef HABITS_H
#define HABITS_H

#include "run.h"

int habits_check(struct run *, struct err *);

#endif
