/* fold: what NFKC and case folding would do to the characters that cells and headers are
 * made of; the tables of Unicode are a hundred times as long and would tell no more column
 * from another. */
#include "base/fold.h"

#include "base/banned.h"

enum { FOLD_NOTHING = 0 }; /* a character that does not show */

/* Width and blanks only, the case stays. */
static uint32_t fold_width(uint32_t cp)
{
    if (cp > ' ' && cp < 0x7F)
        return cp;
    if (cp <= ' ' || cp == 0x7F || cp == 0xA0 || (cp >= 0x2000 && cp <= 0x200A) ||
        cp == 0x202F || cp == 0x205F || cp == 0x3000)
        return ' ';
    if (cp >= 0xFF01 && cp <= 0xFF5E)
        return cp - 0xFF01 + '!';
    if (cp == 0xFFE5)
        return 0xA5; /* full-width yen sign */
    if ((cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212)
        return '-';
    if (cp == 0x2018 || cp == 0x2019)
        return '\'';
    if ((cp >= 0x200B && cp <= 0x200F) || cp == 0x2060 || cp == 0xFEFF || cp == 0xAD)
        return FOLD_NOTHING;
    return cp;
}

/* The same in lower case (Latin, Greek and Cyrillic letters of the Basic plane). */
static uint32_t fold_char(uint32_t cp)
{
    cp = fold_width(cp);
    if (cp < 0x80)
        return cp >= 'A' && cp <= 'Z' ? cp + 0x20 : cp;
    if ((cp >= 0xC0 && cp <= 0xDE && cp != 0xD7) || (cp >= 0x391 && cp <= 0x3A9) ||
        (cp >= 0x410 && cp <= 0x42F))
        return cp + 0x20;
    if (cp >= 0x400 && cp <= 0x40F)
        return cp + 0x50;
    if (cp >= 0x100 && cp <= 0x137)
        return cp | 1;
    return cp;
}

/* The next folded character: blanks run together, and count only between others. */
static bool next(struct str *rest, uint32_t *cp, bool *begun)
{
    bool blank = false;
    struct str before = *rest;
    uint32_t c;
    while (utf8_next(rest, &c)) {
        c = fold_char(c);
        if (c == ' ')
            blank = true;
        if (c == ' ' || c == FOLD_NOTHING) {
            before = *rest;
            continue;
        }
        *cp = blank && *begun ? ' ' : c;
        if (blank && *begun)
            *rest = before; /* the character itself comes next */
        *begun = *cp != ' ';
        return true;
    }
    return false;
}

struct str fold_text(struct arena *arena, struct str text)
{
    char *out = arena_new(arena, text.n, 3); /* a broken byte becomes U+FFFD */
    size_t n = 0;
    bool begun = false;
    uint32_t cp;
    while (next(&text, &cp, &begun))
        n += utf8_put(cp, out + n);
    return (struct str){out, n};
}

bool fold_equal(struct str a, struct str b)
{
    bool a_begun = false, b_begun = false, more;
    uint32_t x, y;
    do {
        more = next(&a, &x, &a_begun);
        if (more != next(&b, &y, &b_begun) || (more && x != y))
            return false;
    } while (more);
    return true;
}

size_t fold_narrow(struct str text, char *out, size_t size)
{
    size_t n = 0;
    uint32_t cp;
    while (utf8_next(&text, &cp)) {
        cp = fold_width(cp);
        if (n + 4 > size)
            return 0;
        if (cp != FOLD_NOTHING)
            n += utf8_put(cp, out + n);
    }
    return n;
}
