/* run: the pipeline. Stage by stage from a job file to a published edition; each stage
 * knows only what the one before it made. */
#ifndef RUN_H
#define RUN_H

#include "assess/verdict.h"
#include "base/diag.h"
#include "compose/compose.h"
#include "deliver/deliver.h"
#include "render/render.h"
#include "seal/seal.h"
#include "seal/signer.h"

struct run_options {
    const char *job;                         /* path */
    const char *period;                      /* text */
    const char *as_of;                       /* local time, or NULL: the job's rule */
    const char *out;                         /* folder, or NULL: the job's */
    const char *threads;                     /* a number, or NULL: by the processors */
    const char *data;                        /* folder of templates/ and fonts/ */
    const char *now;                         /* local time, or NULL: the clock */
    int64_t clock;                           /* UTC, for what no edition holds */
    bool send;                               /* mail what is published */
    void (*stage)(void *, const char *name); /* told when a stage ends; may be NULL */
    void *self;
};

struct run {
    const struct run_options *options;
    struct arena arena;
    struct job job;
    struct pack *pack;
    struct period period;
    int64_t as_of;
    size_t threads; /* that read rows; 0: by the processors */
    struct str out;
    struct store *store;
    int64_t event; /* the snapshot everything rests on */
    struct import_result *import;
    size_t nimports, import_cap;
    struct measure *measure;
    struct assessment *assessment;
    struct sha256 identity, live_set;
    struct edition *edition;
    struct edition_info info;
    struct cat_file *control; /* control totals read, one a gate (text empty) */
    size_t ncontrols;
    struct doc *doc;
    struct seal_file *input; /* what it rests on: run/inputs.h */
    size_t ninputs, input_cap;
    struct render_attachment *attachment;
    size_t nattachments;
    struct diag_list diags;
    struct signer *signer; /* NULL: the job names no key */
    struct render_signature *signature;
    struct deliver *deliver; /* NULL: nothing is mailed */
    bool unchanged;          /* this very edition is published already */
};

/* The stages, in their order; the larger ones are run/stage_*.c. Each returns 0, or -1 with
 * the error set. */
int run_load(struct run *, struct err *);
int run_check_pack(struct run *, struct err *); /* part of run_load; for `check` too */
int run_import(struct run *, struct err *);
int run_measure(struct run *, struct err *); /* snapshot, figures, verdicts */
int run_gates(struct run *, struct err *);   /* may refuse (ERR_GATE) */
int run_open(struct run *, struct err *);    /* sets `unchanged` */
int run_compose(struct run *, struct err *);
int run_render(struct run *, struct err *);
int run_publish(struct run *, struct err *);
int run_deliver(struct run *, struct err *); /* also what was published before */
/* Opens run->deliver for the job that is loaded: settings, password, outbox. */
int run_open_deliver(struct run *, struct err *);
/* Tells the operator, where mail is sent, why there is no edition. */
void run_tell_failure(struct run *, const struct err *);
/* The time it is, UTC: of mails and of what is due, never of an edition. */
int run_now(const struct run *, int64_t *now, struct err *);

/* A stage has ended: what it freed goes back, and whoever times it is told. */
void run_ended(struct run *, const char *stage);

/* All of them. run_close in any case. */
int run_job(struct run *, const struct run_options *, struct err *);
void run_init(struct run *, const struct run_options *);
void run_close(struct run *);

#endif
