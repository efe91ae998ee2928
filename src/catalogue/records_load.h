/* records_load: what the loaders of the parts of a records catalogue share. */
#ifndef RECORDS_LOAD_H
#define RECORDS_LOAD_H

#include "catalogue/doubt.h"

struct element { /* where something is declared */
    const xmlNode *node;
    const char *path;
};
struct elements {
    struct element *item;
    size_t n, cap;
};
struct draft; /* a kind as gathered from the files */
struct loading {
    struct cat_load *load;
    struct forms *forms;
    struct draft *draft;
    size_t n, cap;
    struct err *err;
};

/* Always -1, with ERR_JOB at the element. */
int records_refuse(struct loading *, const struct element *, const char *what,
                   struct str id);
/* Whether an id is one of those that the store has for itself. */
bool records_reserves(const char *const *reserved, size_t n, struct str id);

int records_read_field(struct loading *, const struct element *, struct field *,
                       uint32_t index);
/* Adds the rules below the element to the kind's; one with a known id takes its place.
 * `room` is how many the kind may get in all. */
int records_read_doubts(struct loading *, const struct element *, struct kind *,
                        size_t room);

#endif
