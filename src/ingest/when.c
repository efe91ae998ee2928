/* when: a fast path of fixed digits for the ISO forms, which nearly all exports use, and a
 * small format reader for the rest. Both end in the same check against the calendar. */
#include "ingest/when.h"

#include <string.h>

#include "base/civil.h"

#include "base/banned.h"

static bool digits(const char *p, int n, int *out)
{
    int value = 0;
    for (int i = 0; i < n; i++) {
        unsigned digit = (unsigned)(unsigned char)p[i] - '0';
        if (digit > 9)
            return false;
        value = value * 10 + (int)digit;
    }
    *out = value;
    return true;
}

static bool finish(enum field_type type, struct civil *at, int64_t *local)
{
    if (type != FIELD_TIME)
        at->hour = at->minute = at->second = 0;
    if (type == FIELD_MONTH)
        at->day = 1;
    if (!civil_valid(at))
        return false;
    *local = civil_seconds(at);
    return true;
}

static bool iso_date(const char *p, struct civil *at)
{
    return digits(p, 4, &at->year) && p[4] == '-' && digits(p + 5, 2, &at->month) &&
           p[7] == '-' && digits(p + 8, 2, &at->day);
}

/* "hh:mm" or "hh:mm:ss" */
static bool iso_clock(struct str s, struct civil *at)
{
    return (s.n == 5 || s.n == 8) && digits(s.p, 2, &at->hour) && s.p[2] == ':' &&
           digits(s.p + 3, 2, &at->minute) &&
           (s.n == 5 || (s.p[5] == ':' && digits(s.p + 6, 2, &at->second)));
}

static bool iso_time(struct str s, struct civil *at)
{
    if (s.n < 10 || !iso_date(s.p, at))
        return false;
    return s.n == 10 || ((s.p[10] == ' ' || s.p[10] == 'T') &&
                         iso_clock((struct str){s.p + 11, s.n - 11}, at));
}

static bool try_formats(enum field_type type, struct str text, const char *const *format,
                        size_t n, int64_t *local)
{
    for (size_t i = 0; i < n; i++)
        if (when_parse_as(type, text, str_of(format[i]), local))
            return true;
    return false;
}

bool when_parse(enum field_type type, struct str s, int64_t *local)
{
    static const char *const times[] = {"%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M",
                                        "%Y/%m/%d"};
    static const char *const months[] = {"%Y/%m"};
    struct civil at = {.month = 1, .day = 1};
    bool slashes = s.n > 4 && s.p[4] == '/';
    switch (type) {
    case FIELD_TIME:
        return slashes ? try_formats(type, s, times, 3, local)
                       : iso_time(s, &at) && finish(type, &at, local);
    case FIELD_DATE:
        if (slashes)
            return try_formats(type, s, times + 2, 1, local);
        if (s.n == 8)
            return digits(s.p, 4, &at.year) && digits(s.p + 4, 2, &at.month) &&
                   digits(s.p + 6, 2, &at.day) && finish(type, &at, local);
        return s.n == 10 && iso_date(s.p, &at) && finish(type, &at, local);
    case FIELD_MONTH:
        if (slashes)
            return try_formats(type, s, months, 1, local);
        return s.n == 7 && digits(s.p, 4, &at.year) && s.p[4] == '-' &&
               digits(s.p + 5, 2, &at.month) && finish(type, &at, local);
    default:
        return false;
    }
}

/* Reading by a format. */
struct reading {
    struct civil at;
    bool half_day, afternoon;
};

/* One or two digits off the front. */
static bool take_digits(struct str *s, int *out)
{
    int n = s->n > 1 && s->p[1] >= '0' && s->p[1] <= '9' ? 2 : 1;
    if (s->n == 0 || !digits(s->p, n, out))
        return false;
    *s = (struct str){s->p + n, s->n - (size_t)n};
    return true;
}

static bool take_year(struct str *s, int n, int *year)
{
    if (s->n < (size_t)n || !digits(s->p, n, year))
        return false;
    if (n == 2)
        *year += *year < 70 ? 2000 : 1900;
    *s = (struct str){s->p + n, s->n - (size_t)n};
    return true;
}

static bool take_half(struct str *s, struct reading *in)
{
    if (s->n < 2 || (s->p[1] | 0x20) != 'm')
        return false;
    in->half_day = true;
    in->afternoon = (s->p[0] | 0x20) == 'p';
    if (!in->afternoon && (s->p[0] | 0x20) != 'a')
        return false;
    *s = (struct str){s->p + 2, s->n - 2};
    return true;
}

static bool take_mark(char mark, struct str *s, struct reading *in)
{
    switch (mark) {
    case 'Y':
        return take_year(s, 4, &in->at.year);
    case 'y':
        return take_year(s, 2, &in->at.year);
    case 'm':
        return take_digits(s, &in->at.month);
    case 'd':
        return take_digits(s, &in->at.day);
    case 'H':
    case 'I':
        return take_digits(s, &in->at.hour);
    case 'M':
        return take_digits(s, &in->at.minute);
    case 'S':
        return take_digits(s, &in->at.second);
    case 'p':
        return take_half(s, in);
    default:
        return false;
    }
}

/* 12 AM is midnight, 12 PM is noon. */
static bool settle_half(struct reading *in)
{
    if (!in->half_day)
        return true;
    if (in->at.hour < 1 || in->at.hour > 12)
        return false;
    in->at.hour = in->at.hour % 12 + (in->afternoon ? 12 : 0);
    return true;
}

bool when_parse_as(enum field_type type, struct str text, struct str format,
                   int64_t *local)
{
    struct reading in = {.at = {.month = 1, .day = 1}};
    for (size_t i = 0; i < format.n; i++) {
        char c = format.p[i];
        if (c == '%' && i + 1 < format.n && format.p[i + 1] != '%') {
            if (!take_mark(format.p[++i], &text, &in))
                return false;
            continue;
        }
        i += c == '%'; /* %% stands for itself */
        if (text.n == 0 || text.p[0] != c)
            return false;
        text = (struct str){text.p + 1, text.n - 1};
    }
    return text.n == 0 && settle_half(&in) && finish(type, &in.at, local);
}

bool when_format_valid(struct str format)
{
    static const char marks[] = "YymdHIMSp";
    bool seen[sizeof marks] = {false};
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
    return seen[0] != seen[1] &&    /* one of %Y, %y */
           !(seen[4] && seen[5]) && /* not both %H and %I */
           seen[5] == seen[8];      /* %I and %p together */
}
