/* mem: allocation that ends the run instead of returning NULL, and arenas: chains of
 * blocks that are filled from the front and freed together. */
#include "base/mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

static void (*on_exhausted)(void);

void mem_on_exhausted(void (*handler)(void))
{
    on_exhausted = handler;
}

static _Noreturn void exhausted(void)
{
    if (on_exhausted)
        on_exhausted();
    __builtin_trap();
}

static size_t checked_size(size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > PTRDIFF_MAX)
        exhausted();
    return bytes ? bytes : 1;
}

void *mem_new(size_t count, size_t size)
{
    void *p = calloc(1, checked_size(count, size));
    if (!p)
        exhausted();
    return p;
}

void *mem_grow(void *p, size_t count, size_t size)
{
    void *grown = realloc(p, checked_size(count, size));
    if (!grown)
        exhausted();
    return grown;
}

void *mem_room(void *p, size_t used, size_t *cap, size_t size)
{
    if (used < *cap)
        return p;
    size_t doubled = *cap ? *cap : 4;
    if (__builtin_mul_overflow(doubled, 2, &doubled))
        exhausted();
    p = mem_grow(p, doubled, size);
    *cap = doubled;
    return p;
}

void mem_trim(void)
{
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

/* A limit that is set stays; glibc's own grows with the blocks that are freed, after which
 * large ones would come from the heap. */
void mem_part_large(void)
{
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 1 << 20);
#endif
}

void mem_free(void *p)
{
    free(p);
}

/* The first block is small, later ones double up to the largest: a small arena stays
 * small and a large one makes few calls. */
#define BLOCK_FIRST   ((size_t)4096)
#define BLOCK_LARGEST ((size_t)1 << 20)

struct arena_block {
    struct arena_block *older;
    size_t used, size;
    max_align_t data[];
};

void arena_init(struct arena *a)
{
    *a = (struct arena){NULL, 0};
}

void arena_release(struct arena *a)
{
    while (a->block) {
        struct arena_block *older = a->block->older;
        free(a->block);
        a->block = older;
    }
    a->total = 0;
}

void arena_reset(struct arena *a)
{
    struct arena_block *newest = a->block;
    if (newest) {
        a->block = newest->older;
        arena_release(a);
        newest->older = NULL;
        newest->used = 0;
    }
    a->block = newest;
    a->total = 0;
}

static void add_block(struct arena *a, size_t need)
{
    size_t size = a->block ? a->block->size : BLOCK_FIRST / 2;
    size = size < BLOCK_LARGEST ? size * 2 : BLOCK_LARGEST;
    if (size < need)
        size = need;
    if (size > PTRDIFF_MAX - sizeof(struct arena_block))
        exhausted();
    struct arena_block *block = malloc(sizeof *block + size);
    if (!block)
        exhausted();
    block->older = a->block;
    block->used = 0;
    block->size = size;
    a->block = block;
}

/* `align` is a power of two. The memory is not cleared. */
static void *arena_take(struct arena *a, size_t bytes, size_t align)
{
    size_t start = 0;
    if (a->block)
        start = (a->block->used + align - 1) & ~(align - 1);
    if (!a->block || start > a->block->size || bytes > a->block->size - start) {
        add_block(a, bytes);
        start = 0;
    }
    a->block->used = start + bytes;
    a->total += bytes;
    return (char *)a->block->data + start;
}

void *arena_new(struct arena *a, size_t count, size_t size)
{
    size_t bytes = checked_size(count, size);
    return memset(arena_take(a, bytes, _Alignof(max_align_t)), 0, bytes);
}

struct str arena_str(struct arena *a, struct str s)
{
    size_t bytes;
    if (__builtin_add_overflow(s.n, 1, &bytes))
        exhausted();
    char *copy = arena_take(a, bytes, 1);
    if (s.n)
        memcpy(copy, s.p, s.n);
    copy[s.n] = '\0';
    return (struct str){copy, s.n};
}

struct str arena_printf(struct arena *a, const char *format, ...)
{
    char text[256];
    va_list args;
    va_start(args, format);
    int length = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (length < 0) /* only an output beyond INT_MAX: there is no room for it either */
        exhausted();
    size_t n = (size_t)length;
    if (n < sizeof text)
        return arena_str(a, (struct str){text, n});
    char *copy = arena_take(a, n + 1, 1);
    va_start(args, format);
    vsnprintf(copy, n + 1, format, args);
    va_end(args);
    return (struct str){copy, n};
}
