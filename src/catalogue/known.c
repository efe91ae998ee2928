/* known: see the header. */
#include "catalogue/known.h"

#include "base/buf.h"
#include "base/fold.h"

#include "base/banned.h"

static bool reads(const struct dimension *dimension, const struct kind *kind,
                  const struct field *field)
{
    for (size_t i = 0; i < dimension->nof; i++)
        if (dimension->of[i].kind == kind && dimension->of[i].via == NULL &&
            dimension->of[i].field == field)
            return true;
    return false;
}

size_t known_values(struct arena *arena, const struct metrics *metrics,
                    const struct kind *kind, const struct field *field,
                    struct str **values)
{
    size_t n = 0, most = 0;
    for (size_t i = 0; i < metrics->nlimits; i++)
        most += metrics->limit[i].nat;
    *values = arena_new(arena, most, sizeof **values);
    for (size_t i = 0; i < metrics->nlimits; i++) {
        const struct limit *limit = &metrics->limit[i];
        if (limit->by == NULL || !reads(limit->by, kind, field))
            continue;
        for (size_t k = 0; k < limit->nat; k++)
            if (known_find(*values, n, limit->at[k].key) == n)
                (*values)[n++] = limit->at[k].key;
    }
    return n;
}

size_t known_find(const struct str *values, size_t n, struct str value)
{
    size_t i = 0;
    while (i < n && !str_eq(values[i], value))
        i++;
    return i;
}

struct str known_closest(const struct str *values, size_t n, struct str value)
{
    struct str best = STR_NONE;
    size_t least = utf8_count(value) / 3 + 1;
    for (size_t i = 0; i < n; i++) {
        if (fold_equal(values[i], value))
            return values[i];
        size_t edits = utf8_distance(values[i], value);
        if (edits < least) {
            least = edits;
            best = values[i];
        }
    }
    return best;
}

struct str known_list(struct arena *arena, const struct str *values, size_t n)
{
    struct buf list;
    buf_init(&list, 400);
    for (size_t i = 0; i < n && list.n + values[i].n < 200; i++)
        buf_printf(&list, "%s%.*s", i > 0 ? ", " : "", STR_ARG(values[i]));
    struct str text = arena_str(arena, buf_view(&list));
    buf_release(&list);
    return text;
}
