/* xlsx_file: temporary files of the workbook whose write errors are seen. The library
 * makes its temporary files through lxw_tmpfile and does not look at what writing them
 * returns; this program defines that symbol itself and remembers the first error. */
#ifndef XLSX_FILE_H
#define XLSX_FILE_H

#include <stdio.h>

#include "base/err.h"

void xlsx_file_reset(void);
int xlsx_file_check(struct err *); /* -1 when a temporary file could not be written */
/* Copies the finished file to the stream; -1 with the error. */
int xlsx_file_copy(const char *path, FILE *, struct err *);

#endif
