/* when: a fast path of fixed digits for the ISO forms, which nearly all exports use, and a
 * small format reader for what a job declares; other forms are when_scan's. */
#include "ingest/value/when_number.h"
#include "ingest/value/when_parts.h"

#include <string.h>

#include "base/banned.h"

static bool iso_date(const char *p, struct civil *at)
{
    return when_digits(p, 4, &at->year) && p[4] == '-' &&
           when_digits(p + 5, 2, &at->month) && p[7] == '-' &&
           when_digits(p + 8, 2, &at->day);
}

/* "hh:mm" or "hh:mm:ss" */
static bool iso_clock(struct str s, struct civil *at)
{
    return (s.n == 5 || s.n == 8) && when_digits(s.p, 2, &at->hour) && s.p[2] == ':' &&
           when_digits(s.p + 3, 2, &at->minute) &&
           (s.n == 5 || (s.p[5] == ':' && when_digits(s.p + 6, 2, &at->second)));
}

static bool iso_time(struct str s, struct civil *at)
{
    if (s.n < 10 || !iso_date(s.p, at))
        return false;
    return s.n == 10 || ((s.p[10] == ' ' || s.p[10] == 'T') &&
                         iso_clock((struct str){s.p + 11, s.n - 11}, at));
}

static bool fast(enum field_type type, struct str s, struct civil *at)
{
    switch (type) {
    case FIELD_TIME:
        return iso_time(s, at);
    case FIELD_DATE:
        if (s.n == 8)
            return when_digits(s.p, 4, &at->year) &&
                   when_digits(s.p + 4, 2, &at->month) &&
                   when_digits(s.p + 6, 2, &at->day);
        return s.n == 10 && iso_date(s.p, at);
    case FIELD_MONTH:
        return (s.n == 7 || s.n == 6) && when_digits(s.p, 4, &at->year) &&
               (s.n == 6 || s.p[4] == '-') && when_digits(s.p + s.n - 2, 2, &at->month);
    default:
        return false;
    }
}

bool when_parse(const struct forms *forms, enum field_type type, struct str s,
                struct moment *out)
{
    struct civil at = {.month = 1, .day = 1};
    if (!fast(type, s, &at))
        return when_scan(forms, type, s, out);
    if (!civil_valid(&at))
        return at.hour == 24 && when_scan(forms, type, s, out);
    *out = (struct moment){civil_seconds(&at), false};
    return true;
}

static bool take_mark(const struct forms *forms, char mark, struct str *s,
                      struct reading *in)
{
    switch (mark) {
    case 'Y':
        return when_take_year(s, 4, &in->at.year);
    case 'y':
        return when_take_year(s, 2, &in->at.year);
    case 'm':
        return when_take_number(s, &in->at.month);
    case 'E':
        return when_take_era_year(s, WHEN_ERA, &in->at.year);
    case 'b':
        return when_take_month(forms, s, &in->at.month);
    case 'd':
        return when_take_number(s, &in->at.day);
    case 'H':
    case 'I':
        return when_take_number(s, &in->at.hour);
    case 'M':
        return when_take_number(s, &in->at.minute);
    case 'S':
        return when_take_number(s, &in->at.second);
    case 'f':
        return when_take_fraction(s);
    case 'z':
        return when_take_zone(s, in);
    case 'p':
        return when_take_half(forms, s, in);
    default:
        return false;
    }
}

bool when_parse_as(const struct forms *forms, enum field_type type, struct str text,
                   struct str format, struct moment *out)
{
    struct reading in = {.at = {.month = 1, .day = 1}};
    if (when_number_format(format)) {
        if (!when_number(text, format, &out->at, &out->utc))
            return false;
        in.at = civil_of(out->at);
        return type == FIELD_TIME || when_finish(type, &in, out);
    }
    for (size_t i = 0; i < format.n; i++) {
        char c = format.p[i];
        if (c == '%' && i + 1 < format.n && format.p[i + 1] != '%') {
            if (!take_mark(forms, format.p[++i], &text, &in))
                return false;
            continue;
        }
        i += c == '%'; /* %% stands for itself */
        if (!when_take_char(&text, c))
            return false;
    }
    return text.n == 0 && when_finish(type, &in, out);
}

bool when_format_valid(struct str format)
{
    static const char marks[] = "YymdHIMSpfzbE";
    bool seen[sizeof marks] = {false};
    if (when_number_format(format))
        return true;
    for (size_t i = 0; i < format.n; i++) {
        const char *mark;
        if (format.p[i] != '%')
            continue;
        if (++i == format.n)
            return false;
        if (format.p[i] == '%')
            continue;
        mark = format.p[i] ? strchr(marks, format.p[i]) : NULL;
        if (mark == NULL || seen[mark - marks])
            return false;
        seen[mark - marks] = true;
    }
    return seen[0] + seen[1] + seen[12] == 1 && /* one of %Y, %y, %E */
           !(seen[2] && seen[11]) &&            /* nor both %m and %b */
           !(seen[4] && seen[5]) &&             /* not both %H and %I */
           seen[5] == seen[8];                  /* %I and %p together */
}

bool when_day_month(struct str text, int *first, int *second)
{
    int year;
    if (!when_take_number(&text, first) || text.n == 0 ||
        memchr("/-.", text.p[0], 3) == NULL)
        return false;
    char sign = text.p[0];
    return when_take_char(&text, sign) && when_take_number(&text, second) &&
           when_take_char(&text, sign) && when_take_year(&text, 2, &year) &&
           *first >= 1 && *second >= 1 && *first <= 31 && *second <= 31 &&
           (*first <= 12 || *second <= 12);
}
