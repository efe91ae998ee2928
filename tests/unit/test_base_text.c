/* Text, buffers, memory, errors, findings and digests of base. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <string.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/sha256.h"
#include "base/str.h"
#include "base/utf8.h"

#define assert_str(s, literal)                                                           \
    do {                                                                                 \
        struct str got_ = (s);                                                           \
        assert_int_equal(got_.n, sizeof(literal) - 1);                                   \
        assert_memory_equal(got_.n ? got_.p : "", literal, got_.n);                      \
    } while (0)

static void str_compares_bytes(void **state)
{
    (void)state;
    assert_true(str_eq(STR_NONE, STR("")));
    assert_false(str_eq(STR("a"), STR("b")));
    assert_true(str_cmp(STR("a"), STR("ab")) < 0);
    assert_true(str_cmp(STR("\xff"), STR("a")) > 0);
    assert_int_equal(str_cmp(STR_NONE, STR("")), 0);
    assert_true(str_hash(STR("a")) == 0xaf63dc4c8601ec8cU);
}

static void str_trims_both_kinds_of_blank(void **state)
{
    (void)state;
    assert_str(str_trim(STR(" \t\xe3\x80\x80 a b\r\n\xe3\x80\x80")), "a b");
    assert_str(str_trim(STR("\xe3\x80\x80")), "");
    assert_str(str_trim(STR("\xC2\xA0"
                            "\xE2\x80\x8B"
                            "a\xC2\xA0z\xEF\xBB\xBF\xE2\x81\xA0")),
               "a\xC2\xA0z");
    assert_str(str_trim(STR("\xE2\x80\x9C"
                            "a\xE2\x80\x9D")),
               "\xE2\x80\x9C"
               "a\xE2\x80\x9D");
    assert_str(str_trim(STR("\xC3\xA0")), "\xC3\xA0");
    assert_str(str_trim(STR_NONE), "");
    /* The last bytes of another character must not be taken for a blank's. */
    assert_str(str_trim(STR("\xe3\x81\x80")), "\xe3\x81\x80");
}

static void str_splits_with_empty_pieces(void **state)
{
    (void)state;
    struct str rest = STR("a,,b,"), piece;
    assert_true(str_split(&rest, ',', &piece));
    assert_str(piece, "a");
    assert_true(str_split(&rest, ',', &piece));
    assert_str(piece, "");
    assert_true(str_split(&rest, ',', &piece));
    assert_str(piece, "b");
    assert_true(str_split(&rest, ',', &piece));
    assert_str(piece, "");
    assert_false(str_split(&rest, ',', &piece));
}

static void str_int_takes_the_whole_range_only(void **state)
{
    (void)state;
    int64_t n = 7;
    assert_true(str_int(STR("-9223372036854775808"), &n) && n == INT64_MIN);
    assert_true(str_int(STR("9223372036854775807"), &n) && n == INT64_MAX);
    assert_true(str_int(STR("+12"), &n) && n == 12);
    assert_false(str_int(STR("9223372036854775808"), &n));
    assert_false(str_int(STR("-9223372036854775809"), &n));
    assert_false(str_int(STR(""), &n));
    assert_false(str_int(STR("-"), &n));
    assert_false(str_int(STR("1 "), &n));
    assert_false(str_int(STR("0x1"), &n));
    assert_int_equal(n, 12);
}

static void buf_holds_exactly_its_maximum(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, 5);
    assert_string_equal(b.p, "");
    buf_text(&b, "12345");
    assert_false(buf_failed(&b));
    buf_text(&b, "");
    assert_false(buf_failed(&b));
    buf_char(&b, '6');
    assert_true(buf_failed(&b));
    assert_string_equal(b.p, "12345");
    buf_clear(&b);
    assert_false(buf_failed(&b));
    buf_printf(&b, "%d-%s", 12, "ab");
    assert_str(buf_view(&b), "12-ab");
    buf_printf(&b, "%d", 1);
    assert_true(buf_failed(&b));
    buf_release(&b);
}

static void buf_failure_is_sticky(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, 3);
    buf_text(&b, "four");
    buf_text(&b, "x");
    assert_true(buf_failed(&b));
    assert_int_equal(b.n, 0);
    buf_release(&b);
}

static void buf_detaches_even_when_empty(void **state)
{
    (void)state;
    struct buf b;
    size_t n;
    buf_init(&b, 100);
    char *text = buf_detach(&b, &n);
    assert_string_equal(text, "");
    assert_int_equal(n, 0);
    mem_free(text);
    buf_text(&b, "abc");
    text = buf_detach(&b, &n);
    assert_string_equal(text, "abc");
    assert_int_equal(b.n, 0);
    mem_free(text);
    buf_release(&b);
}

