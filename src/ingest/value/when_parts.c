/* when_parts: see the header. Every function takes all of its piece or nothing. */
#include "ingest/value/when_parts.h"

#include "base/banned.h"

static void skip(struct str *s, size_t n)
{
    *s = (struct str){s->p + n, s->n - n};
}

bool when_take_number(struct str *s, int *out)
{
    int n = s->n > 1 && s->p[1] >= '0' && s->p[1] <= '9' ? 2 : 1;
    if (s->n == 0 || !when_digits(s->p, n, out))
        return false;
    skip(s, (size_t)n);
    return true;
}

bool when_take_year(struct str *s, int n, int *year)
{
    if (s->n < (size_t)n || !when_digits(s->p, n, year))
        return false;
    if (n == 2)
        *year += *year < 70 ? 2000 : 1900;
    skip(s, (size_t)n);
    return true;
}

bool when_take_era_year(struct str *s, int years, int *year)
{
    size_t n = 0;
    while (n < s->n && s->p[n] >= '0' && s->p[n] <= '9')
        n++;
    if (n > 3)
        n -= 4;
    if (n == 0 || n > 3 || !when_digits(s->p, (int)n, year) || *year == 0)
        return false;
    *year += years;
    skip(s, n);
    return true;
}

bool when_take_month(const struct forms *forms, struct str *s, int *month)
{
    struct str rest = *s;
    const struct form *form =
        forms != NULL ? forms_take(forms, FORM_MONTH_NAME, false, &rest) : NULL;
    if (form == NULL ||
        (rest.n > 0 && (rest.p[0] | 0x20) >= 'a' && (rest.p[0] | 0x20) <= 'z'))
        return false;
    *month = (int)form->value;
    *s = rest;
    return true;
}

bool when_take_char(struct str *s, char c)
{
    if (s->n == 0 || s->p[0] != c)
        return false;
    skip(s, 1);
    return true;
}

void when_take_blanks(struct str *s)
{
    while (when_take_char(s, ' '))
        continue;
}

bool when_take_fraction(struct str *s)
{
    size_t n = 0;
    while (n < s->n && s->p[n] >= '0' && s->p[n] <= '9')
        n++;
    if (n == 0 || n > 9)
        return false;
    skip(s, n);
    return true;
}

static bool take_utc(struct str *s)
{
    if (!str_starts(*s, STR("UTC")) && !str_starts(*s, STR("GMT")))
        return false;
    skip(s, 3);
    return true;
}

bool when_take_zone(struct str *s, struct reading *in)
{
    int hours, minutes = 0;
    bool named = take_utc(s);
    struct str rest = *s;
    if ((named && rest.n == 0) || when_take_char(s, 'Z') || when_take_char(s, 'z')) {
        in->zoned = true;
        return true;
    }
    if (named && rest.n == 2 && when_digits(rest.p + 1, 1, &hours) &&
        (rest.p[0] == '+' || rest.p[0] == '-')) {
        in->zoned = true;
        in->offset = hours * (rest.p[0] == '-' ? -3600 : 3600);
        skip(s, 2);
        return true;
    }
    bool west = when_take_char(&rest, '-');
    if ((!west && !when_take_char(&rest, '+')) || rest.n < 2 ||
        !when_digits(rest.p, 2, &hours))
        return false;
    skip(&rest, 2);
    bool colon = when_take_char(&rest, ':');
    if (rest.n >= 2 && when_digits(rest.p, 2, &minutes))
        skip(&rest, 2);
    else if (colon)
        return false;
    if (hours > 14 || minutes > 59)
        return false;
    in->zoned = true;
    in->offset = (hours * 3600 + minutes * 60) * (west ? -1 : 1);
    *s = rest;
    return true;
}

/* 'a' or 'p', then 'm', each with or without a point behind it. */
static bool take_letters(struct str *s, bool *afternoon)
{
    struct str rest = *s;
    char letter = rest.n > 0 ? (char)(rest.p[0] | 0x20) : '\0';
    if (letter != 'a' && letter != 'p')
        return false;
    skip(&rest, 1);
    bool point = when_take_char(&rest, '.');
    if (!when_take_char(&rest, 'm') && !when_take_char(&rest, 'M'))
        return false;
    if (point)
        (void)when_take_char(&rest, '.');
    *afternoon = letter == 'p';
    *s = rest;
    return true;
}

bool when_take_half(const struct forms *forms, struct str *s, struct reading *in)
{
    if (in->half_day)
        return false;
    if (!take_letters(s, &in->afternoon)) {
        if (forms != NULL && forms_take(forms, FORM_PM, false, s) != NULL)
            in->afternoon = true;
        else if (forms == NULL || forms_take(forms, FORM_AM, false, s) == NULL)
            return false;
    }
    in->half_day = true;
    return true;
}

/* 12 AM is midnight, which some write as 0 AM; 12 PM is noon. */
static bool settle_half(struct reading *in)
{
    if (!in->half_day)
        return true;
    if (in->at.hour > 12 || (in->at.hour == 0 && in->afternoon))
        return false;
    in->at.hour = in->at.hour % 12 + (in->afternoon ? 12 : 0);
    return true;
}

bool when_finish(enum field_type type, struct reading *in, struct moment *out)
{
    struct civil *at = &in->at;
    bool ends = at->hour == 24 && at->minute == 0 && at->second == 0 && !in->half_day &&
                type == FIELD_TIME; /* of that day: the next begins */
    if (ends)
        at->hour = 0;
    if (!settle_half(in) || !civil_valid(at))
        return false;
    if (type != FIELD_TIME)
        at->hour = at->minute = at->second = 0;
    if (type == FIELD_MONTH)
        at->day = 1;
    out->utc = in->zoned && type == FIELD_TIME;
    out->at = civil_seconds(at) - (out->utc ? in->offset : 0) + (ends ? CIVIL_DAY : 0);
    return true;
}
