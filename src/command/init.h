/* init: a first job for a folder of exports. Each file is tried as every kind of record; the
 * kind whose fields take most of its columns is what it is taken for. What cannot be known
 * is left to the reader, with a comment where. */
#ifndef INIT_H
#define INIT_H

#include "ingest/ingest.h"
#include "options.h"
#include "run.h"

enum { INIT_VALUES = 12, INIT_TIMES = 16 };

struct init_value { /* of a field whose limits do not know it */
    const struct field *field;
    struct str value, closest;
};
struct init_time { /* a field whose times need a declaration */
    const struct field *field;
    struct str format;
    bool either; /* the order of day and month is a guess */
};
struct init_file {
    struct str path;
    const struct kind *kind; /* NULL: none fits, `why` says what was missing */
    size_t columns, used;
    struct init_value value[INIT_VALUES];
    size_t nvalues;
    struct init_time time[INIT_TIMES];
    size_t ntimes;
    bool han; /* its header is Chinese */
    struct str why;
};
struct init {
    struct arena arena;
    struct cat_load load;
    struct records records;
    struct metrics metrics;
    struct words *words;
    struct zone *zone;
    struct init_file *file;
    size_t n, cap;
    bool han;
};

/* command/init_write.c: the job as XML; `folder` is where it will lie. */
void init_write(struct init *, const char *data, struct str folder, struct buf *out);

/* Prints the job, or writes it to --out, which must not exist. */
int init_job(struct run *, const struct options *, FILE *, struct err *);

#endif
