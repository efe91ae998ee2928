/* test_store: what a store file is, what an import leaves in it, and what it refuses. */
#include "store_fixture.h"

#include <sys/stat.h>

#define HEAD "id,name,n,at\n"

static void file_mode_ignores_umask(void **state)
{
    struct fixture *f = *state;
    const mode_t masks[] = {0, 077};
    for (size_t i = 0; i < 2; i++) {
        struct store *store;
        struct stat st;
        const char *path = place(f, i == 0 ? "open.db" : "shut.db");
        mode_t old = umask(masks[i]);
        int rc = store_open(&store, path, &f->records, &f->err);
        umask(old);
        must(f, rc);
        store_close(store);
        assert_int_equal(0, stat(path, &st));
        assert_int_equal(0640, st.st_mode & 0777);
    }
}

static void refuses_what_is_no_store(void **state)
{
    struct fixture *f = *state;
    struct store *store;
    write_text(f, "text.db", "this is a letter and by no means a database of any kind\n");
    assert_int_equal(-1, store_open(&store, place(f, "text.db"), &f->records, &f->err));
    assert_int_equal(ERR_JOB, f->err.code);

    sqlite3 *db;
    assert_int_equal(SQLITE_OK, sqlite3_open(place(f, "other.db"), &db));
    assert_int_equal(SQLITE_OK, sqlite3_exec(db, "CREATE TABLE t(a)", NULL, NULL, NULL));
    sqlite3_close(db);
    f->err = (struct err){0};
    assert_int_equal(-1, store_open(&store, place(f, "other.db"), &f->records, &f->err));
    assert_int_equal(ERR_JOB, f->err.code);
    assert_non_null(strstr(f->err.msg, "not a store"));
}

static void refuses_a_newer_store(void **state)
{
    struct fixture *f = *state;
    struct store *store;
    query(f, "PRAGMA user_version = 999");
    assert_int_equal(-1, store_open(&store, place(f, "store.db"), &f->records, &f->err));
    assert_int_equal(ERR_JOB, f->err.code);
    assert_non_null(strstr(f->err.msg, "newer"));
}

static void expect_supplied(struct fixture *f, bool id, bool text, bool at)
{
    struct store *store;
    const struct kind *kind = f->source[THINGS].kind;
    bool supplied[16];
    assert_true(kind->nfields <= sizeof supplied / sizeof *supplied);
    must(f, store_open(&store, place(f, "store.db"), &f->records, &f->err));
    must(f, store_supplied(store, kind, supplied, &f->err));
    store_close(store);
    assert_int_equal(id, supplied[kind_field(kind, STR("id"))->index]);
    assert_int_equal(text, supplied[kind_field(kind, STR("name"))->index]);
    assert_int_equal(at, supplied[kind_field(kind, STR("at"))->index]);
}

/* Of a store as it was before that was noted, any column may have been. */
static void fields_that_files_supplied_are_known(void **state)
{
    struct fixture *f = *state;
    expect_supplied(f, false, false, false);
    import(f, THINGS, "a.csv", "id,name\nx1,one\n");
    expect_supplied(f, true, true, false);
    import(f, THINGS, "b.csv", HEAD "x2,,2,\n");
    expect_supplied(f, true, true, true);
    query(f, "DELETE FROM supplied");
    expect_supplied(f, false, false, false);
    query(f, "DROP TABLE supplied");
    query(f, "PRAGMA user_version = 2");
    expect_supplied(f, true, true, true);
}

static void first_import_keeps_rows_lines_and_findings(void **state)
{
    struct fixture *f = *state;
    struct import_result r = import(f, THINGS, "a.csv",
                                    HEAD "x1,\"two\nlines\",1,2026-10-01 08:00:00\n"
                                         "x2,,200,\n"
                                         "x1,again,2,\n"
                                         ",nobody,3,\n");
    assert_int_equal(4, r.read);
    assert_int_equal(2, r.fresh);
    assert_int_equal(2, r.rejected);
    assert_int_equal(1, r.corrected);
    assert_string_equal("x1|two\nlines|1|1790812800\nx2|-|-|-\n", live(f));
    assert_string_equal("x1|two\nlines|a.csv|2\nx2|-|a.csv|4\n", origins(f));
    assert_string_equal("a.csv|4|range|n|200\na.csv|5|duplicate|id|x1\n"
                        "a.csv|6|required|id|\n",
                        findings(f));
}

