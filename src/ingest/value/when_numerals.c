/* when_numerals: dates whose numbers are words, sign by sign (2 0 2 5) or with tens (20 1).
 * What the signs are is the catalogue's. */
#include "ingest/value/when_parts.h"

#include "base/utf8.h"

#include "base/banned.h"

struct numerals {
    char *out;
    size_t n, size;
    int digits, tens; /* of the run at hand: signs, and those of tens */
    int value;        /* of a run with tens */
    bool closed;      /* its last digit is there */
    bool wrong;
};

static void put(struct numerals *in, const char *p, size_t n)
{
    for (size_t i = 0; i < n && in->n < in->size; i++)
        in->out[in->n++] = p[i];
}

static void put_digit(struct numerals *in, int digit)
{
    const char c = (char)('0' + digit);
    put(in, &c, 1);
}

/* A digit before a sign of tens was printed already: it counts them. */
static void take_tens(struct numerals *in, int tens)
{
    int times = 1;
    if (in->tens++ > 0 || in->digits > 1 || (in->digits == 1 && tens != 10))
        in->wrong = true;
    else if (in->digits == 1)
        times = in->out[--in->n] - '0';
    in->value = times * tens;
}

static void take_digit(struct numerals *in, int digit)
{
    if (in->tens == 0)
        put_digit(in, digit);
    else if (in->closed || digit == 0)
        in->wrong = true;
    else
        in->value += digit;
    in->closed = in->tens > 0;
    in->digits++;
}

static void end_run(struct numerals *in)
{
    if (in->tens > 0 && !in->wrong) {
        put_digit(in, in->value / 10);
        put_digit(in, in->value % 10);
    }
    in->digits = in->tens = in->value = 0;
    in->closed = false;
}

size_t when_numerals(const struct forms *forms, struct str text, char *out, size_t size)
{
    struct numerals in = {.out = out, .size = size};
    bool any = false;
    while (forms != NULL && text.n > 0 && !in.wrong) {
        const struct form *form = forms_take(forms, FORM_WEEKDAY, false, &text);
        if (form != NULL) /* its numeral is none */
            continue;
        if ((form = forms_take(forms, FORM_DIGIT, false, &text)) != NULL) {
            take_digit(&in, (int)form->value);
            any = true;
        } else if ((form = forms_take(forms, FORM_TENS, false, &text)) != NULL) {
            take_tens(&in, (int)form->value);
            any = true;
        } else {
            const char *from = text.p;
            uint32_t cp;
            end_run(&in);
            (void)utf8_next(&text, &cp);
            put(&in, from, (size_t)(text.p - from));
        }
    }
    end_run(&in);
    return any && !in.wrong && in.n < size ? in.n : 0;
}
