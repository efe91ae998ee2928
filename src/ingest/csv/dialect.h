/* dialect: the delimiter, quote and line end of delimited text, declared by the source
 * or found in the first rows. */
#ifndef INGEST_CSV_DIALECT_H
#define INGEST_CSV_DIALECT_H

#include "catalogue/job.h"

struct csv_dialect {
    char delimiter[4], quote; /* quote: '\0' for none */
    size_t width;             /* bytes of the delimiter, one character */
    const char *line_end;     /* "LF", "CRLF", "CR" or "no line end" */
    size_t lead;              /* bytes of a line before the first row: "sep=;" */
};

/* `head` is the beginning of the decoded text. */
void csv_dialect_of(struct csv_dialect *, const struct source *, struct str head);
/* "csv, comma, CRLF" */
void csv_dialect_print(const struct csv_dialect *, char *out, size_t size);

#endif
