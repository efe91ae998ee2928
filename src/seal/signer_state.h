/* signer_state: what the modules of the signer share. */
#ifndef SIGNER_STATE_H
#define SIGNER_STATE_H

#include <openssl/x509.h>

#include "seal/signer.h"

struct signer {
    struct arena arena;
    struct str name;
    EVP_PKEY *key;
    X509 *certificate;
    STACK_OF(X509) * chain;
};

/* Place of a signature as it is written before it is made; `hole` holds its hex digits. */
#define SIGNER_RANGE "/ByteRange [0 0000000000 0000000000 0000000000] /Contents <"

#endif
