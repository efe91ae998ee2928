/* strings: the shared strings of a workbook, kept in memory once each: the text and
 * 13 bytes. */
#ifndef INGEST_XLSX_STRINGS_H
#define INGEST_XLSX_STRINGS_H

#include "base/mem.h"
#include "ingest/xlsx/package.h"

/* Together; a workbook with more text than that is refused. */
#define STRINGS_MAX ((size_t)512 << 20)

struct strings {
    struct arena text;
    const char ***chunk; /* of STRINGS_CHUNK texts: length in four bytes, then bytes */
    size_t n, nchunks, cap;
};

int strings_load(struct strings *, struct package *, struct str part, struct err *);
/* False when there is no string of that number, from 0. */
bool strings_at(const struct strings *, size_t number, struct str *);
void strings_release(struct strings *);

#endif
