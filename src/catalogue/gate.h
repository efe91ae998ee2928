/* gate: what must hold of a source's records before an edition is final, declared by the
 * job (<gates>). A gate that does not hold refuses the edition, or marks it provisional. */
#ifndef GATE_H
#define GATE_H

#include "base/num.h"

enum gate_test {
    GATE_SUPPLIED, /* a file speaks for the period */
    GATE_ROWS,     /* enough rows in the period */
    GATE_FRESH,    /* the newest record is near enough to the period's end */
    GATE_REJECTS,  /* not too many rows were turned away */
    GATE_CONTROL   /* rows and sums are those of a side file */
};
/* What rows are held against: a number, or this source's own earlier rows. */
enum gate_base { GATE_NUMBER, GATE_LAST, GATE_YEAR_AGO, GATE_MEDIAN };

enum { GATE_PERIODS = 6 }; /* that the median is of */

struct source;
struct gate {
    enum gate_test test;
    bool marks;                  /* a failure marks the edition; else it refuses it */
    const struct source *source; /* NULL: each source that must have files */
    enum gate_base base;
    int64_t least;    /* rows */
    struct dec share; /* of the base, at least; of the rows read, at most */
    int64_t within;   /* seconds before the period's end */
    struct str file;  /* path of the side file */
    long line;
};

#endif
