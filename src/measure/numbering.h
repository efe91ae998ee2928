/* numbering: the keys of one dimension, numbered as they come; shared by all kinds. */
#ifndef NUMBERING_H
#define NUMBERING_H

#include "base/mem.h"

enum { KEYS_MAX = 65000 }; /* a number fits 16 bits, and one is left for 'none' */
enum { KEY_NONE = 65535 };

struct numbering {
    struct str *key;
    uint32_t *slot; /* number + 1, by hash; 0 is free */
    size_t n, cap, nslots;
    struct arena arena;
};
void numbering_init(struct numbering *);
void numbering_release(struct numbering *);
uint64_t numbering_hash(struct str);
/* Number of the text; -1 when there are too many. */
int numbering_put(struct numbering *, struct str);

#endif
