/* header: folding of column names. Han characters are set apart by blanks, or broken into
 * lines, to fill a cell; no words are told apart by that. */
#include "ingest/header.h"

#include "base/fold.h"
#include "base/utf8.h"

#include "base/banned.h"

static bool begins_han(struct str s)
{
    uint32_t cp;
    return utf8_next(&s, &cp) && utf8_is_han(cp);
}

struct str header_fold(struct arena *arena, struct str name)
{
    struct str rest = fold_text(arena, name);
    char *out = arena_new(arena, rest.n, 1);
    size_t n = 0;
    uint32_t cp, last = ' ';
    while (utf8_next(&rest, &cp)) {
        if (cp == ' ' && utf8_is_han(last) && begins_han(rest))
            continue;
        n += utf8_put(cp, out + n);
        last = cp;
    }
    return (struct str){out, n};
}
