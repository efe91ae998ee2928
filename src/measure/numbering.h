/* numbering: the keys of one dimension, numbered as they come; shared by all kinds. */
#ifndef NUMBERING_H
#define NUMBERING_H

#include "base/mem.h"

enum { KEY_NONE = 65535 }; /* where a number is kept in 16 bits */

struct numbering {
    struct str *key;
    int64_t *rows;  /* by key, for whoever counts them */
    uint32_t *slot; /* number + 1, by hash; 0 is free */
    size_t n, cap, nslots;
    size_t most; /* no more are numbered than these */
    struct arena arena;
};
void numbering_init(struct numbering *);
void numbering_release(struct numbering *);
/* The same keys with the same numbers, in place of the empty one it was. */
void numbering_copy(struct numbering *, const struct numbering *);
uint64_t numbering_hash(struct str);
/* Number of the text; -1 when it is new and there are as many as there may be. */
int numbering_put(struct numbering *, struct str);

#endif
