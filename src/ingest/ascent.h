/* ascent: keys that grow, as numbers given out one after the other do. A key greater than
 * all before is written down as what it does not share with the one before, some three
 * bytes; whether a key is among them is found by halving. */
#ifndef ASCENT_H
#define ASCENT_H

#include "base/buf.h"

struct ascent {
    struct buf text; /* of each key: bytes shared, bytes that follow, those bytes */
    struct buf last; /* the greatest key */
    size_t *block;   /* where in `text` every 32nd key begins, which shares nothing */
    size_t n, blocks_cap;
};

void ascent_init(struct ascent *);
void ascent_release(struct ascent *);
/* True: the key is greater than all, and among them now. Keys of more than 255 bytes never
 * are. */
bool ascent_put(struct ascent *, struct str key);
bool ascent_has(const struct ascent *, struct str key);

#endif
