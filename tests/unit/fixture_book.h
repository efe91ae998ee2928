/* fixture_book: workbooks made part by part, and how ingest reads them. */
#ifndef FIXTURE_BOOK_H
#define FIXTURE_BOOK_H

#include "fixture_ingest.h"
#include "fixture_zip.h"

#define MAIN "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define REL  "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

struct book { /* parts; NULL: the usual one, "": none */
    const char *workbook, *relations, *sheet, *strings, *styles;
};

void book_fixture_put(struct zip_fixture *, const struct book *);
/* Its rows as ingest_fixture_read gives them; the container is released. */
const char *book_fixture_zip(struct ingest_fixture *, struct zip_fixture *);
const char *book_fixture_read(struct ingest_fixture *, const struct book *);
/* Rows of a sheet that holds this as its data. */
const char *book_fixture_data(struct ingest_fixture *, const char *data);
/* The text of each quirk is the data of a sheet. */
void book_fixture_check(struct ingest_fixture *, const struct ingest_quirk *, size_t n);
#define BOOK_CHECK(f, table) book_fixture_check(f, table, sizeof table / sizeof *table)

#endif