static void same_file_writes_nothing(void **state)
{
    struct fixture *f = *state;
    struct sha256 before, after;
    int64_t bytes;
    import(f, THINGS, "a.csv", HEAD "x1,one,1,\n");
    must(f, sha256_file(place(f, "store.db"), &before, &bytes, &f->err));
    assert_true(import(f, THINGS, "a.csv", HEAD "x1,one,1,\n").unchanged_file);
    assert_true(import(f, THINGS, "moved.csv", HEAD "x1,one,1,\n").unchanged_file);
    must(f, sha256_file(place(f, "store.db"), &after, &bytes, &f->err));
    assert_memory_equal(before.byte, after.byte, sizeof before.byte);
}

static void equal_rows_keep_their_first_place(void **state)
{
    struct fixture *f = *state;
    import(f, THINGS, "a.csv", HEAD "x1,one,1,\nx2,two,2,\n");
    struct import_result r = import(f, THINGS, "b.csv", HEAD "x2,two,2,\nx3,three,3,\n");
    assert_int_equal(1, r.unchanged);
    assert_int_equal(1, r.fresh);
    assert_int_equal(0, r.updated);
    assert_string_equal("x1|one|a.csv|2\nx2|two|a.csv|3\nx3|three|b.csv|3\n", origins(f));
    assert_string_equal("3\n", query(f, "SELECT count(*) FROM thing"));
}

static void another_jobs_store_is_refused(void **state)
{
    struct fixture *f = *state;
    must(f, store_claim(f->store, STR("one"), &f->err));
    must(f, store_claim(f->store, STR("one"), &f->err));
    assert_int_equal(-1, store_claim(f->store, STR("two"), &f->err));
    assert_int_equal(ERR_JOB, f->err.code);
    assert_non_null(strstr(f->err.msg, "job 'one', not of 'two'"));
}

static void other_content_opens_a_version(void **state)
{
    struct fixture *f = *state;
    import(f, THINGS, "a.csv", HEAD "x1,one,1,\n");
    struct import_result r = import(f, THINGS, "b.csv", HEAD "x1,,1,\n");
    assert_int_equal(1, r.updated);
    assert_string_equal("one|1|2\n-|2|-\n",
                        query(f, "SELECT name, since, until FROM thing ORDER BY row"));
}

static void a_rejected_row_supersedes_nothing(void **state)
{
    struct fixture *f = *state;
    reopen_store(f, RECORDS(THING_FIELDS
                            "<field id='end' type='time'><name xml:lang='en'>End</name>"
                            "</field><order first='at' then='end'/>"));
    open_store(f);
    import(f, THINGS, "a.csv", "id,name,n,at,end\nx1,one,1,2026-10-02 08:00:00,\n");
    struct import_result r =
        import(f, THINGS, "b.csv",
               "id,name,n,at,end\nx1,two,1,2026-10-02 08:00:00,2026-10-01 08:00:00\n");
    assert_int_equal(1, r.rejected);
    assert_string_equal("x1|one|a.csv|2\n", origins(f));
}

static void composite_keys_have_their_column(void **state)
{
    struct fixture *f = *state;
    import(f, PAIRS, "a.csv", "a,b,n\nu,v,1\nu,w,2\n");
    struct import_result r = import(f, PAIRS, "b.csv", "a,b,n\nu,w,3\nu,v,1\n");
    assert_int_equal(1, r.updated);
    assert_int_equal(1, r.unchanged);
    assert_string_equal("u|v|u|v|1\nu|w|u|w|3\n",
                        query(f, "SELECT key, a, b, n FROM pair WHERE until IS NULL "
                                 "ORDER BY key"));
}

