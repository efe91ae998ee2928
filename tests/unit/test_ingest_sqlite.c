/* Rows of SQLite files: values as text, the order of rows, and what a hostile or unfinished
 * database is refused for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/file.h"
#include "fixture_ingest.h"
#include "ingest/sqlite_functions.h"

/* A database made by these statements, as bytes; in the fixture's arena. */
static struct str database(struct ingest_fixture *f, const char *sql)
{
    sqlite3 *db;
    struct str bytes;
    unlink(f->path);
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(db));
    sqlite3_close(db);
    assert_int_equal(file_read(f->path, 64 << 20, &f->arena, &bytes, &f->err), 0);
    return bytes;
}

static const char *read_table(struct ingest_fixture *f, const char *table,
                              const char *sql)
{
    f->source.query = STR_NONE;
    f->source.table = str_of(table);
    return ingest_fixture_read(f, database(f, sql));
}

static const char *read_query(struct ingest_fixture *f, const char *query,
                              const char *sql)
{
    f->source.table = STR_NONE;
    f->source.query = str_of(query);
    return ingest_fixture_read(f, database(f, sql));
}

static void values_become_text(void **state)
{
    assert_string_equal(
        read_table(*state, "t",
                   "CREATE TABLE t(a, b); INSERT INTO t VALUES"
                   "(1, 'x'), (-9223372036854775807, ''), (NULL, '\xE5\xB7\xA5'),"
                   "(12.0, 2.5), (1e300, 0.1), (x'00ff', 'a' || char(0) || 'b'),"
                   "(CAST(x'b9a4' AS TEXT), 'ok')"),
        "0 [a][b]\n1 [1][x]\n2 [-9223372036854775807][]\n3 [][\xE5\xB7\xA5]\n"
        "4 [12][2.5]\n5 [1.0e+300][0.1]\n6 [(no text)][(no text)]\n7 [(no text)][ok]\n");
}

static void a_table_is_read_in_the_order_of_its_rows(void **state)
{
    assert_string_equal(read_table(*state, "T",
                                   "CREATE TABLE t(a INTEGER PRIMARY KEY, b);"
                                   "CREATE INDEX i ON t(b, a);"
                                   "INSERT INTO t VALUES (3, 'x'), (1, 'z'), (2, 'y')"),
                        "0 [a][b]\n1 [1][z]\n2 [2][y]\n3 [3][x]\n");
    assert_string_equal(read_table(*state, "no \"row\"",
                                   "CREATE TABLE \"no \"\"row\"\"\"(a PRIMARY KEY)"
                                   "WITHOUT ROWID;"
                                   "INSERT INTO \"no \"\"row\"\"\" VALUES ('q'), ('p')"),
                        "0 [a]\n1 [p]\n2 [q]\n");
}

static void the_only_table_needs_no_name(void **state)
{
    assert_string_equal(read_table(*state, NULL, "CREATE TABLE t(a)"), "0 [a]\n");
    assert_string_equal(
        read_table(*state, NULL, "CREATE TABLE t(a); CREATE TABLE u(a)"),
        "error 0 the database has 2 tables, \"t\", \"u\"; name one in source "
        "'test' by table=\n");
    assert_string_equal(read_table(*state, "w", "CREATE TABLE t(a)"),
                        "error 0 the database has no table \"w\"\n");
    assert_string_equal(
        read_table(*state, "v", "CREATE TABLE t(a); CREATE VIEW v AS SELECT a FROM t"),
        "error 0 \"v\" is a view and no table; read it by query=\n");
    assert_string_equal(
        read_table(*state, "t", "CREATE TABLE t(a, b AS (a * 2), c AS (a + 1) STORED)"),
        "error 0 column \"b\" of table \"t\" is computed, not stored; read it by "
        "query=\n");
    assert_string_equal(read_table(*state, "t",
                                   "CREATE TABLE t(a, c AS (a + 1) STORED);"
                                   "INSERT INTO t VALUES (1)"),
                        "0 [a][c]\n1 [1][2]\n");
}

