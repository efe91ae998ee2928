/* utf8: strict decoding and the few character classes that layout needs. */
#include "base/utf8.h"

#include <string.h>

#include "base/banned.h"

#define REPLACEMENT 0xFFFDU

/* Length of the well-formed character at s (n > 0), 0 when it is broken. The second
 * byte's narrowed ranges exclude overlong forms, surrogates and what lies beyond
 * U+10FFFF (Unicode Standard, table 3-7). */
static size_t well_formed(const unsigned char *s, size_t n)
{
    if (s[0] < 0x80)
        return 1;
    size_t length = s[0] < 0xC2   ? 0
                    : s[0] < 0xE0 ? 2
                    : s[0] < 0xF0 ? 3
                    : s[0] < 0xF5 ? 4
                                  : 0;
    if (length == 0 || length > n)
        return 0;
    unsigned low = 0x80, high = 0xBF;
    if (s[0] == 0xE0)
        low = 0xA0;
    else if (s[0] == 0xED)
        high = 0x9F;
    else if (s[0] == 0xF0)
        low = 0x90;
    else if (s[0] == 0xF4)
        high = 0x8F;
    if (s[1] < low || s[1] > high)
        return 0;
    for (size_t i = 2; i < length; i++) {
        if (!utf8_is_tail((char)s[i]))
            return 0;
    }
    return length;
}

bool utf8_next(struct str *s, uint32_t *cp)
{
    if (s->n == 0)
        return false;
    const unsigned char *byte = (const unsigned char *)s->p;
    size_t length = well_formed(byte, s->n);
    if (length == 0) {
        *cp = REPLACEMENT;
        length = 1;
    } else if (length == 1) {
        *cp = byte[0];
    } else {
        static const unsigned char payload[] = {0, 0, 0x1F, 0x0F, 0x07};
        *cp = byte[0] & payload[length];
        for (size_t i = 1; i < length; i++)
            *cp = *cp << 6 | (byte[i] & 0x3FU);
    }
    s->p += length;
    s->n -= length;
    return true;
}

size_t utf8_put(uint32_t cp, char out[4])
{
    if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
        cp = REPLACEMENT;
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    size_t length = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = length - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (cp & 0x3F));
        cp >>= 6;
    }
    out[0] = (char)(lead[length] | cp);
    return length;
}

size_t utf8_valid(struct str s)
{
    size_t at = 0;
    while (at < s.n) {
        size_t length = well_formed((const unsigned char *)s.p + at, s.n - at);
        if (length == 0)
            break;
        at += length;
    }
    return at;
}

size_t utf8_count(struct str s)
{
    size_t count = 0;
    uint32_t cp;
    while (utf8_next(&s, &cp))
        count++;
    return count;
}

struct str utf8_head(struct str s, size_t characters)
{
    struct str rest = s;
    uint32_t cp;
    while (characters > 0 && utf8_next(&rest, &cp))
        characters--;
    return (struct str){s.p, s.n - rest.n};
}

/* Up to the line feed that ends the last line shown. */
static struct str first_lines(struct str s)
{
    size_t from = 0;
    for (int line = 0; line < SHOWN_LINES && from < s.n; line++) {
        const char *feed = memchr(s.p + from, '\n', s.n - from);
        if (feed == NULL)
            return s;
        from = (size_t)(feed - s.p) + 1;
    }
    return from < s.n ? (struct str){s.p, from - 1} : s;
}

struct str utf8_shown(struct arena *arena, struct str s, size_t characters)
{
    if (s.n <= SHOWN_LINES) /* the commonest, at no cost */
        return s;
    struct str head = first_lines(s);
    if (head.n > characters)
        head = utf8_head(head, characters);
    if (head.n == s.n)
        return s;
    return arena_printf(arena, "%.*s\xE2\x80\xA6", STR_ARG(head));
}

