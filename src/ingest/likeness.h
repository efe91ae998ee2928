/* likeness: how like a column's header is to a name of a field, for proposals that people
 * look at; what fills a field by itself is the same name and nothing less. */
#ifndef LIKENESS_H
#define LIKENESS_H

#include "base/mem.h"

/* From LIKENESS_HOLDS on the header says more than the name, but nothing else: below, it
 * may be a slip of the pen. */
enum {
    LIKENESS_CLOSE = 100,   /* a few signs differ: some more, the fewer they are */
    LIKENESS_HOLDS = 300,   /* it ends with the name, or is a question about it */
    LIKENESS_DRESSED = 800, /* the name with a number, a unit or what it belongs to */
    LIKENESS_SAME = 1000
};

/* 0 where they are less alike than `least`; among like ones more is better. All texts
 * folded (ingest/header.h). */
int likeness_of(struct str header, const struct str *names, size_t n, int least);

#endif
