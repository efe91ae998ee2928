/* number: texts of numbers, and of lengths of time, as what a field stores. Exact: a number
 * with more digits than its field keeps does not fit, it is never rounded in silence. */
#ifndef INGEST_VALUE_NUMBER_H
#define INGEST_VALUE_NUMBER_H

#include "catalogue/records.h"

/* Plain numbers first. Then: full-width digits, marks between thousands (comma, blank,
 * apostrophe), amounts in parentheses (below zero), the field's units before or behind, the
 * catalogue's powers of ten; and of a field with a length, 1:30:00, PT1H30M and numbers with
 * the catalogue's words for lengths. Where the job says so, the decimal sign is a comma. */
bool number_read(const struct field *, bool decimal_comma, struct str text, int64_t *out);

#endif
