/* settings: how and to whom a job's editions are mailed, from the file that its
 * <deliver file="..."/> names. It lies beside the job and is no part of an edition: another
 * recipient makes no other edition. */
#ifndef SETTINGS_H
#define SETTINGS_H

#include "base/diag.h"
#include "catalogue/job.h"

enum { GETS_PDF = 1, GETS_XLSX = 2, GETS_FIGURES = 4 }; /* none: the summary alone */

struct recipient {
    struct str address, name;
    struct str key; /* the address in small letters: the same mailbox */
    unsigned wants;
};
struct settings {
    struct arena arena;
    struct str server, ca;
    bool plain;
    struct str user, password_file, password_env;
    struct str password; /* settings_read_password */
    struct str from, from_name, reply_to;
    struct str operator_address; /* empty: nobody is told of failures by mail */
    int64_t limit;               /* bytes of a mail as it is sent */
    int64_t seconds;             /* for one mail */
    int64_t tries;               /* of a recipient, over all runs */
    struct recipient *recipient; /* no mailbox twice */
    size_t nrecipients;
};

/* ERR_JOB, with file and line, on addresses that are none, recipients outside the domains
 * allowed and a password that would go out in the clear. */
int settings_load(struct settings *, const struct job *, struct err *);
/* From the file or the environment; not asked for where nothing is sent. A file that others
 * can read is a finding. */
int settings_read_password(struct settings *, struct diag_list *, struct err *);
void settings_release(struct settings *);

#endif
