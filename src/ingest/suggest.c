/* suggest: see the header. */
#include "ingest/suggest.h"

#include "ingest/header.h"
#include "ingest/likeness.h"

#include "base/banned.h"

static struct str *fold_all(struct arena *arena, const struct str *names, size_t n)
{
    struct str *folded = arena_new(arena, n, sizeof *folded);
    for (size_t i = 0; i < n; i++)
        folded[i] = header_fold(arena, names[i]);
    return folded;
}

static bool has_digit(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] >= '0' && s.p[i] <= '9')
            return true;
    return false;
}

static bool may_fill(const struct field *field, struct str sample)
{
    return sample.n == 0 || field_is_text(field) || field->type == FIELD_FLAG ||
           has_digit(sample);
}

static int *compare(struct arena *arena, const struct ingest_column *column, size_t n,
                    const struct field *field)
{
    int *likeness = arena_new(arena, n, sizeof *likeness);
    struct str *names = fold_all(arena, field->synonym, field->nsynonyms);
    for (size_t c = 0; c < n; c++)
        if (column[c].field == NULL && may_fill(field, column[c].sample))
            likeness[c] = likeness_of(header_fold(arena, column[c].header), names,
                                      field->nsynonyms, LIKENESS_CLOSE);
    return likeness;
}

void suggest_columns(struct arena *arena, const struct ingest_column *column, size_t n,
                     struct ingest_unfilled *unfilled, size_t nunfilled)
{
    int **likeness = arena_new(arena, nunfilled, sizeof *likeness);
    for (size_t i = 0; i < nunfilled; i++)
        likeness[i] = compare(arena, column, n, unfilled[i].field);
    for (;;) {
        size_t best = 0, at = 0;
        int most = 0;
        for (size_t i = 0; i < nunfilled; i++)
            for (size_t c = 0; c < n && unfilled[i].closest.n == 0; c++)
                if (likeness[i][c] > most) {
                    most = likeness[i][c];
                    best = i;
                    at = c;
                }
        if (most == 0)
            return;
        unfilled[best].closest = column[at].header;
        for (size_t i = 0; i < nunfilled; i++)
            likeness[i][at] = 0;
    }
}

size_t suggest_column(struct arena *arena, const struct ingest_column *column, size_t n,
                      const struct str *names, size_t nnames)
{
    struct str *folded = fold_all(arena, names, nnames);
    size_t best = n;
    int most = 0;
    for (size_t c = 0; c < n; c++) {
        int found = column[c].field != NULL
                        ? 0
                        : likeness_of(header_fold(arena, column[c].header), folded,
                                      nnames, LIKENESS_CLOSE);
        if (found > most) {
            most = found;
            best = c;
        }
    }
    return best;
}
