/* key_map: rows by the keys they may have. It holds 32 bits of a key's digest and the row,
 * 8 bytes together at a load of at most 3/4: one key in thousands meets the row of another,
 * so that whoever asks looks whether a row has the key. A zeroed one is empty. */
#ifndef KEY_MAP_H
#define KEY_MAP_H

#include "base/str.h"

struct key_map {
    uint64_t *slot; /* zero: free */
    size_t cap, n;
};

uint32_t key_map_tag(struct str key);
uint32_t key_map_tag_number(int64_t key);
void key_map_put(struct key_map *, uint32_t tag, uint32_t row); /* row > 0 */
/* The next row that was put under the tag, 0 after the last; *passed is 0 at first. */
uint32_t key_map_next(const struct key_map *, uint32_t tag, size_t *passed);
void key_map_release(struct key_map *);

#endif
