/* when_scan: times that need no declaration because they can be read in one way only: the
 * year comes first and has four digits. What stands between the parts may be '-', '/', '.'
 * or the marks of the forms catalogue; a time of day may have a fraction, a half of the day
 * and a distance from UTC. Reached only when the fast forms of when.c did not fit. */
#include "ingest/value/when_parts.h"

#include <string.h>

#include "base/fold.h"

#include "base/banned.h"

enum { TEXT_MAX = 96, YEAR_FIRST = 1900, YEAR_LAST = 2199 };

struct scan {
    const struct forms *forms; /* may be NULL */
    struct str rest;
    struct reading in;
    bool compact, weekday; /* 20261003; beside the date */
};

static bool take_mark(struct scan *s, enum form_means means)
{
    when_take_blanks(&s->rest);
    bool taken = s->forms != NULL && forms_take(s->forms, means, false, &s->rest) != NULL;
    if (taken)
        when_take_blanks(&s->rest);
    return taken;
}

static void take_sign(struct scan *s)
{
    when_take_blanks(&s->rest);
    (void)(when_take_char(&s->rest, '-') || when_take_char(&s->rest, '/') ||
           when_take_char(&s->rest, '.') || when_take_char(&s->rest, ','));
    when_take_blanks(&s->rest);
}

/* "3 Oct 2026", "03-OCT-2026" or "October 3, 2026": the month is a word. */
static bool take_named(struct scan *s)
{
    struct civil *at = &s->in.at;
    bool month = when_take_month(s->forms, &s->rest, &at->month);
    take_sign(s);
    if (!when_take_number(&s->rest, &at->day))
        return false;
    take_sign(s);
    if (!month && !when_take_month(s->forms, &s->rest, &at->month))
        return false;
    take_sign(s);
    return when_take_year(&s->rest, 4, &at->year);
}

static bool is_digit(struct str s, size_t at)
{
    return at < s.n && s.p[at] >= '0' && s.p[at] <= '9';
}

/* "20261003", where the year can be one. */
static bool take_compact(struct scan *s)
{
    struct civil *at = &s->in.at;
    const char *p = s->rest.p;
    if (at->year < YEAR_FIRST || at->year > YEAR_LAST || s->rest.n < 4 ||
        !when_digits(p, 2, &at->month) || !when_digits(p + 2, 2, &at->day))
        return false;
    s->rest = (struct str){p + 4, s->rest.n - 4};
    s->compact = true;
    return true;
}

/* "0912" or "091205" behind such a date. */
static bool take_compact_clock(struct scan *s)
{
    struct civil *at = &s->in.at;
    const char *p = s->rest.p;
    bool seconds = s->rest.n == 6;
    if ((s->rest.n != 4 && !seconds) || !when_digits(p, 2, &at->hour) ||
        !when_digits(p + 2, 2, &at->minute) ||
        (seconds && !when_digits(p + 4, 2, &at->second)))
        return false;
    s->rest.n = 0;
    return true;
}

/* "(Wed)" or "Wednesday," beside a date. */
static void take_weekday(struct scan *s)
{
    struct str rest = s->rest;
    while (rest.n > 0 && (rest.p[0] == ' ' || rest.p[0] == '('))
        rest = (struct str){rest.p + 1, rest.n - 1};
    if (s->forms == NULL || forms_take(s->forms, FORM_WEEKDAY, false, &rest) == NULL)
        return;
    if (rest.n > 0 && (rest.p[0] | 0x20) >= 'a' && (rest.p[0] | 0x20) <= 'z')
        return;
    while (rest.n > 0 && (rest.p[0] == ')' || rest.p[0] == ',' || rest.p[0] == ' '))
        rest = (struct str){rest.p + 1, rest.n - 1};
    s->rest = rest;
    s->weekday = true;
}

/* The year, of four digits, or of an era that stands before it. */
static bool take_year(struct scan *s)
{
    const struct form *era =
        s->forms != NULL ? forms_take(s->forms, FORM_ERA, false, &s->rest) : NULL;
    if (era == NULL)
        return when_take_year(&s->rest, 4, &s->in.at.year);
    when_take_blanks(&s->rest);
    return when_take_era_year(&s->rest, (int)era->value, &s->in.at.year);
}

/* "-W40-6" or "W406" of ISO 8601, behind the year. */
static bool take_week(struct scan *s)
{
    struct civil *at = &s->in.at;
    struct str rest = s->rest;
    int week, weekday;
    bool sign = when_take_char(&rest, '-');
    if (!when_take_char(&rest, 'W') || !is_digit(rest, 1) ||
        !when_take_number(&rest, &week) || (sign && !when_take_char(&rest, '-')) ||
        !is_digit(rest, 0))
        return false;
    weekday = rest.p[0] - '0';
    if (week < 1 || week > civil_iso_weeks(at->year) || weekday < 1 || weekday > 7)
        return false;
    *at = civil_of((civil_iso_week(at->year, week) + weekday - 1) * CIVIL_DAY);
    s->rest = (struct str){rest.p + 1, rest.n - 1};
    return true;
}

