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

/* Up to eight bytes as one number: different texts of a length give different ones. Loads
 * of fixed sizes that overlap, since a copy of so many bytes would be a call. */
static inline uint64_t piece_of(const char *p, size_t n)
{
    const unsigned char *byte = (const unsigned char *)p;
    uint64_t whole;
    uint32_t first, last;
    if (n == sizeof whole) {
        memcpy(&whole, p, sizeof whole);
        return whole;
    }
    if (n >= sizeof first) {
        memcpy(&first, p, sizeof first);
        memcpy(&last, p + n - sizeof last, sizeof last);
        return (uint64_t)last << 32 | first;
    }
    return n ? (uint64_t)byte[0] << 16 | (uint64_t)byte[n / 2] << 8 | byte[n - 1] : 0;
}

/* This runs for every key of every row, hence inline. */
static inline uint64_t hash_of(struct str text)
{
    const uint64_t mix = 0x9e3779b97f4a7c15; /* 2^64 over the golden ratio */
    uint64_t sum = text.n * mix;             /* far from any short piece */
    for (; text.n > sizeof sum; text.p += sizeof sum, text.n -= sizeof sum) {
        sum = (sum ^ piece_of(text.p, sizeof sum)) * mix;
        sum ^= sum >> 29;
    }
    sum = (sum ^ piece_of(text.p, text.n)) * mix;
    return sum ^ sum >> 32;
}

uint64_t numbering_hash(struct str text)
{
    return hash_of(text);
}

static inline bool same_text(struct str a, struct str b)
{
    if (a.n != b.n)
        return false;
    for (; a.n > sizeof(uint64_t); a.n -= sizeof(uint64_t)) {
        if (piece_of(a.p, sizeof(uint64_t)) != piece_of(b.p, sizeof(uint64_t)))
            return false;
        a.p += sizeof(uint64_t);
        b.p += sizeof(uint64_t);
    }
    return piece_of(a.p, a.n) == piece_of(b.p, a.n);
}

static inline size_t find_slot(const struct numbering *keys, struct str text)
{
    size_t at = (size_t)hash_of(text) & (keys->nslots - 1);
    while (keys->slot[at] != 0 && !same_text(keys->key[keys->slot[at] - 1], text))
        at = (at + 1) & (keys->nslots - 1);
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
