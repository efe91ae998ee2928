/* store_fixture: a store in a folder of its own, two small kinds, and short ways to
 * import a text and to see what is live. Included by the store's tests. */
#ifndef STORE_FIXTURE_H
#define STORE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/buf.h"
#include "base/file.h"
#include "store/store.h"

#define THING_FIELDS                                                                     \
    "<field id='id' type='id' required='yes'><name xml:lang='en'>Id</name></field>"      \
    "<field id='name' type='text'><name xml:lang='en'>Name</name></field>"               \
    "<field id='n' type='int' min='0' max='99'><name xml:lang='en'>N</name></field>"     \
    "<field id='at' type='time'><name xml:lang='en'>At</name></field>"

#define PAIR                                                                             \
    "<kind id='pair' key='a b'><name xml:lang='en'>Pairs</name>"                         \
    "<field id='a' type='text' required='yes'><name xml:lang='en'>A</name></field>"      \
    "<field id='b' type='text' required='yes'><name xml:lang='en'>B</name></field>"      \
    "<field id='n' type='int'><name xml:lang='en'>Count</name></field></kind>"

#define RECORDS(fields)                                                                  \
    "<records xmlns='urn:auditpack:records:1'><kind id='thing' key='id' event='at'>"     \
    "<name xml:lang='en'>Things</name>" fields "</kind>" PAIR "</records>"

enum { THINGS, PAIRS, MORE_THINGS, SOURCES };

struct fixture {
    struct arena arena;
    struct cat_load load;
    struct records records;
    struct zone *zone;
    char folder[64];
    struct store *store;
    struct source source[SOURCES];
    struct err err;
};

__attribute__((unused)) static void must(const struct fixture *f, int rc)
{
    if (rc < 0)
        fail_msg("%s:%ld: %s", f->err.file, f->err.line, f->err.msg);
}

static const char *place(struct fixture *f, const char *name)
{
    return arena_printf(&f->arena, "%s/%s", f->folder, name).p;
}

static void write_text(struct fixture *f, const char *name, const char *text)
{
    must(f, file_write(place(f, name), text, strlen(text), false, &f->err));
}

static void load_records(struct fixture *f, const char *xml)
{
    size_t index;
    write_text(f, "records.xml", xml);
    must(f,
         cat_read(&f->load, "records", str_of(place(f, "records.xml")), &index, &f->err));
    must(f, records_load(&f->records, &f->load, index, 1, &f->err));
    static const char *const id[SOURCES] = {"things", "pairs", "more"};
    for (int i = 0; i < SOURCES; i++)
        f->source[i] = (struct source){.id = str_of(id[i]),
                                       .name = str_of(id[i]),
                                       .kind = &f->records.kind[i == PAIRS ? 1 : 0],
                                       .rules = sha256_of(xml, strlen(xml))};
}

__attribute__((unused)) static void open_store(struct fixture *f)
{
    must(f, store_open(&f->store, place(f, "store.db"), &f->records, &f->err));
    /* Tests do not outlive the power supply; syncing took most of their time. */
    sqlite3_exec(store_handle(f->store), "PRAGMA synchronous = OFF", NULL, NULL, NULL);
}

__attribute__((unused)) static void reopen_store(struct fixture *f, const char *xml)
{
    store_close(f->store);
    f->store = NULL;
    load_records(f, xml);
}

static void fixture_open(struct fixture *f)
{
    *f = (struct fixture){.folder = "/tmp/auditpack-test-XXXXXX"};
    assert_non_null(mkdtemp(f->folder));
    arena_init(&f->arena);
    f->load = (struct cat_load){
        .arena = &f->arena, .lang = STR("en"), .schemas = "templates/schemas"};
    load_records(f, RECORDS(THING_FIELDS));
    must(f, zone_open(&f->zone, STR("Asia/Shanghai"), &f->err));
}

static void fixture_close(struct fixture *f)
{
    struct err ignored;
    store_close(f->store);
    zone_close(f->zone);
    mem_free(f->load.file);
    arena_release(&f->arena);
    assert_int_equal(0, file_remove_tree(f->folder, &ignored));
}

static int try_import(struct fixture *f, int source, const char *name, const char *text,
                      struct import_result *result)
{
    write_text(f, name, text);
    f->err = (struct err){0};
    return store_import(f->store, &f->source[source], f->zone, place(f, name), result,
                        &f->arena, &f->err);
}

static struct import_result import(struct fixture *f, int source, const char *name,
                                   const char *text)
{
    struct import_result result;
    must(f, try_import(f, source, name, text, &result));
    return result;
}

/* One line a row of a statement, cells joined by bars, missing ones as "-". */
static const char *query(struct fixture *f, const char *sql)
{
    sqlite3_stmt *stmt;
    struct buf b;
    buf_init(&b, 1 << 24);
    assert_int_equal(SQLITE_OK,
                     sqlite3_prepare_v2(store_handle(f->store), sql, -1, &stmt, NULL));
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(stmt); i++) {
            const char *cell = (const char *)sqlite3_column_text(stmt, i);
            buf_printf(&b, "%s%s", i == 0 ? "" : "|", cell == NULL ? "-" : cell);
        }
        buf_char(&b, '\n');
    }
    sqlite3_finalize(stmt);
    const char *text = arena_str(&f->arena, buf_view(&b)).p;
    buf_release(&b);
    return text;
}

/* What is live, without provenance; and with it. */
__attribute__((unused)) static const char *live(struct fixture *f)
{
    return query(f, "SELECT id, name, n, at FROM thing WHERE until IS NULL ORDER BY id");
}

__attribute__((unused)) static const char *origins(struct fixture *f)
{
    return query(f, "SELECT t.id, t.name, f.name, t.line FROM thing t "
                    "JOIN file f ON f.file = t.file WHERE t.until IS NULL ORDER BY t.id");
}

__attribute__((unused)) static const char *findings(struct fixture *f)
{
    return query(f, "SELECT f.name, x.line, x.code, x.field, x.raw FROM finding x "
                    "JOIN file f ON f.file = x.file WHERE f.ended IS NULL AND "
                    "f.covered IS NULL AND f.revoked IS NULL ORDER BY x.file, x.line");
}

/* For tests with a store of their own. */
__attribute__((unused)) static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    fixture_open(f);
    open_store(f);
    *state = f;
    return 0;
}

__attribute__((unused)) static int tear_down(void **state)
{
    fixture_close(*state);
    free(*state);
    return 0;
}

#endif
