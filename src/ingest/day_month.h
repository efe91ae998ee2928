/* day_month: columns of times in which day and month may be either way round. What cannot
 * be read without a declaration is no matter of single cells: a file whose column holds more
 * such texts than times is refused, with lines that show it and the formats to choose from. */
#ifndef DAY_MONTH_H
#define DAY_MONTH_H

#include "base/err.h"
#include "catalogue/records.h"

struct day_month {      /* of one field */
    uint64_t fits, odd; /* cells that were a time, and those of either order */
    struct day_month_seen {
        uint64_t line; /* 0: none */
        char text[64];
    } first, day_first, month_first; /* any; a day, a month beyond 12 in front */
};

void day_month_note(struct day_month *, struct str text, uint64_t line);
/* The format that fits all that was seen ("%d/%m/%Y %H:%M"); false where none is needed. A
 * column that fits either order gets the day first, and *either is set. */
bool day_month_format(const struct day_month *, const struct field *, char *out,
                      size_t size, bool *either);
/* -1 (ERR_GATE) where the column would need a declaration. */
int day_month_check(const struct day_month *, const struct field *, const char *path,
                    struct err *);

#endif
