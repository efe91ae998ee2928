/* civil: days and calendar fields, both ways, without tables. Years are shifted to begin
 * in March, so that the leap day is the last of its year. */
#include "base/civil.h"

#include "base/banned.h"

#define ERA_YEARS 400
#define ERA_DAYS  146097
/* From 0000-03-01 to 1970-01-01. */
#define EPOCH_SHIFT 719468

int64_t civil_days(int year, int month, int day)
{
    int64_t y = month <= 2 ? (int64_t)year - 1 : year;
    int64_t era = (y >= 0 ? y : y - (ERA_YEARS - 1)) / ERA_YEARS;
    int64_t year_of_era = y - era * ERA_YEARS;
    int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * ERA_DAYS + day_of_era - EPOCH_SHIFT;
}

static int64_t floor_divide(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static void set_date(struct civil *c, int64_t days)
{
    int64_t shifted = days + EPOCH_SHIFT;
    int64_t era = floor_divide(shifted, ERA_DAYS);
    int64_t day_of_era = shifted - era * ERA_DAYS;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t march_month = (5 * day_of_year + 2) / 153;
    c->day = (int)(day_of_year - (153 * march_month + 2) / 5 + 1);
    c->month = (int)(march_month < 10 ? march_month + 3 : march_month - 9);
    c->year = (int)(year_of_era + era * ERA_YEARS + (c->month <= 2));
}

struct civil civil_of(int64_t seconds)
{
    struct civil c;
    int64_t days = floor_divide(seconds, CIVIL_DAY);
    int rest = (int)(seconds - days * CIVIL_DAY);
    set_date(&c, days);
    c.hour = rest / 3600;
    c.minute = rest / 60 % 60;
    c.second = rest % 60;
    return c;
}

int64_t civil_seconds(const struct civil *c)
{
    return civil_days(c->year, c->month, c->day) * CIVIL_DAY + c->hour * 3600 +
           c->minute * 60 + c->second;
}

bool civil_valid(const struct civil *c)
{
    return c->year >= 1 && c->year <= 9999 && c->month >= 1 && c->month <= 12 &&
           c->day >= 1 && c->day <= civil_month_days(c->year, c->month) && c->hour >= 0 &&
           c->hour <= 23 && c->minute >= 0 && c->minute <= 59 && c->second >= 0 &&
           c->second <= 59;
}

int civil_month_days(int year, int month)
{
    if (month == 2)
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

int civil_weekday(int64_t days)
{
    int64_t since_monday = (days + 3) % 7; /* day 0 was a Thursday */
    return (int)(since_monday < 0 ? since_monday + 7 : since_monday) + 1;
}

/* Week 1 is the one that holds 4 January. */
int64_t civil_iso_week(int year, int week)
{
    int64_t fourth = civil_days(year, 1, 4);
    return fourth - (civil_weekday(fourth) - 1) + (int64_t)(week - 1) * 7;
}

int civil_iso_weeks(int year)
{
    return (int)((civil_iso_week(year + 1, 1) - civil_iso_week(year, 1)) / 7);
}
