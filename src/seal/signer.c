/* signer: keys and certificates by libcrypto, with its errors in plain words. */
#include "seal/signer.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/file.h"
#include "seal/signer_state.h"

#include "base/banned.h"

enum { KEY_FILE_MAX = 1 << 20, PASSPHRASE_MAX = 1024, RSA_BITS_LEAST = 2048 };

struct opening {
    struct signer *signer;
    const struct signing *signing;
    struct arena arena; /* holds secrets: wiped */
    struct str passphrase;
    bool asked; /* the key wanted a passphrase */
};

static const char *reason(void)
{
    const char *text = ERR_reason_error_string(ERR_peek_last_error());
    return text != NULL ? text : "not recognised";
}

static int read_passphrase(struct opening *in, struct err *err)
{
    const struct signing *s = in->signing;
    if (s->passphrase_env.n) {
        const char *name = arena_str(&in->arena, s->passphrase_env).p;
        const char *value = getenv(name);
        if (value == NULL)
            return err_set(err, ERR_JOB, NULL, 0,
                           "the passphrase of the key is looked for in %s, which is not "
                           "in the environment",
                           name);
        in->passphrase = str_of(value);
    }
    if (!s->passphrase_file.n)
        return 0;
    if (file_read(s->passphrase_file.p, PASSPHRASE_MAX, &in->arena, &in->passphrase,
                  err) != 0)
        return err_note(err, "the passphrase of the key");
    while (in->passphrase.n && strchr("\r\n", in->passphrase.p[in->passphrase.n - 1]))
        in->passphrase.n--;
    return 0;
}

static int give_passphrase(char *out, int size, int writing, void *self)
{
    struct opening *in = self;
    (void)writing;
    in->asked = true;
    if (size < 0 || in->passphrase.n > (size_t)size)
        return -1;
    memcpy(out, in->passphrase.p != NULL ? in->passphrase.p : "", in->passphrase.n);
    return in->passphrase.n ? (int)in->passphrase.n : -1;
}

static int refuse_key(const struct opening *in, struct err *err)
{
    const char *path = in->signing->key.p;
    if (in->asked && !in->passphrase.n)
        return err_set(err, ERR_JOB, path, 0,
                       "this key has a passphrase; say where it is: a file or a variable "
                       "of the environment");
    if (in->asked)
        return err_set(err, ERR_JOB, path, 0, "the passphrase does not open this key");
    return err_set(err, ERR_JOB, path, 0,
                   "no private key in PEM or PKCS#12 could be read: %s", reason());
}

/* The certificate of the key among those of the file, the others as its chain. */
static void take_certificates(struct signer *s, BIO *bio)
{
    X509 *one;
    while ((one = PEM_read_bio_X509(bio, NULL, NULL, NULL)) != NULL) {
        if (s->certificate == NULL && X509_check_private_key(one, s->key) == 1)
            s->certificate = one;
        else if (sk_X509_push(s->chain, one) <= 0)
            X509_free(one);
    }
    ERR_clear_error(); /* the end of the file is no error */
}

static int load_pem(struct opening *in, struct str text, struct err *err)
{
    struct signer *s = in->signer;
    const struct signing *signing = in->signing;
    struct str certificates = text;
    BIO *bio = BIO_new_mem_buf(text.p, (int)text.n);
    s->key = bio ? PEM_read_bio_PrivateKey(bio, NULL, give_passphrase, in) : NULL;
    BIO_free(bio);
    if (s->key == NULL)
        return refuse_key(in, err);
    if (signing->certificate.n && file_read(signing->certificate.p, KEY_FILE_MAX,
                                            &in->arena, &certificates, err) != 0)
        return -1;
    bio = BIO_new_mem_buf(certificates.p, (int)certificates.n);
    s->chain = sk_X509_new_null();
    if (bio != NULL && s->chain != NULL)
        take_certificates(s, bio);
    BIO_free(bio);
    return 0;
}

static int load_pkcs12(struct opening *in, struct str text, struct err *err)
{
    struct signer *s = in->signer;
    const unsigned char *at = (const unsigned char *)text.p;
    PKCS12 *store = d2i_PKCS12(NULL, &at, (long)text.n);
    const char *passphrase = arena_str(&in->arena, in->passphrase).p;
    if (store == NULL)
        return refuse_key(in, err);
    in->asked = PKCS12_verify_mac(store, "", 0) != 1 &&
                PKCS12_verify_mac(store, passphrase, (int)in->passphrase.n) != 1;
    int good = !in->asked &&
               PKCS12_parse(store, passphrase, &s->key, &s->certificate, &s->chain);
    PKCS12_free(store);
    if (!good || s->key == NULL)
        return refuse_key(in, err);
    return 0;
}

