/* rejects: rejects.csv, every row that was turned away and every field that was blanked,
 * with file, line, reason, the text as it was read and what was expected. UTF-8 with BOM for spreadsheets;
 * no cell of it can be taken for a formula. */
#ifndef REJECTS_H
#define REJECTS_H

#include "run.h"

int rejects_write(struct run *, const char *path, uint64_t *rows, struct err *);

#endif
