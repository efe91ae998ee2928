/* crowded: see the header. */
#include "measure/crowded.h"

#include <stdlib.h>

#include "base/banned.h"

struct weighed {
    struct str key;
    int64_t rows;
};

static bool is_crowded(const struct numbering *keys, const struct dimension *dimension)
{
    return keys->n > dimension->most;
}

bool crowded_any(const struct numbering *keys, const struct metrics *metrics)
{
    for (size_t i = 0; i < metrics->ndimensions; i++)
        if (is_crowded(&keys[i], &metrics->dimension[i]))
            return true;
    return false;
}

static int by_rows(const void *a, const void *b)
{
    const struct weighed *x = a, *y = b;
    if (x->rows != y->rows)
        return x->rows < y->rows ? 1 : -1;
    return str_cmp(x->key, y->key);
}

static size_t settle(const struct numbering *keys, size_t most, struct numbering *fresh)
{
    struct weighed *list = mem_new(keys->n, sizeof *list);
    size_t all = 0;
    for (size_t i = 0; i < keys->n; i++) {
        list[i] = (struct weighed){keys->key[i], keys->rows[i]};
        all += keys->rows[i] > 0;
    }
    qsort(list, keys->n, sizeof *list, by_rows);
    for (size_t i = 0; i < most; i++)
        (void)numbering_put(fresh, list[i].key);
    fresh->most = most;
    mem_free(list);
    return all;
}

void crowded_settle(struct measure *m, const struct numbering *keys,
                    struct numbering *fresh)
{
    const struct metrics *metrics = m->figures.metrics;
    m->crowded = arena_new(&m->arena, metrics->ndimensions, sizeof *m->crowded);
    for (size_t i = 0; i < metrics->ndimensions; i++) {
        const struct dimension *dimension = &metrics->dimension[i];
        if (!is_crowded(&keys[i], dimension))
            continue;
        size_t all = settle(&keys[i], dimension->most, &fresh[i]);
        if (all > dimension->most)
            m->crowded[m->ncrowded++] = (struct crowded){dimension, all};
    }
}

const struct crowded *measure_crowded(const struct measure *m, size_t *n)
{
    *n = m->ncrowded;
    return m->crowded;
}
