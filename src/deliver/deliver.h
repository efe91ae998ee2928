/* deliver: an edition is mailed to the recipients of its job, once to each. It is verified
 * before; what became of every mail stands in the outbox, and who was not reached is told by
 * findings and to the operator, never to the readers. */
#ifndef DELIVER_H
#define DELIVER_H

#include "base/diag.h"
#include "catalogue/job.h"
#include "deliver/outbox.h"

struct deliver;

/* `out` is the folder of editions, `now` UTC. Settings and password are read, nothing is
 * connected to. The job and the findings must outlive it. */
int deliver_open(struct deliver **, const struct job *, struct str out, int64_t now,
                 struct diag_list *, struct err *);
void deliver_close(struct deliver *); /* safe on NULL */

/* Mails an edition (0: the period's newest) to all who do not have it and may still get it.
 * `again`: an address whose mail goes out once more, whatever became of it; else NULL. Who
 * was not reached is a finding. ERR_GATE when the edition is not as it was sealed. */
int deliver_edition(struct deliver *, struct str period, int revision, const char *again,
                    struct err *);

/* The next edition of the period is to be mailed, also by a later run. */
int deliver_intend(struct deliver *, struct str period, struct err *);
int deliver_is_due(struct deliver *, struct str period, bool *due, struct err *);

/* Tells the operator, if there is one, that no edition was published and why; the same at
 * most once a day. A failure to do so is a finding. */
void deliver_tell(struct deliver *, struct str period, struct str why);

struct outbox *deliver_outbox(const struct deliver *);

#endif
