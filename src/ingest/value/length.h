/* length: texts of lengths of time, for fields that declare their unit. */
#ifndef INGEST_VALUE_LENGTH_H
#define INGEST_VALUE_LENGTH_H

#include "catalogue/records.h"

/* "1:30" (hours and minutes), "1:30:00", "PT1H30M", "P1DT2H", and numbers each with a word of
 * the catalogue's lengths ("1.5 h", "90 min"). In the field's unit; false when it is none of
 * these, or no whole number of what the field keeps. */
bool length_read(const struct field *, bool decimal_comma, struct str text, int64_t *out);

#endif
