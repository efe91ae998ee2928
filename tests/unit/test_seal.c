/* seal: an edition exists whole or not at all, is never overwritten, and any changed byte
 * of it is found and named. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "seal/json_text.h"
#include "seal/manifest.h"
#include "seal/seal.h"

static char folder[] = "/tmp/seal-XXXXXX";

static int setup(void **state)
{
    (void)state;
    memcpy(folder, "/tmp/seal-XXXXXX", sizeof folder);
    return mkdtemp(folder) == NULL;
}

static int teardown(void **state)
{
    struct err err = {0};
    (void)state;
    return file_remove_tree(folder, &err);
}

static struct sha256 identity_of(const char *text)
{
    struct identity *identity = identity_begin();
    identity_put(identity, "text", str_of(text));
    return identity_end(identity);
}

static int begin(struct edition **edition, const char *what)
{
    struct err err = {0};
    struct sha256 identity = identity_of(what);
    return edition_begin(edition, str_of(folder), STR("job"), STR("2026-10"), &identity,
                         &err);
}

static void put_file(struct edition *edition, const char *name, const char *text)
{
    struct err err = {0};
    struct arena arena;
    arena_init(&arena);
    struct str path = file_join(&arena, edition_work(edition), str_of(name));
    assert_int_equal(file_write(path.p, text, strlen(text), false, &err), 0);
    assert_int_equal(edition_put(edition, "pdf", str_of(name), 3, 5, &err), 0);
    arena_release(&arena);
}

/* Publishes r<N> with two files and gives its folder. */
static void publish(const char *what, char *path, size_t size)
{
    struct edition *edition;
    struct err err = {0};
    struct manifest_facts facts = {.program = STR("p\"\\\n"),
                                   .identity = identity_of(what)};
    assert_int_equal(begin(&edition, what), 0);
    put_file(edition, "a.pdf", "first file");
    put_file(edition, "b.json", "second file");
    assert_int_equal(edition_publish(edition, &facts, &err), 0);
    snprintf(path, size, "%s", edition_folder(edition).p);
    edition_close(edition);
}

static size_t differences(const char *path, char *named, size_t size)
{
    struct err err = {0};
    struct diag_list diags;
    diag_init(&diags);
    assert_int_equal(seal_verify(path, &diags, &err), 0);
    size_t n = diags.n;
    if (n > 0)
        snprintf(named, size, "%.*s", STR_ARG(diags.item[0].file));
    diag_release(&diags);
    return n;
}

static void same_identity_publishes_nothing_new(void **state)
{
    char path[256];
    struct edition *edition;
    (void)state;
    publish("one", path, sizeof path);
    assert_int_equal(begin(&edition, "one"), 1);
    assert_int_equal(edition_revision(edition), 1);
    edition_close(edition);
    publish("two", path, sizeof path);
    assert_non_null(strstr(path, "/r2"));
}

static void abandoned_work_leaves_nothing(void **state)
{
    struct edition *edition;
    char path[256], work[256];
    (void)state;
    assert_int_equal(begin(&edition, "one"), 0);
    put_file(edition, "a.pdf", "half an edition");
    snprintf(work, sizeof work, "%s", edition_work(edition).p);
    edition_close(edition);
    assert_false(file_exists(work));
    publish("one", path, sizeof path);
    assert_non_null(strstr(path, "/r1"));
}

static void work_left_by_a_dead_run_is_removed(void **state)
{
    char path[256], work[300];
    (void)state;
    snprintf(work, sizeof work, "%s/job/2026-10/.r1.work", folder);
    struct err err = {0};
    assert_int_equal(file_make_folders(work, &err), 0);
    publish("one", path, sizeof path);
    assert_false(file_exists(work));
    assert_int_equal(differences(path, path, sizeof path), 0);
}

static void two_runs_do_not_meet(void **state)
{
    struct edition *first, *second;
    (void)state;
    assert_int_equal(begin(&first, "one"), 0);
    assert_int_equal(begin(&second, "two"), -1);
    edition_close(first);
}

