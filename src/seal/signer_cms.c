/* signer_cms: the signature itself. A PDF keeps a hole for it; what is signed is every
 * byte before and behind the hole, the numbers that say so among them. */
#include <openssl/cms.h>
#include <openssl/err.h>
#include <stdio.h>
#include <string.h>

#include "seal/signer_state.h"

#include "base/banned.h"

enum { CHUNK = 1 << 20 };

struct hole {
    long range;       /* offset of SIGNER_RANGE */
    long from, until; /* the hole with its brackets */
    long size;        /* of the file */
};

static int fail_file(const char *path, struct err *err)
{
    return err_system(err, path, "cannot write the signature");
}

static int fail_crypto(const char *path, struct err *err)
{
    const char *text = ERR_reason_error_string(ERR_peek_last_error());
    return err_set(err, ERR_SYSTEM, path, 0, "the signature cannot be made: %s",
                   text ? text : "libcrypto failed");
}

/* Offset of the last place that is still empty, -1 when there is none. */
static long find_range(FILE *file, char *chunk)
{
    const size_t n = sizeof SIGNER_RANGE - 1;
    long found = -1;
    size_t have = 0, got;
    for (long base = 0; (got = fread(chunk + have, 1, CHUNK - have, file)) > 0;) {
        have += got;
        for (char *at = chunk;
             (at = memmem(at, have - (size_t)(at - chunk), SIGNER_RANGE, n)) != NULL;
             at++)
            found = base + (at - chunk);
        size_t keep = have < n - 1 ? have : n - 1;
        memmove(chunk, chunk + have - keep, keep);
        base += (long)(have - keep);
        have = keep;
    }
    return found;
}

static int find_hole(FILE *file, const char *path, char *chunk, struct hole *hole,
                     struct err *err)
{
    int c = 0;
    hole->range = find_range(file, chunk);
    if (hole->range < 0)
        return err_set(err, ERR_GATE, path, 0, "has no empty place for a signature");
    hole->from = hole->range + (long)sizeof SIGNER_RANGE - 2;
    if (fseek(file, hole->from, SEEK_SET) != 0)
        return fail_file(path, err);
    while (c != '>' && c != EOF)
        c = getc(file);
    hole->until = ftell(file);
    if (c == EOF || fseek(file, 0, SEEK_END) != 0)
        return fail_file(path, err);
    hole->size = ftell(file);
    return 0;
}

static int write_range(FILE *file, const char *path, const struct hole *hole,
                       struct err *err)
{
    if (fseek(file, hole->range, SEEK_SET) != 0 ||
        fprintf(file, "/ByteRange [0 %010ld %010ld %010ld]", hole->from, hole->until,
                hole->size - hole->until) < 0 ||
        fflush(file) != 0)
        return fail_file(path, err);
    return 0;
}

static int feed(BIO *out, FILE *file, long from, long until, char *chunk)
{
    if (fseek(file, from, SEEK_SET) != 0)
        return -1;
    while (from < until) {
        size_t n = until - from < CHUNK ? (size_t)(until - from) : CHUNK;
        if (fread(chunk, 1, n, file) != n || BIO_write(out, chunk, (int)n) != (int)n)
            return -1;
        from += (long)n;
    }
    return 0;
}

/* One signer, his certificate named in what he signs (CAdES), the time given. */
static CMS_ContentInfo *begin_cms(const struct signer *s, int64_t at)
{
    const unsigned flags = CMS_DETACHED | CMS_BINARY | CMS_NOSMIMECAP | CMS_PARTIAL;
    CMS_ContentInfo *cms = CMS_sign(NULL, NULL, s->chain, NULL, flags);
    CMS_SignerInfo *info = cms ? CMS_add1_signer(cms, s->certificate, s->key,
                                                 EVP_sha256(), flags | CMS_CADES)
                               : NULL;
    ASN1_TIME *time = ASN1_TIME_set(NULL, (time_t)at);
    bool good = info && time &&
                CMS_signed_add1_attr_by_NID(info, NID_pkcs9_signingTime, time->type, time,
                                            -1) == 1;
    ASN1_TIME_free(time);
    if (good)
        return cms;
    CMS_ContentInfo_free(cms);
    return NULL;
}

/* The signature as DER (OPENSSL_free), NULL when libcrypto fails. */
static unsigned char *make_signature(const struct signer *s, FILE *file,
                                     const struct hole *hole, int64_t at, char *chunk,
                                     int *size)
{
    unsigned char *der = NULL;
    CMS_ContentInfo *cms = begin_cms(s, at);
    BIO *data = cms ? CMS_dataInit(cms, NULL) : NULL;
    if (data && feed(data, file, 0, hole->from, chunk) == 0 &&
        feed(data, file, hole->until, hole->size, chunk) == 0 && BIO_flush(data) == 1 &&
        CMS_dataFinal(cms, data) == 1)
        *size = i2d_CMS_ContentInfo(cms, &der);
    BIO_free_all(data);
    CMS_ContentInfo_free(cms);
    return der;
}

static int write_signature(FILE *file, const char *path, const struct hole *hole,
                           const unsigned char *der, int size, struct err *err)
{
    long room = (hole->until - hole->from - 2) / 2;
    if (size <= 0 || size > room)
        return err_set(err, ERR_JOB, path, 0,
                       "the signature takes %d bytes, %ld are kept for it; give fewer "
                       "certificates",
                       size, room);
    if (fseek(file, hole->from + 1, SEEK_SET) != 0)
        return fail_file(path, err);
    for (int i = 0; i < size; i++)
        fprintf(file, "%02x", der[i]);
    return fflush(file) != 0 || ferror(file) ? fail_file(path, err) : 0;
}

int signer_sign(const struct signer *s, FILE *file, const char *path, int64_t at,
                struct err *err)
{
    struct hole hole;
    int size = 0, failed = -1;
    char *chunk = mem_new(CHUNK, 1);
    if (fseek(file, 0, SEEK_SET) != 0)
        fail_file(path, err);
    else if (find_hole(file, path, chunk, &hole, err) == 0)
        failed = write_range(file, path, &hole, err);
    unsigned char *der = failed ? NULL : make_signature(s, file, &hole, at, chunk, &size);
    if (!failed)
        failed = der ? write_signature(file, path, &hole, der, size, err)
                     : fail_crypto(path, err);
    OPENSSL_free(der);
    mem_free(chunk);
    return failed;
}
