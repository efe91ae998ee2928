/* header: folding of column names, and the closest one for a suggestion. */
#include "ingest/header.h"

#include "base/utf8.h"

#include "base/banned.h"

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

size_t header_closest(struct str wanted, const struct str *names, size_t n)
{
    size_t limit = utf8_count(wanted) / 3, best = n, least_edits;
    limit = limit > 1 ? limit : 1;
    least_edits = limit + 1;
    for (size_t i = 0; i < n; i++) {
        size_t edits = names[i].n > 0 ? utf8_distance(wanted, names[i]) : least_edits;
        if (edits < least_edits) {
            least_edits = edits;
            best = i;
        }
    }
    return best;
}
