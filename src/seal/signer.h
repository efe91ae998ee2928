/* signer: a key, its certificate and those above it, from PEM files or one PKCS#12 file,
 * and signatures by them: CMS, detached, SHA-256, as PAdES B-B wants them. RSA signatures
 * are the same for the same bytes and time; those of elliptic curves never are. Nothing is
 * ever asked on a terminal, and the clock is not read: the time is the caller's. */
#ifndef SIGNER_H
#define SIGNER_H

#include <stdio.h>

#include "base/mem.h"
#include "base/sha256.h"

struct signing {                 /* paths; empty: none */
    struct str key, certificate; /* no certificate: it lies in the key's file */
    struct str passphrase_file, passphrase_env;
};
struct signer;

/* The certificate must belong to the key, be for signatures and not have ended at `at`;
 * what is wrong is ERR_JOB. */
int signer_open(struct signer **, const struct signing *, int64_t at, struct err *);
void signer_close(struct signer *); /* safe on NULL */
/* The time of a signature: that given, or the first second of a younger certificate. */
int64_t signer_time(const struct signer *, int64_t at);
struct str signer_name(const struct signer *); /* the subject's common name */
struct sha256 signer_certificate(const struct signer *);

/* Signs the PDF in the stream, which can be read and written: the last place for a
 * signature in it must be empty. `path` is for messages. */
int signer_sign(const struct signer *, FILE *, const char *path, int64_t at,
                struct err *);
/* Writes `to`: the PDF `from`, one of ours, with its field of approval signed as an
 * update behind its bytes. ERR_GATE when it has no such field or that is signed already. */
int signer_approve(const struct signer *, const char *from, const char *to, int64_t at,
                   struct err *);

#endif
