/* pack: two blocks, one filled here and one deflated there, and a file behind them. */
#include "render/xlsx/pack.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "base/mem.h"
#include "base/packer.h"
#include "base/task.h"

#include "base/banned.h"

enum { BLOCK = 1 << 18, PACKED = BLOCK + BLOCK / 8 + 1024, BLOCKS = 2 };

struct block {
    struct task task;
    struct packer *packer;
    bool is_busy;
    size_t n, packed;
    uint32_t crc;
    unsigned char out[PACKED];
    char in[BLOCK];
};
struct xlsx_pack {
    int fd;
    int error;
    uint64_t end; /* of the file */
    struct xlsx_packed now, *part;
    size_t nparts, cap;
    size_t filling;
    struct block block[BLOCKS];
};

struct xlsx_pack *xlsx_pack_open(const char *folder, struct err *err)
{
    int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0) {
        err_system(err, folder, "cannot make a temporary file");
        return NULL;
    }
    struct xlsx_pack *pack = mem_new(1, sizeof *pack);
    pack->fd = fd;
    for (size_t i = 0; i < BLOCKS; i++)
        pack->block[i].packer = packer_new();
    return pack;
}

void xlsx_pack_close(struct xlsx_pack *pack)
{
    if (pack == NULL)
        return;
    for (size_t i = 0; i < BLOCKS; i++) {
        if (pack->block[i].is_busy)
            task_wait(&pack->block[i].task);
        packer_free(pack->block[i].packer);
    }
    close(pack->fd);
    mem_free(pack->part);
    mem_free(pack);
}

static void deflate_block(void *self)
{
    struct block *b = self;
    struct str text = {b->in, b->n};
    b->crc = packer_crc(0, text);
    b->packed = packer_part(b->packer, text, false, b->out, PACKED);
}

static void write_packed(struct xlsx_pack *pack, const unsigned char *p, size_t n)
{
    while (n > 0 && pack->error == 0) {
        ssize_t k = pwrite(pack->fd, p, n, (off_t)pack->end);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0) {
            pack->error = k < 0 ? errno : ENOSPC;
            return;
        }
        p += k;
        n -= (size_t)k;
        pack->end += (uint64_t)k;
    }
}

/* Waits for a block under way and keeps what came of it; it can be filled again. */
static void settle(struct xlsx_pack *pack, struct block *b)
{
    if (!b->is_busy)
        return;
    task_wait(&b->task);
    b->is_busy = false;
    if (b->packed == 0)
        pack->error = pack->error != 0 ? pack->error : EIO;
    write_packed(pack, b->out, b->packed);
    pack->now.crc = (uint32_t)crc32_combine(pack->now.crc, b->crc, (z_off_t)b->n);
    pack->now.plain += b->n;
    b->n = 0;
}

static void send(struct xlsx_pack *pack)
{
    struct block *b = &pack->block[pack->filling];
    pack->filling = (pack->filling + 1) % BLOCKS;
    settle(pack, &pack->block[pack->filling]);
    b->is_busy = true;
    task_start(&b->task, deflate_block, b);
}

void xlsx_pack_put(struct xlsx_pack *pack, struct str text)
{
    while (text.n > 0) {
        struct block *b = &pack->block[pack->filling];
        size_t some = BLOCK - b->n < text.n ? BLOCK - b->n : text.n;
        memcpy(b->in + b->n, text.p, some);
        b->n += some;
        text = (struct str){text.p + some, text.n - some};
        if (b->n == BLOCK)
            send(pack);
    }
}

size_t xlsx_pack_end(struct xlsx_pack *pack)
{
    if (pack->block[pack->filling].n > 0)
        send(pack);
    for (size_t i = 0; i < BLOCKS; i++) /* the oldest is the one to be filled next */
        settle(pack, &pack->block[(pack->filling + i) % BLOCKS]);
    pack->now.bytes = pack->end - pack->now.at;
    pack->part = mem_room(pack->part, pack->nparts, &pack->cap, sizeof *pack->part);
    pack->part[pack->nparts] = pack->now;
    pack->now = (struct xlsx_packed){.at = pack->end};
    return pack->nparts++;
}

size_t xlsx_pack_count(const struct xlsx_pack *pack)
{
    return pack->nparts;
}

const struct xlsx_packed *xlsx_pack_part(const struct xlsx_pack *pack, size_t number)
{
    return &pack->part[number];
}

int xlsx_pack_copy(struct xlsx_pack *pack, size_t number, FILE *out)
{
    char *block = pack->block[0].in; /* free between parts */
    uint64_t at = pack->part[number].at, left = pack->part[number].bytes;
    while (left > 0) {
        size_t some = left < BLOCK ? (size_t)left : BLOCK;
        ssize_t k = pread(pack->fd, block, some, (off_t)at);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0 || fwrite(block, 1, (size_t)k, out) != (size_t)k)
            return -1;
        at += (uint64_t)k;
        left -= (uint64_t)k;
    }
    return 0;
}

int xlsx_pack_check(const struct xlsx_pack *pack, struct err *err)
{
    if (pack->error == 0)
        return 0;
    errno = pack->error;
    return err_system(err, "workbook", "cannot write its temporary files");
}
