/* file: the library's temporary files, with write errors that are seen. The library
 * makes them through lxw_tmpfile and does not look at what writing them returns; this
 * program defines that symbol itself: short ones stay in memory, and the first error is
 * remembered. */
#ifndef RENDER_XLSX_FILE_H
#define RENDER_XLSX_FILE_H

#include "base/err.h"

void xlsx_file_reset(void);
int xlsx_file_check(struct err *); /* -1 when a temporary file could not be written */

#endif
