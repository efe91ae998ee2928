/* rich: the text of a string of a workbook, gathered from its runs. Phonetic guides
 * do not belong to it; blanks around a run stay only where xml:space says so; the escapes
 * _xHHHH_ become the characters they mean. */
#ifndef INGEST_XLSX_RICH_H
#define INGEST_XLSX_RICH_H

#include "base/buf.h"
#include "ingest/xlsx/part.h"

struct rich {
    struct buf text; /* of the runs so far; fails beyond CELL_MAX */
    size_t from;     /* where the run at hand begins */
    int phonetic;    /* guides open */
    bool inside, preserve, escaped;
};

void rich_init(struct rich *);
void rich_release(struct rich *);
void rich_clear(struct rich *);
/* Events of an <si> or <is> and all that is in it. */
void rich_start(struct rich *, const struct part_element *);
void rich_end(struct rich *, struct str name);
void rich_text(struct rich *, struct str);
/* Resolves _xHHHH_ in place; characters that text cannot hold stay escaped. */
void rich_unescape(struct buf *, size_t from);

#endif
