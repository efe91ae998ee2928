/* mem: allocation that does not return NULL. When memory ends, the handler main.c
 * installed ends the process with status 4; nothing is half published by that, because
 * publishing is one rename (seal/seal.h). All sizes are checked for overflow. */
#ifndef MEM_H
#define MEM_H

#include <stddef.h>

#include "base/str.h"

void mem_on_exhausted(void (*handler)(void)); /* must not return */
void *mem_new(size_t count, size_t size);     /* zeroed */
void *mem_grow(void *p, size_t count, size_t size);
/* Makes room for one more element of a growing array (doubles). */
void *mem_room(void *p, size_t used, size_t *cap, size_t size);
/* Between stages: what was freed goes back to the system, where the allocator keeps it. */
void mem_trim(void);
/* From now on blocks of a megabyte and more lie apart from the others: they grow without
 * being copied, and go back to the system when they are freed. */
void mem_part_large(void);
void mem_free(void *p);

/* One arena per scope (file being read, catalogue, document); freed as a whole. */
struct arena {
    struct arena_block *block;
    size_t total;
};
void arena_init(struct arena *);
void arena_release(struct arena *);
void arena_reset(struct arena *);                           /* keeps the newest block */
void *arena_new(struct arena *, size_t count, size_t size); /* zeroed, max aligned */
struct str arena_str(struct arena *, struct str);           /* copy, NUL kept after it */
struct str arena_printf(struct arena *, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
