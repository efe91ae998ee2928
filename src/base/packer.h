/* packer: text made small as a deflate stream, by ISA-L's igzip at its level 1: five times
 * as fast as zlib at the level whose size it comes near. All processors of x86-64 with
 * SSE 4.2 make the same bytes of the same text. */
#ifndef PACKER_H
#define PACKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct packer; /* working memory, for one thread at a time */
struct packer *packer_new(void);
void packer_free(struct packer *);

size_t packer_room(size_t n); /* bytes that n packed ones need at most */
/* The whole text as a zlib stream (RFC 1950). Returns its bytes, 0 when it failed. */
size_t packer_zlib(struct packer *, struct str, unsigned char *out, size_t room);
/* Part of a raw stream (RFC 1951) that begins and ends at a whole byte: parts made apart
 * stand one behind the other, the last of them ends the stream. */
size_t packer_part(struct packer *, struct str, bool is_last, unsigned char *out,
                   size_t room);

/* CRC-32 as zip files have it; `crc` is 0 or that of what stands before. */
uint32_t packer_crc(uint32_t crc, struct str);
const char *packer_version(void);

#endif
