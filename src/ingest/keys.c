/* keys: open addressing over 128-bit digests. SipHash: Aumasson and Bernstein, "SipHash: a
 * fast short-input PRF", with the 128-bit output of its reference implementation. */
#include "ingest/keys.h"

#include <string.h>

#include "base/mem.h"

#include "base/banned.h"

enum { FIRST_CAP = 1024 };

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
    *keys = (struct keys){mem_new(FIRST_CAP, sizeof *keys->slot), FIRST_CAP, 0};
}

void keys_release(struct keys *keys)
{
    mem_free(keys->slot);
    *keys = (struct keys){0};
}

/* The slot that holds the digest, or the free one where it belongs. */
static struct digest128 *find(struct keys *keys, struct digest128 digest)
{
    size_t at = digest.a & (keys->cap - 1);
    while ((keys->slot[at].a | keys->slot[at].b) != 0 &&
           (keys->slot[at].a != digest.a || keys->slot[at].b != digest.b))
        at = (at + 1) & (keys->cap - 1);
    return &keys->slot[at];
}

static void widen(struct keys *keys)
{
    struct keys wide = {mem_new(keys->cap * 2, sizeof *keys->slot), keys->cap * 2,
                        keys->n};
    for (size_t i = 0; i < keys->cap; i++)
        if ((keys->slot[i].a | keys->slot[i].b) != 0)
            *find(&wide, keys->slot[i]) = keys->slot[i];
    mem_free(keys->slot);
    *keys = wide;
}

bool keys_put(struct keys *keys, struct str key)
{
    struct digest128 digest = keys_digest(key, 0, 0), *slot;
    digest.b |= (digest.a | digest.b) == 0; /* zero means free */
    slot = find(keys, digest);
    if ((slot->a | slot->b) != 0)
        return false;
    *slot = digest;
    if (++keys->n > keys->cap / 4 * 3)
        widen(keys);
    return true;
}
