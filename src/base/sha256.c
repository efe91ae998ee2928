/* sha256: libcrypto's EVP digests. They fail only when memory ends or the library is
 * broken, which are handled as the end of memory: by mem_new of an impossible size. */
#include "base/sha256.h"

#include <string.h>

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <openssl/evp.h>

#include "base/banned.h"

struct sha256_run {
    EVP_MD_CTX *context;
};

static void must(bool worked)
{
    if (!worked)
        mem_new(SIZE_MAX, 1); /* does not return */
}

struct sha256 sha256_of(const void *data, size_t n)
{
    struct sha256 digest;
    must(EVP_Digest(data, n, digest.byte, NULL, EVP_sha256(), NULL) == 1);
    return digest;
}

struct sha256_run *sha256_begin(void)
{
    struct sha256_run *run = mem_new(1, sizeof *run);
    run->context = EVP_MD_CTX_new();
    must(run->context && EVP_DigestInit_ex(run->context, EVP_sha256(), NULL) == 1);
    return run;
}

void sha256_put(struct sha256_run *run, const void *data, size_t n)
{
    must(EVP_DigestUpdate(run->context, data, n) == 1);
}

struct sha256 sha256_end(struct sha256_run *run)
{
    struct sha256 digest;
    must(EVP_DigestFinal_ex(run->context, digest.byte, NULL) == 1);
    EVP_MD_CTX_free(run->context);
    mem_free(run);
    return digest;
}

static int put_file(struct sha256_run *run, int fd, const char *path, int64_t *bytes,
                    struct err *e)
{
    char piece[1 << 16];
    int64_t total = 0;
    for (;;) {
        ssize_t n = read(fd, piece, sizeof piece);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_system(e, path, "cannot read");
        if (n == 0)
            break;
        sha256_put(run, piece, (size_t)n);
        total += n;
    }
    if (bytes)
        *bytes = total;
    return 0;
}

int sha256_file(const char *path, struct sha256 *digest, int64_t *bytes, struct err *e)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return err_system(e, path, "cannot open");
    struct sha256_run *run = sha256_begin();
    int rc = put_file(run, fd, path, bytes, e);
    struct sha256 result = sha256_end(run);
    close(fd);
    if (rc == 0)
        *digest = result;
    return rc;
}

/* Hex of the first `count` bytes with a blank after every `group` digits (0: none). */
static struct str hex(struct arena *a, const struct sha256 *digest, size_t count,
                      size_t group)
{
    static const char digit[] = "0123456789abcdef";
    char text[64 + 16];
    size_t n = 0;
    for (size_t i = 0; i < count * 2; i++) {
        if (group && i && i % group == 0)
            text[n++] = ' ';
        unsigned byte = digest->byte[i / 2];
        text[n++] = digit[i % 2 ? byte & 15 : byte >> 4];
    }
    return arena_str(a, (struct str){text, n});
}

struct str sha256_hex(struct arena *a, const struct sha256 *digest)
{
    return hex(a, digest, 32, 0);
}

struct str sha256_short(struct arena *a, const struct sha256 *digest)
{
    return hex(a, digest, 8, 4);
}

struct str sha256_grouped(struct arena *a, const struct sha256 *digest)
{
    return hex(a, digest, 32, 8);
}

bool sha256_parse(struct str hex, struct sha256 *digest)
{
    static const char digits[] = "0123456789abcdef";
    if (hex.n != 2 * sizeof digest->byte)
        return false;
    for (size_t i = 0; i < 2 * sizeof digest->byte; i++) {
        const char *at = memchr(digits, hex.p[i], 16);
        if (at == NULL)
            return false;
        uint8_t nibble = (uint8_t)(at - digits);
        digest->byte[i / 2] =
            (uint8_t)(i % 2 ? digest->byte[i / 2] | nibble : nibble << 4);
    }
    return true;
}
