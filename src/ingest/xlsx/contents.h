/* contents: what a workbook holds, by its relationships: sheets in the order of their
 * tabs, where its strings and styles lie, from which year its days count. */
#ifndef INGEST_XLSX_CONTENTS_H
#define INGEST_XLSX_CONTENTS_H

#include "base/mem.h"
#include "ingest/xlsx/package.h"

enum { SHEETS_MAX = 4096 };

struct contents_sheet {
    struct str name, part; /* part: empty when it is none of cells, or missing */
    bool hidden;
};
struct contents {
    struct arena arena;
    struct contents_sheet *sheet;
    size_t n, cap;
    struct str strings, styles; /* parts; empty when there are none */
    bool from_1904;
};

/* A container of another kind (a text document, an OpenDocument or binary workbook, a plain
 * archive) is refused by its name with what to do. */
int contents_load(struct contents *, struct package *, struct err *);
void contents_release(struct contents *);

#endif
