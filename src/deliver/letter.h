/* letter: what a recipient reads, in the words of the job's language: the summary of the
 * edition as it was sealed, the files with their digests, where they lie, and how they are
 * verified. */
#ifndef LETTER_H
#define LETTER_H

#include "catalogue/words.h"
#include "deliver/message.h"
#include "deliver/sealed.h"
#include "deliver/settings.h"

struct letter {
    const struct words *words;
    const struct sealed *sealed;
    unsigned wants;      /* of the recipient */
    bool is_large;       /* its files are over the limit and stay where they are */
    int64_t size, limit; /* then: bytes they would take, and may (0: the server knows) */
};

/* Lives in the arena. */
struct str letter_subject(const struct letter *, struct arena *);
struct str letter_body(const struct letter *, struct arena *);
/* The files that go with it, read; none where is_large. */
int letter_files(const struct letter *, struct arena *, struct message_file **, size_t *n,
                 struct err *);
/* Bytes that the files take as they are sent. */
int64_t letter_size(const struct letter *);
/* Their names, for lists. */
struct str letter_names(const struct letter *, struct arena *);

#endif
