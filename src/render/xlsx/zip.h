/* zip: the container of the workbook, in place of the zip layer that the library
 * calls: this program defines that layer's five functions itself. What the library writes
 * is packed and put into our stream at once, without a file of its own, and rows that were
 * packed beforehand are taken in where the library's text names them. */
#ifndef RENDER_XLSX_ZIP_H
#define RENDER_XLSX_ZIP_H

#include "render/xlsx/pack.h"

/* One workbook is written at a time. */
void xlsx_zip_begin(FILE *, struct xlsx_pack *);
/* -1 with the first thing that went wrong. */
int xlsx_zip_end(struct err *);

/* The text that stands for a part: no XML has a NUL in it. */
enum { XLSX_ZIP_MARK = 32 };
int xlsx_zip_mark(char mark[XLSX_ZIP_MARK], size_t part); /* returns its length */

#endif
