/* number: see the header. The text is narrowed into a small buffer only when it is no plain
 * number; marks and units are taken off until one is left. */
#include "ingest/value/number.h"

#include <string.h>

#include "base/fold.h"
#include "base/num.h"
#include "ingest/value/length.h"

#include "base/banned.h"

enum { TEXT_MAX = 96, PARTS_MAX = 4 /* units and powers of ten of one number */ };

/* n x 10^power with `scale` digits behind the point, if it has no more. */
static bool fit_scale(struct dec dec, int power, int scale, int64_t *out)
{
    int have = dec.scale - power;
    for (; have > scale && dec.n != 0; have--, dec.n /= 10)
        if (dec.n % 10 != 0)
            return false;
    for (; have < scale && dec.n != 0; have++)
        if (__builtin_mul_overflow(dec.n, 10, &dec.n))
            return false;
    *out = dec.n;
    return true;
}

/* "1,234" is an integer, "12.0" is not. */
static bool plain(const struct field *field, struct str text, int power, int64_t *out)
{
    struct dec dec;
    if (field->type == FIELD_INT && power == 0) {
        if (str_int(text, out))
            return true;
        if (memchr(text.p, '.', text.n) != NULL)
            return false;
    }
    return dec_parse(text, &dec) && fit_scale(dec, power, field->scale, out);
}

static bool take_unit(const struct field *field, struct str *s, int *power)
{
    for (size_t i = 0; i < field->nunits; i++) {
        struct str unit = field->unit[i].text;
        if (unit.n >= s->n)
            continue;
        struct str front = {s->p, unit.n}, back = {s->p + s->n - unit.n, unit.n};
        bool ends = fold_equal(back, unit);
        if (!ends && !fold_equal(front, unit))
            continue;
        *s = str_trim((struct str){ends ? s->p : s->p + unit.n, s->n - unit.n});
        *power += field->unit[i].power;
        return true;
    }
    return false;
}

static bool take_ten(const struct field *field, struct str *s, int *power)
{
    const struct form *form =
        field->forms != NULL ? forms_take(field->forms, FORM_TEN, true, s) : NULL;
    if (form == NULL)
        return false;
    *s = str_trim(*s);
    *power += (int)form->value;
    return true;
}

/* The marks of one writing become those of the other, in place. */
static void swap_marks(char *p, size_t n, bool decimal_comma)
{
    for (size_t i = 0; i < n; i++) {
        if (p[i] == '\'' || p[i] == ' ')
            p[i] = ',';
        else if (decimal_comma && (p[i] == '.' || p[i] == ','))
            p[i] = p[i] == '.' ? ',' : '.';
    }
}

static bool take_parentheses(struct str *s)
{
    if (s->n < 3 || s->p[0] != '(' || s->p[s->n - 1] != ')' || s->p[1] == '-')
        return false;
    *s = str_trim((struct str){s->p + 1, s->n - 2});
    return true;
}

static bool dressed(const struct field *field, bool decimal_comma, struct str text,
                    int64_t *out)
{
    char narrow[TEXT_MAX];
    struct str s =
        str_trim((struct str){narrow, fold_narrow(text, narrow, sizeof narrow)});
    bool minus = take_parentheses(&s);
    int power = 0;
    for (int i = 0; i < PARTS_MAX; i++)
        if (!take_unit(field, &s, &power) && !take_ten(field, &s, &power))
            break;
    minus = minus || take_parentheses(&s);
    if (s.n == 0)
        return false;
    swap_marks(narrow + (s.p - narrow), s.n, decimal_comma);
    if (!plain(field, s, power, out))
        return false;
    *out = minus ? -*out : *out;
    return true;
}

bool number_read(const struct field *field, bool decimal_comma, struct str text,
                 int64_t *out)
{
    if (!decimal_comma && plain(field, text, 0, out))
        return true;
    if (text.n > TEXT_MAX)
        return false;
    return dressed(field, decimal_comma, text, out) ||
           (field->length > 0 && length_read(field, decimal_comma, text, out));
}
