/* num: exact decimals, rounding half away from zero, and printing. Nothing else in the
 * program rounds. */
#include "base/num.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

#define DIGITS_MAX 18

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A comma may stand only before three digits, after one to three at the front and then
 * after every third: anything else may be a decimal comma. */
static bool comma_fits(struct str s, size_t at, size_t *last_comma, size_t first_digit)
{
    size_t before = *last_comma ? at - *last_comma - 1 : at - first_digit;
    bool fits = *last_comma ? before == 3 : before >= 1 && before <= 3;
    *last_comma = at;
    return fits && at + 3 < s.n && is_digit(s.p[at + 1]) && is_digit(s.p[at + 2]) &&
           is_digit(s.p[at + 3]) && (at + 4 == s.n || !is_digit(s.p[at + 4]));
}

bool dec_parse(struct str s, struct dec *out)
{
    bool minus = s.n && s.p[0] == '-';
    size_t first = minus || (s.n && s.p[0] == '+') ? 1 : 0;
    int64_t n = 0;
    int digits = 0, scale = 0;
    bool point = false;
    size_t comma = 0;
    for (size_t i = first; i < s.n; i++) {
        if (s.p[i] == '.' && !point) {
            point = true;
        } else if (s.p[i] == ',' && !point) {
            if (!comma_fits(s, i, &comma, first))
                return false;
        } else if (is_digit(s.p[i])) {
            if (n != 0 || s.p[i] != '0' || point)
                digits++;
            if (digits > DIGITS_MAX)
                return false;
            n = n * 10 + (s.p[i] - '0');
            scale += point;
        } else {
            return false;
        }
    }
    if (s.n == first || (s.n == first + 1 && point))
        return false;
    *out = (struct dec){minus ? -n : n, scale};
    return true;
}

static int64_t power_of_ten(int scale)
{
    assert(scale >= 0 && scale <= DIGITS_MAX);
    int64_t power = 1;
    while (scale-- > 0)
        power *= 10;
    return power;
}

double dec_real(struct dec d)
{
    return (double)d.n / (double)power_of_ten(d.scale);
}

__extension__ typedef unsigned __int128 wide_unsigned;

/* The next decimal digit of rest / denominator; *rest becomes what remains. Ten additions
 * modulo the denominator, because rest x 10 may not fit. */
static unsigned next_digit(wide_unsigned *rest, wide_unsigned denominator)
{
    wide_unsigned sum = 0;
    unsigned digit = 0;
    for (int i = 0; i < 10; i++) {
        if (sum >= denominator - *rest) {
            sum -= denominator - *rest;
            digit++;
        } else {
            sum += *rest;
        }
    }
    *rest = sum;
    return digit;
}

int64_t num_round(num_wide numerator, num_wide denominator, int scale)
{
    assert(denominator > 0);
    bool minus = numerator < 0;
    wide_unsigned top = minus ? -(wide_unsigned)numerator : (wide_unsigned)numerator;
    wide_unsigned bottom = (wide_unsigned)denominator;
    wide_unsigned whole = top / bottom, rest = top % bottom;
    const wide_unsigned limit = INT64_MAX;
    for (int i = 0; i < scale && whole <= limit; i++)
        whole = whole * 10 + next_digit(&rest, bottom);
    if (rest >= bottom - rest)
        whole++;
    if (whole > limit) /* saturates: no printed figure is that long */
        whole = limit;
    return minus ? -(int64_t)whole : (int64_t)whole;
}

int64_t num_round_real(double value, int scale)
{
    assert(isfinite(value));
    /* The long product is exact for up to three decimals, so a half is a half. */
    long double scaled = roundl((long double)value * (long double)power_of_ten(scale));
    if (scaled >= 0x1p63L)
        return INT64_MAX;
    if (scaled <= -0x1p63L)
        return -INT64_MAX;
    return (int64_t)scaled;
}

struct str num_print(struct arena *a, int64_t n, int scale, unsigned style)
{
    assert(scale >= 0 && scale <= DIGITS_MAX);
    char text[64];
    size_t at = sizeof text;
    uint64_t rest = n < 0 ? -(uint64_t)n : (uint64_t)n;
    for (int place = 0; rest != 0 || place <= scale; place++) {
        if (place == scale && scale > 0)
            text[--at] = '.';
        else if ((style & NUM_GROUP) && place > scale && (place - scale) % 3 == 0)
            text[--at] = ',';
        text[--at] = (char)('0' + rest % 10);
        rest /= 10;
    }
    struct str sign = STR("");
    if (n < 0)
        sign = style & NUM_TYPOGRAPHIC ? STR("\xe2\x88\x92") : STR("-");
    else if (n > 0 && (style & NUM_SIGNED))
        sign = STR("+");
    at -= sign.n;
    memcpy(text + at, sign.p, sign.n);
    return arena_str(a, (struct str){text + at, sizeof text - at});
}

struct str num_real(struct arena *a, double value)
{
    assert(isfinite(value));
    char text[40];
    if (fabs(value) < 1e15 && value == trunc(value) && !signbit(value))
        return num_print(a, (int64_t)value, 0, NUM_PLAIN);
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            break;
    }
    return arena_str(a, str_of(text));
}
