/* encoding: the encodings text comes in, and which of them a text may be in. Pure: what a
 * guess says is held against the whole file by decode. */
#ifndef INGEST_TEXT_ENCODING_H
#define INGEST_TEXT_ENCODING_H

#include "base/mem.h"

struct encoding {
    const char *name;  /* canonical, as recorded */
    const char *iconv; /* NULL: the text needs no conversion */
    const char *alias[4];
    const char *mark; /* byte order mark, may be empty */
    size_t mark_size;
    size_t unit;        /* bytes of its smallest character: 1, 2 or 4 */
    const char *vendor; /* iconv's name for pairs that begin with C6A1 to C8; or NULL */
};

/* One of the table by name or alias, else any that iconv knows (copied into the arena);
 * NULL when there is none of that name. */
const struct encoding *encoding_lookup(struct arena *, struct str name);
const struct encoding *encoding_marked(struct str head); /* by its mark, or NULL */
const struct encoding *encoding_utf8(void);

/* Encodings that text which is not UTF-8 may be in, the most plausible first; of `sample`,
 * which begins near its first byte beyond ASCII. Whether all of it decodes is not asked. */
enum { GUESSES_MAX = 4, SAMPLE_MAX = 1 << 16 };
struct guess {
    const struct encoding *encoding[GUESSES_MAX];
    size_t n;
    bool sure;   /* enough text, and one encoding fits far better than the others */
    bool lonely; /* bytes beyond ASCII stand alone: letters with accents */
};
void encoding_guess(struct guess *, struct arena *, struct str sample);
/* UTF-16 without a mark: zero bytes at every second place of text that is mostly ASCII;
 * NULL when it is not. */
const struct encoding *encoding_wide(struct str head);

#endif
