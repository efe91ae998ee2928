/* when_derive: the format in which one text writes its time, for those who must declare it.
 * Day, month and year may be parted by anything; what stands between the parts is kept. */
#include "ingest/value/when_parts.h"

#include <stdio.h>
#include <string.h>

#include "base/banned.h"

struct deriving {
    const struct forms *forms;
    struct str rest;
    char *out;
    size_t n, size;
    bool day_first, named, day_seen, era; /* named: the month is a word */
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (unsigned char)c >= 0x80;
}

static void put(struct deriving *d, char c)
{
    if (d->n + 1 < d->size)
        d->out[d->n++] = c;
}

static void put_mark(struct deriving *d, char mark)
{
    put(d, '%');
    put(d, mark);
}

/* What is neither digit nor letter stands for itself. */
static void copy_signs(struct deriving *d)
{
    for (; d->rest.n > 0 && !is_digit(d->rest.p[0]) && !is_letter(d->rest.p[0]);
         d->rest.p++, d->rest.n--) {
        put(d, d->rest.p[0]);
        if (d->rest.p[0] == '%')
            put(d, '%');
    }
}

static size_t take_digits(struct deriving *d)
{
    size_t n = 0;
    while (n < d->rest.n && is_digit(d->rest.p[n]))
        n++;
    d->rest = (struct str){d->rest.p + n, d->rest.n - n};
    return n;
}

static bool take_part(struct deriving *d, int part)
{
    int month;
    copy_signs(d);
    if (d->named && when_take_month(d->forms, &d->rest, &month)) {
        put_mark(d, 'b');
        return true;
    }
    size_t digits = take_digits(d);
    if (digits == 4) {
        put_mark(d, 'Y');
        return true;
    }
    if (digits == 3 && part == 0) { /* of an era: its year comes first */
        put_mark(d, 'E');
        d->day_first = d->era = true;
        return true;
    }
    if (digits == 0 || digits > 2)
        return false;
    if (d->era) {
        put_mark(d, part == 1 ? 'm' : 'd');
        return true;
    }
    if (d->named)
        put_mark(d, d->day_seen ? 'y' : 'd');
    else
        put_mark(d, part == 2 ? 'y' : (part == 0) == d->day_first ? 'd' : 'm');
    d->day_seen = true;
    return true;
}

/* Whether a half of the day is named anywhere in what is left. */
static bool has_half(const struct deriving *d)
{
    for (size_t i = 0; i < d->rest.n; i++) {
        struct str at = {d->rest.p + i, d->rest.n - i};
        struct reading unused = {0};
        if (when_take_half(d->forms, &at, &unused))
            return true;
    }
    return false;
}

static bool put_half(struct deriving *d)
{
    struct reading unused = {0};
    if (!when_take_half(d->forms, &d->rest, &unused))
        return false;
    put_mark(d, 'p');
    copy_signs(d);
    return true;
}

static bool take_clock(struct deriving *d)
{
    const char *mark = has_half(d) ? "IMS" : "HMS";
    if (d->rest.n > 1 && (d->rest.p[0] | 0x20) == 't' && is_digit(d->rest.p[1])) {
        put(d, d->rest.p[0]);
        d->rest = (struct str){d->rest.p + 1, d->rest.n - 1};
    }
    (void)put_half(d);
    for (; *mark != '\0' && d->rest.n > 0 && is_digit(d->rest.p[0]); mark++) {
        if (take_digits(d) > 2)
            return false;
        put_mark(d, *mark);
        if (d->rest.n > 0 && memchr("/-", d->rest.p[0], 2) != NULL)
            return false;
        copy_signs(d);
    }
    if (*mark == '\0' && take_digits(d) > 0)
        put_mark(d, 'f');
    (void)put_half(d);
    return d->rest.n == 0;
}

static bool names_month(const struct forms *forms, struct str text)
{
    int month;
    for (size_t i = 0; i < text.n; i++) {
        struct str at = {text.p + i, text.n - i};
        if ((i == 0 || !is_letter(text.p[i - 1])) && when_take_month(forms, &at, &month))
            return true;
    }
    return false;
}

bool when_derive(const struct forms *forms, struct str text, bool day_first, char *out,
                 size_t size)
{
    struct deriving d = {.forms = forms,
                         .rest = text,
                         .out = out,
                         .size = size,
                         .day_first = day_first,
                         .named = names_month(forms, text)};
    bool fits = text.n > 0;
    for (int part = 0; part < 3 && fits; part++)
        fits = take_part(&d, part);
    if (fits) {
        copy_signs(&d);
        fits = d.rest.n == 0 || take_clock(&d);
    }
    out[d.n] = '\0';
    return fits && when_format_valid((struct str){out, d.n});
}

/* 1991 to 2110; seven digits hold nothing but such a date. */
bool when_era_format(const struct forms *forms, struct str text, char *out, size_t size)
{
    static const struct str compact = {"%E%m%d", 6};
    struct moment at;
    int year;
    if (text.n < 7 || !when_digits(text.p, 3, &year) || year < 80 || year > 199)
        return false;
    if (text.n == 7 && when_parse_as(forms, FIELD_DATE, text, compact, &at)) {
        (void)snprintf(out, size, "%s", compact.p);
        return true;
    }
    return when_derive(forms, text, false, out, size) && out[0] == '%' && out[1] == 'E';
}

bool when_names_month(const struct forms *forms, struct str text)
{
    char unused[64];
    return names_month(forms, text) &&
           when_derive(forms, text, true, unused, sizeof unused);
}
