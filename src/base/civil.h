/* civil: the proleptic Gregorian calendar, without zones or clocks. Days and seconds
 * count from 1970-01-01 00:00:00. Source: Howard Hinnant, "chrono-compatible low-level
 * date algorithms". */
#ifndef CIVIL_H
#define CIVIL_H

#include <stdbool.h>
#include <stdint.h>

#define CIVIL_DAY 86400

struct civil {
    int year, month, day, hour, minute, second;
};

int64_t civil_days(int year, int month, int day);
struct civil civil_of(int64_t seconds);
int64_t civil_seconds(const struct civil *);
bool civil_valid(
    const struct civil *); /* real date, 00:00:00 to 23:59:59, year 1..9999 */
int civil_month_days(int year, int month);
int civil_weekday(int64_t days); /* 1 Monday to 7 Sunday */
/* ISO 8601 week: Monday of week `week` of `year` as days. */
int64_t civil_iso_week(int year, int week);
int civil_iso_weeks(int year); /* 52 or 53 */

#endif
