/* pack: rows of large sheets, packed while they are made. They are cut into blocks of
 * equal size and one is deflated by a thread while the next is filled; where blocks begin
 * depends on nothing but the text, so the bytes do not depend on threads. Packed, they wait
 * in a temporary file until the container takes them. */
#ifndef RENDER_XLSX_PACK_H
#define RENDER_XLSX_PACK_H

#include <stdint.h>
#include <stdio.h>

#include "base/err.h"
#include "base/str.h"

struct xlsx_packed { /* what was put from one end to the next */
    uint64_t at, bytes, plain;
    uint32_t crc; /* of the plain text */
};
struct xlsx_pack;

struct xlsx_pack *xlsx_pack_open(const char *folder, struct err *); /* NULL: failed */
void xlsx_pack_put(struct xlsx_pack *, struct str);
/* Number of what was put, for xlsx_pack_part. Its deflate stream is still open: another
 * part can follow. */
size_t xlsx_pack_end(struct xlsx_pack *);
size_t xlsx_pack_count(const struct xlsx_pack *);
const struct xlsx_packed *xlsx_pack_part(const struct xlsx_pack *, size_t number);
/* Copies a part; -1: reading or writing failed, errno says why. */
int xlsx_pack_copy(struct xlsx_pack *, size_t number, FILE *);
int xlsx_pack_check(const struct xlsx_pack *, struct err *); /* the first failure */
void xlsx_pack_close(struct xlsx_pack *);                    /* safe on NULL */

#endif
