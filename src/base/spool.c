/* spool: each record is its length in four bytes, then its bytes. */
#include "base/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

#include "base/banned.h"

enum { BLOCK = 1 << 16, RECORD_MAX = 1 << 28, HEAD = sizeof(uint32_t) };

int spool_open(struct spool *spool, const char *folder, struct err *err)
{
    *spool = (struct spool){
        .fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR)};
    buf_init(&spool->pending, (size_t)RECORD_MAX + 2 * BLOCK);
    if (spool->fd < 0)
        return err_system(err, folder, "cannot make a temporary file");
    return 0;
}

void spool_close(struct spool *spool)
{
    if (spool->fd >= 0)
        close(spool->fd);
    spool->fd = -1;
    buf_release(&spool->pending);
}

static int write_pending(struct spool *spool, struct err *err)
{
    const char *p = spool->pending.p;
    size_t left = spool->pending.n;
    while (left > 0) {
        ssize_t done = write(spool->fd, p, left);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return err_system(err, NULL, "cannot write a temporary file");
        p += done;
        left -= (size_t)done;
    }
    spool->bytes += spool->pending.n;
    buf_clear(&spool->pending);
    return 0;
}

int spool_put(struct spool *spool, struct str record, struct err *err)
{
    uint32_t size = (uint32_t)record.n;
    if (record.n > RECORD_MAX)
        return err_set(err, ERR_SYSTEM, NULL, 0, "a row of %zu bytes is too large",
                       record.n);
    buf_put(&spool->pending, &size, HEAD);
    buf_str(&spool->pending, record);
    spool->records++;
    return spool->pending.n < BLOCK ? 0 : write_pending(spool, err);
}

int spool_end(struct spool *spool, struct err *err)
{
    int status = write_pending(spool, err);
    buf_release(&spool->pending);
    return status;
}

void spool_reader_init(struct spool_reader *reader, const struct spool *spool)
{
    *reader = (struct spool_reader){.spool = spool};
}

void spool_reader_release(struct spool_reader *reader)
{
    mem_free(reader->p);
}

/* Moves what was not handed out to the front and reads another block behind it. */
static int read_more(struct spool_reader *reader, struct err *err)
{
    ssize_t got;
    reader->n -= reader->used;
    if (reader->n > 0)
        memmove(reader->p, reader->p + reader->used, reader->n);
    reader->used = 0;
    if (reader->cap - reader->n < BLOCK) {
        reader->cap = reader->n + 2 * BLOCK;
        reader->p = mem_grow(reader->p, reader->cap, 1);
    }
    do
        got = pread(reader->spool->fd, reader->p + reader->n, reader->cap - reader->n,
                    (off_t)reader->at);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return err_system(err, NULL, "cannot read a temporary file");
    if (got == 0)
        return err_set(err, ERR_SYSTEM, NULL, 0, "a temporary file was cut");
    reader->at += (uint64_t)got;
    reader->n += (size_t)got;
    return 0;
}

static int need(struct spool_reader *reader, size_t n, struct err *err)
{
    while (reader->n - reader->used < n)
        if (read_more(reader, err) != 0)
            return -1;
    return 0;
}

int spool_next(struct spool_reader *reader, struct str *record, struct err *err)
{
    uint32_t size;
    if (reader->used == reader->n && reader->at == reader->spool->bytes)
        return 1;
    if (need(reader, HEAD, err) != 0)
        return -1;
    memcpy(&size, reader->p + reader->used, HEAD);
    if (need(reader, HEAD + size, err) != 0)
        return -1;
    *record = (struct str){reader->p + reader->used + HEAD, size};
    reader->used += HEAD + size;
    return 0;
}
