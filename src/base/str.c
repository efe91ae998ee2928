/* str: comparing, cutting and reading borrowed text. Bytes only; characters are the
 * business of base/utf8. */
#include "base/str.h"

#include <string.h>

#include "base/banned.h"

int str_cmp(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.p, b.p, n) : 0;
    if (order != 0)
        return order;
    return (a.n > b.n) - (a.n < b.n);
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static const struct str ideographic_space = {"\xe3\x80\x80", 3};

static bool ends_with(struct str s, struct str suffix)
{
    return s.n >= suffix.n && memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0;
}

struct str str_trim(struct str s)
{
    for (;;) {
        size_t step = 0;
        if (s.n && is_blank(s.p[0]))
            step = 1;
        else if (str_starts(s, ideographic_space))
            step = ideographic_space.n;
        if (!step)
            break;
        s = (struct str){s.p + step, s.n - step};
    }
    for (;;) {
        if (s.n && is_blank(s.p[s.n - 1]))
            s.n--;
        else if (ends_with(s, ideographic_space))
            s.n -= ideographic_space.n;
        else
            return s;
    }
}

bool str_starts(struct str s, struct str prefix)
{
    return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

bool str_split(struct str *rest, char sep, struct str *piece)
{
    if (!rest->p)
        return false;
    const char *cut = rest->n ? memchr(rest->p, sep, rest->n) : NULL;
    if (!cut) {
        *piece = *rest;
        *rest = STR_NONE;
        return true;
    }
    *piece = (struct str){rest->p, (size_t)(cut - rest->p)};
    *rest = (struct str){cut + 1, rest->n - piece->n - 1};
    return true;
}

bool str_int(struct str s, int64_t *out)
{
    bool minus = s.n && s.p[0] == '-';
    size_t at = minus || (s.n && s.p[0] == '+') ? 1 : 0;
    if (at == s.n)
        return false;
    /* Counted downwards, because the negative range is the larger one. */
    int64_t value = 0;
    for (; at < s.n; at++) {
        if (s.p[at] < '0' || s.p[at] > '9')
            return false;
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, s.p[at] - '0', &value))
            return false;
    }
    if (!minus && value == INT64_MIN)
        return false;
    *out = minus ? value : -value;
    return true;
}

uint64_t str_hash(struct str s)
{
    uint64_t hash = 0xcbf29ce484222325U;
    for (size_t i = 0; i < s.n; i++) {
        hash ^= (unsigned char)s.p[i];
        hash *= 0x100000001b3U;
    }
    return hash;
}
