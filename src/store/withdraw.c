/* withdraw: a file's rows as if never imported. */
#include <assert.h>

#include "store/inside.h"
#include "store/restore.h"

#include "sql.h"

#include "base/banned.h"

/* One reading of the file that is withdrawn. */
struct reading {
    int64_t file, event;
    const struct kind *kind;
};

static int find_readings(struct store *store, const struct sha256 *digest,
                         struct reading **list, size_t *n, struct err *err)
{
    sqlite3_stmt *stmt;
    size_t cap = 0;
    if (db_prepare(store->db, sql_store_revoke_find, &stmt, err) < 0)
        return -1;
    db_bind_sha256(stmt, 1, digest);
    int rc;
    while ((rc = db_step(stmt, err)) == 0) {
        const struct kind *kind = records_kind(store->records, db_str(stmt, 2));
        if (kind == NULL) {
            rc =
                err_set(err, ERR_JOB, NULL, 0, "record kind %.*s is not in the catalogue",
                        STR_ARG(db_str(stmt, 2)));
            break;
        }
        *list = mem_room(*list, *n, &cap, sizeof **list);
        (*list)[(*n)++] = (struct reading){sqlite3_column_int64(stmt, 0),
                                           sqlite3_column_int64(stmt, 1), kind};
    }
    sqlite3_finalize(stmt);
    return rc < 0 ? -1 : 0;
}

static int begin_act(struct store *store, const struct sha256 *digest, int64_t *event,
                     struct err *err)
{
    sqlite3_stmt *stmt;
    if (db_prepare(store->db, sql_store_import, &stmt, err) < 0)
        return -1;
    db_bind_str(stmt, 1, STR("withdraw"));
    db_bind_str(stmt, 2, STR(""));
    int rc = db_execute(stmt, err);
    sqlite3_finalize(stmt);
    *event = sqlite3_last_insert_rowid(store->db);
    if (rc < 0 || db_prepare(store->db, sql_store_revoke, &stmt, err) < 0)
        return -1;
    sqlite3_bind_int64(stmt, 1, *event);
    db_bind_sha256(stmt, 2, digest);
    rc = db_execute(stmt, err);
    sqlite3_finalize(stmt);
    return rc;
}

static bool of_file(void *self, const struct old_row *row)
{
    return row->file == *(const int64_t *)self;
}

static bool any(void *self, const struct old_row *row)
{
    (void)self;
    (void)row;
    return true;
}

static int read_old(struct store *store, ddl_writer *write, const struct kind *kind,
                    int64_t event, bool (*keep)(void *, const struct old_row *),
                    int64_t *file, struct old_rows *rows, struct err *err)
{
    sqlite3_stmt *stmt;
    if (store_prepare(store->db, write, kind, &stmt, err) < 0)
        return -1;
    sqlite3_bind_int64(stmt, 1, event);
    int rc = old_rows_read(rows, stmt, keep, file, err);
    sqlite3_finalize(stmt);
    return rc;
}

/* Live rows of the reading go, and what it had closed comes back. */
static int take_back(struct store *store, struct reading *reading, int64_t event,
                     struct err *err)
{
    struct old_rows live = {0}, closed = {0};
    struct restore restore;
    arena_init(&live.arena);
    arena_init(&closed.arena);
    int rc = restore_begin(&restore, store->db, reading->kind, event, err);
    if (rc == 0)
        rc = read_old(store, ddl_older, reading->kind, event, of_file, &reading->file,
                      &live, err);
    if (rc == 0)
        rc = read_old(store, ddl_closed, reading->kind, reading->event, any, NULL,
                      &closed, err);
    for (size_t i = 0; i < live.n && rc == 0; i++)
        rc = restore_without(&restore, live.item[i].row, live.item[i].key,
                             live.item[i].since, err);
    for (size_t i = 0; i < closed.n && rc == 0; i++)
        rc = restore_closed(&restore, closed.item[i].key, reading->event, err);
    restore_release(&restore);
    old_rows_release(&live);
    old_rows_release(&closed);
    return rc;
}

static int read_again(struct store *store, const struct reading *reading, struct err *err)
{
    sqlite3_stmt *stmt;
    if (db_prepare(store->db, sql_store_revoke_again, &stmt, err) < 0)
        return -1;
    db_bind_str(stmt, 1, reading->kind->id);
    sqlite3_bind_int64(stmt, 2, reading->event);
    int rc = db_execute(stmt, err);
    sqlite3_finalize(stmt);
    return rc;
}

static int withdraw(struct store *store, const struct sha256 *digest, struct err *err)
{
    struct reading *list = NULL;
    size_t n = 0;
    int64_t event;
    int rc = find_readings(store, digest, &list, &n, err);
    if (rc == 0 && n == 0)
        rc = err_set(err, ERR_JOB, NULL, 0, "no file of that digest is in the store");
    if (rc == 0)
        rc = begin_act(store, digest, &event, err);
    /* The newest reading first, so that what comes back is never one of its own. */
    for (size_t i = n; i-- > 0 && rc == 0;) {
        rc = take_back(store, &list[i], event, err);
        if (rc == 0)
            rc = read_again(store, &list[i], err);
    }
    mem_free(list);
    return rc;
}

int store_withdraw(struct store *store, const struct sha256 *digest, struct err *err)
{
    assert(!store->in_snapshot);
    if (store_ready(store, err) < 0 || db_run(store->db, sql_store_begin_write, err) < 0)
        return -1;
    if (withdraw(store, digest, err) == 0)
        return db_run(store->db, sql_store_commit, err);
    struct err ignored = {0};
    (void)db_run(store->db, sql_store_rollback, &ignored);
    return -1;
}

int store_readmit(struct store *store, const struct sha256 *digest, struct err *err)
{
    sqlite3_stmt *stmt;
    assert(!store->in_snapshot);
    if (db_prepare(store->db, sql_store_readmit, &stmt, err) < 0)
        return -1;
    db_bind_sha256(stmt, 1, digest);
    int rc = db_execute(stmt, err);
    sqlite3_finalize(stmt);
    return rc;
}
