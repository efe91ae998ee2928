/* Encodings: what is detected, what is declared, and what is refused with its place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "fixture_ingest.h"
#include "ingest/text/decode.h"

/* The whole text, read in pieces of `cap` bytes; NULL: refused. */
static const char *decoded(struct ingest_fixture *f, struct str bytes,
                           const char *declared, size_t cap)
{
    struct decode *decode;
    char piece[4096];
    size_t n = 1;
    int status = 0;
    ingest_fixture_file(f, bytes);
    buf_clear(&f->out);
    if (decode_open(&decode, f->path, str_of(declared), &f->err) != 0)
        return NULL;
    while (n > 0 && (status = decode_read(decode, piece, cap, &n, &f->err)) == 0)
        buf_put(&f->out, piece, n);
    strncpy(f->encoding, decode_encoding(decode).p, sizeof f->encoding - 1);
    decode_close(decode);
    return status == 0 ? buf_view(&f->out).p : NULL;
}

#define HANZI           "\xE5\xB7\xA5\xE5\x8D\x95\xE5\x8F\xB7" /* three characters, UTF-8 */
#define HANZI_GB        "\xB9\xA4\xB5\xA5\xBA\xC5"             /* the same in GB 2312 */
#define HANZI_BIG5      "\xA4\x75\xA4\x40\xB8\xB9"             /* three others in Big5 */
#define HANZI_BIG5_UTF8 "\xE5\xB7\xA5\xE4\xB8\x80\xE8\x99\x9F"

static void encodings_are_found_and_declared(void **state)
{
    static const struct {
        struct str bytes;
        const char *declared, *encoding, *text;
    } table[] = {
        {{"id,a\n", 5}, NULL, "UTF-8", "id,a\n"},
        {{HANZI, 9}, NULL, "UTF-8", HANZI},
        {{"\xEF\xBB\xBF" HANZI, 12}, NULL, "UTF-8", HANZI},
        {{"\xEF\xBB\xBF" HANZI, 12}, "utf-8", "UTF-8", HANZI},
        {{HANZI_GB, 6}, NULL, "GB18030", HANZI},
        {{HANZI_GB, 6}, "gbk", "GB18030", HANZI},
        {{HANZI_GB "\x81\x30\x84\x36", 10}, NULL, "GB18030", HANZI "\xC2\xA5"},
        {{HANZI_BIG5, 6}, "Big5", "Big5", HANZI_BIG5_UTF8},
        {{"a\xC6\xA1\xA4\x75\xC6\xE7", 7},
         "Big5",
         "Big5",
         "a\xE2\x91\xA0\xE5\xB7\xA5\xE3\x81\x81"},
        {{"caf\xE9 \x80", 6}, "windows-1252", "windows-1252", "caf\xC3\xA9 \xE2\x82\xAC"},
        {{"\xFF\xFE"
          "a\0\xE5\x5D",
          6},
         NULL,
         "UTF-16LE",
         "a\xE5\xB7\xA5"},
        {{"\xFE\xFF\0a\x5D\xE5", 6}, NULL, "UTF-16BE", "a\xE5\xB7\xA5"},
    };
    struct ingest_fixture *f = *state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        for (size_t cap = 16; cap <= 4096; cap *= 16) {
            const char *text = decoded(f, table[i].bytes, table[i].declared, cap);
            if (text == NULL)
                fail_msg("row %zu: %s", i, f->err.msg);
            assert_string_equal(text, table[i].text);
            assert_string_equal(f->encoding, table[i].encoding);
        }
}

static void expect_refused(struct ingest_fixture *f, struct str bytes,
                           const char *declared, enum err_code code, const char *message)
{
    assert_null(decoded(f, bytes, declared, 4096));
    assert_int_equal(f->err.code, code);
    if (strstr(f->err.msg, message) == NULL)
        fail_msg("'%s' is not in: %s", message, f->err.msg);
}

static void what_does_not_decode_is_refused_with_its_byte(void **state)
{
    struct ingest_fixture *f = *state;
    expect_refused(f, STR("a,b\n\xFF\xFF\n"), NULL, ERR_GATE,
                   "not UTF-8 (byte 4), and nothing tells");
    expect_refused(f, STR("a,\xE5\xB7"), "UTF-8", ERR_GATE, "byte 2 is not valid UTF-8");
    expect_refused(f,
                   STR("\xEF\xBB\xBF"
                       "ab\xC0"),
                   NULL, ERR_GATE, "byte 5 is not valid UTF-8");
    expect_refused(f, STR(HANZI_GB "\xB9"), "GB18030", ERR_GATE,
                   "byte 6 is not valid GB18030");
    expect_refused(f, STR("\xED\xA0\x80"), "UTF-8", ERR_GATE, "byte 0");
    expect_refused(f, STR("\xEF\xBB\xBFid"), "GB18030", ERR_GATE, "mark of UTF-8");
    expect_refused(f, STR("id"), "klingon", ERR_JOB, "encoding 'klingon' is unknown");
    expect_refused(f, STR(""), NULL, ERR_GATE, "empty");
}

