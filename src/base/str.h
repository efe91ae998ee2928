/* str: borrowed text. A slice is not terminated and never owned; whoever stores one
 * beyond the lifetime of its source copies it first (arena_str). */
#ifndef STR_H
#define STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
    const char *p;
    size_t n;
};

#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})
#define STR_NONE     ((struct str){NULL, 0})
/* For printf's "%.*s". */
#define STR_ARG(s) (int)(s).n, (s).p ? (s).p : ""

/* z may be NULL: empty. These two stand here so that a literal costs no call. */
static inline struct str str_of(const char *z)
{
    return z ? (struct str){z, strlen(z)} : STR_NONE;
}
static inline bool str_eq(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}
int str_cmp(struct str a, struct str b); /* byte order, shorter first */
/* Blanks off both ends: ASCII's, U+3000, no-break ones, and characters without width. */
struct str str_trim(struct str s);
bool str_starts(struct str s, struct str prefix);
/* Cuts the next piece before `sep` off *rest; false when nothing is left. */
bool str_split(struct str *rest, char sep, struct str *piece);
/* Whole text as a decimal integer; false on anything else or overflow. */
bool str_int(struct str s, int64_t *out);
uint64_t str_hash(struct str s); /* FNV-1a, 64 bit */

#endif