static bool steers(uint32_t cp)
{
    return cp < ' ' || (cp >= 0x7F && cp < 0xA0) || cp == 0x61C || cp == 0x200E ||
           cp == 0x200F || (cp >= 0x2028 && cp <= 0x202E) ||
           (cp >= 0x2066 && cp <= 0x2069) || cp == 0xFFFE || cp == 0xFFFF;
}

size_t utf8_tame(char *text, size_t n)
{
    struct str rest = {text, n};
    size_t to = 0;
    while (rest.n > 0) {
        const char *from = rest.p;
        uint32_t cp;
        (void)utf8_next(&rest, &cp);
        size_t bytes = (size_t)(rest.p - from);
        if (steers(cp))
            text[to++] = ' ';
        else
            for (size_t i = 0; i < bytes; i++)
                text[to++] = from[i];
    }
    return to;
}

struct str utf8_tamed(struct arena *arena, struct str text)
{
    char *copy = arena_new(arena, text.n + 1, 1);
    if (text.n > 0)
        memcpy(copy, text.p, text.n);
    return (struct str){copy, utf8_tame(copy, text.n)};
}

struct range {
    uint32_t first, last;
};

static bool within(uint32_t cp, const struct range *range, size_t n)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (cp > range[middle].last)
            low = middle + 1;
        else if (cp < range[middle].first)
            high = middle;
        else
            return true;
    }
    return false;
}

bool utf8_is_wide(uint32_t cp)
{
    /* Classes W and F of EastAsianWidth.txt, neighbouring blocks joined. */
    static const struct range wide[] = {
        {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},
        {0x2614, 0x2615},   {0x267F, 0x267F},   {0x26A1, 0x26A1},   {0x2705, 0x2705},
        {0x274C, 0x274C},   {0x2753, 0x2757},   {0x2B50, 0x2B50},   {0x2E80, 0x2E99},
        {0x2E9B, 0x2EF3},   {0x2F00, 0x2FD5},   {0x2FF0, 0x2FFB},   {0x3000, 0x303E},
        {0x3041, 0x33FF},   {0x3400, 0x4DBF},   {0x4E00, 0xA4C6},   {0xA960, 0xA97C},
        {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE10, 0xFE19},   {0xFE30, 0xFE6B},
        {0xFF01, 0xFF60},   {0xFFE0, 0xFFE6},   {0x16FE0, 0x18CFF}, {0x1B000, 0x1B2FF},
        {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
    };
    return within(cp, wide, sizeof wide / sizeof wide[0]);
}

size_t utf8_columns(struct str text)
{
    size_t width = 0;
    uint32_t cp;
    while (utf8_next(&text, &cp))
        width += utf8_is_wide(cp) ? 2 : 1;
    return width;
}

bool utf8_is_han(uint32_t cp)
{
    static const struct range han[] = {
        {0x2E80, 0x2FD5}, {0x3005, 0x3007}, {0x3021, 0x3029},   {0x3400, 0x4DBF},
        {0x4E00, 0x9FFF}, {0xF900, 0xFAFF}, {0x20000, 0x3FFFD},
    };
    return within(cp, han, sizeof han / sizeof han[0]);
}

static size_t characters(struct str s, uint32_t *out)
{
    size_t n = 0;
    while (n < DISTANCE_MAX && utf8_next(&s, &out[n]))
        n++;
    return n;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t utf8_distance(struct str a, struct str b)
{
    uint32_t x[DISTANCE_MAX], y[DISTANCE_MAX];
    size_t nx = characters(a, x), ny = characters(b, y);
    size_t row[DISTANCE_MAX + 1];
    for (size_t k = 0; k <= ny; k++)
        row[k] = k;
    for (size_t i = 1; i <= nx; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t k = 1; k <= ny; k++) {
            size_t above = row[k];
            size_t replaced = diagonal + (x[i - 1] != y[k - 1]);
            row[k] = least(replaced, least(above, row[k - 1]) + 1);
            diagonal = above;
        }
    }
    return row[ny];
}
