/* formats: what the number formats of a workbook's cells make of a number: a time, or
 * a plain number. */
#ifndef INGEST_XLSX_FORMATS_H
#define INGEST_XLSX_FORMATS_H

#include "base/mem.h"
#include "ingest/xlsx/package.h"

enum cell_format {
    FORMAT_NUMBER,
    FORMAT_DATE,     /* parts of a date only */
    FORMAT_MOMENT,   /* of a date and of a clock */
    FORMAT_CLOCK,    /* of a clock only */
    FORMAT_DURATION, /* hours, minutes or seconds beyond a day: [h]:mm */
};

struct formats {
    uint8_t *of_style; /* enum cell_format of each cell style */
    size_t n, cap;
};

int formats_load(struct formats *, struct package *, struct str part, struct err *);
enum cell_format formats_of(const struct formats *, size_t style);
void formats_release(struct formats *);

/* A format code as the file spells it; a built-in one by its number. */
enum cell_format format_of_code(struct str code);
enum cell_format format_of_builtin(int64_t id);

#endif