static void arena_keeps_pieces_apart_and_aligned(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    char *piece[2000];
    for (size_t i = 0; i < 2000; i++) {
        piece[i] = arena_new(&a, 1 + i % 50, 1);
        assert_int_equal((uintptr_t)piece[i] % _Alignof(max_align_t), 0);
        assert_int_equal(piece[i][0], 0);
        memset(piece[i], (int)(i % 100) + 1, 1 + i % 50);
        arena_str(&a, STR("odd"));
    }
    for (size_t i = 0; i < 2000; i++)
        assert_int_equal(piece[i][i % 50], (int)(i % 100) + 1);
    char *large = arena_new(&a, 3 << 20, 1);
    large[(3 << 20) - 1] = 1;
    arena_reset(&a);
    assert_int_equal(a.total, 0);
    assert_int_equal(*(char *)arena_new(&a, 100, 1), 0);
    arena_release(&a);
}

static void arena_prints_long_texts(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    char text[1000];
    memset(text, 'x', sizeof text);
    struct str s = arena_printf(&a, "%.*s!", (int)sizeof text, text);
    assert_int_equal(s.n, 1001);
    assert_int_equal(s.p[1000], '!');
    assert_int_equal(s.p[1001], '\0');
    assert_str(arena_printf(&a, "%d", 5), "5");
    arena_release(&a);
}

static jmp_buf after_exhaustion;

static void jump_out(void)
{
    longjmp(after_exhaustion, 1);
}

static void sizes_that_overflow_end_the_run(void **state)
{
    (void)state;
    volatile int ended = 0;
    mem_on_exhausted(jump_out);
    if (setjmp(after_exhaustion) == 0)
        mem_free(mem_new(SIZE_MAX / 2, 3));
    else
        ended++;
    if (setjmp(after_exhaustion) == 0)
        mem_free(mem_grow(NULL, SIZE_MAX, 1));
    else
        ended++;
    mem_on_exhausted(NULL);
    assert_int_equal(ended, 2);
}

static void room_doubles(void **state)
{
    (void)state;
    size_t cap = 0;
    int *p = NULL;
    for (size_t i = 0; i < 1000; i++) {
        p = mem_room(p, i, &cap, sizeof *p);
        assert_true(cap > i);
        p[i] = (int)i;
    }
    assert_int_equal(p[999], 999);
    assert_true(cap <= 2048);
    mem_free(p);
}

static void err_is_one_line_of_whole_characters(void **state)
{
    (void)state;
    struct err e = {.code = ERR_NONE};
    assert_int_equal(err_set(&e, ERR_JOB, "a.xml", 12, "no \"%s\" here", "x\ny"), -1);
    assert_int_equal(e.code, ERR_JOB);
    assert_int_equal(e.line, 12);
    assert_string_equal(e.file, "a.xml");
    assert_string_equal(e.msg, "no \"x y\" here");
    char han[1000];
    for (size_t i = 0; i + 3 < sizeof han; i += 3)
        memcpy(han + i, "\xe4\xb8\x80", 4);
    err_set(&e, ERR_JOB, NULL, 0, "%s", han);
    struct str msg = str_of(e.msg);
    assert_int_equal(utf8_valid(msg), msg.n);
    assert_true(msg.n > 390);
    assert_string_equal(e.file, "");
}

static void err_system_tells_the_reason(void **state)
{
    (void)state;
    struct err e;
    errno = ENOSPC;
    err_system(&e, "out.pdf", "cannot write");
    assert_int_equal(e.code, ERR_SYSTEM);
    assert_int_equal(e.sys_errno, ENOSPC);
    assert_string_equal(e.msg, "cannot write: No space left on device");
    for (int i = 0; i < 6; i++)
        err_note(&e, "note %d", i);
    assert_int_equal(e.notes, 4);
    assert_string_equal(e.note[3], "note 3");
}

static void diag_counts_by_level(void **state)
{
    (void)state;
    struct diag_list list;
    diag_init(&list);
    char code[] = "late";
    for (long i = 0; i < 100; i++)
        diag_put(&list, i % 2 ? DIAG_WARN : DIAG_NOTE, code, STR("f.csv"), i, "row %ld\n",
                 i);
    memset(code, 'x', 4);
    assert_int_equal(list.n, 100);
    assert_int_equal(list.count[DIAG_WARN], 50);
    assert_int_equal(list.count[DIAG_REFUSE], 0);
    assert_str(list.item[99].code, "late");
    assert_str(list.item[99].text, "row 99 ");
    assert_int_equal(list.item[99].line, 99);
    diag_release(&list);
    assert_int_equal(list.n, 0);
}

