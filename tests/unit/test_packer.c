/* Packed texts are what zlib reads back, whatever the tables held before. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <zlib.h>

#include "base/mem.h"
#include "base/packer.h"
#include "base/unpacker.h"

enum { ROOM = 1 << 20 };

struct texts {
    struct packer *packer;
    unsigned char *packed, *back;
    char *noise; /* does not pack */
};

static int begin(void **state)
{
    struct texts *t = mem_new(1, sizeof *t);
    uint32_t seed = 1;
    t->packer = packer_new();
    t->packed = mem_new(ROOM, 1);
    t->back = mem_new(ROOM, 1);
    t->noise = mem_new(ROOM / 2, 1);
    for (size_t i = 0; i < ROOM / 2; i++)
        t->noise[i] = (char)((seed = seed * 1664525u + 1013904223u) >> 24);
    *state = t;
    return 0;
}

static int end(void **state)
{
    struct texts *t = *state;
    packer_free(t->packer);
    mem_free(t->packed);
    mem_free(t->back);
    mem_free(t->noise);
    mem_free(t);
    return 0;
}

static void check_zlib(struct texts *t, struct str text)
{
    size_t n = packer_zlib(t->packer, text, t->packed, packer_room(text.n));
    uLongf m = ROOM;
    assert_true(n > 0);
    assert_int_equal(uncompress(t->back, &m, t->packed, n), Z_OK);
    assert_int_equal(m, text.n);
    assert_memory_equal(t->back, text.p, m);
}

static void whole_texts_are_zlib_streams(void **state)
{
    struct texts *t = *state;
    check_zlib(t, STR(""));
    check_zlib(t, STR("a"));
    check_zlib(t, (struct str){t->noise, 100});
    check_zlib(t, (struct str){t->noise, ROOM / 2});
    memset(t->noise, 'x', ROOM / 4);
    check_zlib(t, (struct str){t->noise, ROOM / 2});
}

static void parts_follow_one_another(void **state)
{
    struct texts *t = *state;
    struct str part[] = {{t->noise, 70000}, STR(""), STR("middle"), {t->noise, 9}};
    z_stream z = {.next_out = t->back, .avail_out = ROOM, .next_in = t->packed};
    size_t n = 0, plain = 0;
    uint32_t crc = 0;
    for (size_t i = 0; i < 4; i++) {
        size_t m = packer_part(t->packer, part[i], i == 3, t->packed + n, ROOM - n);
        assert_true(m > 0 || part[i].n == 0);
        n += m;
        plain += part[i].n;
        crc = packer_crc(crc, part[i]);
    }
    z.avail_in = (uInt)n;
    assert_int_equal(inflateInit2(&z, -MAX_WBITS), Z_OK);
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    assert_int_equal(z.total_out, plain);
    assert_int_equal(crc, crc32(0, t->back, (uInt)plain));
    inflateEnd(&z);
}

static void equal_texts_give_equal_bytes(void **state)
{
    struct texts *t = *state;
    struct str text = {t->noise + ROOM / 4 - 5000, 10000};
    struct packer *fresh = packer_new();
    size_t n = packer_zlib(fresh, text, t->packed, ROOM);
    check_zlib(t, (struct str){t->noise, ROOM / 2});
    n = packer_zlib(fresh, text, t->packed, ROOM);
    assert_int_equal(packer_zlib(t->packer, text, t->back, ROOM), n);
    assert_memory_equal(t->packed, t->back, n);
    packer_free(fresh);
}

static void too_little_room_is_told(void **state)
{
    struct texts *t = *state;
    assert_int_equal(
        packer_zlib(t->packer, (struct str){t->noise, ROOM / 2}, t->packed, 100), 0);
}

/* `piece` bytes of each at a time; the status at the end, -2 when it comes to none. */
static int unpack(struct texts *t, size_t packed, size_t piece, size_t *n)
{
    struct unpacker *unpacker = unpacker_new();
    struct str left = {(const char *)t->packed, 0};
    const char *end = left.p + packed;
    int status = 0;
    unpacker_begin(unpacker);
    *n = 0;
    for (size_t got = 0; status == 0 && (got > 0 || left.n > 0 || left.p < end);
         *n += got) {
        if (left.n == 0)
            left.n = (size_t)(end - left.p) < piece ? (size_t)(end - left.p) : piece;
        status = unpacker_run(unpacker, &left, (char *)t->back + *n, piece, &got);
    }
    unpacker_free(unpacker);
    return status == 0 ? -2 : status;
}

static void packed_by_zlib(struct texts *t, struct str text, int level, size_t *n)
{
    z_stream z = {.next_in = (unsigned char *)text.p, .next_out = t->packed};
    z.avail_in = (uInt)text.n;
    z.avail_out = ROOM;
    assert_int_equal(deflateInit2(&z, level, Z_DEFLATED, -MAX_WBITS, 8, 0), Z_OK);
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    *n = z.total_out;
    deflateEnd(&z);
}

static void streams_are_read_in_any_pieces(void **state)
{
    static const size_t piece[] = {1, 7, 4096, ROOM};
    struct texts *t = *state;
    size_t packed, n;
    memset(t->noise, 'x', ROOM / 8);
    struct str text = {t->noise + ROOM / 8 - 50000, 100000};
    for (int level = 0; level <= 9; level += 3)
        for (size_t i = 0; i < sizeof piece / sizeof *piece; i++) {
            packed_by_zlib(t, text, level, &packed);
            assert_int_equal(unpack(t, packed, piece[i], &n), 1);
            assert_int_equal(n, text.n);
            assert_memory_equal(t->back, text.p, n);
        }
}

static void what_is_no_stream_is_told(void **state)
{
    struct texts *t = *state;
    size_t packed, n;
    packed_by_zlib(t, (struct str){t->noise, 3000}, 6, &packed);
    assert_int_equal(unpack(t, packed - 1, 100, &n), -2);
    t->packed[0] |= 6; /* a kind of block that there is not */
    assert_int_equal(unpack(t, packed, 100, &n), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(whole_texts_are_zlib_streams, begin, end),
        cmocka_unit_test_setup_teardown(parts_follow_one_another, begin, end),
        cmocka_unit_test_setup_teardown(equal_texts_give_equal_bytes, begin, end),
        cmocka_unit_test_setup_teardown(too_little_room_is_told, begin, end),
        cmocka_unit_test_setup_teardown(streams_are_read_in_any_pieces, begin, end),
        cmocka_unit_test_setup_teardown(what_is_no_stream_is_told, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