/* "2026-10-1", "2026/10/1", "2026.10.1" or with marks, the last of which may be absent; a
 * month alone where `day` is false. */
static bool take_date(struct scan *s, bool day)
{
    struct civil *at = &s->in.at;
    if (!take_year(s))
        return day && take_named(s);
    if (day && is_digit(s->rest, 0))
        return take_compact(s);
    if (take_mark(s, FORM_YEAR)) {
        if (!when_take_number(&s->rest, &at->month))
            return false;
        bool marked = take_mark(s, FORM_MONTH);
        if (!day)
            return true;
        if (!marked || !when_take_number(&s->rest, &at->day))
            return false;
        (void)take_mark(s, FORM_DAY);
        return true;
    }
    if (day && take_week(s))
        return true;
    if (s->rest.n == 0 || memchr("-/.", s->rest.p[0], 3) == NULL)
        return false;
    char sign = s->rest.p[0];
    (void)when_take_char(&s->rest, sign);
    if (!when_take_number(&s->rest, &at->month))
        return false;
    return !day ||
           (when_take_char(&s->rest, sign) && when_take_number(&s->rest, &at->day));
}

/* The part behind an hour or a minute: `sign` or the mark of what stood before, then the
 * number. Nothing there is fine. */
static bool take_part(struct scan *s, enum form_means mark, int *number, bool *there)
{
    bool marked = take_mark(s, mark);
    *there = marked || when_take_char(&s->rest, ':');
    if (!*there)
        return true;
    if (marked && (s->rest.n == 0 || s->rest.p[0] < '0' || s->rest.p[0] > '9')) {
        *there = false;
        return true;
    }
    return when_take_number(&s->rest, number);
}

static bool take_clock(struct scan *s)
{
    struct civil *at = &s->in.at;
    bool there, half = when_take_half(s->forms, &s->rest, &s->in);
    if (half)
        when_take_blanks(&s->rest);
    size_t before = s->rest.n;
    if (!when_take_number(&s->rest, &at->hour) ||
        !take_part(s, FORM_HOUR, &at->minute, &there))
        return false;
    if (!there && s->rest.n + 2 >= before && !half) /* an hour alone has a mark */
        return false;
    if (there && !take_part(s, FORM_MINUTE, &at->second, &there))
        return false;
    if (there) {
        if ((when_take_char(&s->rest, '.') || when_take_char(&s->rest, ',')) &&
            !when_take_fraction(&s->rest))
            return false;
        (void)take_mark(s, FORM_SECOND);
    }
    when_take_blanks(&s->rest);
    if (when_take_half(s->forms, &s->rest, &s->in))
        when_take_blanks(&s->rest);
    (void)when_take_zone(&s->rest, &s->in);
    return s->rest.n == 0;
}

/* A date takes a time of day only where it says nothing: midnight. */
static bool scan(struct scan *s, enum field_type type)
{
    take_weekday(s);
    if (!take_date(s, type != FIELD_MONTH))
        return false;
    take_weekday(s);
    if (s->rest.n == 0)
        return true;
    if (s->compact && type == FIELD_TIME && take_compact_clock(s))
        return true;
    size_t before = s->rest.n;
    if (when_take_char(&s->rest, 'T') || when_take_char(&s->rest, 't'))
        before++; /* stands for the blank */
    else
        when_take_blanks(&s->rest);
    if (s->compact && type == FIELD_TIME && s->rest.n < before && take_compact_clock(s))
        return true;
    bool parted = s->rest.n < before || s->weekday ||
                  (unsigned char)s->rest.p[-1] >= 0x80 || s->rest.p[-1] == ' ';
    return type != FIELD_MONTH && parted && take_clock(s) &&
           (type == FIELD_TIME || (s->in.at.hour % 12 == 0 && !s->in.afternoon &&
                                   s->in.at.minute == 0 && s->in.at.second == 0));
}

static bool scan_text(const struct forms *forms, enum field_type type, struct str text,
                      struct moment *out)
{
    struct scan s = {.forms = forms, .rest = text, .in = {.at = {.month = 1, .day = 1}}};
    return scan(&s, type) && when_finish(type, &s.in, out);
}

bool when_scan(const struct forms *forms, enum field_type type, struct str text,
               struct moment *out)
{
    char narrow[TEXT_MAX], digits[TEXT_MAX];
    size_t n;
    if (text.n < 6 || text.n > TEXT_MAX)
        return false;
    if (scan_text(forms, type, text, out))
        return true;
    n = when_numerals(forms, text, digits, sizeof digits);
    if (n > 0 && scan_text(forms, type, str_trim((struct str){digits, n}), out))
        return true;
    n = fold_narrow(text, narrow, sizeof narrow);
    return n > 0 && !str_eq((struct str){narrow, n}, text) &&
           scan_text(forms, type, (struct str){narrow, n}, out);
}
