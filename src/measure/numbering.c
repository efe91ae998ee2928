/* numbering: open addressing, at most half full. Numbers depend on the order
 * of rows; nothing that is printed does. */
#include "measure/numbering.h"

#include <string.h>

#include "base/banned.h"

enum { SLOTS_FIRST = 64, NUMBERS_MAX = 1 << 28 };

void numbering_init(struct numbering *keys)
{
    *keys = (struct numbering){.nslots = SLOTS_FIRST, .most = NUMBERS_MAX};
    keys->slot = mem_new(SLOTS_FIRST, sizeof *keys->slot);
    arena_init(&keys->arena);
}

void numbering_release(struct numbering *keys)
{
    mem_free(keys->key);
    mem_free(keys->rows);
    mem_free(keys->slot);
    arena_release(&keys->arena);
}

/* Eight bytes a step: this runs for every key of every row. */
uint64_t numbering_hash(struct str text)
{
    const uint64_t mix = 0x9e3779b97f4a7c15; /* 2^64 over the golden ratio */
    uint64_t sum = text.n, piece;
    for (; text.n >= sizeof piece; text.p += sizeof piece, text.n -= sizeof piece) {
        memcpy(&piece, text.p, sizeof piece);
        sum = (sum ^ piece) * mix;
        sum ^= sum >> 29;
    }
    piece = 0;
    memcpy(&piece, text.p, text.n);
    sum = (sum ^ piece) * mix;
    return sum ^ sum >> 32;
}

static size_t find_slot(const struct numbering *keys, struct str text)
{
    size_t at = (size_t)numbering_hash(text) & (keys->nslots - 1);
    while (keys->slot[at] != 0) {
        struct str known = keys->key[keys->slot[at] - 1];
        if (known.n == text.n && memcmp(known.p, text.p, text.n) == 0)
            break;
        at = (at + 1) & (keys->nslots - 1);
    }
    return at;
}

static void spread(struct numbering *keys)
{
    keys->nslots *= 2;
    mem_free(keys->slot);
    keys->slot = mem_new(keys->nslots, sizeof *keys->slot);
    for (size_t i = 0; i < keys->n; i++)
        keys->slot[find_slot(keys, keys->key[i])] = (uint32_t)i + 1;
}

int numbering_put(struct numbering *keys, struct str text)
{
    size_t at = find_slot(keys, text);
    if (keys->slot[at] != 0)
        return (int)keys->slot[at] - 1;
    if (keys->n >= keys->most)
        return -1;
    size_t rooms = keys->cap;
    keys->key = mem_room(keys->key, keys->n, &keys->cap, sizeof *keys->key);
    keys->rows = mem_room(keys->rows, keys->n, &rooms, sizeof *keys->rows);
    keys->rows[keys->n] = 0;
    keys->key[keys->n] = arena_str(&keys->arena, text);
    keys->slot[at] = (uint32_t)++keys->n;
    if (keys->n * 2 > keys->nslots)
        spread(keys);
    return (int)keys->n - 1;
}

void numbering_copy(struct numbering *keys, const struct numbering *from)
{
    for (size_t i = 0; i < from->n; i++)
        (void)numbering_put(keys, from->key[i]);
    keys->most = from->most;
}
