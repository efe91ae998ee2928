/* xlsx_zip: the members of the workbook's container, deflated by threads. The library hands
 * a member to its zip layer piece by piece and asks for the densest deflate; for the sheets of
 * a large register that takes more time than everything before it. The functions here are
 * found in this program before the zip layer's own: they cut a member into blocks of equal
 * size, deflate some of them at the same time, at level 2 (a fifth more bytes in less than
 * half the time), and give the zip layer the result as it is. Where blocks begin depends on
 * nothing but the text, so the bytes do not depend on threads. Types are those of minizip's
 * zip.h. One workbook is written at a time. */
#include "render/xlsx_zip.h"

#include <assert.h>
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <zlib.h>

#include "base/mem.h"
#include "base/task.h"

#include "base/banned.h"

typedef int zip_open_member(void *, const char *, const void *, const void *, unsigned,
                            const void *, unsigned, const char *, int, int, int, int, int,
                            int, const char *, unsigned long, unsigned long,
                            unsigned long, int);
typedef int zip_write_member(void *, const void *, unsigned);
typedef int zip_close_member(void *);
typedef int zip_close_raw(void *, unsigned long long, unsigned long);
zip_open_member zipOpenNewFileInZip4_64;
zip_write_member zipWriteInFileInZip;
zip_close_member zipCloseFileInZip;

enum {
    BLOCK = 1 << 18,
    PACKED = BLOCK + BLOCK / 8 + 1024, /* more than deflateBound says */
    BLOCKS = 3,                        /* one is filled while two are deflated */
    LEVEL = 2,
    ZIP_OK = 0,
    ZIP_INTERNAL_ERROR = -104
};
static_assert(BLOCKS >= 2, "a block is filled while another is deflated");

struct block {
    struct task task;
    bool is_busy, is_last, failed;
    unsigned n, packed;
    unsigned char in[BLOCK], out[PACKED];
};
static struct member { /* the one being written */
    struct block *block;
    size_t at; /* the block being filled */
    uint64_t bytes;
    unsigned long crc;
} member;

/* The zip layer's own function, into a pointer of its type; false: there is none. */
static bool find(const char *name, void *function, size_t size)
{
    void *symbol = dlsym(RTLD_NEXT, name);
    memcpy(function, &symbol, size);
    return symbol != NULL;
}

/* Every block but the last ends at a whole byte, so that the next can follow it. */
static void deflate_block(void *self)
{
    struct block *b = self;
    z_stream z = {.next_in = b->in, .avail_in = b->n};
    z.next_out = b->out;
    z.avail_out = PACKED;
    b->failed =
        deflateInit2(&z, LEVEL, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK;
    if (b->failed)
        return;
    int status = deflate(&z, b->is_last ? Z_FINISH : Z_SYNC_FLUSH);
    b->failed = status != (b->is_last ? Z_STREAM_END : Z_OK) || z.avail_in > 0;
    b->packed = PACKED - z.avail_out;
    deflateEnd(&z);
}

/* Waits for a block under way and hands it on; it can be filled again. */
static int settle(void *zip, struct block *b)
{
    zip_write_member *next;
    if (!b->is_busy)
        return ZIP_OK;
    task_wait(&b->task);
    b->is_busy = false;
    b->n = 0;
    if (b->failed || !find("zipWriteInFileInZip", &next, sizeof next))
        return ZIP_INTERNAL_ERROR;
    return next(zip, b->out, b->packed);
}

/* The oldest first: after the block being filled they stand in their order. */
static int settle_all(void *zip)
{
    int status = ZIP_OK;
    for (size_t i = 1; i <= BLOCKS; i++) {
        int one = settle(zip, &member.block[(member.at + i) % BLOCKS]);
        status = status == ZIP_OK ? one : status;
    }
    return status;
}

static int send(void *zip, bool is_last)
{
    struct block *b = &member.block[member.at];
    b->is_last = is_last;
    b->is_busy = true;
    task_start(&b->task, deflate_block, b);
    if (is_last)
        return settle_all(zip);
    member.at = (member.at + 1) % BLOCKS;
    return settle(zip, &member.block[member.at]);
}

void xlsx_zip_reset(void)
{
    for (size_t i = 0; member.block != NULL && i < BLOCKS; i++)
        if (member.block[i].is_busy)
            task_wait(&member.block[i].task);
    mem_free(member.block);
    member = (struct member){0};
}

int zipOpenNewFileInZip4_64(void *zip, const char *name, const void *info,
                            const void *local, unsigned nlocal, const void *global,
                            unsigned nglobal, const char *comment, int method, int level,
                            int raw, int window, int memory, int strategy,
                            const char *password, unsigned long crc, unsigned long made,
                            unsigned long flags, int zip64)
{
    zip_open_member *next;
    (void)level;
    (void)raw;
    if (!find("zipOpenNewFileInZip4_64", &next, sizeof next))
        return ZIP_INTERNAL_ERROR;
    member.crc = crc32(0, NULL, 0);
    member.block = mem_new(BLOCKS, sizeof *member.block);
    return next(zip, name, info, local, nlocal, global, nglobal, comment, method, LEVEL,
                1, window, memory, strategy, password, crc, made, flags, zip64);
}

int zipWriteInFileInZip(void *zip, const void *data, unsigned n)
{
    const unsigned char *from = data;
    member.crc = crc32(member.crc, data, n);
    member.bytes += n;
    while (n > 0) {
        struct block *b = &member.block[member.at];
        if (b->n == BLOCK) {
            int status = send(zip, false);
            if (status != ZIP_OK)
                return status;
            continue;
        }
        unsigned some = BLOCK - b->n < n ? BLOCK - b->n : n;
        memcpy(b->in + b->n, from, some);
        b->n += some;
        from += some;
        n -= some;
    }
    return ZIP_OK;
}

int zipCloseFileInZip(void *zip)
{
    zip_close_raw *next;
    int status = send(zip, true);
    if (!find("zipCloseFileInZipRaw64", &next, sizeof next))
        status = ZIP_INTERNAL_ERROR;
    else if (status == ZIP_OK)
        status = next(zip, member.bytes, member.crc);
    xlsx_zip_reset();
    return status;
}
