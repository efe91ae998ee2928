/* scan_row: one row of facts_scan, as its values lie in the database; valid until the next
 * row. Columns are those that scan_columns names. */
#ifndef SCAN_ROW_H
#define SCAN_ROW_H

#include <sqlite3.h>

#include "base/str.h"

struct scan_row {
    sqlite3_value **value;
};

static inline bool scan_row_missing(struct scan_row row, int column)
{
    return sqlite3_value_type(row.value[column]) == SQLITE_NULL;
}

/* A missing one is 0. */
static inline int64_t scan_row_number(struct scan_row row, int column)
{
    return sqlite3_value_int64(row.value[column]);
}

/* As a blob: text is handed out as it lies, without a NUL being added. p is NULL where it
 * is missing. */
static inline struct str scan_row_text(struct scan_row row, int column)
{
    const char *p = sqlite3_value_blob(row.value[column]);
    return (struct str){p, p ? (size_t)sqlite3_value_bytes(row.value[column]) : 0};
}

#endif
