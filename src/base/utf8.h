/* utf8: strict decoding (no surrogates, no overlong forms, up to U+10FFFF). */
#ifndef UTF8_H
#define UTF8_H

#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"

/* Takes one character off *s; false at the end. A broken byte gives U+FFFD and is
 * skipped alone, so text that utf8_valid accepted never shows one of ours. */
bool utf8_next(struct str *s, uint32_t *cp);
/* A byte within a character, not its first. */
static inline bool utf8_is_tail(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}
size_t utf8_put(uint32_t cp, char out[4]); /* bytes written */
/* Offset of the first invalid byte, or s.n when all is valid. */
size_t utf8_valid(struct str s);
size_t utf8_count(struct str s);                       /* code points */
struct str utf8_head(struct str s, size_t characters); /* its first ones */
/* What is printed of a text: itself, or so many of its characters, SHOWN_LINES lines at
 * most, and an ellipsis, in the arena. */
enum { SHOWN_LINES = 20, SHOWN_CELL = 1000, SHOWN_KEY = 100 };
struct str utf8_shown(struct arena *, struct str s, size_t characters);
/* Makes a text fit for a terminal, in place: a control character, which could steer it, a
 * mark of direction, which could turn what follows round, and what is no character at all
 * become blanks. The length. */
size_t utf8_tame(char *text, size_t n);
struct str utf8_tamed(struct arena *, struct str); /* a copy, ended by NUL */
bool utf8_is_wide(uint32_t cp);  /* East Asian wide or full width: two columns */
size_t utf8_columns(struct str); /* of a terminal that the text takes */
bool utf8_is_han(uint32_t cp);
/* Edits (insert, delete, replace a character) that make one text of the other
 * (Levenshtein); longer texts are compared by their first DISTANCE_MAX characters, which
 * is enough for a suggestion. */
enum { DISTANCE_MAX = 64 };
size_t utf8_distance(struct str a, struct str b);

#endif
