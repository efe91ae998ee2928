/* finding: what ingest has to say about a row or a field. */
#ifndef FINDING_H
#define FINDING_H

#include "catalogue/records.h"

/* What happened to a row or a field; texts for people come from the words catalogue by
 * "finding.<name>". The first three and `cells` end a row, time, number, range, flag,
 * digits, binary and fault blank a field, `zone` is a note: the clock showed that time twice or
 * never, and it was kept. */
enum finding_code {
    FINDING_DUPLICATE,
    FINDING_REQUIRED,
    FINDING_ORDER,
    FINDING_TIME,
    FINDING_NUMBER,
    FINDING_RANGE,
    FINDING_ZONE,
    FINDING_CELLS,
    FINDING_FLAG,
    FINDING_DIGITS,    /* of an id that a spreadsheet has shortened */
    FINDING_KEY,       /* longer than KEY_MAX: rejects */
    FINDING_REPLACED,  /* the cell holds U+FFFD: a note */
    FINDING_SKIPPED,   /* by a rule of the source */
    FINDING_ELSEWHERE, /* the store's: another source had the id with other values */
    FINDING_EVENT,     /* without id or time, so that it cannot be folded: rejects */
    FINDING_BINARY,    /* the cell is no text at all */
    FINDING_MERGED, /* the column has cells that span rows: those below are blank; a note */
    FINDING_FAULT, /* it holds what a spreadsheet shows where a formula failed, or the formula */
    FINDING_N
};
const char *finding_name(enum finding_code); /* "duplicate", "required", ... */
bool finding_rejects(enum finding_code);
/* What became of it: "rejected", "corrected", "noted" or "skipped". */
const char *finding_treatment(enum finding_code);

struct finding {
    enum finding_code code;
    uint64_t line;
    const struct field *field; /* NULL: the row */
    struct str raw; /* the head of the cell as read (of `cells`: the first); lives as long
                       as the batch */
};

#endif
