/* zip: a zip file (APPNOTE 6.3.3) of deflated members, written from front to end. A
 * member is kept packed until it is complete, since its head says how long it is; of rows
 * packed beforehand only their place is kept. Types of the functions below are those of
 * minizip's zip.h. */
#include "render/xlsx/zip.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/packer.h"

#include "base/banned.h"

void *zipOpen(const char *path, int append);
int zipOpenNewFileInZip4_64(void *zip, const char *name, const void *info,
                            const void *local, unsigned nlocal, const void *global,
                            unsigned nglobal, const char *comment, int method, int level,
                            int raw, int window, int memory, int strategy,
                            const char *password, unsigned long crc, unsigned long made,
                            unsigned long flags, int zip64);
int zipWriteInFileInZip(void *zip, const void *data, unsigned n);
int zipCloseFileInZip(void *zip);
int zipClose(void *zip, const char *comment);

enum { BLOCK = 1 << 18, ZIP_OK = 0, ZIP_ERRNO = -1, NONE = -1 };
#define MEMBER_MAX  (1u << 30) /* bytes of a member, packed, without rows */
#define LOCAL_HEAD  0x04034b50u
#define GLOBAL_HEAD 0x02014b50u
#define GLOBAL_END  0x06054b50u
#define VERSION     20u
#define DEFLATED    8u
#define DATE_1980   0x00210000u /* the first day the format knows: no clock */

static struct container {
    FILE *out;
    struct xlsx_pack *pack;
    struct packer *packer;
    struct buf plain;     /* of the member, not packed yet */
    struct buf packed;    /* of the member, but for its rows */
    struct buf directory; /* of all members */
    unsigned members;
    uint64_t at; /* of the file */
    struct member {
        char name[64];
        uint64_t bytes; /* plain */
        uint32_t crc;
        long rows;   /* the part taken in, or NONE */
        size_t head; /* bytes packed before it */
        char mark[XLSX_ZIP_MARK];
        size_t nmark; /* of a mark that has begun */
    } member;
    bool failed;
    int error; /* errno, 0: the file would be larger than the format allows */
} zip;

void xlsx_zip_begin(FILE *out, struct xlsx_pack *pack)
{
    zip = (struct container){.out = out, .pack = pack, .packer = packer_new()};
    buf_init(&zip.plain, 2 * BLOCK);
    buf_init(&zip.packed, MEMBER_MAX);
    buf_init(&zip.directory, MEMBER_MAX);
}

int xlsx_zip_end(struct err *err)
{
    bool failed = zip.failed;
    errno = zip.error;
    packer_free(zip.packer);
    buf_release(&zip.plain);
    buf_release(&zip.packed);
    buf_release(&zip.directory);
    zip = (struct container){0};
    if (!failed)
        return 0;
    if (errno != 0)
        return err_system(err, NULL, "cannot write the workbook");
    return err_set(err, ERR_GATE, NULL, 0,
                   "the workbook holds a sheet of over 4 GB; choose a shorter period");
}

int xlsx_zip_mark(char mark[XLSX_ZIP_MARK], size_t part)
{
    return snprintf(mark, XLSX_ZIP_MARK, "%c%zu%c", 0, part, 0);
}

static int fail(int error)
{
    if (!zip.failed)
        zip.error = error;
    zip.failed = true;
    return ZIP_ERRNO;
}

static void put(struct buf *buf, uint32_t value, int bytes)
{
    for (; bytes > 0; bytes--, value >>= 8)
        buf_char(buf, (char)(value & 0xFF));
}

static int write_out(struct str text)
{
    zip.at += text.n;
    return fwrite(text.p, 1, text.n, zip.out) == text.n ? ZIP_OK : fail(errno);
}

/* What waits is packed; the member's last part ends its stream. */
static void pack_plain(bool is_last)
{
    static unsigned char out[BLOCK + BLOCK / 8 + 1024]; /* packer_room */
    struct str text = buf_view(&zip.plain);
    size_t n = packer_part(zip.packer, text, is_last, out, sizeof out);
    if (n == 0 && (text.n > 0 || is_last))
        fail(EIO);
    buf_put(&zip.packed, out, n);
    zip.member.crc =
        (uint32_t)crc32_combine(zip.member.crc, packer_crc(0, text), (z_off_t)text.n);
    zip.member.bytes += text.n;
    buf_clear(&zip.plain);
}

static void put_plain(const char *p, size_t n)
{
    while (n > 0) {
        size_t room = BLOCK - zip.plain.n, some = n < room ? n : room;
        buf_put(&zip.plain, p, some);
        p += some;
        n -= some;
        if (zip.plain.n == BLOCK)
            pack_plain(false);
    }
}

static void take_rows(size_t number)
{
    struct member *m = &zip.member;
    if (m->rows != NONE || zip.pack == NULL || number >= xlsx_pack_count(zip.pack)) {
        fail(EINVAL);
        return;
    }
    const struct xlsx_packed *part = xlsx_pack_part(zip.pack, number);
    pack_plain(false);
    m->rows = (long)number;
    m->head = zip.packed.n;
    m->crc = (uint32_t)crc32_combine(m->crc, part->crc, (z_off_t)part->plain);
    m->bytes += part->plain;
}