static void empty_output_is_refused(void **state)
{
    struct edition *edition;
    struct err err = {0};
    (void)state;
    assert_int_equal(begin(&edition, "one"), 0);
    struct arena arena;
    arena_init(&arena);
    struct str path = file_join(&arena, edition_work(edition), STR("a.pdf"));
    assert_int_equal(file_write(path.p, "", 0, false, &err), 0);
    assert_int_equal(edition_put(edition, "pdf", STR("a.pdf"), 1, 0, &err), -1);
    arena_release(&arena);
    edition_close(edition);
}

/* Flips each byte of a file in turn; every flip must be reported under its name. */
static void flip_each_byte(const char *edition, const char *name)
{
    char path[400], named[100];
    struct err err = {0};
    struct arena arena;
    struct str text;
    arena_init(&arena);
    snprintf(path, sizeof path, "%s/%s", edition, name);
    assert_int_equal(file_read(path, 1 << 20, &arena, &text, &err), 0);
    for (size_t i = 0; i < text.n; i++) {
        ((char *)text.p)[i] ^= 1;
        assert_int_equal(file_write(path, text.p, text.n, false, &err), 0);
        assert_true(differences(edition, named, sizeof named) > 0);
        assert_string_equal(named, name);
        ((char *)text.p)[i] ^= 1;
    }
    assert_int_equal(file_write(path, text.p, text.n, false, &err), 0);
    assert_int_equal(differences(edition, named, sizeof named), 0);
    arena_release(&arena);
}

static void every_flipped_byte_is_found(void **state)
{
    char path[256];
    (void)state;
    publish("one", path, sizeof path);
    flip_each_byte(path, "a.pdf");
    flip_each_byte(path, MANIFEST_NAME);
}

static void missing_and_foreign_files_are_named(void **state)
{
    char path[256], file[300], named[100];
    struct err err = {0};
    (void)state;
    publish("one", path, sizeof path);
    snprintf(file, sizeof file, "%s/stranger.txt", path);
    assert_int_equal(file_write(file, "x", 1, false, &err), 0);
    assert_int_equal(differences(path, named, sizeof named), 1);
    assert_string_equal(named, "stranger.txt");
    unlink(file);
    snprintf(file, sizeof file, "%s/b.json", path);
    unlink(file);
    assert_int_equal(differences(path, named, sizeof named), 1);
    assert_string_equal(named, "b.json");
}

static void identity_parts_do_not_run_together(void **state)
{
    (void)state;
    struct identity *a = identity_begin(), *b = identity_begin();
    identity_put(a, "x", STR("ab"));
    identity_put(a, "x", STR("c"));
    identity_put(b, "x", STR("a"));
    identity_put(b, "x", STR("bc"));
    struct sha256 first = identity_end(a), second = identity_end(b);
    assert_memory_not_equal(&first, &second, sizeof first);
}

static void strings_of_both_writers_are_read_back(void **state)
{
    static const char *const line[] = {
        "  {\"key\": \"a\\n\\\"b\\\\\\u0009\", \"value\": 1.5}",
        "  {\"key\": \"a\\u000a\\\"b\\\\\\u0009\", \"value\": 1.5}"};
    struct buf text;
    (void)state;
    buf_init(&text, 100);
    for (size_t i = 0; i < 2; i++) {
        assert_true(
            str_eq(json_string_of(str_of(line[i]), "key", &text), STR("a\n\"b\\\t")));
        assert_true(str_eq(json_string_of(str_of(line[i]), "value", &text), STR("1.5")));
        assert_null(json_string_of(str_of(line[i]), "ke", &text).p);
    }
    buf_release(&text);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {TEST(same_identity_publishes_nothing_new),
                                       TEST(abandoned_work_leaves_nothing),
                                       TEST(work_left_by_a_dead_run_is_removed),
                                       TEST(two_runs_do_not_meet),
                                       TEST(empty_output_is_refused),
                                       TEST(every_flipped_byte_is_found),
                                       TEST(missing_and_foreign_files_are_named),
                                       TEST(identity_parts_do_not_run_together),
                                       TEST(strings_of_both_writers_are_read_back)};
    return cmocka_run_group_tests_name("seal", tests, NULL, NULL);
}
