/* ascent: see ascent.h. */
#include "ingest/ascent.h"

#include "base/mem.h"

#include "base/banned.h"

enum { BLOCK = 32, LONGEST = 255 /* fits the byte of a length */ };

struct written { /* a key in the text */
    size_t shared;
    struct str rest;
};

void ascent_init(struct ascent *a)
{
    *a = (struct ascent){0};
    buf_init(&a->text, SIZE_MAX);
    buf_init(&a->last, LONGEST);
}

void ascent_release(struct ascent *a)
{
    buf_release(&a->text);
    buf_release(&a->last);
    mem_free(a->block);
    *a = (struct ascent){0};
}

static size_t shared_bytes(struct str a, struct str b)
{
    size_t n = 0;
    while (n < a.n && n < b.n && a.p[n] == b.p[n])
        n++;
    return n;
}

bool ascent_put(struct ascent *a, struct str key)
{
    size_t shared = 0;
    if (key.n > LONGEST || (a->n > 0 && str_cmp(key, buf_view(&a->last)) <= 0))
        return false;
    if (a->n % BLOCK == 0) {
        a->block = mem_room(a->block, a->n / BLOCK, &a->blocks_cap, sizeof *a->block);
        a->block[a->n / BLOCK] = a->text.n;
    } else {
        shared = shared_bytes(buf_view(&a->last), key);
    }
    buf_char(&a->text, (char)shared);
    buf_char(&a->text, (char)(key.n - shared));
    buf_put(&a->text, key.p + shared, key.n - shared);
    buf_cut(&a->last, shared);
    buf_put(&a->last, key.p + shared, key.n - shared);
    a->n++;
    return true;
}

static struct written key_at(const struct ascent *a, size_t offset)
{
    const unsigned char *p = (const unsigned char *)a->text.p + offset;
    return (struct written){p[0], {(const char *)p + 2, p[1]}};
}

/* The last block that begins with the key or a lesser one; n blocks when there is none. */
static size_t find_block(const struct ascent *a, size_t n, struct str key)
{
    size_t low = 0, high = n; /* all before `low` begin so, none from `high` on */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_cmp(key_at(a, a->block[middle]).rest, key) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? low - 1 : n;
}

/* `alike` bytes of the key at hand are those of the key looked for: a following key that
 * shares more with the one at hand is no nearer, one that shares less is beyond. */
bool ascent_has(const struct ascent *a, struct str key)
{
    size_t blocks = (a->n + BLOCK - 1) / BLOCK;
    size_t block = find_block(a, blocks, key);
    if (block == blocks)
        return false;
    size_t left = a->n - block * BLOCK < BLOCK ? a->n - block * BLOCK : BLOCK;
    size_t alike = 0;
    for (size_t at = a->block[block]; left > 0; left--) {
        struct written w = key_at(a, at);
        if (w.shared < alike)
            return false;
        if (w.shared == alike) {
            struct str rest = {key.p + alike, key.n - alike};
            alike += shared_bytes(w.rest, rest);
            if (alike == key.n && w.shared + w.rest.n == key.n)
                return true;
        }
        at += 2 + w.rest.n;
    }
    return false;
}
