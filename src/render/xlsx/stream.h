/* stream: rows of a streaming sheet as XML, packed as they come (xlsx_pack); the
 * library is given a mark that stands for them. Its own cells cost three times as much and
 * are written to disk twice; its head row, formats, filter, columns and print set-up stay
 * its own. */
#ifndef RENDER_XLSX_STREAM_H
#define RENDER_XLSX_STREAM_H

#include "base/buf.h"
#include "render/xlsx/book.h"

struct stream {
    struct book *book;
    lxw_worksheet *worksheet;
    struct buf row;
    uint32_t number; /* of the row, from 0 */
    char digits[12]; /* of the row as sheets count, from 1 */
    size_t ndigits;
    uint16_t widest;
};

/* After the head row was written through the library; `first` is the row that follows. */
void stream_begin(struct stream *, struct book *, lxw_worksheet *, uint32_t first);
/* Cells of one row in the order of their columns, then stream_end_row. */
void stream_text(struct stream *, uint16_t column, struct str, lxw_format *);
void stream_cell(struct stream *, uint16_t column, const struct doc_cell *, lxw_format *);
void stream_integer(struct stream *, uint16_t column, int64_t, lxw_format *);
void stream_end_row(struct stream *);
/* Tells the library how far the sheet reaches; releases. */
void stream_finish(struct stream *);

#endif
