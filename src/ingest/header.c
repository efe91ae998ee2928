/* header: folding of column names. */
#include "ingest/header.h"

#include "base/fold.h"

#include "base/banned.h"

struct str header_fold(struct arena *arena, struct str name)
{
    return fold_text(arena, name);
}
