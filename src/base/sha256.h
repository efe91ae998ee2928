/* sha256: digests by libcrypto. */
#ifndef SHA256_H
#define SHA256_H

#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"

struct sha256 {
    uint8_t byte[32];
};
struct sha256_run; /* incremental */

struct sha256 sha256_of(const void *, size_t);
struct sha256_run *sha256_begin(void);
void sha256_put(struct sha256_run *, const void *, size_t);
struct sha256 sha256_end(struct sha256_run *); /* frees the run */
int sha256_file(const char *path, struct sha256 *, int64_t *bytes, struct err *);
/* 64 lower-case hex digits, out and in (false on anything else). */
bool sha256_parse(struct str hex, struct sha256 *);
struct str sha256_hex(struct arena *, const struct sha256 *);
/* For people: the first 16 digits in 4 groups of 4, or all in 8 groups of 8. */
struct str sha256_short(struct arena *, const struct sha256 *);
struct str sha256_grouped(struct arena *, const struct sha256 *);

#endif
