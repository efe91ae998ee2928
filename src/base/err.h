/* err: one operational error, filled once by the layer that knows; others may only add
 * a note. Functions take it as their last parameter, return 0 ok / -1 failed (err set) /
 * 1 end of data, and leave it untouched on success. Findings about the data are not
 * errors (base/diag.h); bugs are asserts. */
#ifndef ERR_H
#define ERR_H

#include <stddef.h>

enum err_code {
    ERR_NONE = 0,
    ERR_GATE = 2,   /* refused by a gate or by findings: exit 2 */
    ERR_JOB = 3,    /* usage, job or catalogue: exit 3 */
    ERR_SYSTEM = 4, /* the machine: exit 4 */
};

struct err {
    enum err_code code; /* is the exit status */
    int sys_errno;      /* 0 where none */
    long line;          /* 0 where none */
    char file[240];     /* "" where none */
    char msg[400];      /* one line, no final stop: what broke which limit, what to do */
    char note[4][120];
    size_t notes;
};

/* All return -1, so that `return err_set(...)` reads well. */
int err_set(struct err *, enum err_code, const char *file, long line, const char *format,
            ...) __attribute__((format(printf, 5, 6)));
int err_system(struct err *, const char *file, const char *format, ...)
    __attribute__((format(printf, 3, 4))); /* with errno as it stands */
int err_note(struct err *, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Lets the compiler see the -1, so that it knows what is initialised after a check. */
static inline int err_failed(int always)
{
    (void)always;
    return -1;
}
#define err_set(...)    err_failed(err_set(__VA_ARGS__))
#define err_system(...) err_failed(err_system(__VA_ARGS__))
#define err_note(...)   err_failed(err_note(__VA_ARGS__))

#endif
