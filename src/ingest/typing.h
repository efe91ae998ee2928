/* typing: one cell becomes a value of its field's type. The order is fixed: outer blanks
 * go, texts that mean 'no value' make it missing, the source's value map is applied, and
 * what is left must be of the type and within the field's range. */
#ifndef TYPING_H
#define TYPING_H

#include "ingest/value/local.h"
#include "ingest/mapping.h"

enum { TYPING_FITS = FINDING_N };

/* The text after blanks, missing texts and value map; empty: missing. Borrowed from the
 * cell or the source. */
struct str typing_clean(const struct source *, const struct slot *, struct str raw);
/* *out in stored units; TYPING_FITS or the finding (FINDING_TIME, NUMBER, RANGE, FLAG). The
 * text is not empty, the field not of text. *odd: see local_to_utc; false for dates. */
int typing_value(const struct slot *, struct str text, struct local *, int64_t *out,
                 bool *odd);
/* A length of time in seconds: a clock, ISO, words, or a number of the map's unit. */
bool typing_passed(const struct slot *, struct str text, int64_t *seconds);
/* Whether the text of an id is a number as spreadsheets shorten it. */
bool typing_lost_digits(struct str text);
bool typing_is_formula(struct str text); /* "=B2+1", which nobody computed */
/* "#N/A"; in a workbook also "=B2+1", a formula without a value. */
bool typing_is_fault(const struct slot *, struct str text);
/* One spelling of a value that is no text, for keys: 2026-10, 2026-10-01, 12.50. */
struct str typing_spell(struct arena *, const struct field *, int64_t value,
                        const struct zone *);

#endif
