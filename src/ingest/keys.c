/* keys: open addressing over 128-bit digests. SipHash: Aumasson and Bernstein, "SipHash: a
 * fast short-input PRF", with the 128-bit output of its reference implementation. */
#include "ingest/keys.h"

#include <string.h>

#include "base/mem.h"

#include "base/banned.h"

enum { FIRST_CAP = 16 };

struct sip {
    uint64_t v0, v1, v2, v3;
};

static uint64_t rotate(uint64_t x, int by)
{
    return x << by | x >> (64 - by);
}

static void sip_round(struct sip *s)
{
    s->v0 += s->v1;
    s->v1 = rotate(s->v1, 13) ^ s->v0;
    s->v0 = rotate(s->v0, 32);
    s->v2 += s->v3;
    s->v3 = rotate(s->v3, 16) ^ s->v2;
    s->v0 += s->v3;
    s->v3 = rotate(s->v3, 21) ^ s->v0;
    s->v2 += s->v1;
    s->v1 = rotate(s->v1, 17) ^ s->v2;
    s->v2 = rotate(s->v2, 32);
}

static void sip_word(struct sip *s, uint64_t word)
{
    s->v3 ^= word;
    sip_round(s);
    sip_round(s);
    s->v0 ^= word;
}

static uint64_t sip_finish(struct sip *s)
{
    for (int i = 0; i < 4; i++)
        sip_round(s);
    return s->v0 ^ s->v1 ^ s->v2 ^ s->v3;
}

/* Little-endian whatever the machine, so that the published vectors hold. */
static uint64_t read_word(const char *p, size_t n)
{
    uint64_t word = 0;
    for (size_t i = 0; i < n; i++)
        word |= (uint64_t)(unsigned char)p[i] << (8 * i);
    return word;
}

struct digest128 keys_digest(struct str key, uint64_t k0, uint64_t k1)
{
    struct sip s = {k0 ^ 0x736f6d6570736575U, k1 ^ 0x646f72616e646f6dU ^ 0xee,
                    k0 ^ 0x6c7967656e657261U, k1 ^ 0x7465646279746573U};
    struct digest128 digest;
    size_t at = 0;
    for (; at + 8 <= key.n; at += 8)
        sip_word(&s, read_word(key.p + at, 8));
    sip_word(&s, (uint64_t)key.n << 56 |
                     (key.n > at ? read_word(key.p + at, key.n - at) : 0));
    s.v2 ^= 0xee;
    digest.a = sip_finish(&s);
    s.v1 ^= 0xdd;
    digest.b = sip_finish(&s);
    return digest;
}

void keys_init(struct keys *keys)
{
    ascent_init(&keys->ascent);
    for (size_t i = 0; i < KEYS_PARTS; i++)
        keys->part[i] = (struct keys_part){mem_new(FIRST_CAP, sizeof(struct digest128)),
                                           FIRST_CAP, 0};
}

void keys_release(struct keys *keys)
{
    for (size_t i = 0; i < KEYS_PARTS; i++)
        mem_free(keys->part[i].slot);
    ascent_release(&keys->ascent);
    *keys = (struct keys){0};
}

/* The slot that holds the digest, or the free one where it belongs: the search begins as
 * far into the part as the digest is into all digests. */
static struct digest128 *find(struct keys_part *part, struct digest128 digest)
{
    size_t at = (size_t)((digest.a >> 32) * part->cap >> 32);
    while ((part->slot[at].a | part->slot[at].b) != 0 &&
           (part->slot[at].a != digest.a || part->slot[at].b != digest.b))
        at = at + 1 < part->cap ? at + 1 : 0;
    return &part->slot[at];
}

static void widen(struct keys_part *part)
{
    size_t cap = part->cap + part->cap / 4;
    struct keys_part wide = {mem_new(cap, sizeof *part->slot), cap, part->n};
    for (size_t i = 0; i < part->cap; i++)
        if ((part->slot[i].a | part->slot[i].b) != 0)
            *find(&wide, part->slot[i]) = part->slot[i];
    mem_free(part->slot);
    *part = wide;
}

/* What is greater than all that grew is no digest either: those were lesser when they came,
 * or too long. */
bool keys_put(struct keys *keys, struct str key)
{
    if (ascent_put(&keys->ascent, key))
        return true;
    if (ascent_has(&keys->ascent, key))
        return false;
    struct digest128 digest = keys_digest(key, 0, 0), *slot;
    digest.b |= (digest.a | digest.b) == 0; /* zero means free */
    struct keys_part *part = &keys->part[digest.b % KEYS_PARTS];
    slot = find(part, digest);
    if ((slot->a | slot->b) != 0)
        return false;
    *slot = digest;
    if (++part->n > part->cap / 4 * 3)
        widen(part);
    return true;
}
