/* reasons: findings gathered by kind: what is wrong with which field of which file, how
 * often, where first, and what was expected, in the job's language. */
#ifndef REASONS_H
#define REASONS_H

#include "run.h"

struct reason {
    struct str source, file, code, field;
    struct str name;       /* of a rule of the catalogue; else empty: the code's word */
    const char *treatment; /* "rejected", "corrected", ...; static */
    struct str raw;        /* of the first; cut short */
    int64_t line;          /* of the first */
    uint64_t rows;
    struct str expected;
};
struct reasons {
    struct run *run;
    struct arena scratch;
    struct reason *item; /* texts in the run's arena */
    size_t n, cap;
};

void reasons_init(struct reasons *, struct run *);
void reasons_release(struct reasons *);
/* Adds one finding; its texts are copied. Findings come file by file. Returns what was
 * expected, valid until the next call. */
struct str reasons_put(struct reasons *, const struct reason *finding);
/* "not a number (Cost): field blanked, 3 times, here first: ..." */
struct str reasons_text(struct reasons *, const struct reason *);

#endif
