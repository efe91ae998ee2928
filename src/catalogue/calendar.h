/* calendar: working time (templates/calendars/NAME.xml): hours by weekday, days off and
 * make-up working days by year. All times are local civil seconds (base/civil.h); a time
 * in a year that the calendar does not list has no answer, and callers must say so. */
#ifndef CALENDAR_H
#define CALENDAR_H

#include "catalogue/cat.h"

struct calendar;

/* A later file replaces an earlier one's years and hours. Lives in load's arena. */
int calendar_load(struct calendar **, struct cat_load *, size_t first, size_t n,
                  struct err *);
struct str calendar_name(const struct calendar *);
struct str calendar_path(const struct calendar *); /* of its last file */
/* First and last listed year; there is no hole between them. */
void calendar_years(const struct calendar *, int *first, int *last);
/* Working seconds in [from, until), 0 when until <= from; -1 outside the listed years. */
int64_t calendar_worked(const struct calendar *, int64_t from, int64_t until);
/* The earliest instant at which `seconds` of working time have passed since `from`;
 * INT64_MIN outside the listed years. */
int64_t calendar_due(const struct calendar *, int64_t from, int64_t seconds);

/* One day as the calendar has it, for showing how time was counted. */
struct calendar_hours {
    int64_t from, until; /* local civil seconds */
};
enum { CALENDAR_HOURS = 8 };
struct calendar_day {
    struct calendar_hours hours[CALENDAR_HOURS];
    size_t nhours;
    bool off;        /* it is a day off by name, not by its weekday */
    struct str name; /* of the day off, or what a make-up day belongs to */
};
/* `day` since 1970; of an unlisted year: no hours, no name. */
struct calendar_day calendar_day(const struct calendar *, int64_t day);

#endif
