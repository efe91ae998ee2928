/* identity: one digest over everything that decides an edition's bytes. Each part goes
 * in with its name and length, so that no two sequences of parts read alike. */
#include "seal/seal.h"

#include <stdio.h>

#include "base/banned.h"

struct identity {
    struct sha256_run *run;
};

struct identity *identity_begin(void)
{
    struct identity *identity = mem_new(1, sizeof *identity);
    identity->run = sha256_begin();
    return identity;
}

void identity_put(struct identity *identity, const char *what, struct str value)
{
    char head[96];
    int n = snprintf(head, sizeof head, "%.64s %zu\n", what, value.n);
    sha256_put(identity->run, head, (size_t)n);
    sha256_put(identity->run, value.p, value.n);
    sha256_put(identity->run, "\n", 1);
}

void identity_put_digest(struct identity *identity, const char *what,
                         const struct sha256 *digest)
{
    identity_put(identity, what,
                 (struct str){(const char *)digest->byte, sizeof digest->byte});
}

struct sha256 identity_end(struct identity *identity)
{
    struct sha256 digest = sha256_end(identity->run);
    mem_free(identity);
    return digest;
}
