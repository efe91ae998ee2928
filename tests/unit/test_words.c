/* The words catalogue: looking up, filling in, layers, and every language having every
 * id with the same placeholders. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

#include "base/file.h"
#include "catalogue/words.h"

struct loaded {
    struct arena arena;
    struct cat_load load;
    struct words *words;
};

static void open_words(struct loaded *l, const char *lang)
{
    struct err err = {0};
    size_t index;
    memset(l, 0, sizeof *l);
    arena_init(&l->arena);
    l->load = (struct cat_load){
        .arena = &l->arena, .lang = str_of(lang), .schemas = "templates/schemas"};
    struct str path = arena_printf(&l->arena, "templates/locales/%s.xml", lang);
    assert_int_equal(cat_read(&l->load, "words", path, &index, &err), 0);
    if (words_load(&l->words, &l->load, 0, 1, &err) != 0)
        fail_msg("%s", err.msg);
}

/* A catalogue of one or two texts written for the test. */
static int open_texts(struct loaded *l, const char *const *text, size_t n,
                      struct err *err)
{
    memset(l, 0, sizeof *l);
    arena_init(&l->arena);
    l->load = (struct cat_load){
        .arena = &l->arena, .lang = STR("en"), .schemas = "templates/schemas"};
    l->load.file = mem_new(n, sizeof *l->load.file);
    for (size_t i = 0; i < n; i++)
        l->load.file[i] = (struct cat_file){
            .path = STR("words.xml"), .name = STR("words.xml"), .text = str_of(text[i])};
    l->load.nfiles = n;
    return words_load(&l->words, &l->load, 0, n, err);
}

static void close_words(struct loaded *l)
{
    mem_free(l->load.file);
    arena_release(&l->arena);
}

#define HEAD "<words xmlns='urn:auditpack:words:1' xml:lang='en'>"

static void assert_text(struct str text, const char *want)
{
    assert_int_equal(text.n, strlen(want));
    assert_memory_equal(text.p, want, text.n);
}

static void later_files_replace(void **state)
{
    static const char *const text[] = {HEAD
                                       "<w id='a.b'>one</w><w id='a.c'>two</w></words>",
                                       HEAD "<w id='a.b'>three</w></words>"};
    struct loaded l;
    struct err err = {0};
    assert_int_equal(open_texts(&l, text, 2, &err), 0);
    assert_text(words_text(l.words, "a.b"), "three");
    assert_text(words_text(l.words, "a.c"), "two");
    close_words(&l);
    (void)state;
}

static void placeholders_are_filled(void **state)
{
    static const char *const text[] = {
        HEAD "<w id='a.b'>{n} of {of}, {n}</w><w id='a.c'>{x} {unclosed</w></words>"};
    struct loaded l;
    struct err err = {0};
    struct words_arg arg[] = {{"n", STR("1")}, {"of", STR("{n}")}};
    assert_int_equal(open_texts(&l, text, 1, &err), 0);
    assert_text(words_fill(l.words, &l.arena, "a.b", arg, 2), "1 of {n}, 1");
    assert_text(words_fill(l.words, &l.arena, "a.c", arg, 2), "{x} {unclosed");
    close_words(&l);
    (void)state;
}

static void an_unknown_id_shows_itself(void **state)
{
    static const char *const text[] = {HEAD "<w id='a.b'>one</w></words>"};
    struct loaded l;
    struct err err = {0};
    assert_int_equal(open_texts(&l, text, 1, &err), 0);
    assert_null(words_unknown(l.words));
    assert_text(words_text(l.words, "no.such"), "no.such");
    assert_text(words_text(l.words, "other"), "other");
    assert_string_equal(words_unknown(l.words), "no.such");
    close_words(&l);
    (void)state;
}

static void a_bad_catalogue_is_refused(void **state)
{
    static const char *const text[] = {HEAD "<word id='a.b'>one</word></words>"};
    struct loaded l;
    struct err err = {0};
    assert_int_equal(open_texts(&l, text, 1, &err), -1);
    assert_int_equal(err.code, ERR_JOB);
    close_words(&l);
    (void)state;
}

