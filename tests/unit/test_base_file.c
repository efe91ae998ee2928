/* Whole files in and out, folders, and names that lead out of one. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/sha256.h"

struct fixture {
    char dir[64];
    struct arena arena;
    struct err err;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    if (!f)
        return -1;
    strncpy(f->dir, "/tmp/auditpack-file-XXXXXX", sizeof f->dir - 1);
    arena_init(&f->arena);
    *state = f;
    return mkdtemp(f->dir) ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    int rc = file_remove_tree(f->dir, &f->err);
    arena_release(&f->arena);
    free(f);
    return rc;
}

static const char *in(struct fixture *f, const char *name)
{
    return file_join(&f->arena, str_of(f->dir), str_of(name)).p;
}

static void put(struct fixture *f, const char *name, const char *text)
{
    assert_int_equal(file_write(in(f, name), text, strlen(text), false, &f->err), 0);
}

static void assert_content(struct fixture *f, const char *name, const char *text)
{
    struct str s;
    assert_int_equal(file_read(in(f, name), 1000, &f->arena, &s, &f->err), 0);
    assert_string_equal(s.p, text);
}

static void what_is_written_is_read(void **state)
{
    struct fixture *f = *state;
    struct stat st;
    put(f, "a", "one");
    put(f, "a", "two");
    assert_content(f, "a", "two");
    assert_false(file_exists(in(f, "a.tmp")));
    assert_int_equal(stat(in(f, "a"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0644);
    assert_int_equal(file_write(in(f, "p"), "", 0, true, &f->err), 0);
    assert_int_equal(stat(in(f, "p"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0640);
}

static void reading_keeps_its_limit(void **state)
{
    struct fixture *f = *state;
    struct str s;
    put(f, "a", "12345");
    assert_int_equal(file_read(in(f, "a"), 5, &f->arena, &s, &f->err), 0);
    assert_int_equal(file_read(in(f, "a"), 4, &f->arena, &s, &f->err), -1);
    assert_int_equal(f->err.code, ERR_JOB);
    assert_non_null(strstr(f->err.msg, "5 bytes"));
}

static void what_is_no_file_is_refused(void **state)
{
    struct fixture *f = *state;
    struct str s;
    assert_int_equal(file_read(in(f, "none"), 9, &f->arena, &s, &f->err), -1);
    assert_int_equal(f->err.code, ERR_JOB);
    assert_int_equal(f->err.sys_errno, ENOENT);
    assert_int_equal(file_read(f->dir, 9999, &f->arena, &s, &f->err), -1);
    assert_int_equal(f->err.code, ERR_JOB);
    assert_int_equal(mkfifo(in(f, "pipe"), 0600), 0);
    assert_int_equal(file_read(in(f, "pipe"), 9, &f->arena, &s, &f->err), -1);
    assert_int_equal(f->err.code, ERR_JOB);
}

static void a_full_disk_leaves_the_old_file(void **state)
{
    struct fixture *f = *state;
    char *large = calloc(1, 100000);
    assert_non_null(large);
    put(f, "a", "old");
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit old, small;
    getrlimit(RLIMIT_FSIZE, &old);
    small = old;
    small.rlim_cur = 65536;
    setrlimit(RLIMIT_FSIZE, &small);
    int rc = file_write(in(f, "a"), large, 100000, false, &f->err);
    struct file_out out;
    struct err begun = {.code = ERR_NONE};
    int begin_rc = file_begin(&out, in(f, "b"), false, &begun);
    fwrite(large, 1, 65536, out.stream);
    fputc('x', out.stream);
    int finish_rc = file_finish(&out, &begun);
    setrlimit(RLIMIT_FSIZE, &old);
    free(large);
    assert_int_equal(rc, -1);
    assert_int_equal(f->err.code, ERR_SYSTEM);
    assert_int_equal(f->err.sys_errno, EFBIG);
    assert_content(f, "a", "old");
    assert_int_equal(begin_rc, 0);
    assert_int_equal(finish_rc, -1);
    assert_int_equal(begun.code, ERR_SYSTEM);
    assert_false(file_exists(in(f, "b")));
    assert_false(file_exists(in(f, "a.tmp")) || file_exists(in(f, "b.tmp")));
}

static void a_missing_folder_is_the_machines_error(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(file_write(in(f, "no/a"), "x", 1, false, &f->err), -1);
    assert_int_equal(f->err.code, ERR_SYSTEM);
}

static void a_link_in_the_way_is_not_written_through(void **state)
{
    struct fixture *f = *state;
    put(f, "victim", "safe");
    assert_int_equal(symlink("victim", in(f, "a.tmp")), 0);
    assert_int_equal(file_write(in(f, "a"), "evil", 4, false, &f->err), -1);
    assert_content(f, "victim", "safe");
}

static void abandoned_output_disappears(void **state)
{
    struct fixture *f = *state;
    struct file_out out;
    assert_int_equal(file_begin(&out, in(f, "a"), false, &f->err), 0);
    fputs("half", out.stream);
    file_abandon(&out);
    file_abandon(&out);
    assert_false(file_exists(in(f, "a")) || file_exists(in(f, "a.tmp")));
}

static void folders_are_made_and_removed(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(file_make_folders(in(f, "x/y//z/"), &f->err), 0);
    assert_int_equal(file_make_folders(in(f, "x/y"), &f->err), 0);
    put(f, "x/y/z/a", "1");
    put(f, "keep", "kept");
    assert_int_equal(symlink("../keep", in(f, "x/link")), 0);
    assert_int_equal(symlink("..", in(f, "x/up")), 0);
    assert_int_equal(file_remove_tree(in(f, "x"), &f->err), 0);
    assert_false(file_exists(in(f, "x")));
    assert_content(f, "keep", "kept");
    assert_int_equal(file_make_folders(in(f, "keep/sub"), &f->err), -1);
    assert_int_equal(f->err.code, ERR_SYSTEM);
    assert_int_equal(file_remove_tree(in(f, "never"), &f->err), 0);
}

static void paths_join_and_part(void **state)
{
    struct fixture *f = *state;
    struct arena *a = &f->arena;
    assert_string_equal(file_join(a, STR("a"), STR("b")).p, "a/b");
    assert_string_equal(file_join(a, STR("a/"), STR("b")).p, "a/b");
    assert_string_equal(file_join(a, STR("a"), STR("/b")).p, "/b");
    assert_string_equal(file_join(a, STR(""), STR("b")).p, "b");
    assert_string_equal(file_folder(a, STR("a/b/c")).p, "a/b");
    assert_string_equal(file_folder(a, STR("c")).p, ".");
    assert_string_equal(file_folder(a, STR("/c")).p, "/");
    assert_true(str_eq(file_name(STR("a/b.c")), STR("b.c")));
    assert_true(str_eq(file_name(STR("b")), STR("b")));
    assert_int_equal(file_name(STR("a/")).n, 0);
}

static void assert_refused(struct fixture *f, struct str name)
{
    int fd = -7;
    f->err = (struct err){.code = ERR_NONE};
    assert_int_equal(file_open_beneath(in(f, "d"), name, &fd, &f->err), -1);
    assert_int_equal(f->err.code, ERR_JOB);
    assert_int_equal(fd, -7);
}

static void nothing_leads_out_of_a_folder(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(file_make_folders(in(f, "d/sub"), &f->err), 0);
    put(f, "secret", "s");
    put(f, "d/sub/a", "inside");
    assert_int_equal(symlink("../secret", in(f, "d/link")), 0);
    assert_int_equal(symlink("..", in(f, "d/up")), 0);
    assert_int_equal(mkfifo(in(f, "d/pipe"), 0600), 0);
    assert_refused(f, STR("../secret"));
    assert_refused(f, STR("sub/../../secret"));
    assert_refused(f, STR("/etc/passwd"));
    assert_refused(f, STR("link"));
    assert_refused(f, STR("up/secret"));
    assert_refused(f, STR("sub"));
    assert_refused(f, STR("pipe"));
    assert_refused(f, STR(""));
    assert_refused(f, STR("./sub/a"));
    assert_refused(f, STR("sub/a\0.pdf"));
    assert_refused(f, STR("none"));
    assert_int_equal(f->err.sys_errno, ENOENT);
    int fd;
    char text[8] = "";
    assert_int_equal(file_open_beneath(in(f, "d"), STR("sub/a"), &fd, &f->err), 0);
    assert_int_equal(read(fd, text, sizeof text), 6);
    close(fd);
    assert_string_equal(text, "inside");
}

static void files_are_measured_and_hashed(void **state)
{
    struct fixture *f = *state;
    struct sha256 d, want = sha256_of("abc", 3);
    int64_t bytes = 0;
    put(f, "a", "abc");
    assert_int_equal(file_size(in(f, "a"), &bytes, &f->err), 0);
    assert_int_equal(bytes, 3);
    bytes = 0;
    assert_int_equal(sha256_file(in(f, "a"), &d, &bytes, &f->err), 0);
    assert_int_equal(bytes, 3);
    assert_memory_equal(d.byte, want.byte, 32);
    assert_int_equal(sha256_file(in(f, "none"), &d, &bytes, &f->err), -1);
    assert_int_equal(sha256_file(f->dir, &d, &bytes, &f->err), -1);
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(what_is_written_is_read),
        WITH_FOLDER(reading_keeps_its_limit),
        WITH_FOLDER(what_is_no_file_is_refused),
        WITH_FOLDER(a_full_disk_leaves_the_old_file),
        WITH_FOLDER(a_missing_folder_is_the_machines_error),
        WITH_FOLDER(a_link_in_the_way_is_not_written_through),
        WITH_FOLDER(abandoned_output_disappears),
        WITH_FOLDER(folders_are_made_and_removed),
        WITH_FOLDER(paths_join_and_part),
        WITH_FOLDER(nothing_leads_out_of_a_folder),
        WITH_FOLDER(files_are_measured_and_hashed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