static int load(struct opening *in, struct err *err)
{
    struct str text;
    if (read_passphrase(in, err) != 0 ||
        file_read(in->signing->key.p, KEY_FILE_MAX, &in->arena, &text, err) != 0)
        return -1;
    bool pem = memmem(text.p, text.n, "-----BEGIN ", 11) != NULL;
    int failed = pem ? load_pem(in, text, err) : load_pkcs12(in, text, err);
    OPENSSL_cleanse((char *)text.p, text.n);
    return failed;
}

static int64_t seconds_of(const ASN1_TIME *time)
{
    struct tm tm = {0};
    ASN1_TIME_to_tm(time, &tm);
    return civil_seconds(&(struct civil){tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday,
                                         tm.tm_hour, tm.tm_min, tm.tm_sec});
}

int64_t signer_time(const struct signer *s, int64_t at)
{
    int64_t from = seconds_of(X509_get0_notBefore(s->certificate));
    return at < from ? from : at;
}

static int check_time(const struct signer *s, const char *path, int64_t at,
                      struct err *err)
{
    int64_t until = seconds_of(X509_get0_notAfter(s->certificate));
    struct civil end = civil_of(until), c = civil_of(at);
    if (at <= until)
        return 0;
    return err_set(err, ERR_JOB, path, 0,
                   "the certificate has ended on %04d-%02d-%02d, the time of the "
                   "signature is %04d-%02d-%02d",
                   end.year, end.month, end.day, c.year, c.month, c.day);
}

static int check(const struct signer *s, const struct signing *signing, int64_t at,
                 struct err *err)
{
    const char *path = signing->certificate.n ? signing->certificate.p : signing->key.p;
    int type = EVP_PKEY_get_base_id(s->key);
    if (s->certificate == NULL)
        return err_set(err, ERR_JOB, path, 0,
                       "no certificate of the key %s is in this file", signing->key.p);
    if (type != EVP_PKEY_EC &&
        (type != EVP_PKEY_RSA || EVP_PKEY_get_bits(s->key) < RSA_BITS_LEAST))
        return err_set(
            err, ERR_JOB, signing->key.p, 0,
            "signatures need an RSA key of %d bits or one of an elliptic curve",
            RSA_BITS_LEAST);
    if (!(X509_get_key_usage(s->certificate) &
          (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)))
        return err_set(err, ERR_JOB, path, 0, "this certificate is not for signatures");
    return check_time(s, path, at, err);
}

static void read_name(struct signer *s)
{
    unsigned char *text = NULL;
    X509_NAME *subject = X509_get_subject_name(s->certificate);
    int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
    X509_NAME_ENTRY *entry = at < 0 ? NULL : X509_NAME_get_entry(subject, at);
    int n = entry ? ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(entry)) : -1;
    s->name = arena_str(&s->arena,
                        n > 0 ? (struct str){(const char *)text, (size_t)n} : STR("?"));
    OPENSSL_free(text);
}

int signer_open(struct signer **out, const struct signing *signing, int64_t at,
                struct err *err)
{
    struct signer *s = mem_new(1, sizeof *s);
    struct opening in = {.signer = s, .signing = signing};
    arena_init(&s->arena);
    arena_init(&in.arena);
    int failed = load(&in, err);
    if (!failed)
        failed = check(s, signing, at, err);
    OPENSSL_cleanse((char *)in.passphrase.p,
                    signing->passphrase_file.n ? in.passphrase.n : 0);
    arena_release(&in.arena);
    if (failed) {
        signer_close(s);
        return -1;
    }
    read_name(s);
    *out = s;
    return 0;
}

void signer_close(struct signer *s)
{
    if (s == NULL)
        return;
    EVP_PKEY_free(s->key);
    X509_free(s->certificate);
    sk_X509_pop_free(s->chain, X509_free);
    arena_release(&s->arena);
    mem_free(s);
}

struct str signer_name(const struct signer *s)
{
    return s->name;
}

struct sha256 signer_certificate(const struct signer *s)
{
    unsigned char *der = NULL;
    int n = i2d_X509(s->certificate, &der);
    struct sha256 digest = sha256_of(der, n > 0 ? (size_t)n : 0);
    OPENSSL_free(der);
    return digest;
}
