/* likeness: a header is undressed step by step: "*(head) Order no. (required)", "3. How was
 * our service: speed?", "Rating/Speed". Lengths are in characters, a Han one weighs two. */
#include "ingest/likeness.h"

#include <string.h>

#include "base/utf8.h"

#include "base/banned.h"

enum { WEIGHT_HELD = 4, WEIGHT_LONG = 14, WEIGHT_MAX = 99 };

static struct str behind(struct str s, size_t n)
{
    return (struct str){s.p + n, s.n - n};
}

static size_t weight(struct str s)
{
    size_t n = 0;
    for (uint32_t cp; utf8_next(&s, &cp);)
        n += utf8_is_han(cp) ? 2 : 1;
    return n;
}

static struct str trim_signs(struct str s)
{
    static const char signs[] = "*#?!:;.,-_ ";
    while (s.n > 0 && memchr(signs, s.p[0], sizeof signs - 1) != NULL)
        s = behind(s, 1);
    while (s.n > 0 && memchr(signs, s.p[s.n - 1], sizeof signs - 1) != NULL)
        s.n--;
    return s;
}

/* "12. ", "q3:", or a number with the ideographic comma. */
static struct str cut_number(struct str s)
{
    size_t n = s.n > 0 && s.p[0] == 'q', begin = n;
    while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
        n++;
    if (n == begin || n == s.n)
        return s;
    if (str_starts(behind(s, n), STR("\xE3\x80\x81")))
        return behind(s, n + 3);
    return memchr(".):", s.p[n], 3) != NULL ? behind(s, n + 1) : s;
}

/* A group in brackets at the end or at the front; *inside is what it held. */
static struct str cut_brackets(struct str s, struct str *inside)
{
    static const char *const pair[] = {"()", "[]"};
    for (size_t i = 0; i < 2; i++) {
        char open = pair[i][0], shut = pair[i][1];
        const char *at;
        if (s.n > 2 && s.p[s.n - 1] == shut && s.p[0] != open &&
            (at = memrchr(s.p, open, s.n)) != NULL) {
            size_t n = (size_t)(at - s.p);
            *inside = (struct str){at + 1, s.n - n - 2};
            return (struct str){s.p, n};
        }
        if (s.n > 2 && s.p[0] == open && (at = memchr(s.p, shut, s.n)) != NULL) {
            size_t n = (size_t)(at - s.p);
            *inside = (struct str){s.p + 1, n - 1};
            return behind(s, n + 1);
        }
    }
    return s;
}

static struct str undress(struct str s, struct str *inside)
{
    for (size_t before = s.n + 1; s.n < before;) {
        before = s.n;
        s = str_trim(cut_brackets(cut_number(trim_signs(s)), inside));
    }
    return s;
}

/* What stands behind the last sign that parts a whole from its part. */
static struct str last_part(struct str s)
{
    for (size_t i = s.n; i > 0; i--)
        if (memchr("/-:#.", s.p[i - 1], 5) != NULL)
            return str_trim(behind(s, i));
    return s;
}

static bool ends_with(struct str s, struct str end)
{
    return s.n >= end.n && memcmp(s.p + s.n - end.n, end.p, end.n) == 0 &&
           (s.n == end.n || s.p[s.n - end.n - 1] == ' ' ||
            (unsigned char)end.p[0] >= 0x80);
}

/* A name that the text ends with, most of it, or that a sentence speaks of. */
static int held(struct str text, struct str name)
{
    size_t of = weight(text), n = weight(name);
    bool han = (unsigned char)name.p[0] >= 0x80;
    if (n < WEIGHT_HELD || n >= of)
        return 0;
    bool most = 5 * n >= 3 * of && ends_with(text, name);
    bool asks =
        han && of >= WEIGHT_LONG && memmem(text.p, text.n, name.p, name.n) != NULL;
    n = n < WEIGHT_MAX ? n : WEIGHT_MAX;
    return most || asks ? LIKENESS_HOLDS + (int)n : 0;
}

/* Of two Han texts of one length, one sign changed often changes what they say. */
static int close_by(struct str text, struct str name)
{
    size_t n = utf8_count(name), limit = n / 4;
    if (n < 4)
        return 0;
    if ((unsigned char)name.p[0] >= 0x80 && utf8_count(text) == n)
        limit = n / 6;
    size_t edits = utf8_distance(text, name);
    return edits <= limit ? LIKENESS_CLOSE + (int)(limit - edits) : 0;
}

static int like_one(const struct str *form, size_t forms, struct str name, int least)
{
    int best = 0;
    if (name.n == 0)
        return 0;
    if (str_eq(form[0], name))
        return LIKENESS_SAME;
    for (size_t i = 1; i < forms; i++)
        if (str_eq(form[i], name))
            return LIKENESS_DRESSED;
    for (size_t i = 1; i < forms && least <= LIKENESS_HOLDS; i++) {
        int found = form[i].n > 0 ? held(form[i], name) : 0;
        best = found > best ? found : best;
    }
    return best > 0 || least > LIKENESS_CLOSE ? best : close_by(form[0], name);
}

int likeness_of(struct str header, const struct str *names, size_t n, int least)
{
    struct str inside = STR_NONE, bare = undress(header, &inside), unused = STR_NONE;
    const struct str form[] = {header, bare, undress(last_part(bare), &unused),
                               undress(inside, &unused)};
    int best = 0;
    for (size_t i = 0; i < n && best < LIKENESS_SAME; i++) {
        int found = like_one(form, sizeof form / sizeof *form, names[i], least);
        best = found > best ? found : best;
    }
    return best;
}
