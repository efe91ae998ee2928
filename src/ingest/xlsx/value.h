/* value: numbers of a workbook as text. Plain numbers print to 15 digits, as
 * spreadsheets do, without an exponent; numbers that a format shows as a time print in ISO form. */
#ifndef INGEST_XLSX_VALUE_H
#define INGEST_XLSX_VALUE_H

#include "base/str.h"
#include "ingest/xlsx/formats.h"

enum { VALUE_MAX = 48 };

/* "1.5" for "1.50" and "1.5E0", "0.1" for "0.10000000000000001"; whole numbers keep all
 * their digits, unless a spreadsheet has rounded them: "1.23456789012345E+17". What is no
 * number stays as it is. The result is `text` or lies in `out`. */
struct str value_number(struct str text, char out[VALUE_MAX]);

/* "2026-10-03", "2026-10-03 09:12:00", "09:12:00" for a part of a day, "36:30:00" for a
 * duration. Days count from 1900 with the 29 February that year did not have (it prints,
 * and is then no date), or from 1904. What is no time prints as value_number. */
struct str value_time(struct str text, enum cell_format, bool from_1904,
                      char out[VALUE_MAX]);

/* "2021-01-01T10:10:10" with a blank in place of T, without fraction and Z. */
struct str value_iso(struct str text, char out[VALUE_MAX]);

#endif
