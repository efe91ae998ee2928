/* sealed: a published edition as it is mailed. It is verified when it is opened, and every
 * file once more when it is read: what goes out is what was sealed. */
#ifndef SEALED_H
#define SEALED_H

#include "seal/seal.h"

struct sealed {
    struct arena arena;
    struct str folder, identity, period;
    int revision;
    bool provisional;
    struct str summary;       /* summary.txt without its first line */
    struct str title;         /* which names the edition */
    struct seal_output *file; /* outputs; of role "pdf" is the approved one, if any */
    size_t nfiles, cap;
};

/* ERR_GATE when the edition is not as it was sealed; findings say what differs. */
int sealed_open(struct sealed *, struct str folder, int revision, struct diag_list *,
                struct err *);
int sealed_read(const struct sealed *, const struct seal_output *, struct arena *,
                struct str *bytes, struct err *);
void sealed_close(struct sealed *);

#endif