static void a_snapshot_withdraws_its_own_source_only(void **state)
{
    struct fixture *f = *state;
    f->source[THINGS].extent = EXTENT_SNAPSHOT;
    import(f, MORE_THINGS, "other.csv", HEAD "y1,why,1,\n");
    import(f, THINGS, "jan.csv", HEAD "x1,one,1,\nx2,two,200,\n");
    struct import_result r =
        import(f, THINGS, "feb.csv", HEAD "x1,one,1,\nx3,three,3,\n");
    assert_int_equal(1, r.withdrawn);
    assert_int_equal(1, r.unchanged);
    assert_string_equal("x1|one|1|-\nx3|three|3|-\ny1|why|1|-\n", live(f));
    assert_string_equal("", findings(f)); /* January's list is history */
    assert_true(
        import(f, THINGS, "jan.csv", HEAD "x1,one,1,\nx2,two,200,\n").unchanged_file);
}

static void a_broken_file_leaves_nothing(void **state)
{
    struct fixture *f = *state;
    struct import_result r;
    struct buf text;
    import(f, THINGS, "a.csv", HEAD "x1,one,1,\n");
    const char *before = query(f, "SELECT (SELECT count(*) FROM thing), max(event), "
                                  "(SELECT count(*) FROM finding) FROM import");
    buf_init(&text, 1 << 20);
    buf_text(&text, HEAD "x1,changed,1,\nbad,,200,\n");
    for (int i = 0; i < 3000; i++)
        buf_printf(&text, "z%d,many,1,\n", i);
    buf_text(&text, "z9999,\"never closed,1,\n");
    assert_int_equal(-1, try_import(f, THINGS, "b.csv", text.p, &r));
    assert_true(f->err.msg[0] != '\0');
    buf_release(&text);
    assert_string_equal(before,
                        query(f, "SELECT (SELECT count(*) FROM thing), max(event), "
                                 "(SELECT count(*) FROM finding) FROM import"));
    assert_string_equal("x1|one|a.csv|2\n", origins(f));
    import(f, THINGS, "b.csv", HEAD "x1,changed,1,\n"); /* and the store goes on */
}

static void other_rules_read_the_bytes_again(void **state)
{
    struct fixture *f = *state;
    const char *text = HEAD "x1,one,50,\nx2,,2,\nx3,three,3,\n";
    import(f, THINGS, "a.csv", text);
    reopen_store(
        f, RECORDS("<field id='id' type='id' required='yes'><name xml:lang='en'>Id</name>"
                   "</field><field id='name' type='text' required='yes'>"
                   "<name xml:lang='en'>Name</name></field>"
                   "<field id='n' type='int' max='9'><name xml:lang='en'>N</name></field>"
                   "<field id='at' type='time'><name xml:lang='en'>At</name></field>"));
    open_store(f);
    struct import_result r = import(f, THINGS, "a.csv", text);
    assert_false(r.unchanged_file);
    assert_int_equal(1, r.updated);
    assert_int_equal(1, r.unchanged);
    assert_int_equal(1, r.rejected);
    assert_int_equal(1, r.withdrawn); /* x2 was accepted once and is not any more */
    assert_string_equal("x1|one|-|-\nx3|three|3|-\n", live(f));
    assert_string_equal("a.csv|2|range|n|50\na.csv|3|required|name|\n", findings(f));
}

static void going_back_to_old_content_counts(void **state)
{
    struct fixture *f = *state;
    import(f, THINGS, "a.csv", HEAD "x1,one,1,\n");
    import(f, THINGS, "a.csv", HEAD "x1,two,1,\n");
    assert_false(import(f, THINGS, "a.csv", HEAD "x1,one,1,\n").unchanged_file);
    assert_string_equal("x1|one|1|-\n", live(f));
}

