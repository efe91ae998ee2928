/* smtp: one mail to one recipient over a connection that is kept, by libcurl. What became of
 * it is told as exactly as the protocol allows: a mail that was handed over whole and never
 * answered may have arrived, and nobody can know. */
#ifndef SMTP_H
#define SMTP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"

struct smtp_server {
    struct str url;            /* smtp://host:port or smtps://host:port */
    struct str user, password; /* no user: no login */
    struct str ca;             /* file of certificates to trust; empty: the system's */
    bool plain;                /* without TLS, as declared */
    int64_t seconds;           /* for one mail, from connecting to the last reply */
};
struct smtp;

int smtp_open(struct smtp **, const struct smtp_server *, struct err *);
void smtp_close(struct smtp *); /* safe on NULL */

enum smtp_outcome {
    SMTP_SENT,
    SMTP_REFUSED, /* for good: this recipient, or this mail */
    SMTP_LARGE,   /* refused for its size */
    SMTP_FAILED,  /* certainly not accepted; may be tried again */
    SMTP_DOWN, /* the same, and so will be the next: no connection, TLS, login, sender */
    SMTP_UNKNOWN, /* handed over, not answered */
};
struct smtp_mail {
    struct str from, to, bytes;
    /* Called when the server waits for the data, before the first byte of it; what it
     * records outlives this process. -1: nothing is sent. */
    int (*data)(void *self, struct err *);
    void *self;
};
struct smtp_reply {
    enum smtp_outcome outcome;
    char said[200]; /* the server's last reply, or what went wrong; printable */
};
/* -1 only when `data` failed. */
int smtp_send(struct smtp *, const struct smtp_mail *, struct smtp_reply *, struct err *);

#endif
