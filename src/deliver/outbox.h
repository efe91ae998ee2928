/* outbox: what became of every mail, in an SQLite file beside the job's store (mode 0640). A
 * mail is an edition for a recipient, and there is one of it: it is claimed in a transaction
 * before it is sent, marked before the server has the first byte of its data, and what was
 * handed over without an answer is never sent again by itself. */
#ifndef OUTBOX_H
#define OUTBOX_H

#include <stdbool.h>

#include "base/err.h"
#include "base/mem.h"

struct outbox;
struct outbox_mail {
    struct str period, edition, recipient; /* edition: its identity */
    int64_t revision;
    struct str state; /* waiting, sending, data, sent, refused, failed, unknown */
    int64_t tries, at;
    struct str files; /* names, or empty: the summary alone */
    int64_t bytes;    /* as sent */
    struct str message_id, reply;
};

bool outbox_is_there(struct str store);
/* The outbox of the store at `store`, made where there is none; `now` is written as the time
 * of what happens. */
int outbox_open(struct outbox **, struct str store, struct str job, int64_t now,
                struct err *);
void outbox_close(struct outbox *); /* safe on NULL */
/* One process sends at a time; another is waited for. Then what a sender that died left
 * behind is settled. Held until outbox_close. */
int outbox_lock(struct outbox *, struct err *);

/* All of an edition's mails at once, those that are there already aside; it settles the
 * intent to mail the period. */
int outbox_put(struct outbox *, const struct outbox_mail *, size_t n, struct err *);
int outbox_lookup(struct outbox *, const struct outbox_mail *key, struct outbox_mail *,
                  struct arena *, struct err *); /* 1: there is none */
/* 0: it is this process's to send, 1: it is not to be sent. */
int outbox_claim(struct outbox *, const struct outbox_mail *key, int64_t most_tries,
                 struct err *);
/* files, bytes and message_id of what is about to be sent. */
int outbox_describe(struct outbox *, const struct outbox_mail *, struct err *);
/* state and reply; `free_tries` of its tries do not count. */
int outbox_set(struct outbox *, const struct outbox_mail *, int64_t free_tries,
               struct err *);
int outbox_again(struct outbox *, const struct outbox_mail *key, struct err *);

/* Whether a mail goes out by itself: its edition was to be mailed before it was there, or
 * the mail is not yet through. */
int outbox_intend(struct outbox *, struct str period, struct err *);
int outbox_is_due(struct outbox *, const struct outbox_mail *key, int64_t most_tries,
                  bool *due, struct err *);
/* False in *first when the operator was told the same within a day. */
int outbox_notice(struct outbox *, struct str text, bool *first, struct err *);
int outbox_notice_undo(struct outbox *, struct str text, struct err *);

/* Every mail of the job, or of a period; texts are valid during the call. */
int outbox_each(struct outbox *, struct str period,
                int (*each)(void *, const struct outbox_mail *, struct err *), void *,
                struct err *);

#endif