static void a_full_correction_makes_findings_history(void **state)
{
    struct fixture *f = *state;
    import(f, THINGS, "a.csv", HEAD "x1,one,200,\nx2,two,2,\n");
    import(f, THINGS, "a.csv", HEAD "x2,two,2,\n"); /* x1 is not in it: still says so */
    assert_string_equal("a.csv|2|range|n|200\n", findings(f));
    import(f, THINGS, "a.csv", HEAD "x1,one,20,\nx2,two,2,\n");
    assert_string_equal("", findings(f));
}

static void a_lock_is_said(void **state)
{
    struct fixture *f = *state;
    struct import_result r;
    sqlite3 *db;
    assert_int_equal(SQLITE_OK, sqlite3_open(place(f, "store.db"), &db));
    assert_int_equal(SQLITE_OK, sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL));
    sqlite3_busy_timeout(store_handle(f->store), 20);
    assert_int_equal(-1, try_import(f, THINGS, "a.csv", HEAD "x1,one,1,\n", &r));
    assert_int_equal(ERR_SYSTEM, f->err.code);
    assert_non_null(strstr(f->err.msg, "in use by another run"));
    sqlite3_close(db);
    import(f, THINGS, "a.csv", HEAD "x1,one,1,\n");
}

static void new_fields_become_columns(void **state)
{
    struct fixture *f = *state;
    import(f, THINGS, "a.csv", HEAD "x1,one,1,\n");
    reopen_store(f, RECORDS(THING_FIELDS "<field id='colour' type='text'>"
                                         "<name xml:lang='en'>Colour</name></field>"));
    open_store(f);
    assert_string_equal("x1|-\n", query(f, "SELECT id, colour FROM thing"));
    import(f, THINGS, "b.csv", "id,name,n,at,colour\nx1,one,1,,red\n");
    assert_string_equal("x1|red\n", query(f, "SELECT id, colour FROM thing "
                                             "WHERE until IS NULL"));
}

static void changed_types_and_keys_are_refused(void **state)
{
    struct fixture *f = *state;
    static const char *const changed[] = {
        RECORDS("<field id='id' type='id'><name xml:lang='en'>Id</name></field>"
                "<field id='n' type='text'><name xml:lang='en'>N</name></field>"
                "<field id='at' type='time'><name xml:lang='en'>At</name></field>"),
        "<records xmlns='urn:auditpack:records:1'><kind id='thing' key='id name'>"
        "<name xml:lang='en'>Things</name>" THING_FIELDS "</kind>" PAIR "</records>",
    };
    for (size_t i = 0; i < 2; i++) {
        struct store *store;
        reopen_store(f, changed[i]);
        f->err = (struct err){0};
        assert_int_equal(-1,
                         store_open(&store, place(f, "store.db"), &f->records, &f->err));
        assert_int_equal(ERR_JOB, f->err.code);
        assert_non_null(strstr(f->err.msg, "remove the store"));
    }
}

static void catalogues_are_kept_once(void **state)
{
    struct fixture *f = *state;
    must(f, store_keep(f->store, f->load.file, f->load.nfiles, &f->err));
    must(f, store_keep(f->store, f->load.file, f->load.nfiles, &f->err));
    assert_string_equal("records|records.xml|1\n",
                        query(f, "SELECT role, name, count(*) FROM catalogue"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(file_mode_ignores_umask, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuses_what_is_no_store, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuses_a_newer_store, set_up, tear_down),
        cmocka_unit_test_setup_teardown(fields_that_files_supplied_are_known, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(first_import_keeps_rows_lines_and_findings,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(same_file_writes_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(equal_rows_keep_their_first_place, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(another_jobs_store_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(other_content_opens_a_version, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_rejected_row_supersedes_nothing, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(composite_keys_have_their_column, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_snapshot_withdraws_its_own_source_only, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_broken_file_leaves_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(other_rules_read_the_bytes_again, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(going_back_to_old_content_counts, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_full_correction_makes_findings_history, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_lock_is_said, set_up, tear_down),
        cmocka_unit_test_setup_teardown(new_fields_become_columns, set_up, tear_down),
        cmocka_unit_test_setup_teardown(changed_types_and_keys_are_refused, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(catalogues_are_kept_once, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
