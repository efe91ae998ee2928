/* packer: igzip with its tables kept between texts. */
#include "base/packer.h"

#include <isa-l.h>

#include "base/mem.h"

#include "base/banned.h"

#define TEXT(n)    #n
#define VERSION(n) TEXT(n)

struct packer {
    struct isal_zstream z;
    uint8_t level[ISAL_DEF_LVL1_DEFAULT];
};

struct packer *packer_new(void)
{
    return mem_new(1, sizeof(struct packer));
}

void packer_free(struct packer *packer)
{
    mem_free(packer);
}

/* A text that does not pack is stored; each block of a stream has a head of some bytes. */
size_t packer_room(size_t n)
{
    return n + n / 8 + 1024;
}

static size_t pack(struct packer *packer, struct str text, unsigned char *out,
                   size_t room, uint16_t wrapping, bool is_last)
{
    struct isal_zstream *z = &packer->z;
    if (text.n > UINT32_MAX || room > UINT32_MAX)
        return 0;
    isal_deflate_init(z);
    z->level = 1;
    z->level_buf = packer->level;
    z->level_buf_size = sizeof packer->level;
    z->gzip_flag = wrapping;
    z->flush = is_last ? NO_FLUSH : SYNC_FLUSH;
    z->end_of_stream = is_last;
    z->next_in = (uint8_t *)text.p;
    z->avail_in = (uint32_t)text.n;
    z->next_out = out;
    z->avail_out = (uint32_t)room;
    if (isal_deflate(z) != COMP_OK || z->avail_in > 0 || z->avail_out == 0)
        return 0;
    return room - z->avail_out;
}

size_t packer_zlib(struct packer *packer, struct str text, unsigned char *out,
                   size_t room)
{
    return pack(packer, text, out, room, IGZIP_ZLIB, true);
}

size_t packer_part(struct packer *packer, struct str text, bool is_last,
                   unsigned char *out, size_t room)
{
    return pack(packer, text, out, room, IGZIP_DEFLATE, is_last);
}

uint32_t packer_crc(uint32_t crc, struct str text)
{
    return crc32_gzip_refl(crc, (const unsigned char *)text.p, text.n);
}

const char *packer_version(void)
{
    return VERSION(ISAL_MAJOR_VERSION) "." VERSION(ISAL_MINOR_VERSION) "." VERSION(
        ISAL_PATCH_VERSION);
}