static void damaged_utf8_is_not_taken_for_another_encoding(void **state)
{
    struct ingest_fixture *f = *state;
    /* Six characters of UTF-8 decode as nine of GB18030: only the history tells. */
    expect_refused(f, STR(HANZI HANZI "\xE5\xB7"), NULL, ERR_GATE,
                   "byte 18 is not valid UTF-8; the file is damaged or cut");
    expect_refused(f, STR(HANZI "\xB9\xA4\n" HANZI), NULL, ERR_GATE, "damaged or cut");
}

/* Short texts of each language, in the encodings its programs write. */
static void encodings_of_other_scripts_are_found(void **state)
{
    const struct {
        struct str bytes;
        const char *encoding;
    } table[] = {
        {STR("\xBB\x4F\xC6\x57\xAA\x41\xB0\xC8\xBE\xDA\xC2\x49\xB9\x71\xB8\xDC"
             "\xBC\xF6\xBD\x75\xAB\xC8\xB6\x44\xBA\xA1\xB7\x4E\xAB\xD7"),
         "Big5"},
        {STR("n\xFAmero;regi\xF3n;a\xF1o;se\xF1or;direcci\xF3n \x96 casa\n"),
         "windows-1252"},
        {STR("\x82\xA8\x8B\x71\x97\x6C\x82\xCC\x93\x64\x98\x62\x94\xD4\x8D\x86"
             "\x82\xF0\x93\xFC\x97\xCD\x82\xB5\x82\xC4"),
         "Shift_JIS"},
        {STR("\xB0\xED\xB0\xB4 \xB8\xB8\xC1\xB7\xB5\xB5 \xC1\xB6\xBB\xE7 "
             "\xB0\xE1\xB0\xFA \xBA\xB8\xB0\xED\xBC\xAD"),
         "EUC-KR"},
        {STR("\xCD\xEE\xEC\xE5\xF0 \xE7\xE0\xFF\xE2\xEA\xE8,\xC4\xE0\xF2\xE0,"
             "\xD0\xE5\xE3\xE8\xEE\xED,\xD1\xF2\xE0\xF2\xF3\xF1"),
         "WINDOWS-1251"},
        {{"a\0,\0b\0\n\0\xE5\x5D,\0c\0\n\0", 16}, "UTF-16LE"},
    };
    struct ingest_fixture *f = *state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (decoded(f, table[i].bytes, NULL, 4096) == NULL)
            fail_msg("row %zu: %s", i, f->err.msg);
        assert_string_equal(f->encoding, table[i].encoding);
    }
}

/* A character over each edge of the pieces that the file is read in. */
static void characters_survive_the_edge_of_a_piece(void **state)
{
    struct ingest_fixture *f = *state;
    enum { EDGE = 1 << 16 };
    static const struct {
        const char *declared;
        struct str bytes;
    } table[] = {{NULL, {HANZI, 9}}, {"GB18030", {HANZI_GB "\x81\x30\x84\x36", 10}}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        for (size_t shift = 0; shift <= table[i].bytes.n; shift++) {
            struct str bytes = {arena_new(&f->arena, EDGE + 16, 1),
                                EDGE - shift + table[i].bytes.n};
            memset((char *)(uintptr_t)bytes.p, 'x', EDGE);
            memcpy((char *)(uintptr_t)bytes.p + EDGE - shift, table[i].bytes.p,
                   table[i].bytes.n);
            const char *text = decoded(f, bytes, table[i].declared, 4096);
            assert_non_null(text);
            assert_memory_equal(text + EDGE - shift, HANZI, 9);
        }
}

/* Every byte of a text that is not the one that was, declared as UTF-8, against the check of
 * one character after the other. */
static void any_damage_is_found_where_it_is(void **state)
{
    struct ingest_fixture *f = *state;
    static const char text[] =
        "id," HANZI ",\xC3\xA9\xF0\x9F\x98\x80 2026-01-31 09:00," HANZI
        "x\xEF\xBC\x8C" HANZI HANZI "\xE0\xA0\x80\xED\x9F\xBF"
        "0123456789abcdef" HANZI ",\n";
    static const unsigned char damage[] = {0x80, 0xBF, 0xC2, 0xE0, 0xE1, 0xEC,
                                           0xED, 0xEF, 0xF0, 0xF4, 'a'};
    char damaged[sizeof text];
    for (size_t at = 0; at < sizeof text - 1; at++)
        for (size_t i = 0; i < sizeof damage; i++) {
            struct str bytes = {damaged, sizeof text - 1};
            memcpy(damaged, text, sizeof text);
            damaged[at] = (char)damage[i];
            size_t valid = utf8_valid(bytes);
            const char *read = decoded(f, bytes, "UTF-8", 4096);
            assert_true((read != NULL) == (valid == bytes.n));
            char place[64];
            snprintf(place, sizeof place, "byte %zu is not valid UTF-8", valid);
            if (read == NULL && strstr(f->err.msg, place) == NULL)
                fail_msg("'%s' is not in: %s", place, f->err.msg);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        INGEST_TEST(encodings_are_found_and_declared),
        INGEST_TEST(what_does_not_decode_is_refused_with_its_byte),
        INGEST_TEST(damaged_utf8_is_not_taken_for_another_encoding),
        INGEST_TEST(encodings_of_other_scripts_are_found),
        INGEST_TEST(characters_survive_the_edge_of_a_piece),
        INGEST_TEST(any_damage_is_found_where_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
