/* bytes: plain files are read as they are, gzip files (RFC 1952) through zlib. A gzip file
 * may be several members one after the other, as `cat a.gz b.gz` makes it, and end in zero
 * bytes, as tapes pad it; anything else behind a member is damage. */
#include "ingest/text/bytes.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "base/mem.h"

#include "base/banned.h"

enum { PIECE = 1 << 16, GZIP_ONLY = 16 }; /* the latter is zlib's, added to the window */

static const char magic[] = "\x1F\x8B\x08"; /* the third byte: deflate, the only method */

struct bytes {
    const char *path;
    int fd;
    bool packed, at_end; /* the file has no more bytes */
    bool within;         /* a member has begun and not ended */
    z_stream zip;        /* avail_in bytes of `in` wait at next_in */
    uint64_t taken, given;
    unsigned char in[PIECE];
};

/* Reads until the piece is full or the file ends. */
static int read_file(struct bytes *b, void *out, size_t cap, size_t *n, struct err *err)
{
    *n = 0;
    while (*n < cap && !b->at_end) {
        ssize_t got = read(b->fd, (char *)out + *n, cap - *n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return err_system(err, b->path, "cannot read the file");
        b->at_end = got == 0;
        *n += (size_t)got;
    }
    return 0;
}

static int refill(struct bytes *b, struct err *err)
{
    size_t n;
    if (b->zip.avail_in > 0)
        return 0;
    if (read_file(b, b->in, sizeof b->in, &n, err) != 0)
        return -1;
    b->zip.next_in = b->in;
    b->zip.avail_in = (uInt)n;
    b->taken += n;
    return 0;
}

static int damaged(const struct bytes *b, const char *what, struct err *err)
{
    return err_set(err, ERR_GATE, b->path, 0,
                   "%s near byte %llu of the gzip file; copy or export it again", what,
                   (unsigned long long)(b->taken - b->zip.avail_in));
}

static int check_size(const struct bytes *b, struct err *err)
{
    if (b->given > BYTES_MAX)
        return err_set(err, ERR_GATE, b->path, 0,
                       "the gzip file unpacks to more than %llu GiB",
                       (unsigned long long)(BYTES_MAX >> 30));
    if (b->given > BYTES_FREE && b->given / BYTES_RATIO > b->taken)
        return err_set(err, ERR_GATE, b->path, 0,
                       "the gzip file swells to more than %d times its size when it is "
                       "unpacked, which no export does",
                       BYTES_RATIO);
    return 0;
}

/* Between two members; 1 when nothing but padding follows. */
static int begin_member(struct bytes *b, struct err *err)
{
    for (;;) {
        if (refill(b, err) != 0)
            return -1;
        if (b->zip.avail_in == 0)
            return 1;
        if (*b->zip.next_in != 0)
            break;
        b->zip.next_in++;
        b->zip.avail_in--;
    }
    if (*b->zip.next_in != (unsigned char)*magic)
        return damaged(b, "something that is not gzip follows", err);
    b->within = true;
    inflateReset(&b->zip);
    return 0;
}

/* Inflates into next_out; 1 at the end of the last member. */
static int inflate_some(struct bytes *b, struct err *err)
{
    if (!b->within) {
        int status = begin_member(b, err);
        if (status != 0)
            return status;
    }
    if (refill(b, err) != 0)
        return -1;
    if (b->zip.avail_in == 0)
        return damaged(b, "the file is cut off", err);
    switch (inflate(&b->zip, Z_NO_FLUSH)) {
    case Z_STREAM_END:
        b->within = false;
        return 0;
    case Z_OK:
        return 0;
    case Z_MEM_ERROR:
        return err_set(err, ERR_SYSTEM, b->path, 0, "no memory to unpack the file");
    default:
        return damaged(b, "the packed text is damaged", err);
    }
}

static int read_packed(struct bytes *b, char *out, size_t cap, size_t *n, struct err *err)
{
    size_t want = cap < PIECE ? cap : PIECE; /* so that a bomb is told early */
    int status = 0;
    *n = 0;
    while (*n < cap && status == 0) {
        uInt room = (uInt)(cap - *n < want ? cap - *n : want);
        b->zip.next_out = (unsigned char *)out + *n;
        b->zip.avail_out = room;
        status = inflate_some(b, err);
        *n += room - b->zip.avail_out;
        b->given += room - b->zip.avail_out;
        if (status < 0 || check_size(b, err) != 0)
            return -1;
    }
    return 0;
}

/* Whether the file is gzip, by its first bytes. */
static int look(struct bytes *b, struct err *err)
{
    size_t n;
    if (read_file(b, b->in, sizeof magic - 1, &n, err) != 0)
        return -1;
    b->packed = n == sizeof magic - 1 && memcmp(b->in, magic, n) == 0;
    if (b->packed && inflateInit2(&b->zip, MAX_WBITS + GZIP_ONLY) != Z_OK) {
        b->packed = false;
        return err_set(err, ERR_SYSTEM, b->path, 0, "no memory to unpack the file");
    }
    return bytes_rewind(b, err);
}

int bytes_open(struct bytes **out, const char *path, struct err *err)
{
    struct bytes *b = mem_new(1, sizeof *b);
    b->path = path;
    b->fd = open(path, O_RDONLY | O_CLOEXEC);
    if (b->fd < 0)
        err_system(err, path, "cannot open the file");
    if (b->fd < 0 || look(b, err) != 0) {
        bytes_close(b);
        return -1;
    }
    *out = b;
    return 0;
}

int bytes_read(struct bytes *b, char *out, size_t cap, size_t *n, struct err *err)
{
    return b->packed ? read_packed(b, out, cap, n, err) : read_file(b, out, cap, n, err);
}

int bytes_rewind(struct bytes *b, struct err *err)
{
    b->at_end = b->within = false;
    b->taken = b->given = 0;
    b->zip.avail_in = 0;
    if (lseek(b->fd, 0, SEEK_SET) < 0)
        return err_system(err, b->path, "cannot read the file twice");
    return 0;
}

bool bytes_packed(const struct bytes *b)
{
    return b->packed;
}

void bytes_close(struct bytes *b)
{
    if (b == NULL)
        return;
    if (b->packed)
        inflateEnd(&b->zip);
    if (b->fd >= 0)
        close(b->fd);
    mem_free(b);
}

int bytes_head(const char *path, char *head, size_t most, size_t *n, struct err *err)
{
    struct bytes *bytes;
    if (bytes_open(&bytes, path, err) != 0)
        return -1;
    int result = bytes_read(bytes, head, most, n, err);
    bytes_close(bytes);
    return result;
}
