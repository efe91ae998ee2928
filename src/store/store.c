/* store: opening and closing the record store, snapshots, kept texts. */
#include "store/store.h"

#include <assert.h>
#include <errno.h>

#include "base/file.h"
#include "store/inside.h"

#include "sql.h"

#include "base/banned.h"

enum { BUSY_MS = 5000 };

static int connect_file(struct store *store, const char *path, struct err *err)
{
    if (db_open_private(&store->db, path, err) < 0 ||
        db_run(store->db, sql_store_page_size, err) < 0 ||
        db_run(store->db, sql_store_cache_size, err) < 0 ||
        db_run(store->db, sql_store_threads, err) < 0 ||
        db_run(store->db, sql_store_foreign_keys, err) < 0 ||
        db_run(store->db, sql_store_journal, err) < 0)
        return -1;
    return 0;
}

int store_open(struct store **out, const char *path, const struct records *records,
               struct err *err)
{
    struct store *store = mem_new(1, sizeof *store);
    store->records = records;
    if (connect_file(store, path, err) < 0 || schema_prepare(store, err) < 0) {
        store_close(store);
        return -1;
    }
    *out = store;
    return 0;
}

void store_close(struct store *store)
{
    struct err ignored = {0};
    if (store == NULL)
        return;
    if (store->in_snapshot)
        store_release(store);
    (void)store_ready(store, &ignored); /* else done when it is opened again */
    late_index_forget(&store->late);
    sqlite3_close(store->db);
    mem_free(store);
}

static int make_indexes(struct store *store, struct err *err)
{
    for (size_t i = 0; i < store->records->nkinds; i++)
        if (store_run(store->db, ddl_index, &store->records->kind[i], err) < 0)
            return -1;
    return db_run(store->db, sql_store_commit, err);
}

int store_ready(struct store *store, struct err *err)
{
    if (!store->late.pending)
        return 0;
    late_index_forget(&store->late);
    if (db_run(store->db, sql_store_begin_write, err) < 0)
        return -1;
    if (make_indexes(store, err) < 0) {
        struct err ignored = {0};
        (void)db_run(store->db, sql_store_rollback, &ignored);
        return -1;
    }
    store->late.pending = false;
    return 0;
}

int store_snapshot(struct store *store, int64_t event, int64_t *taken, struct err *err)
{
    assert(!store->in_snapshot);
    int64_t newest;
    if (store_ready(store, err) < 0 || db_run(store->db, sql_store_cache_read, err) < 0 ||
        db_run(store->db, sql_store_begin_read, err) < 0)
        return -1;
    store->in_snapshot = true;
    if (db_number(store->db, sql_store_newest, 0, &newest, err) < 0) {
        store_release(store);
        return -1;
    }
    if (event < 0 || event > newest) {
        store_release(store);
        return err_set(err, ERR_JOB, NULL, 0,
                       "no import event %lld in the store, the newest is %lld",
                       (long long)event, (long long)newest);
    }
    store->event = event == 0 ? newest : event;
    if (taken != NULL)
        *taken = store->event;
    return 0;
}

int64_t store_event(const struct store *store)
{
    assert(store->in_snapshot);
    return store->event;
}

void store_release(struct store *store)
{
    struct err ignored = {0};
    assert(store->in_snapshot);
    (void)db_run(store->db, sql_store_rollback, &ignored); /* it only read */
    census_drop(store);
    store->in_snapshot = false;
}

struct sqlite3 *store_handle(struct store *store)
{
    return store->db;
}

int store_reader_open(const struct store *store, struct sqlite3 **reader, struct err *err)
{
    const int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    const char *path = sqlite3_db_filename(store->db, "main");
    assert(store->in_snapshot);
    if (sqlite3_open_v2(path, reader, flags, NULL) != SQLITE_OK) {
        errno = sqlite3_system_errno(*reader);
        return err_system(err, path, "cannot open the store a second time");
    }
    sqlite3_busy_timeout(*reader, BUSY_MS);
    if (db_run(*reader, sql_store_cache_read, err) < 0 ||
        db_run(*reader, sql_store_begin_read, err) < 0)
        return -1;
    return 0;
}

void store_reader_close(struct sqlite3 *reader)
{
    struct err ignored = {0};
    if (reader && !sqlite3_get_autocommit(reader))
        (void)db_run(reader, sql_store_rollback, &ignored); /* it only read */
    sqlite3_close(reader);
}

struct str store_folder(const struct store *store, struct arena *arena)
{
    return file_folder(arena, str_of(sqlite3_db_filename(store->db, "main")));
}

static int keep_all(sqlite3 *db, const struct cat_file *file, size_t n, struct err *err)
{
    sqlite3_stmt *stmt;
    if (db_prepare(db, sql_store_keep, &stmt, err) < 0)
        return -1;
    int rc = 0;
    for (size_t i = 0; i < n && rc == 0; i++) {
        db_bind_sha256(stmt, 1, &file[i].digest);
        db_bind_str(stmt, 2, file[i].role);
        db_bind_str(stmt, 3, file[i].name);
        sqlite3_bind_blob64(stmt, 4, file[i].text.p, file[i].text.n, SQLITE_STATIC);
        rc = db_execute(stmt, err);
    }
    sqlite3_finalize(stmt);
    return rc;
}

int store_keep(struct store *store, const struct cat_file *file, size_t n,
               struct err *err)
{
    assert(!store->in_snapshot);
    if (db_run(store->db, sql_store_begin_write, err) < 0)
        return -1;
    if (keep_all(store->db, file, n, err) == 0)
        return db_run(store->db, sql_store_commit, err);
    struct err ignored = {0};
    (void)db_run(store->db, sql_store_rollback, &ignored);
    return -1;
}
