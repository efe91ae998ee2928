/* package: the zip container of a workbook, read part by part. Names are compared
 * without regard to case, as the packaging standard says; "/" in front and "\" are
 * tolerated. What cannot be trusted is refused (ERR_GATE): a container without its
 * directory, encrypted or doubly named parts, sizes out of proportion, wrong checksums. */
#ifndef INGEST_XLSX_PACKAGE_H
#define INGEST_XLSX_PACKAGE_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

/* Limits of a container. Real sheets inflate 8 to 30 times; the ratio counts only for
 * parts larger than RATIO_FROM. */
enum {
    PACKAGE_PARTS_MAX = 1 << 16,
    PACKAGE_RATIO_MAX = 200,
    PACKAGE_RATIO_FROM = 1 << 24
};

struct package;
/* `path` is borrowed until package_close. */
int package_open(struct package **, const char *path, struct err *);
const char *package_path(const struct package *);
bool package_has(const struct package *, struct str part);
/* One part at a time: begin, read until *n is 0 (the checksum was right then), end. */
int package_begin(struct package *, struct str part, struct err *);
int package_read(struct package *, char *out, size_t cap, size_t *n, struct err *);
void package_end(struct package *);   /* also when none is open */
void package_close(struct package *); /* NULL is fine */

#endif
