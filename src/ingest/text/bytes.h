/* bytes: what a file holds, from its first byte to its last, gunzipped when it begins as
 * gzip does, whatever its name. All text formats read through it. A gzip file that is cut,
 * damaged or swells beyond the limits is refused (ERR_GATE). */
#ifndef INGEST_TEXT_BYTES_H
#define INGEST_TEXT_BYTES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/* Against bombs: text shrinks to a tenth or a thirtieth, at the very most to a hundredth.
 * The share counts from the first BYTES_FREE on, so that small files may be dull. */
enum { BYTES_RATIO = 200, BYTES_FREE = 1 << 26 };
#define BYTES_MAX ((uint64_t)64 << 30) /* of a gzip file, unpacked */

struct bytes;

/* `path` is kept for messages, not copied. */
int bytes_open(struct bytes **, const char *path, struct err *);
/* Fills `out`; fewer than `cap` bytes mean that the file ends behind them. */
int bytes_read(struct bytes *, char *out, size_t cap, size_t *n, struct err *);
/* The next read begins at the first byte again. */
int bytes_rewind(struct bytes *, struct err *);
bool bytes_packed(const struct bytes *); /* the file is gzip */
void bytes_close(struct bytes *);        /* NULL is fine */

/* The first bytes of a file, at most so many. */
int bytes_head(const char *path, char *head, size_t most, size_t *n, struct err *);

#endif