static void a_query_is_one_select(void **state)
{
    static const char made[] = "CREATE TABLE t(a); INSERT INTO t VALUES (1), (2);"
                               "CREATE VIEW v AS SELECT a * 10 AS b FROM t";
    static const struct {
        const char *query, *rows;
    } table[] = {
        {"SELECT a AS \"n\xFF\" FROM t ORDER BY a DESC", "0 [(no text)]\n1 [2]\n2 [1]\n"},
        {"SELECT a AS n FROM t ORDER BY a DESC", "0 [n]\n1 [2]\n2 [1]\n"},
        {"SELECT b FROM v ORDER BY b ; ", "0 [b]\n1 [10]\n2 [20]\n"},
        {"SELECT a FROM t ORDER BY a; DELETE FROM t",
         "error 0 the query of source 'test' must be one SELECT without parameters\n"},
        {"SELECT a FROM t WHERE a = ? ORDER BY a",
         "error 0 the query of source 'test' must be one SELECT without parameters\n"},
        {"DELETE FROM t", "error 0 the query of source 'test': not authorized\n"},
        {"ATTACH 'x' AS x", "error 0 the query of source 'test': not authorized\n"},
        {"PRAGMA journal_mode", "error 0 the query of source 'test': not authorized\n"},
        {"SELECT load_extension('x')",
         "error 0 the query of source 'test': not authorized "
         "to use function: load_extension\n"},
        {"SELECT z FROM t ORDER BY z",
         "error 0 the query of source 'test': no such column: z\n"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        assert_string_equal(read_query(*state, table[i].query, made), table[i].rows);
}

static void blobs_are_missing_with_a_finding(void **state)
{
    struct ingest_fixture *f = *state;
    f->source.table = STR("t");
    struct str bytes = database(f, "CREATE TABLE t(id, opened, note, cost);"
                                   "INSERT INTO t VALUES (1, '2026-10-01', x'00', 3.0),"
                                   "(x'01', '2026-10-01', 'n', 4)");
    assert_string_equal(ingest_fixture_take(f, bytes),
                        "binary 1 note '(no text)'\nrequired 2 id '(no text)'\n"
                        "1 1: 1|1790784000|-|-|-|300|-|-\n");
    assert_string_equal(f->dialect, "sqlite, table t");
}

static void a_log_beside_the_file_is_refused(void **state)
{
    struct ingest_fixture *f = *state;
    char log[80];
    struct str bytes = database(f, "CREATE TABLE t(a)");
    snprintf(log, sizeof log, "%s-wal", f->path);
    assert_int_equal(file_write(log, "x", 1, false, &f->err), 0);
    const char *said = ingest_fixture_read(f, bytes);
    unlink(log);
    assert_non_null(strstr(said, "error 0 the file with -wal at its end beside it"));
}

static void endless_work_is_refused(void **state)
{
    static const char endless[] =
        "CREATE TABLE t(a);"
        "CREATE VIEW v AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)"
        "  SELECT x FROM c;"
        "CREATE VIEW w AS SELECT x FROM v WHERE x < 0";
    assert_non_null(
        strstr(read_query(*state, "SELECT x FROM v", endless),
               "the rows up to this one are far more than the file can hold"));
    assert_non_null(strstr(read_query(*state, "SELECT x FROM w", endless),
                           "reading takes far more work than the file is large"));
}

/* One step of SQLite's own instr, replace, trim or LIKE takes from 5 s to minutes here. */
static void one_step_ends_soon(void **state)
{
    static const char texts[] =
        "CREATE TABLE t(a, b, c, d);"
        "INSERT INTO t SELECT s || s, s || 'b', replace(s, 'a', 'b') || 'a', s FROM"
        "  (SELECT replace(hex(zeroblob(250000)), '0', 'a') AS s)";
    struct {
        const char *query, *rows;
    } table[] = {
        {"SELECT instr(a, b) x FROM t", "0 [x]\n1 [0]\n"},
        {"SELECT length(replace(a, b, '')) x FROM t", "0 [x]\n1 [1000000]\n"},
        {"SELECT length(trim(a, substr(c, 400000))) x FROM t", "0 [x]\n1 [0]\n"},
        {"SELECT a LIKE '%' || d || 'b' x FROM t",
         "0 [x]\nerror 1 the database cannot be read: LIKE or GLOB pattern too "
         "complex\n"},
        {"SELECT json_patch(a, b) x FROM t",
         "error 0 the query of source 'test': not authorized to use function: "
         "json_patch\n"},
    };
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    time_t from = t.tv_sec;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        assert_string_equal(read_query(*state, table[i].query, texts), table[i].rows);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    assert_true(t.tv_sec - from < 8);
}

static struct str result_of(sqlite3 *db, struct arena *arena, const char *sql,
                            const char *const argument[3])
{
    sqlite3_stmt *stmt = NULL;
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
    for (int i = 0; i < sqlite3_bind_parameter_count(stmt); i++)
        sqlite3_bind_text(stmt, i + 1, argument[i], -1, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    const char *text = (const char *)sqlite3_column_text(stmt, 0);
    struct str copy = text != NULL ? arena_str(arena, str_of(text)) : STR("(null)");
    sqlite3_finalize(stmt);
    return copy;
}

/* What replaces SQLite's own functions gives what they give. */
static void functions_are_as_known(void **state)
{
    static const char *const sql[] = {
        "SELECT instr(?1, ?2)",
        "SELECT instr(CAST(?1 AS BLOB), CAST(?2 AS BLOB))",
        "SELECT instr(?1, CAST(?2 AS BLOB))",
        "SELECT replace(?1, ?2, ?3)",
        "SELECT trim(?1)",
        "SELECT trim(?1, ?2)",
        "SELECT ltrim(?1, ?2)",
        "SELECT rtrim(?1, ?2)",
        "SELECT instr(10203, 2) || replace(10203, 0, 9) || trim(1012, 1) || trim(1.50)",
        "SELECT length(ltrim('  x ') || rtrim(' x  '))",
        ("SELECT trim(NULL, ?1) IS NULL AND replace(?1, NULL, 'a') IS NULL AND"
         "  instr(?1, NULL) IS NULL"),
    };
    static const char *const text[] = {"",
                                       " ",
                                       "a",
                                       "aa",
                                       "ab",
                                       "a\xc3\xa4",
                                       "\xe5\xb7\xa5\xe5\x8d\x95",
                                       "aab\xe5\xb7\xa5",
                                       "\xe5\x8d\x95\xe5\xb7\xa5 ab",
                                       "  aabaab ",
                                       NULL};
    enum { TEXTS = sizeof text / sizeof *text };
    struct ingest_fixture *f = *state;
    sqlite3 *known, *ours;
    assert_int_equal(sqlite3_open(":memory:", &known), SQLITE_OK);
    assert_int_equal(sqlite3_open(":memory:", &ours), SQLITE_OK);
    assert_int_equal(sqlite_functions_bound(ours), SQLITE_OK);
    for (size_t i = 0; i < sizeof sql / sizeof *sql * TEXTS * TEXTS; i++) {
        const char *argument[] = {text[i % TEXTS], text[i / TEXTS % TEXTS],
                                  text[i * 7 % TEXTS]};
        const char *query = sql[i / TEXTS / TEXTS];
        assert_string_equal(result_of(known, &f->arena, query, argument).p,
                            result_of(ours, &f->arena, query, argument).p);
    }
    sqlite3_close(known);
    sqlite3_close(ours);
}

static void damage_is_refused(void **state)
{
    struct ingest_fixture *f = *state;
    struct str good =
        database(f, "CREATE TABLE t(a); INSERT INTO t "
                    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 "
                    "FROM c LIMIT 5000) SELECT 'text ' || x FROM c");
    struct str bad = arena_str(&f->arena, good);
    f->source.table = STR("t");
    for (size_t i = 4096; i < bad.n; i += 7)
        ((char *)bad.p)[i] ^= 0x5A;
    assert_non_null(strstr(ingest_fixture_read(f, bad), "error"));
    bad = (struct str){good.p, 5000}; /* cut off */
    assert_non_null(strstr(ingest_fixture_read(f, bad), "error"));
    bad.n = 20;
    assert_non_null(strstr(ingest_fixture_read(f, bad), "error"));
}

int main(void)
{
#define TEST(name) INGEST_TEST(name)
    const struct CMUnitTest tests[] = {
        TEST(values_become_text),
        TEST(a_table_is_read_in_the_order_of_its_rows),
        TEST(the_only_table_needs_no_name),
        TEST(a_query_is_one_select),
        TEST(blobs_are_missing_with_a_finding),
        TEST(a_log_beside_the_file_is_refused),
        TEST(endless_work_is_refused),
        TEST(one_step_ends_soon),
        TEST(functions_are_as_known),
        TEST(damage_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
