/* when: texts of times, dates and months as local seconds (base/civil.h). Forms are exact:
 * never lenient, never D/M against M/D guessed cell by cell. */
#ifndef WHEN_H
#define WHEN_H

#include "catalogue/records.h"

/* The forms of a field without formats of its own. Time: YYYY-MM-DD hh:mm[:ss] with a
 * blank or T between, YYYY-MM-DD, and YYYY/M/D h:mm[:ss] as spreadsheets write it. Date:
 * YYYY-MM-DD, YYYY/M/D, YYYYMMDD. Month: YYYY-MM, YYYY/M. */
bool when_parse(enum field_type, struct str text, int64_t *local);

/* A declared format: %Y (4 digits) %y (2 digits, 1970 to 2069) %m %d %H %M %S %I (one or
 * two digits) %p (AM or PM) %%; every other byte stands for itself. Dates and months are
 * cut to their first second. */
bool when_parse_as(enum field_type, struct str text, struct str format, int64_t *local);
/* Whether a format is one: only these marks, a year in it, no mark twice, %p with %I. */
bool when_format_valid(struct str format);

#endif
