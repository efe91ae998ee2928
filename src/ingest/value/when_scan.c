/* when_scan: times that need no declaration because they can be read in one way only: the
 * year comes first and has four digits. What stands between the parts may be '-', '/', '.'
 * or the marks of the forms catalogue; a time of day may have a fraction, a half of the day
 * and a distance from UTC. Reached only when the fast forms of when.c did not fit. */
#include "ingest/value/when_parts.h"

#include <string.h>

#include "base/fold.h"

#include "base/banned.h"

enum { TEXT_MAX = 96 };

struct scan {
    const struct forms *forms; /* may be NULL */
    struct str rest;
    struct reading in;
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

/* "2026-10-1", "2026/10/1", "2026.10.1" or with marks, the last of which may be absent; a
 * month alone where `day` is false. */
static bool take_date(struct scan *s, bool day)
{
    struct civil *at = &s->in.at;
    if (!when_take_year(&s->rest, 4, &at->year))
        return day && take_named(s);
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
    if (!take_date(s, type != FIELD_MONTH))
        return false;
    if (s->rest.n == 0)
        return true;
    size_t before = s->rest.n;
    if (when_take_char(&s->rest, 'T') || when_take_char(&s->rest, 't'))
        before++; /* stands for the blank */
    else
        when_take_blanks(&s->rest);
    bool parted = s->rest.n < before || (unsigned char)s->rest.p[-1] >= 0x80 ||
                  s->rest.p[-1] == ' ';
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
    char narrow[TEXT_MAX];
    size_t n;
    if (text.n < 6 || text.n > TEXT_MAX)
        return false;
    if (scan_text(forms, type, text, out))
        return true;
    n = fold_narrow(text, narrow, sizeof narrow);
    return n > 0 && !str_eq((struct str){narrow, n}, text) &&
           scan_text(forms, type, (struct str){narrow, n}, out);
}
