/* skip: each rule looks at one cell: that of its column, else the first that is not blank. */
#include "ingest/skip.h"

#include "base/banned.h"

static struct str looked_at(const struct raw_row *row, size_t column)
{
    if (column != NO_COLUMN)
        return column < row->n ? str_trim(row->cell[column]) : STR_NONE;
    for (size_t i = 0; i < row->n; i++)
        if (str_trim(row->cell[i]).n > 0)
            return str_trim(row->cell[i]);
    return STR_NONE;
}

bool skip_row(const struct mapping *mapping, const struct source *source,
              const struct raw_row *row, struct str *why)
{
    for (size_t i = 0; i < source->nskips; i++) {
        const struct skip *skip = &source->skip[i];
        *why = looked_at(row, mapping->skip[i]);
        if (skip->whole ? str_eq(*why, skip->text) : str_starts(*why, skip->text))
            return true;
    }
    return false;
}
