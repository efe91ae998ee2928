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

static bool is_visible(char c)
{
    return c > ' ' && c < 0x7F;
}

/* Length of the blank that the n bytes begin with: ASCII's, the ideographic one, and what
 * web pages leave at the edges of texts that are copied from them, no-break spaces and
 * characters without width. */
static size_t blank_at(const char *p, size_t n)
{
    if (n == 0 || is_visible(p[0]))
        return 0;
    if (is_blank(p[0]))
        return 1;
    if (n > 1 && memcmp(p, "\xC2\xA0", 2) == 0)
        return 2;
    if (n < 3)
        return 0;
    unsigned char last = (unsigned char)p[2];
    if (memcmp(p, "\xE2\x80", 2) == 0)
        return (last >= 0x80 && last <= 0x8F) || last == 0xAF ? 3 : 0;
    return memcmp(p, "\xE3\x80\x80", 3) == 0 || memcmp(p, "\xE2\x81\xA0", 3) == 0 ||
                   memcmp(p, "\xEF\xBB\xBF", 3) == 0
               ? 3
               : 0;
}

static size_t blank_before(const char *end, size_t n)
{
    if (is_visible(end[-1]))
        return 0;
    for (size_t length = 1; length <= 3 && length <= n; length++)
        if (blank_at(end - length, length) == length)
            return length;
    return 0;
}

struct str str_trim(struct str s)
{
    size_t step;
    while ((step = blank_at(s.p, s.n)) > 0)
        s = (struct str){s.p + step, s.n - step};
    while (s.n > 0 && (step = blank_before(s.p + s.n, s.n)) > 0)
        s.n -= step;
    return s;
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
