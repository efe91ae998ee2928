/* period: reading the six forms, stepping from one period to the next, and turning local
 * days into instants. */
#include "base/period.h"

#include <stdio.h>

#include "base/civil.h"
#include "base/banned.h"

/* Room for every shift below and above within four-digit years. */
#define YEAR_FIRST 1900
#define YEAR_LAST  9000

/* Months in a unit, 0 for those that are not made of months. */
static int months_of(enum period_unit unit)
{
    static const int months[] = {
        [PERIOD_YEAR] = 12, [PERIOD_HALF] = 6, [PERIOD_QUARTER] = 3,
        [PERIOD_MONTH] = 1, [PERIOD_WEEK] = 0, [PERIOD_DAYS] = 0,
    };
    return months[unit];
}

static void set_days(struct period *p)
{
    int months = months_of(p->unit);
    if (p->unit == PERIOD_WEEK) {
        p->first = civil_iso_week(p->year, p->index);
        p->after = p->first + 7;
    } else if (months) {
        int last = p->index * months;
        p->first = civil_days(p->year, last - months + 1, 1);
        p->after = civil_days(p->year, last, 1) + civil_month_days(p->year, last);
    }
}

static void print_days(struct period *p)
{
    struct civil from = civil_of(p->first * CIVIL_DAY);
    struct civil to = civil_of((p->after - 1) * CIVIL_DAY);
    snprintf(p->text, sizeof p->text, "%04u-%02u-%02u..%04u-%02u-%02u",
             (unsigned)from.year % 10000, (unsigned)from.month % 100,
             (unsigned)from.day % 100, (unsigned)to.year % 10000,
             (unsigned)to.month % 100, (unsigned)to.day % 100);
}

static void print(struct period *p)
{
    unsigned year = (unsigned)p->year % 10000, index = (unsigned)p->index % 100;
    switch (p->unit) {
    case PERIOD_YEAR:
        snprintf(p->text, sizeof p->text, "%04u", year);
        break;
    case PERIOD_HALF:
        snprintf(p->text, sizeof p->text, "%04u-H%u", year, index);
        break;
    case PERIOD_QUARTER:
        snprintf(p->text, sizeof p->text, "%04u-Q%u", year, index);
        break;
    case PERIOD_MONTH:
        snprintf(p->text, sizeof p->text, "%04u-%02u", year, index);
        break;
    case PERIOD_WEEK:
        snprintf(p->text, sizeof p->text, "%04u-W%02u", year, index);
        break;
    case PERIOD_DAYS:
        print_days(p);
        break;
    }
}

/* Days, instants and text from unit, year and index; PERIOD_DAYS: from its days. */
static struct period complete(struct period p, const struct zone *zone)
{
    set_days(&p);
    p.from = zone_to_utc(zone, p.first * CIVIL_DAY, NULL);
    p.until = zone_to_utc(zone, p.after * CIVIL_DAY, NULL);
    print(&p);
    return p;
}

/* Exactly n digits off the front. */
static bool take_digits(struct str *s, size_t n, int *out)
{
    if (s->n < n)
        return false;
    int value = 0;
    for (size_t i = 0; i < n; i++) {
        if (s->p[i] < '0' || s->p[i] > '9')
            return false;
        value = value * 10 + (s->p[i] - '0');
    }
    *s = (struct str){s->p + n, s->n - n};
    *out = value;
    return true;
}

static bool take_text(struct str *s, struct str text)
{
    if (!str_starts(*s, text))
        return false;
    *s = (struct str){s->p + text.n, s->n - text.n};
    return true;
}

static bool take_date(struct str *s, int64_t *days)
{
    struct civil c = {.hour = 0};
    if (!take_digits(s, 4, &c.year) || !take_text(s, STR("-")) ||
        !take_digits(s, 2, &c.month) || !take_text(s, STR("-")) ||
        !take_digits(s, 2, &c.day) || !civil_valid(&c))
        return false;
    if (c.year < YEAR_FIRST || c.year > YEAR_LAST)
        return false;
    *days = civil_days(c.year, c.month, c.day);
    return true;
}

static bool read_days(struct period *p, struct str s)
{
    int64_t last;
    p->unit = PERIOD_DAYS;
    if (!take_date(&s, &p->first) || !take_text(&s, STR("..")) || !take_date(&s, &last))
        return false;
    p->after = last + 1;
    p->year = civil_of(p->first * CIVIL_DAY).year;
    return s.n == 0 && last >= p->first;
}

