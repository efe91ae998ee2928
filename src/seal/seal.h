/* seal: an edition is published whole or not at all. Outputs are built in a temporary
 * folder beside their place, synced, described by manifest.json, renamed into
 * <out>/<job>/<period>/r<N>/. Nothing already published is ever touched. */
#ifndef SEAL_H
#define SEAL_H

#include "base/diag.h"
#include "base/mem.h"
#include "base/sha256.h"

struct seal_file { /* an input, catalogue or font of the edition */
    struct str role, name;
    struct sha256 digest;
    int64_t bytes, rows; /* rows < 0: not a table */
};
struct seal_output {
    struct str role, name;
    struct sha256 digest;
    int64_t bytes;
    uint64_t pages, rows;
};
struct edition;

/* What makes an edition the same: fed in a fixed order, then seal_identity. */
struct identity;
struct identity *identity_begin(void);
void identity_put(struct identity *, const char *what, struct str value);
void identity_put_digest(struct identity *, const char *what, const struct sha256 *);
struct sha256 identity_end(struct identity *); /* frees it */

/* Finds the editions of <out>/<job>/<period>; 1: the newest has this identity already
 * (edition_folder says where), 0: a temporary folder is open for r<N+1>. */
int edition_begin(struct edition **, struct str out, struct str job, struct str period,
                  const struct sha256 *identity, struct err *);
/* The newest r<N> of <out>/<job>/<period> and its folder; 0: there is none. */
int edition_newest(struct arena *, struct str out, struct str job, struct str period,
                   int *revision, struct str *folder, struct err *);
int edition_revision(const struct edition *);
struct str edition_folder(const struct edition *); /* final path */
struct str edition_work(const struct edition *);   /* temporary folder */
/* Re-reads an output from the work folder and takes its digest into the manifest. */
int edition_put(struct edition *, const char *role, struct str name, uint64_t pages,
                uint64_t rows, struct err *);
struct manifest_facts { /* the head of manifest.json */
    struct str program, job, period, state, as_of, locale, zone, libraries, figures;
    struct sha256 identity, live_set, zone_digest;
    const struct seal_file *input;
    size_t ninputs;
};
/* Writes manifest.json, syncs, renames. After it the edition is only readable. */
int edition_publish(struct edition *, const struct manifest_facts *, struct err *);
void edition_close(struct edition *); /* removes the work folder if unpublished */

/* Re-hashes an edition folder; differences become findings that name the file. */
int seal_verify(const char *folder, struct diag_list *, struct err *);

/* Puts the signed copy of the edition's PDF and approval.json beside it; nothing that is
 * there changes. `time` is local time of the edition's zone; NULL: its as-of. ERR_GATE when
 * the edition is not as it was sealed (findings say what), or is approved already. */
struct signing; /* signer.h */
int seal_approve(const char *folder, const struct signing *, const char *time,
                 struct diag_list *, struct err *);

#endif
