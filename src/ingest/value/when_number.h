/* when_number: times written as numbers, by the declared formats excel, excel-1904, unix
 * and unix-ms. */
#ifndef INGEST_VALUE_WHEN_NUMBER_H
#define INGEST_VALUE_WHEN_NUMBER_H

#include "base/str.h"

bool when_number_format(struct str format);
/* *utc: seconds since 1970 are UTC, serial numbers are local time. */
bool when_number(struct str text, struct str format, int64_t *at, bool *utc);
/* Whether a text that is no time looks like a serial number of a spreadsheet. */
bool when_like_serial(struct str text);

/* "unix" or "unix-ms" where a text looks like such a time of 2001 to 2096, else NULL. */
const char *when_like_unix(struct str text);

#endif
