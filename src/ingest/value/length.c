/* length: seconds are counted in millionths while parts are added, so that "1.5 h" is exact,
 * and divided by the field's unit at the end. */
#include "ingest/value/length.h"

#include <string.h>

#include "base/fold.h"
#include "base/num.h"

#include "base/banned.h"

enum { TEXT_MAX = 96, MICRO_DIGITS = 6 };

struct sum {
    int64_t micros;
    int parts;
};

static bool add(struct sum *sum, struct dec number, int64_t seconds)
{
    int64_t part = number.n;
    if (number.n < 0 || __builtin_mul_overflow(part, seconds, &part))
        return false;
    for (; number.scale < MICRO_DIGITS; number.scale++)
        if (__builtin_mul_overflow(part, 10, &part))
            return false;
    for (; number.scale > MICRO_DIGITS; number.scale--, part /= 10)
        if (part % 10 != 0)
            return false;
    sum->parts++;
    return !__builtin_add_overflow(sum->micros, part, &sum->micros);
}

/* A number off the front: digits and one sign. */
static bool take_number(struct str *s, char sign, struct dec *number)
{
    char digits[32];
    size_t n = 0;
    while (n < s->n && n < sizeof digits &&
           ((s->p[n] >= '0' && s->p[n] <= '9') || s->p[n] == sign)) {
        digits[n] = s->p[n] == sign ? '.' : s->p[n];
        n++;
    }
    struct str text = {digits, n};
    *s = (struct str){s->p + n, s->n - n};
    return n > 0 && dec_parse(text, number);
}

static bool read_clock(struct str s, struct sum *sum)
{
    int64_t seconds = 3600;
    struct dec number;
    for (int part = 0; part < 3; part++, seconds /= 60) {
        bool whole = take_number(&s, part == 2 ? '.' : '\0', &number) &&
                     (part == 2 || number.scale == 0);
        if (!whole || (part > 0 && dec_real(number) >= 60) || !add(sum, number, seconds))
            return false;
        if (s.n == 0)
            return part > 0;
        if (s.p[0] != ':')
            return false;
        s = (struct str){s.p + 1, s.n - 1};
    }
    return false;
}

static bool read_iso(struct str s, struct sum *sum)
{
    static const struct {
        char letter;
        bool time;
        int64_t seconds;
    } unit[] = {{'W', false, 604800},
                {'D', false, 86400},
                {'H', true, 3600},
                {'M', true, 60},
                {'S', true, 1}};
    bool time = false;
    if (s.n < 3 || s.p[0] != 'P')
        return false;
    s = (struct str){s.p + 1, s.n - 1};
    while (s.n > 0) {
        struct dec number;
        size_t i = 0;
        if (!time && s.p[0] == 'T') {
            time = true;
            s = (struct str){s.p + 1, s.n - 1};
        }
        if (!take_number(&s, '.', &number) || s.n == 0)
            return false;
        while (i < 5 && (unit[i].letter != s.p[0] || unit[i].time != time))
            i++;
        if (i == 5 || !add(sum, number, unit[i].seconds))
            return false;
        s = (struct str){s.p + 1, s.n - 1};
    }
    return sum->parts > 0;
}

static bool read_words(const struct forms *forms, char sign, struct str s,
                       struct sum *sum)
{
    while (s.n > 0) {
        struct dec number;
        if (!take_number(&s, sign, &number))
            return false;
        s = str_trim(s);
        const struct form *form = forms_take(forms, FORM_LENGTH, false, &s);
        if (form == NULL || !add(sum, number, form->value))
            return false;
        s = str_trim(s);
    }
    return sum->parts > 0;
}

static bool in_units(const struct field *field, int64_t micros, int64_t *out)
{
    int64_t unit = field->length * 1000000;
    for (int i = 0; i < field->scale; i++)
        if (__builtin_mul_overflow(micros, 10, &micros))
            return false;
    *out = micros / unit;
    return micros % unit == 0;
}

bool length_read(const struct field *field, bool decimal_comma, struct str text,
                 int64_t *out)
{
    char narrow[TEXT_MAX];
    struct str s =
        str_trim((struct str){narrow, fold_narrow(text, narrow, sizeof narrow)});
    struct sum clock = {0}, iso = {0}, words = {0};
    if (s.n == 0)
        return false;
    if (read_clock(s, &clock))
        return in_units(field, clock.micros, out);
    if (read_iso(s, &iso))
        return in_units(field, iso.micros, out);
    return field->forms != NULL &&
           read_words(field->forms, decimal_comma ? ',' : '.', s, &words) &&
           in_units(field, words.micros, out);
}
