/* above: a copy of the last cell of each column that is filled, made when it changes. */
#include "ingest/above.h"

#include <stdio.h>

#include "base/mem.h"

#include "base/banned.h"

void above_init(struct above *above, const struct source *source)
{
    bool any = false;
    for (size_t i = 0; i < source->nmaps; i++)
        any |= source->map[i].fill_down;
    *above = (struct above){0};
    if (!any)
        return;
    above->n = source->kind->nfields;
    above->held = mem_new(above->n, sizeof *above->held);
    for (size_t i = 0; i < above->n; i++)
        buf_init(&above->held[i], CELL_MAX + 1);
}

void above_release(struct above *above)
{
    for (size_t i = 0; i < above->n; i++)
        buf_release(&above->held[i]);
    mem_free(above->held);
    *above = (struct above){0};
}

struct str above_fill(struct above *above, size_t field, struct str raw)
{
    struct buf *held = &above->held[field];
    if (raw.p == reader_no_text.p)
        return raw;
    if (str_trim(raw).n == 0) {
        above->filled += held->n > 0;
        return buf_view(held);
    }
    if (!str_eq(buf_view(held), raw)) {
        buf_clear(held);
        buf_str(held, raw);
    }
    return raw;
}

/* "AB" of column 27. */
static const char *letters(size_t column, char out[8])
{
    size_t at = 7;
    out[at] = '\0';
    for (size_t n = column + 1; n > 0 && at > 0; n = (n - 1) / 26)
        out[--at] = (char)('A' + (n - 1) % 26);
    return out + at;
}

bool above_merged(const struct merges *merges, const struct slot *slot, uint64_t line,
                  uint64_t *row, char range[ABOVE_RANGE])
{
    char text[8];
    if (slot->column == NO_COLUMN || (slot->map != NULL && slot->map->fill_down))
        return false;
    for (size_t i = 0; i < merges->n; i++) {
        const struct merge *merge = &merges->at[i];
        if (merge->column != slot->column || merge->first < line)
            continue;
        const char *letter = letters(merge->column, text);
        snprintf(range, ABOVE_RANGE, "%s%llu:%s%llu", letter,
                 (unsigned long long)merge->first, letter,
                 (unsigned long long)merge->last);
        *row = merge->first + 1;
        return true;
    }
    return false;
}
