/* keys: the keys of one dimension, numbered as they come; shared by all kinds. */
#ifndef KEYS_H
#define KEYS_H

#include "base/mem.h"

enum { KEYS_MAX = 65000 }; /* a number fits 16 bits, and one is left for 'none' */
enum { KEY_NONE = 65535 };

struct keys {
    struct str *key;
    uint32_t *slot; /* number + 1, by hash; 0 is free */
    size_t n, cap, nslots;
    struct arena arena;
};
void keys_init(struct keys *);
void keys_release(struct keys *);
/* Number of the text; -1 when there are too many. */
int keys_number(struct keys *, struct str);

#endif
