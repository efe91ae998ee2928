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
        char text[40];
    } first, day_first, month_first; /* any; a day, a month beyond 12 in front */
    char sign;                       /* between the parts */
    bool clock;                      /* a time of day follows */
    bool short_year;
};

void day_month_note(struct day_month *, struct str text, uint64_t line);
/* -1 (ERR_GATE) where the column would need a declaration. */
int day_month_check(const struct day_month *, const struct field *, const char *path,
                    struct err *);

#endif