/* One byte of a mark; its closing NUL makes it whole. */
static void put_mark(char c)
{
    struct member *m = &zip.member;
    m->mark[m->nmark++] = c;
    if (m->nmark == sizeof m->mark) {
        fail(EINVAL);
        m->nmark = 0;
    } else if (m->nmark > 1 && c == 0) {
        take_rows((size_t)strtoul(m->mark + 1, NULL, 10));
        m->nmark = 0;
    }
}

static void put_heads(uint64_t packed)
{
    const struct member *m = &zip.member;
    struct buf local;
    uint32_t name = (uint32_t)strlen(m->name);
    buf_init(&local, 256);
    put(&zip.directory, GLOBAL_HEAD, 4);
    put(&zip.directory, VERSION, 2);
    put(&local, LOCAL_HEAD, 4);
    for (int i = 0; i < 2; i++) { /* both say the same from here on */
        struct buf *head = i == 0 ? &local : &zip.directory;
        put(head, VERSION, 2);
        put(head, 0, 2);
        put(head, DEFLATED, 2);
        put(head, DATE_1980, 4);
        put(head, m->crc, 4);
        put(head, (uint32_t)packed, 4);
        put(head, (uint32_t)m->bytes, 4);
        put(head, name, 2);
        put(head, 0, 2);
    }
    buf_put(&local, m->name, name);
    put(&zip.directory, 0, 2 + 2 + 2); /* comment, disk, kind of text */
    put(&zip.directory, 0, 4);
    put(&zip.directory, (uint32_t)zip.at, 4);
    buf_put(&zip.directory, m->name, name);
    write_out(buf_view(&local));
    buf_release(&local);
}

static void write_body(void)
{
    const struct member *m = &zip.member;
    struct str packed = buf_view(&zip.packed);
    size_t head = m->rows == NONE ? packed.n : m->head;
    write_out((struct str){packed.p, head});
    if (m->rows == NONE)
        return;
    zip.at += xlsx_pack_part(zip.pack, (size_t)m->rows)->bytes;
    if (xlsx_pack_copy(zip.pack, (size_t)m->rows, zip.out) != 0)
        fail(errno);
    write_out((struct str){packed.p + head, packed.n - head});
}

void *zipOpen(const char *path, int append)
{
    (void)path;
    (void)append;
    return zip.out != NULL ? &zip : NULL;
}

int zipOpenNewFileInZip4_64(void *self, const char *name, const void *info,
                            const void *local, unsigned nlocal, const void *global,
                            unsigned nglobal, const char *comment, int method, int level,
                            int raw, int window, int memory, int strategy,
                            const char *password, unsigned long crc, unsigned long made,
                            unsigned long flags, int zip64)
{
    (void)self, (void)info, (void)local, (void)nlocal, (void)global, (void)nglobal;
    (void)comment, (void)method, (void)level, (void)raw, (void)window, (void)memory;
    (void)strategy, (void)password, (void)crc, (void)made, (void)flags, (void)zip64;
    zip.member = (struct member){.rows = NONE};
    buf_clear(&zip.packed);
    if (strlen(name) >= sizeof zip.member.name)
        return fail(ENAMETOOLONG);
    memcpy(zip.member.name, name, strlen(name));
    return ZIP_OK;
}

int zipWriteInFileInZip(void *self, const void *data, unsigned n)
{
    const char *p = data, *end = p + n;
    (void)self;
    while (p < end) {
        if (zip.member.nmark > 0 || *p == 0) {
            put_mark(*p++);
            continue;
        }
        const char *mark = memchr(p, 0, (size_t)(end - p));
        size_t some = (size_t)((mark != NULL ? mark : end) - p);
        put_plain(p, some);
        p += some;
    }
    return zip.failed ? ZIP_ERRNO : ZIP_OK;
}

int zipCloseFileInZip(void *self)
{
    const struct member *m = &zip.member;
    (void)self;
    pack_plain(true);
    uint64_t packed = zip.packed.n;
    if (m->rows != NONE)
        packed += xlsx_pack_part(zip.pack, (size_t)m->rows)->bytes;
    if (buf_failed(&zip.packed) || m->bytes > UINT32_MAX ||
        zip.at + packed > UINT32_MAX - MEMBER_MAX)
        return fail(0);
    put_heads(packed);
    write_body();
    zip.members++;
    return zip.failed ? ZIP_ERRNO : ZIP_OK;
}

int zipClose(void *self, const char *comment)
{
    uint64_t at = zip.at;
    uint32_t size = (uint32_t)zip.directory.n;
    (void)self;
    (void)comment;
    put(&zip.directory, GLOBAL_END, 4);
    put(&zip.directory, 0, 4);
    put(&zip.directory, zip.members, 2);
    put(&zip.directory, zip.members, 2);
    put(&zip.directory, size, 4);
    put(&zip.directory, (uint32_t)at, 4);
    put(&zip.directory, 0, 2);
    write_out(buf_view(&zip.directory));
    if (!zip.failed && fflush(zip.out) != 0)
        fail(errno);
    return zip.failed ? ZIP_ERRNO : ZIP_OK;
}
