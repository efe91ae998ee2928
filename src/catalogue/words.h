/* words: every printed word of one language (templates/locales/LANG.xml). The engine
 * asks by its own stable ids ("state.met"); what they say is data. A language that lacks
 * words is refused when the job is loaded (words_check). */
#ifndef WORDS_H
#define WORDS_H

#include "catalogue/cat.h"

struct words;

int words_load(struct words **, struct cat_load *, size_t first, size_t n, struct err *);
/* ERR_JOB, with how many and the first of them, when words are missing that the language
 * in the file at `path` has. `own` is the file to complete. */
int words_check(const struct words *, struct cat_load *, const char *own,
                const char *path, struct err *);
/* Text of an id; an unknown id gives the id itself and is remembered (words_unknown). */
struct str words_text(const struct words *, const char *id);
/* The same with {name} placeholders filled from pairs: name, value, ..., NULL. */
struct words_arg {
    const char *name;
    struct str value;
};
struct str words_fill(const struct words *, struct arena *, const char *id,
                      const struct words_arg *, size_t n);
/* First id that was asked for and not found; NULL if none. A defect, so tests fail on it. */
const char *words_unknown(const struct words *);

#endif
