/* unpacker: a raw deflate stream (RFC 1951) made text again, piece by piece, by ISA-L's
 * igzip: three times as fast as zlib. What is no such stream is told, wherever it breaks. */
#ifndef UNPACKER_H
#define UNPACKER_H

#include "base/str.h"

struct unpacker; /* its window and tables, for one thread at a time */
struct unpacker *unpacker_new(void);
void unpacker_free(struct unpacker *); /* NULL is fine */

void unpacker_begin(struct unpacker *); /* a stream from its first byte */
/* Takes from *in and writes at most `cap` bytes, at least one where *in and cap allow it.
 * 0: more of the stream is to come, 1: it has ended, -1: it is damaged. */
int unpacker_run(struct unpacker *, struct str *in, char *out, size_t cap, size_t *n);

#endif
