/* phrase: what blocks of several rooms say alike, in the document's arena. Comes with
 * composer.h. */
#ifndef PHRASE_H
#define PHRASE_H

#include "compose/composer.h"

static inline struct str say(const struct composer *c, const char *id)
{
    return words_text(c->words, id);
}
#define FILL(c, id, ...)                                                                 \
    words_fill((c)->words, (c)->arena, id, (struct words_arg[]){__VA_ARGS__},            \
               sizeof((struct words_arg[]){__VA_ARGS__}) / sizeof(struct words_arg))
struct str joined(struct composer *, const struct str *, size_t n); /* as a list */

struct str period_text(struct composer *); /* the period in the job's language */
struct str period_dates(struct composer *);
struct str month_text(struct composer *, const struct window *month);
struct str month_name(struct composer *, int month, bool in_full); /* from 1 */
struct str source_name(const struct composer *, struct str id);
struct str treatment_text(struct composer *, const char *treatment); /* of a finding */
struct str reason_text(struct composer *, struct str code, struct str name);
/* Not evaluated where no leaf could be judged. */
struct str grade_text(const struct composer *);
/* Why a metric has nothing to count: zero, or a file that was not supplied. */
struct str none_counted(struct composer *, const struct metric *);
/* What of the period is not decidable yet, by metric; empty: all of it is. */
struct str pending_note(struct composer *, const struct metric *const *, size_t n);

#endif
