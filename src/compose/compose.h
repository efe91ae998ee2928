/* compose: pack template + results become the document tree. All wording comes from the
 * words catalogue and all numbers are formatted here, once (compose/format.h). */
#ifndef COMPOSE_H
#define COMPOSE_H

#include "assess/verdict.h"
#include "doc/doc.h"
#include "measure/measure.h"

struct edition_note { /* one row of the edition history */
    struct str revision, as_of, reason;
    int64_t changed; /* figures restated; -1 first issue */
};
enum gate_state { GATE_PASSED, GATE_FAILED, GATE_UNJUDGED };
struct gate_note { /* one gate held against one source, as printed */
    struct str check, found, limit, detail, remedy; /* detail: more of what was found */
    struct str sentence;                            /* of a failure: all of it */
    struct str source;                              /* id; empty: of a control file */
    enum gate_state state;
    bool marks; /* its failure marks the edition, it does not refuse it */
};
struct edition_info {
    int revision;
    struct sha256 identity;
    bool provisional;
    struct str provisional_why;
    const struct edition_note *history;
    size_t nhistory;
    const struct gate_note *gate;
    size_t ngates;
    struct str program;    /* "auditpack 0.1.0" */
    struct cat_file *font; /* fonts used, for provenance (text empty) */
    size_t nfonts;
};
struct results {
    const struct job *job;
    const struct pack *pack; /* must outlive the document */
    const struct period *period;
    int64_t as_of;       /* UTC */
    struct store *store; /* data quality: files and findings, through store.h */
    struct measure *measure;
    const struct assessment *assessment;
    const struct edition_info *edition;
    /* What the cell of a finding should have held; ingest knows it. */
    struct str (*expected)(struct arena *, const struct job *,
                           const struct store_finding *);
};
int compose_run(struct doc **, const struct results *, struct diag_list *, struct err *);

#endif
