/* buf: text that grows up to its maximum. Failure is sticky, so that writers append
 * without asking and the one who hands the text over asks once. */
#include "base/buf.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/banned.h"

/* Shared by every empty buffer, so that p is never NULL; never written. */
static char nothing[1];

void buf_init(struct buf *b, size_t max)
{
    *b = (struct buf){.p = nothing, .max = max};
}

void buf_release(struct buf *b)
{
    if (b->cap)
        mem_free(b->p);
    buf_init(b, b->max);
}

void buf_clear(struct buf *b)
{
    b->n = 0;
    b->failed = false;
    if (b->cap)
        b->p[0] = '\0';
}

/* Room for n more bytes and the NUL, or failure. */
static bool make_room(struct buf *b, size_t n)
{
    if (b->failed || n > b->max - b->n) {
        b->failed = true;
        return false;
    }
    size_t need;
    if (__builtin_add_overflow(b->n + n, 1, &need)) {
        b->failed = true;
        return false;
    }
    if (need <= b->cap)
        return true;
    size_t cap = b->cap < 32 ? 64 : b->cap;
    while (cap < need)
        cap = cap > SIZE_MAX / 2 ? need : cap * 2;
    b->p = mem_grow(b->cap ? b->p : NULL, cap, 1);
    b->cap = cap;
    return true;
}

void buf_put(struct buf *b, const void *data, size_t n)
{
    if (n == 0 || !make_room(b, n))
        return;
    memcpy(b->p + b->n, data, n);
    b->n += n;
    b->p[b->n] = '\0';
}

void buf_str(struct buf *b, struct str s)
{
    buf_put(b, s.p, s.n);
}

void buf_text(struct buf *b, const char *z)
{
    buf_put(b, z, strlen(z));
}

void buf_char(struct buf *b, char c)
{
    buf_put(b, &c, 1);
}

void buf_unsigned(struct buf *b, uint64_t value)
{
    char digit[20];
    size_t at = sizeof digit;
    do
        digit[--at] = (char)('0' + value % 10);
    while (value /= 10);
    buf_put(b, digit + at, sizeof digit - at);
}

/* Once into what room there is, and again where that was too little. */
void buf_printf(struct buf *b, const char *format, ...)
{
    va_list args;
    size_t room = b->cap > b->n ? b->cap - b->n : 0;
    char none[1];
    if (b->failed)
        return;
    va_start(args, format);
    int length = vsnprintf(room ? b->p + b->n : none, room ? room : 1, format, args);
    va_end(args);
    size_t n = length < 0 ? 0 : (size_t)length;
    bool whole = length >= 0 && n < room && n <= b->max - b->n;
    if (!whole && room)
        b->p[b->n] = '\0';
    b->failed = length < 0;
    if (n == 0 || (!whole && !make_room(b, n)))
        return;
    if (!whole) {
        va_start(args, format);
        vsnprintf(b->p + b->n, n + 1, format, args);
        va_end(args);
    }
    b->n += n;
}

void buf_cut(struct buf *b, size_t n)
{
    if (n >= b->n)
        return;
    b->n = n;
    b->p[n] = '\0';
}

bool buf_failed(const struct buf *b)
{
    return b->failed;
}

struct str buf_view(const struct buf *b)
{
    return (struct str){b->p, b->n};
}

char *buf_detach(struct buf *b, size_t *n)
{
    char *text = b->cap ? b->p : mem_new(1, 1);
    if (n)
        *n = b->n;
    buf_init(b, b->max);
    return text;
}
