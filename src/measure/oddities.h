/* oddities: what the scan notices in a kind's rows besides facts: references to nothing,
 * rows that rules flag, values that no limit names. Gathered row by row, in halves that
 * are put together; no row is read once more for it. */
#ifndef ODDITIES_H
#define ODDITIES_H

#include "measure/facts_scan.h"
#include "measure/numbering.h"
#include "measure/scan_row.h"

struct odd_row {
    int64_t row, line, file;
};
struct odd_rows {
    struct odd_row *item;
    size_t n, cap;
};
/* A row that may turn out to be odd once all are known. */
struct suspect {
    int64_t value; /* FAR: what is compared; AGAIN: its hash */
    int64_t at;
    struct odd_row row;
};
struct suspects {
    struct suspect *item;
    size_t n, cap;
};
/* Values of a field, numbered as they came. */
struct odd_values {
    struct numbering names;
    struct odd_value {
        int64_t rows;
        struct odd_row first;
    } * seen;
    size_t cap;
};
struct oddities {
    const struct plan_kind *plan;
    const struct period *period;
    int64_t as_of;
    int64_t *orphans;          /* by reference of the kind */
    struct odd_rows *flagged;  /* by rule of the kind */
    struct suspects *suspects; /* likewise */
    struct odd_values *values; /* by field that limits go by */
};
void oddities_init(struct oddities *, const struct plan_kind *, const struct period *,
                   int64_t as_of);
void oddities_release(struct oddities *);
/* Looks at one row of facts_scan. */
void oddities_put(struct oddities *, struct scan_row, const struct scan_columns *);
/* Adds what another half noticed, whose rows come after these. */
void oddities_add(struct oddities *, const struct oddities *others);
/* All rows are in: suspects become flagged rows or nothing; these stand by file, line. */
void oddities_settle(struct oddities *);

#endif
