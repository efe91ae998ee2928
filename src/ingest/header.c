/* header: folding of column names, and the closest one for a suggestion. */
#include "ingest/header.h"

#include "base/fold.h"

#include "base/banned.h"

struct str header_fold(struct arena *arena, struct str name)
{
    return fold_text(arena, name);
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