static void sha256_of_known_texts(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct sha256 d = sha256_of("abc", 3);
    assert_str(sha256_hex(&a, &d),
               "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_str(sha256_short(&a, &d), "ba78 16bf 8f01 cfea");
    assert_str(sha256_grouped(&a, &d), "ba7816bf 8f01cfea 414140de 5dae2223 "
                                       "b00361a3 96177a9c b410ff61 f20015ad");
    struct sha256_run *run = sha256_begin();
    sha256_put(run, "a", 1);
    sha256_put(run, "", 0);
    sha256_put(run, "bc", 2);
    struct sha256 pieces = sha256_end(run);
    assert_memory_equal(pieces.byte, d.byte, 32);
    arena_release(&a);
}

static void utf8_refuses_what_the_standard_refuses(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t valid;
    } table[] = {
        {"a\xc2\xa0\xe4\xb8\xad\xf0\x9f\x98\x80", 10}, /* all lengths */
        {"ab\x80", 2},                                 /* lone continuation */
        {"\xc0\xaf", 0},                               /* overlong */
        {"\xe0\x80\xaf", 0},
        {"\xf0\x80\x80\xaf", 0},
        {"x\xed\xa0\x80", 1},    /* surrogate */
        {"\xf4\x90\x80\x80", 0}, /* beyond U+10FFFF */
        {"\xf5\x80\x80\x80", 0},
        {"abc\xe4\xb8", 3}, /* cut off */
        {"\xff", 0},
        {"", 0},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        assert_int_equal(utf8_valid(str_of(table[i].text)), table[i].valid);
}

static void utf8_skips_a_broken_byte_alone(void **state)
{
    (void)state;
    struct str s = STR("a\xe4\xb8zb");
    uint32_t cp, want[] = {'a', 0xFFFD, 0xFFFD, 'z', 'b'};
    for (size_t i = 0; i < 5; i++) {
        assert_true(utf8_next(&s, &cp));
        assert_int_equal(cp, want[i]);
    }
    assert_false(utf8_next(&s, &cp));
}

static void utf8_round_trips(void **state)
{
    (void)state;
    for (uint32_t cp = 0; cp <= 0x10FFFF; cp += cp < 0x3000 ? 1 : 37) {
        if (cp >= 0xD800 && cp <= 0xDFFF)
            continue;
        char out[4];
        uint32_t back;
        struct str s = {out, utf8_put(cp, out)};
        assert_int_equal(utf8_valid(s), s.n);
        assert_true(utf8_next(&s, &back));
        assert_int_equal(back, cp);
        assert_int_equal(s.n, 0);
    }
    char out[4];
    assert_int_equal(utf8_put(0xD800, out), 3);
    assert_memory_equal(out, "\xef\xbf\xbd", 3);
}

static void utf8_knows_widths(void **state)
{
    (void)state;
    assert_true(utf8_is_wide(0x4E2D) && utf8_is_wide(0xFF0C) && utf8_is_wide(0x3000));
    assert_false(utf8_is_wide('a') || utf8_is_wide(0xB7) || utf8_is_wide(0xFF61));
    assert_true(utf8_is_han(0x4E2D) && utf8_is_han(0x20000) && utf8_is_han(0x3007));
    assert_false(utf8_is_han(0x3042) || utf8_is_han(0xFF0C));
    assert_int_equal(utf8_count(STR("a\xe4\xb8\xad")), 2);
}

static void what_is_shown_of_a_text_is_bounded(void **state)
{
    struct arena arena;
    struct str lines =
        STR("1\n2\n3\n4\n5\n6\n7\n8\n9\n0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n0\n");
    (void)state;
    arena_init(&arena);
    assert_true(str_eq(utf8_shown(&arena, STR("abc"), 3), STR("abc")));
    assert_true(str_eq(utf8_shown(&arena, lines, 100), lines));
    assert_true(str_eq(utf8_shown(&arena, arena_printf(&arena, "%sx", lines.p), 100),
                       arena_printf(&arena, "%.39s\xE2\x80\xA6", lines.p)));
    struct str wide = arena_printf(&arena, "%s%s", "\xE5\xB7\xA5\xE5\x8D\x95\xE5\x8F\xB7",
                                   "12345678901234567890");
    assert_true(str_eq(utf8_shown(&arena, wide, 23), wide));
    assert_true(
        str_eq(utf8_shown(&arena, wide, 2), STR("\xE5\xB7\xA5\xE5\x8D\x95\xE2\x80\xA6")));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_shown_of_a_text_is_bounded),
        cmocka_unit_test(str_compares_bytes),
        cmocka_unit_test(str_trims_both_kinds_of_blank),
        cmocka_unit_test(str_splits_with_empty_pieces),
        cmocka_unit_test(str_int_takes_the_whole_range_only),
        cmocka_unit_test(buf_holds_exactly_its_maximum),
        cmocka_unit_test(buf_failure_is_sticky),
        cmocka_unit_test(buf_detaches_even_when_empty),
        cmocka_unit_test(arena_keeps_pieces_apart_and_aligned),
        cmocka_unit_test(arena_prints_long_texts),
        cmocka_unit_test(sizes_that_overflow_end_the_run),
        cmocka_unit_test(room_doubles),
        cmocka_unit_test(err_is_one_line_of_whole_characters),
        cmocka_unit_test(err_system_tells_the_reason),
        cmocka_unit_test(diag_counts_by_level),
        cmocka_unit_test(sha256_of_known_texts),
        cmocka_unit_test(utf8_refuses_what_the_standard_refuses),
        cmocka_unit_test(utf8_skips_a_broken_byte_alone),
        cmocka_unit_test(utf8_round_trips),
        cmocka_unit_test(utf8_knows_widths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
