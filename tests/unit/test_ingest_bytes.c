/* Plain and gzip files give the same bytes; gzip that is cut, damaged or a bomb is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>

#include "base/buf.h"
#include "ingest/text/bytes.h"

static char path[64];
static struct err err;

static int set_up(void **state)
{
    (void)state;
    strncpy(path, "/tmp/auditpack-bytes-XXXXXX", sizeof path - 1);
    int fd = mkstemp(path);
    err = (struct err){.code = ERR_NONE};
    return fd < 0 ? -1 : close(fd);
}

static int tear_down(void **state)
{
    (void)state;
    return unlink(path);
}

static void put_file(struct str text, const char *mode)
{
    FILE *file = fopen(path, mode);
    assert_non_null(file);
    assert_int_equal(fwrite(text.p, 1, text.n, file), text.n);
    assert_int_equal(fclose(file), 0);
}

/* One gzip member more; `mode` of fopen. */
static void put_member(struct str text, const char *mode)
{
    gzFile file = gzopen(path, mode);
    assert_non_null(file);
    assert_int_equal(gzwrite(file, text.p, (unsigned)text.n), (int)text.n);
    assert_int_equal(gzclose(file), Z_OK);
}

/* Reads all twice, in pieces of `cap` bytes; NULL: refused. */
static const char *taken(struct buf *out, size_t cap)
{
    struct bytes *bytes;
    char piece[4096];
    int status = bytes_open(&bytes, path, &err);
    if (status != 0)
        return NULL;
    for (int pass = 0; pass < 2 && status == 0; pass++) {
        size_t n = cap;
        buf_clear(out);
        status = bytes_rewind(bytes, &err);
        while (status == 0 && n == cap) {
            status = bytes_read(bytes, piece, cap, &n, &err);
            if (status == 0)
                buf_put(out, piece, n);
        }
    }
    bytes_close(bytes);
    return status == 0 ? buf_view(out).p : NULL;
}

static void expect_text(const char *text)
{
    struct buf out;
    buf_init(&out, 1 << 20);
    for (size_t cap = 1; cap <= 4096; cap *= 16) {
        const char *got = taken(&out, cap);
        if (got == NULL)
            fail_msg("%s", err.msg);
        assert_string_equal(got, text);
    }
    buf_release(&out);
}

static void expect_refused(const char *message)
{
    struct buf out;
    buf_init(&out, (size_t)1 << 28);
    assert_null(taken(&out, 4096));
    assert_int_equal(err.code, ERR_GATE);
    if (strstr(err.msg, message) == NULL)
        fail_msg("'%s' is not in: %s", message, err.msg);
    buf_release(&out);
}

static void plain_and_packed_are_read_alike(void **state)
{
    (void)state;
    put_file(STR("id,a\n1,2\n"), "wb");
    expect_text("id,a\n1,2\n");
    put_member(STR("id,a\n1,2\n"), "wb");
    expect_text("id,a\n1,2\n");
    put_file(STR("\x1F\x8B"), "wb");
    expect_text("\x1F\x8B");
}

static void members_follow_each_other_and_zeros_the_last(void **state)
{
    (void)state;
    put_member(STR("id,a\n"), "wb");
    put_member(STR(""), "ab");
    put_member(STR("1,2\n"), "ab");
    expect_text("id,a\n1,2\n");
    put_file(STR("\0\0\0\0"), "ab");
    expect_text("id,a\n1,2\n");
}

static void what_follows_must_be_gzip(void **state)
{
    (void)state;
    put_member(STR("id,a\n"), "wb");
    put_file(STR("1,2\n"), "ab");
    expect_refused("not gzip follows near byte");
}

static void each_cut_is_told(void **state)
{
    char packed[256];
    (void)state;
    put_member(STR("id,a\n1,2\n3,4\n"), "wb");
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t n = fread(packed, 1, sizeof packed, file);
    assert_int_equal(fclose(file), 0);
    assert_true(n > 18 && n < sizeof packed);
    for (size_t cut = 3; cut < n; cut++) {
        put_file((struct str){packed, cut}, "wb");
        expect_refused("cut off");
    }
    packed[n - 6] ^= 1; /* in the checksum */
    put_file((struct str){packed, n}, "wb");
    expect_refused("damaged near byte");
}

static void a_bomb_is_told_early(void **state)
{
    static char dull[1 << 20];
    (void)state;
    memset(dull, 'x', sizeof dull);
    unlink(path);
    for (size_t i = 0; i <= BYTES_FREE / sizeof dull; i++)
        put_member((struct str){dull, sizeof dull}, "ab");
    expect_refused("more than 200 times");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(plain_and_packed_are_read_alike, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(members_follow_each_other_and_zeros_the_last,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_follows_must_be_gzip, set_up, tear_down),
        cmocka_unit_test_setup_teardown(each_cut_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_bomb_is_told_early, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
