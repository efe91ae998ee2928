/* zone_rule: the POSIX TZ text in the footer of a TZif file ("GMT0BST,M3.5.0/1,M10.5.0"),
 * with the hours of RFC 8536 (-167 to 167). Used by base/zone only. */
#ifndef ZONE_RULE_H
#define ZONE_RULE_H

#include "base/str.h"

struct zone_change {
    char
        form; /* 'J' day 1-365 without 29 February, 'N' day 0-365, 'M' month.week.weekday */
    int day;                  /* for J and N */
    int month, week, weekday; /* week 5 is the last; weekday 0 is Sunday */
    int32_t time;             /* seconds of local time, may be negative */
};

struct zone_rule {
    int32_t standard, summer; /* seconds east of UTC */
    bool has_summer;
    struct zone_change start, end;
};

bool zone_rule_parse(struct zone_rule *, struct str text);
int32_t zone_rule_offset(const struct zone_rule *, int64_t utc);

#endif