static bool read_named(struct period *p, struct str s)
{
    if (!take_digits(&s, 4, &p->year) || p->year < YEAR_FIRST || p->year > YEAR_LAST)
        return false;
    p->unit = PERIOD_YEAR;
    p->index = 1;
    if (s.n == 0)
        return true;
    if (!take_text(&s, STR("-")))
        return false;
    size_t digits = 1;
    int most;
    if (take_text(&s, STR("H"))) {
        p->unit = PERIOD_HALF;
        most = 2;
    } else if (take_text(&s, STR("Q"))) {
        p->unit = PERIOD_QUARTER;
        most = 4;
    } else if (take_text(&s, STR("W"))) {
        p->unit = PERIOD_WEEK;
        most = civil_iso_weeks(p->year);
        digits = 2;
    } else {
        p->unit = PERIOD_MONTH;
        most = 12;
        digits = 2;
    }
    return take_digits(&s, digits, &p->index) && s.n == 0 && p->index >= 1 &&
           p->index <= most;
}

int period_parse(struct period *out, struct str text, const struct zone *zone,
                 struct err *e)
{
    struct period p = {.unit = PERIOD_YEAR};
    if (!read_named(&p, text)) {
        p = (struct period){.unit = PERIOD_DAYS};
        if (!read_days(&p, text))
            return err_set(e, ERR_JOB, NULL, 0,
                           "\"%.*s\" is no period; write 2025, 2025-H1, 2025-Q3, "
                           "2026-10, 2026-W40 or 2026-10-01..2026-10-15 (last day "
                           "included), in the years %d to %d",
                           (int)(text.n < 60 ? text.n : 60), text.p ? text.p : "",
                           YEAR_FIRST, YEAR_LAST);
    }
    *out = complete(p, zone);
    return 0;
}

static int floor_divide(int a, int b)
{
    return a / b - (a % b < 0);
}

/* The Thursday of a week lies in the year the week is counted in. */
static void set_week(struct period *p, int64_t monday)
{
    p->year = civil_of((monday + 3) * CIVIL_DAY).year;
    p->index = (int)((monday - civil_iso_week(p->year, 1)) / 7) + 1;
}

struct period period_shift(const struct period *from, int steps, const struct zone *zone)
{
    struct period p = *from;
    int months = months_of(p.unit);
    if (months) {
        int parts = 12 / months;
        int index = p.index - 1 + steps;
        p.year += floor_divide(index, parts);
        p.index = index - floor_divide(index, parts) * parts + 1;
    } else if (p.unit == PERIOD_WEEK) {
        set_week(&p, p.first + (int64_t)steps * 7);
    } else {
        int64_t length = p.after - p.first;
        p.first += steps * length;
        p.after += steps * length;
        p.year = civil_of(p.first * CIVIL_DAY).year;
    }
    return complete(p, zone);
}

/* 29 February becomes the 28th. */
static int64_t day_year_ago(int64_t day)
{
    struct civil c = civil_of(day * CIVIL_DAY);
    int most = civil_month_days(c.year - 1, c.month);
    return civil_days(c.year - 1, c.month, c.day < most ? c.day : most);
}

struct period period_year_ago(const struct period *from, const struct zone *zone)
{
    struct period p = *from;
    p.year--;
    if (p.unit == PERIOD_WEEK && p.index > civil_iso_weeks(p.year))
        p.index = civil_iso_weeks(p.year);
    if (p.unit == PERIOD_DAYS) {
        p.first = day_year_ago(from->first);
        p.after = day_year_ago(from->after - 1) + 1;
    }
    return complete(p, zone);
}

struct period period_holding(enum period_unit unit, int64_t local_day,
                             const struct zone *zone)
{
    struct civil c = civil_of(local_day * CIVIL_DAY);
    struct period p = {.unit = unit, .year = c.year};
    int months = months_of(unit);
    if (months) {
        p.index = (c.month - 1) / months + 1;
    } else if (unit == PERIOD_WEEK) {
        set_week(&p, local_day - (civil_weekday(local_day) - 1));
    } else {
        p.first = local_day;
        p.after = local_day + 1;
    }
    return complete(p, zone);
}