/* A language that is begun: what it lacks is told, and what it would print as it stands. */
static void a_language_is_held_against_another(void **state)
{
    static const char *const few[] = {HEAD "<w id='action.none'>-</w></words>"};
    static const char *const strange[] = {
        HEAD "<w id='action.none'>{count} of none</w></words>"};
    struct loaded l;
    struct err err = {0};
    assert_int_equal(open_texts(&l, few, 1, &err), 0);
    assert_int_equal(
        words_check(l.words, &l.load, "xx.xml", "templates/locales/en.xml", &err), -1);
    assert_int_equal(err.code, ERR_JOB);
    assert_string_equal(err.file, "xx.xml");
    assert_non_null(strstr(err.msg, "words are missing that en.xml has: action.alt, "));
    close_words(&l);
    err = (struct err){0};
    assert_int_equal(open_texts(&l, strange, 1, &err), 0);
    assert_int_equal(
        words_check(l.words, &l.load, "xx.xml", "templates/locales/en.xml", &err), -1);
    assert_non_null(strstr(err.msg, "'action.none' is never given {count}"));
    close_words(&l);
    err = (struct err){0};
    open_words(&l, "zh-TW");
    assert_int_equal(
        words_check(l.words, &l.load, "zh-TW.xml", "templates/locales/en.xml", &err), 0);
    close_words(&l);
    (void)state;
}

/* The ids of a shipped catalogue in their order, read off its text. */
static size_t read_ids(const struct loaded *l, struct str *id, size_t max)
{
    struct str rest = l->load.file[0].text, line;
    size_t n = 0;
    while (str_split(&rest, '\n', &line)) {
        struct str part = str_trim(line);
        if (!str_starts(part, STR("<w id=\"")))
            continue;
        part = (struct str){part.p + 7, part.n - 7};
        assert_true(n < max);
        str_split(&part, '"', &id[n++]);
    }
    return n;
}

/* Placeholders of a text as a set: the sum of their hashes, each counted once. */
static uint64_t placeholders(struct str text)
{
    uint64_t seen[16], sum = 0;
    size_t n = 0;
    struct str rest = text, piece;
    str_split(&rest, '{', &piece);
    while (str_split(&rest, '{', &piece)) {
        struct str name;
        str_split(&piece, '}', &name);
        uint64_t hash = str_hash(name);
        bool known = false;
        for (size_t i = 0; i < n; i++)
            known = known || seen[i] == hash;
        if (!known && n < 16)
            sum += seen[n++] = hash;
    }
    return sum;
}

static void languages_agree(void **state)
{
    static const char *const lang[] = {"zh-TW", "en"};
    static struct str id[1000], other_id[1000];
    struct loaded zh, other;
    open_words(&zh, "zh-CN");
    size_t n = read_ids(&zh, id, 1000);
    assert_true(n > 300);
    for (size_t k = 0; k < 2; k++) {
        open_words(&other, lang[k]);
        assert_int_equal(read_ids(&other, other_id, 1000), n);
        for (size_t i = 0; i < n; i++) {
            const char *name = arena_str(&other.arena, id[i]).p;
            struct str a = words_text(zh.words, name), b = words_text(other.words, name);
            assert_true(a.n > 0 && b.n > 0);
            if (placeholders(a) != placeholders(b))
                fail_msg("%s: %s has other placeholders", lang[k], name);
        }
        assert_null(words_unknown(other.words));
        close_words(&other);
    }
    close_words(&zh);
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(later_files_replace),
        cmocka_unit_test(placeholders_are_filled),
        cmocka_unit_test(an_unknown_id_shows_itself),
        cmocka_unit_test(a_bad_catalogue_is_refused),
        cmocka_unit_test(a_language_is_held_against_another),
        cmocka_unit_test(languages_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
