/* fixture_zip: local headers and data, then the directory, as the format has them. */
#include "fixture_zip.h"

#include <string.h>
#include <zlib.h>

#include "base/mem.h"

void zip_fixture_init(struct zip_fixture *zip)
{
    *zip = (struct zip_fixture){.method = 8};
    buf_init(&zip->out, SIZE_MAX / 2);
    buf_init(&zip->directory, SIZE_MAX / 2);
}

static void put_number(struct buf *out, uint64_t value, int bytes)
{
    for (; bytes > 0; bytes--, value >>= 8)
        buf_char(out, (char)(value & 0xFF));
}

static void put_packed(struct zip_fixture *zip, struct buf *packed, struct str data)
{
    buf_init(packed, SIZE_MAX / 2);
    if (zip->method != 8) {
        buf_str(packed, data);
        return;
    }
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)data.p, .avail_in = (uInt)data.n};
    char piece[1 << 14];
    int code = deflateInit2(&stream, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY);
    while (code == Z_OK) {
        stream.next_out = (Bytef *)piece;
        stream.avail_out = sizeof piece;
        code = deflate(&stream, Z_FINISH);
        buf_put(packed, piece, sizeof piece - stream.avail_out);
    }
    deflateEnd(&stream);
}

/* What the local header and the directory have in common. */
static void put_sizes(struct zip_fixture *zip, struct buf *out, struct str data,
                      size_t packed, const char *name)
{
    uint64_t crc = crc32(0, (const Bytef *)data.p, (uInt)data.n) ^ zip->wrong_crc;
    put_number(out, 20, 2);
    put_number(out, zip->flags, 2);
    put_number(out, zip->method, 2);
    put_number(out, 0, 4);
    put_number(out, crc, 4);
    put_number(out, packed, 4);
    put_number(out, data.n, 4);
    put_number(out, strlen(name), 2);
    put_number(out, 0, 2);
}

void zip_fixture_put(struct zip_fixture *zip, const char *name, struct str data)
{
    struct buf packed;
    size_t at = zip->out.n;
    put_packed(zip, &packed, data);
    put_number(&zip->out, 0x04034B50, 4);
    put_sizes(zip, &zip->out, data, packed.n, name);
    buf_text(&zip->out, name);
    buf_str(&zip->out, buf_view(&packed));
    put_number(&zip->directory, 0x02014B50, 4);
    put_number(&zip->directory, 20, 2);
    put_sizes(zip, &zip->directory, data, packed.n, name);
    put_number(&zip->directory, 0, 10);
    put_number(&zip->directory, at, 4);
    buf_text(&zip->directory, name);
    zip->n++;
    buf_release(&packed);
    zip->flags = zip->wrong_crc = 0;
    zip->method = 8;
}

struct str zip_fixture_end(struct zip_fixture *zip)
{
    size_t at = zip->out.n;
    buf_str(&zip->out, buf_view(&zip->directory));
    put_number(&zip->out, 0x06054B50, 4);
    put_number(&zip->out, 0, 4);
    put_number(&zip->out, zip->n, 2);
    put_number(&zip->out, zip->n, 2);
    put_number(&zip->out, zip->directory.n, 4);
    put_number(&zip->out, at, 4);
    put_number(&zip->out, 0, 2);
    return buf_view(&zip->out);
}

void zip_fixture_release(struct zip_fixture *zip)
{
    buf_release(&zip->out);
    buf_release(&zip->directory);
}
