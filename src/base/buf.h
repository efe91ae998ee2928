/* buf: built text. Never NULL, a NUL is kept after the end. The maximum is given at
 * init; the first append beyond it makes the buffer fail, and it stays failed: append
 * freely and ask once (buf_failed) when handing over. */
#ifndef BUF_H
#define BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct buf {
    char *p;
    size_t n, cap, max;
    bool failed;
};

void buf_init(struct buf *, size_t max);
void buf_release(struct buf *);
void buf_clear(struct buf *); /* empty again, failure forgotten, memory kept */
void buf_put(struct buf *, const void *, size_t);
void buf_str(struct buf *, struct str);
void buf_text(struct buf *, const char *);
void buf_char(struct buf *, char);
void buf_unsigned(struct buf *, uint64_t); /* its decimal digits */
void buf_printf(struct buf *, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void buf_cut(struct buf *, size_t n); /* to its first n bytes */
bool buf_failed(const struct buf *);
struct str buf_view(const struct buf *);   /* valid until the next change */
char *buf_detach(struct buf *, size_t *n); /* owned by the caller (mem_free) */

#endif
