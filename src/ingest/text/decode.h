/* decode: the text of a file as UTF-8, piece by piece, in bounded memory. The encoding is
 * that of a byte order mark, else the declared one, else UTF-8 when the whole file is
 * valid, else the most plausible one (encoding.h) that decodes it all. Nothing is replaced
 * or guessed within the text: a file that does not decode to its last byte is refused
 * (ERR_GATE) with the offset and what to do. */
#ifndef INGEST_TEXT_DECODE_H
#define INGEST_TEXT_DECODE_H

#include "base/err.h"
#include "base/str.h"

struct decode;

/* Reads the file once to find its encoding. `declared` may be empty; any name that iconv
 * knows; another is ERR_JOB. `path` is kept for messages, not copied. */
int decode_open(struct decode **, const char *path, struct str declared, struct err *);
/* Up to `cap` bytes (at least 16) of UTF-8 without the byte order mark; *n is 0 at the
 * end only. A piece may end within a character. */
int decode_read(struct decode *, char *out, size_t cap, size_t *n, struct err *);
struct str decode_encoding(const struct decode *); /* canonical name, until close */
/* The encoding was neither declared nor marked, and others are plausible too. */
bool decode_guessed(const struct decode *);
/* The text holds U+FFFD: something was lost before the file was written. */
bool decode_replaced(const struct decode *);
bool decode_packed(const struct decode *); /* the file is gzip */
void decode_close(struct decode *);        /* NULL is fine */

#endif
