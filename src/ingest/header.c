/* header: folding and edit distance of column names. Names beyond NAME_LIMIT characters are
 * compared by their beginning, which is enough for a suggestion. */
#include "ingest/header.h"

#include "base/utf8.h"

#include "base/banned.h"

enum { NAME_LIMIT = 64 };

struct str header_fold(struct arena *arena, struct str name)
{
    struct str rest = str_trim(name);
    char *out = arena_new(arena, rest.n, 3); /* a broken byte becomes U+FFFD */
    size_t n = 0;
    uint32_t cp;
    while (utf8_next(&rest, &cp)) {
        if (cp >= 0xFF01 && cp <= 0xFF5E)
            cp = cp - 0xFF01 + '!';
        else if (cp == 0x3000)
            cp = ' ';
        if (cp >= 'A' && cp <= 'Z')
            cp = cp - 'A' + 'a';
        char byte[4];
        size_t length = utf8_put(cp, byte);
        for (size_t i = 0; i < length; i++)
            out[n++] = byte[i];
    }
    return str_trim((struct str){out, n});
}

static size_t characters(struct str s, uint32_t *out)
{
    size_t n = 0;
    while (n < NAME_LIMIT && utf8_next(&s, &out[n]))
        n++;
    return n;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t header_distance(struct str a, struct str b)
{
    uint32_t x[NAME_LIMIT], y[NAME_LIMIT];
    size_t nx = characters(a, x), ny = characters(b, y);
    size_t row[NAME_LIMIT + 1];
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

size_t header_closest(struct str wanted, const struct str *names, size_t n)
{
    size_t limit = utf8_count(wanted) / 3, best = n, least_edits;
    limit = limit > 1 ? limit : 1;
    least_edits = limit + 1;
    for (size_t i = 0; i < n; i++) {
        size_t edits = names[i].n > 0 ? header_distance(wanted, names[i]) : least_edits;
        if (edits < least_edits) {
            least_edits = edits;
            best = i;
        }
    }
    return best;
}
