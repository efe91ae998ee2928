/* population: which rows a metric is about, by what they are broken down, and the limits
 * they are held against. Part of the catalogue of metrics (catalogue/metrics.h), which
 * owns all of it. */
#ifndef POPULATION_H
#define POPULATION_H

#include "catalogue/records.h"

enum test_op {
    TEST_ALL,
    TEST_ANY,
    TEST_IS,
    TEST_NOT,
    TEST_IN,
    TEST_MIN,
    TEST_MAX,
    TEST_PRESENT,
    TEST_ABSENT
};
struct test { /* ALL and ANY have children, the others a field */
    enum test_op op;
    const struct field *via;   /* REF field of the row; NULL: the row itself */
    const struct field *field; /* of the row's kind, or of via's parent */
    struct str *value;         /* IS, NOT: one; IN: several; as text */
    int64_t *number; /* the same for numeric fields, and MIN, MAX: stored units */
    size_t nvalues;
    struct test *child, *next;
};

struct population {
    struct str id, name;
    const struct kind *kind;
    const struct field *on;           /* event: counts in the window that holds it */
    const struct field *from, *until; /* held: counts at the window's end; on is NULL. No
                                         `from`: always held; no `until`: still held */
    const struct population *base;    /* narrows this one; NULL: the kind's rows */
    struct test *where;               /* NULL: all of base; siblings must all hold */
    struct str where_text;            /* in words, from <says>; for definitions */
};

struct dimension_of {
    const struct kind *kind;
    const struct field *via; /* NULL: own field */
    const struct field *field;
};
struct dimension {
    struct str id, name, blank; /* blank: key of a missing text */
    uint32_t index;
    bool optional; /* no cut where no record has it */
    struct dimension_of *of;
    size_t nof, most; /* most: keys that figures are broken down by */
};

struct limit_at {
    struct str key; /* empty: no `by` */
    int64_t seconds;
};
struct limit {
    struct str id;
    const struct dimension *by; /* NULL: one value for all */
    struct limit_at *at;
    size_t nat;
    bool in_days; /* declared in days, which have no fixed working time */
};

#endif
