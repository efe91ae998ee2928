/* keys: the set of keys seen in a file. Keys that grow are kept as they are (ascent.h), of
 * any other a 128-bit digest (SipHash-2-4): two different keys of one file of a million rows collide with a
 * probability below 10^-26. 16 bytes a key at a load of at most 3/4, in parts that grow one
 * by one, a quarter at a time: while one is copied the others are not there twice. */
#ifndef KEYS_H
#define KEYS_H

#include "ingest/ascent.h"

struct digest128 {
    uint64_t a, b;
};
enum { KEYS_PARTS = 64 };
struct keys {
    struct ascent ascent;
    struct keys_part {
        struct digest128 *slot; /* zero: free */
        size_t cap, n;
    } part[KEYS_PARTS];
};

void keys_init(struct keys *);
void keys_release(struct keys *);
bool keys_put(struct keys *, struct str key); /* false: it was in already */
/* Exposed for its test vectors. */
struct digest128 keys_digest(struct str, uint64_t k0, uint64_t k1);

#endif
