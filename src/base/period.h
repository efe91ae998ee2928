/* period: a half-open span of local calendar time, [from, until), as instants. Texts:
 * 2025, 2025-H1, 2025-Q3, 2026-10, 2026-W40 (ISO 8601), FROM..TO with dates (TO is the
 * last day, included). */
#ifndef PERIOD_H
#define PERIOD_H

#include "base/mem.h"
#include "base/zone.h"

enum period_unit {
    PERIOD_YEAR,
    PERIOD_HALF,
    PERIOD_QUARTER,
    PERIOD_MONTH,
    PERIOD_WEEK,
    PERIOD_DAYS
};

struct period {
    enum period_unit unit;
    int year, index;      /* index: half 1-2, quarter 1-4, month 1-12, week 1-53 */
    int64_t first, after; /* local days since 1970: first day, day after the last */
    int64_t from, until;  /* UTC seconds */
    char text[24];        /* canonical: "2026-10", "2026-10-01..2026-10-15" */
};

/* ERR_JOB with the accepted forms when the text is none of them. */
int period_parse(struct period *, struct str text, const struct zone *, struct err *);
/* The one `steps` before (negative) or after, of the same unit; PERIOD_DAYS by length. */
struct period period_shift(const struct period *, int steps, const struct zone *);
struct period period_year_ago(const struct period *, const struct zone *);
/* The period of `unit` (year to month) that holds the local day. */
struct period period_holding(enum period_unit, int64_t local_day, const struct zone *);

#endif
