/* telling: lines in the job's words about what it declares, for explain and its parts. */
#ifndef TELLING_H
#define TELLING_H

#include <stdio.h>

#include "run.h"

enum { TELLING_MAX = 1 << 16 }; /* bytes of a text that is put together */

struct telling {
    struct run *run;
    FILE *out;
};

#define SAY(t, id) words_text((t)->run->job.words, id)
#define TELL(t, id, ...)                                                                 \
    telling_fill(t, id, (struct words_arg[]){__VA_ARGS__},                               \
                 sizeof((struct words_arg[]){__VA_ARGS__}) / sizeof(struct words_arg))
struct str telling_fill(const struct telling *, const char *id, const struct words_arg *,
                        size_t n);

/* A line under a label; the label is left out where the line before had the same. No line
 * for an empty text. */
void telling_put(const struct telling *, const char *label, struct str text);
struct str telling_number(const struct telling *, int64_t n, int scale);
/* Words lose their outer blanks: a separator of Latin script is given one. */
void telling_append(struct buf *list, struct str separator, struct str text);
/* What was put together, kept with the run; the buffer is released. */
struct str telling_finish(const struct telling *, struct buf *list);

/* How a metric is judged and used: goal, benchmarks, breakdowns, clauses. */
void explain_use(const struct telling *, const struct metric *);

#endif
