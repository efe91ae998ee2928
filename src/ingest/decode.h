/* decode: the text of a file as UTF-8, piece by piece, in bounded memory. The encoding is
 * the declared one, else that of a byte order mark, else UTF-8 when the whole file is
 * valid, else GB18030 when the whole file decodes. Nothing is replaced or guessed within
 * the text: a file that does not decode to its last byte is refused (ERR_GATE) with the
 * offset and what to do. */
#ifndef DECODE_H
#define DECODE_H

#include "base/err.h"
#include "base/str.h"

struct decode;

/* Reads the file once to find its encoding. `declared` may be empty; known names: UTF-8,
 * GB18030 (GBK, GB2312), Big5, windows-1252, UTF-16LE, UTF-16BE; another is ERR_JOB.
 * `path` is kept for messages, not copied. */
int decode_open(struct decode **, const char *path, struct str declared, struct err *);
/* Up to `cap` bytes (at least 16) of UTF-8 without the byte order mark; *n is 0 at the
 * end only. A piece may end within a character. */
int decode_read(struct decode *, char *out, size_t cap, size_t *n, struct err *);
struct str decode_encoding(const struct decode *); /* canonical name */
void decode_close(struct decode *);                /* NULL is fine */

#endif
