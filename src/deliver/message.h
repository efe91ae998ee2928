/* message: a whole mail as bytes, ASCII with CRLF, ready to be sent. The same parts give the
 * same bytes. */
#ifndef MESSAGE_H
#define MESSAGE_H

#include "base/mem.h"
#include "deliver/mime.h"

struct message_file {
    const char *type;
    struct str name, plain; /* as readers see it; in ASCII */
    struct str bytes;
};
struct message {
    struct str from, from_name, reply_to, to, to_name; /* reply_to may be empty */
    struct str subject, body;                          /* lines of the body end in \n */
    struct str id;                                     /* without the angle brackets */
    int64_t date;                                      /* UTC */
    int32_t offset;                                    /* seconds east of it */
    const struct message_file *file;
    size_t nfiles;
};

/* ERR_JOB when something declared cannot stand in a header. */
int message_put(struct buf *, const struct message *, struct err *);

#endif
