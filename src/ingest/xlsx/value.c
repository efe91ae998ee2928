/* value: numbers to the fifteen digits that spreadsheets keep and show, so that binary
 * noise (0.30000000000000004) does not become data, and serial days as calendar dates. Times are rounded to the second: a serial of 17 digits is exact to some
 * microseconds. */
#include "ingest/xlsx/value.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"

#include "base/banned.h"

enum {
    SHORT_DIGITS = 16, /* most decimals of so many fit a double's mantissa */
    EXACT_DIGITS = 15, /* a decimal of that many digits is kept as it is */
    ROUNDED_DIGITS = 18,
    WHOLE_DIGITS = 20, /* whole numbers are kept as written up to this */
    DAYS_1970 = 25569, /* serial of 1970-01-01 */
    DAYS_1904 = 1462,  /* from 1900's serials to 1904's */
    DAYS_END = 2958466 /* serial of the day after 9999-12-31 */
};

struct shape {            /* of a decimal text */
    size_t digits, point; /* significant digits; offset of the point, n when none */
    bool plain, exponent;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static struct shape shape_of(struct str s)
{
    struct shape shape = {.point = s.n, .plain = s.n > 0};
    bool any = false;
    for (size_t i = s.n > 0 && s.p[0] == '-'; i < s.n && shape.plain; i++) {
        if (is_digit(s.p[i])) {
            any = true;
            shape.digits += shape.digits > 0 || s.p[i] != '0';
        } else if (s.p[i] == '.' && shape.point == s.n) {
            shape.point = i;
        } else {
            shape.plain = false;
        }
    }
    shape.plain = shape.plain && any;
    return shape;
}

/* Digits that a double holds exactly over a power of ten that it holds exactly: one
 * division rounds them as strtod does, at a tenth of its price. */
static bool read_short(struct str s, const struct shape *shape, double *out)
{
    uint64_t digits = 0;
    double scale = 1;
    if (!shape->plain || shape->digits > SHORT_DIGITS ||
        s.n - shape->point > SHORT_DIGITS)
        return false;
    for (size_t i = s.p[0] == '-'; i < s.n; i++) {
        if (i == shape->point)
            continue;
        digits = digits * 10 + (uint64_t)(s.p[i] - '0');
        if (i > shape->point)
            scale *= 10;
    }
    if (digits > (uint64_t)1 << DBL_MANT_DIG)
        return false;
    *out = (double)digits / scale;
    if (s.p[0] == '-')
        *out = -*out;
    return true;
}

/* The text as a double; false when it is none, or more than that. */
static bool read_real(struct str s, double *out)
{
    struct shape shape = shape_of(s);
    char text[64], *stop;
    if (read_short(s, &shape, out))
        return true;
    if (s.n == 0 || s.n >= sizeof text || !(is_digit(s.p[0]) || strchr("+-.", s.p[0])))
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (!is_digit(s.p[i]) && memchr("+-.eE", s.p[i], 5) == NULL)
            return false;
    memcpy(text, s.p, s.n);
    text[s.n] = '\0';
    *out = strtod(text, &stop);
    return *stop == '\0' && isfinite(*out);
}

static struct str trim_zeros(struct str s, size_t point)
{
    if (point == s.n)
        return s;
    while (s.n > point && s.p[s.n - 1] == '0')
        s.n--;
    s.n -= s.n == point + 1;
    return s;
}

/* "1.25e+03" as "1250". `whole` digits stand before the point; where there are none, zeros
 * stand before the digits, which then begin at a negative index. */
static struct str write_out(const char *real, char out[VALUE_MAX])
{
    char digit[24];
    size_t length = 0;
    long n = 0;
    const char *e = strchr(real, 'e');
    for (const char *p = real; p < e; p++)
        if (is_digit(*p))
            digit[n++] = *p;
    while (n > 1 && digit[n - 1] == '0')
        n--;
    long whole = strtol(e + 1, NULL, 10) + 1;
    if (whole < -18)
        return STR_NONE;
    if (real[0] == '-')
        out[length++] = '-';
    for (long i = whole > 0 ? 0 : whole - 1; i < n || i < whole; i++) {
        if (i == whole)
            out[length++] = '.';
        out[length++] = i < 0 || i >= n ? '0' : digit[i];
    }
    return (struct str){out, length};
}

static struct str print_real(double value, char out[VALUE_MAX])
{
    char real[40];
    if (fabs(value) >= 1e15) {
        int n = snprintf(out, VALUE_MAX, "%.*G", EXACT_DIGITS, value);
        return (struct str){out, (size_t)n};
    }
    snprintf(real, sizeof real, "%.*e", EXACT_DIGITS - 1, value);
    return value == 0 ? STR("0") : write_out(real, out);
}

/* A whole number of so many digits that ends in zeros from the sixteenth on: it was longer
 * once, and a spreadsheet has rounded it. Shorter ones may really end so. */
static bool is_rounded(struct str text)
{
    size_t first = text.p[0] == '-';
    if (text.n - first < ROUNDED_DIGITS)
        return false;
    for (size_t i = first + EXACT_DIGITS; i < text.n; i++)
        if (text.p[i] != '0')
            return false;
    return true;
}

struct str value_number(struct str text, char out[VALUE_MAX])
{
    struct shape shape = shape_of(text);
    double value;
    if (shape.plain && shape.point == text.n && shape.digits <= WHOLE_DIGITS &&
        !is_rounded(text))
        return text;
    if (shape.plain && shape.digits <= EXACT_DIGITS && shape.point > 0 &&
        is_digit(text.p[shape.point - 1]))
        return trim_zeros(text, shape.point);
    if (!read_real(text, &value))
        return text;
    struct str printed = print_real(value, out);
    return printed.n > 0 ? printed : text;
}

static char *put_digits(char *out, int64_t value, int n)
{
    for (int i = n; i-- > 0; value /= 10)
        out[i] = (char)('0' + value % 10);
    return out + n;
}

static char *put_clock(char *out, int64_t second)
{
    out = put_digits(out, second / 3600, 2);
    *out++ = ':';
    out = put_digits(out, second / 60 % 60, 2);
    *out++ = ':';
    return put_digits(out, second % 60, 2);
}

static char *put_date(char *out, int64_t day, bool from_1904)
{
    if (!from_1904 && day == 0)
        return (char *)memcpy(out, "1900-01-00", 10) + 10;
    if (!from_1904 && day == 60)
        return (char *)memcpy(out, "1900-02-29", 10) + 10;
    if (from_1904)
        day += DAYS_1904;
    else if (day < 60)
        day++;
    struct civil at = civil_of((day - DAYS_1970) * CIVIL_DAY);
    out = put_digits(out, at.year, 4);
    *out++ = '-';
    out = put_digits(out, at.month, 2);
    *out++ = '-';
    return put_digits(out, at.day, 2);
}

static struct str print_duration(int64_t seconds, char out[VALUE_MAX])
{
    int64_t size = seconds < 0 ? -seconds : seconds;
    int n = snprintf(out, VALUE_MAX, "%s%lld:%02d:%02d", seconds < 0 ? "-" : "",
                     (long long)(size / 3600), (int)(size / 60 % 60), (int)(size % 60));
    return (struct str){out, (size_t)n};
}

struct str value_time(struct str text, enum cell_format format, bool from_1904,
                      char out[VALUE_MAX])
{
    double value;
    if (!read_real(text, &value) || fabs(value) >= DAYS_END)
        return value_number(text, out);
    int64_t seconds = llround(value * CIVIL_DAY);
    int64_t day = seconds / CIVIL_DAY, second = seconds % CIVIL_DAY;
    if (format == FORMAT_DURATION)
        return print_duration(seconds, out);
    if (seconds < 0 || day + (from_1904 ? DAYS_1904 : 0) >= DAYS_END)
        return value_number(text, out);
    char *end = out;
    if (format != FORMAT_CLOCK || day > 0)
        end = put_date(end, day, from_1904);
    if (end > out && (format != FORMAT_DATE || second > 0))
        *end++ = ' ';
    if (end == out || end[-1] == ' ')
        end = put_clock(end, second);
    return (struct str){out, (size_t)(end - out)};
}

struct str value_iso(struct str text, char out[VALUE_MAX])
{
    if (text.n == 0 || text.n >= VALUE_MAX)
        return text;
    memcpy(out, text.p, text.n);
    struct str iso = {out, text.n};
    if (iso.n > 10 && out[10] == 'T')
        out[10] = ' ';
    if (iso.n > 8 && out[iso.n - 1] == 'Z')
        iso.n--;
    const char *point = memchr(out, '.', iso.n);
    if (point != NULL)
        iso.n = (size_t)(point - out);
    return iso;
}
