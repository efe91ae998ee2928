/* beside: see the header. */
#include "ingest/beside.h"

#include "base/banned.h"

void beside_init(struct beside *beside)
{
    arena_init(&beside->text);
}

void beside_release(struct beside *beside)
{
    arena_release(&beside->text);
}

void beside_next(struct beside *beside)
{
    if (beside->text.total > 0)
        arena_reset(&beside->text);
}

struct str beside_join(struct beside *beside, const struct slot *slot,
                       const struct raw_row *row, struct str first)
{
    if (slot->with == NO_COLUMN || slot->with >= row->n || first.p == reader_no_text.p ||
        str_trim(first).n == 0)
        return first;
    struct str second = row->cell[slot->with];
    if (second.p == reader_no_text.p || str_trim(second).n == 0)
        return second.p == reader_no_text.p ? second : first;
    return arena_printf(&beside->text, "%.*s %.*s", STR_ARG(str_trim(first)),
                        STR_ARG(str_trim(second)));
}
