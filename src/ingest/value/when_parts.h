/* when_parts: the pieces of a time's text, taken off its front one after the other. Used by
 * the readers of declared formats and of the forms that need no declaration. */
#ifndef INGEST_VALUE_WHEN_PARTS_H
#define INGEST_VALUE_WHEN_PARTS_H

#include "base/civil.h"
#include "ingest/value/when.h"

struct reading {
    struct civil at;
    bool half_day, afternoon; /* of a clock of twelve hours */
    bool zoned;               /* the text says its distance from UTC */
    int offset;               /* seconds */
};

/* Exactly n digits; in line, because nearly every time of an export goes through it. */
static inline bool when_digits(const char *p, int n, int *out)
{
    int value = 0;
    for (int i = 0; i < n; i++) {
        unsigned digit = (unsigned)(unsigned char)p[i] - '0';
        if (digit > 9)
            return false;
        value = value * 10 + (int)digit;
    }
    *out = value;
    return true;
}
bool when_take_number(struct str *, int *out); /* one or two digits */
bool when_take_year(struct str *, int digits, int *year);
/* A year of an era, one to three digits, to which the era's years are added; of digits that
 * run on, those before the last four. */
bool when_take_era_year(struct str *, int years, int *year);
/* A month's name of the forms catalogue, as a word of its own. */
bool when_take_month(const struct forms *, struct str *, int *month);
bool when_take_char(struct str *, char);
void when_take_blanks(struct str *);
bool when_take_fraction(struct str *); /* of a second, behind the point: it is cut off */
/* Z, UTC, GMT, +08:00, +0800, +08, or UTC+8 */
bool when_take_zone(struct str *, struct reading *);
/* AM, pm, a.m. or a form of the catalogue */
bool when_take_half(const struct forms *, struct str *, struct reading *);
/* Dates and months lose their time of day; false when there is no such day or time. */
bool when_finish(enum field_type, struct reading *, struct moment *);
/* Numerals of the catalogue as digits: 2025 for the four signs of a year, 21 for 20 and 1.
 * 0 where there are none, or they make no number. */
size_t when_numerals(const struct forms *, struct str, char *out, size_t size);
/* The forms that need no declaration, beyond the fast ones of when.c. */
bool when_scan(const struct forms *, enum field_type, struct str, struct moment *);

#endif
