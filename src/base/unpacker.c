/* unpacker: isal_inflate keeps what it cannot hand out yet, up to its window. */
#include "base/unpacker.h"

#include <isa-l.h>

#include "base/mem.h"

#include "base/banned.h"

struct unpacker {
    struct inflate_state z;
};

struct unpacker *unpacker_new(void)
{
    struct unpacker *unpacker = mem_new(1, sizeof *unpacker);
    isal_inflate_init(&unpacker->z);
    return unpacker;
}

void unpacker_free(struct unpacker *unpacker)
{
    mem_free(unpacker);
}

void unpacker_begin(struct unpacker *unpacker)
{
    isal_inflate_reset(&unpacker->z);
    unpacker->z.crc_flag = ISAL_DEFLATE;
}

static uint32_t fit(size_t n)
{
    return n < UINT32_MAX ? (uint32_t)n : UINT32_MAX;
}

int unpacker_run(struct unpacker *unpacker, struct str *in, char *out, size_t cap,
                 size_t *n)
{
    struct inflate_state *z = &unpacker->z;
    uint32_t given = fit(in->n), room = fit(cap);
    z->next_in = (uint8_t *)in->p;
    z->avail_in = given;
    z->next_out = (uint8_t *)out;
    z->avail_out = room;
    int status = isal_inflate(z);
    *in = (struct str){in->p + (given - z->avail_in), in->n - (given - z->avail_in)};
    *n = room - z->avail_out;
    if (status != ISAL_DECOMP_OK)
        return -1;
    return z->block_state == ISAL_BLOCK_FINISH;
}
