/* when: texts of times, dates and months as seconds. Forms are exact: never lenient, never
 * D/M against M/D guessed cell by cell. */
#ifndef INGEST_VALUE_WHEN_H
#define INGEST_VALUE_WHEN_H

#include "catalogue/records.h"

struct moment {
    int64_t at; /* local seconds (base/civil.h), or UTC */
    bool utc;   /* the text itself says its distance from UTC */
};

/* The forms of a field without formats of its own: what can be read in one way only. Year,
 * month and day in this order, four digits of the year, parted by '-', '/', '.' or the marks
 * of the catalogue's forms (which may be NULL), or a month's name between or before day and
 * year; then a blank or T and h:mm[:ss[.fraction]],
 * with AM or PM before or behind, and Z or +hh:mm. Dates take YYYYMMDD too and no time but
 * midnight; months YYYY-MM and YYYYMM. */
bool when_parse(const struct forms *, enum field_type, struct str text, struct moment *);

enum { WHEN_ERA = 1911 }; /* %E: the years of Taiwan's calendar */
/* A declared format: %Y (4 digits) %y (2 digits, 1970 to 2069)
 * %E (years since WHEN_ERA, 1 to 3 digits) %m %d %H %M %S %I (one or
 * two digits) %b (the month's name) %p (AM or PM) %f (digits of a fraction) %z (distance from UTC) %%; every other
 * byte stands for itself. Or the name of a number: see when_number.h. Dates and months are
 * cut to their first second. */
bool when_parse_as(const struct forms *, enum field_type, struct str text,
                   struct str format, struct moment *);
/* Whether a format is one: only these marks, a year in it, no mark twice, %p with %I. */
bool when_format_valid(struct str format);
/* Whether a text holds a day and a month whose order it does not tell, as 3/4/2026 or
 * 25.6.2026 10:00: the first two numbers. */
bool when_day_month(struct str text, int *first, int *second);
/* The format that a text is written in, its day before its month or behind it where both
 * are numbers. False (and part of a format) where it is written in none. */
bool when_derive(const struct forms *, struct str text, bool day_first, char *out,
                 size_t size);
/* The format of a text whose year of three digits may be one of WHEN_ERA; else false. */
bool when_era_format(const struct forms *, struct str text, char *out, size_t size);
/* Whether it is a time whose month is a word, and so one that a format can declare. */
bool when_names_month(const struct forms *, struct str text);

#endif
