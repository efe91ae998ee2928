/* stale: files whose rows still count but were read under rules that are no more, and that
 * no import of this run has read again. */
#include "store/inside.h"

#include "sql.h"

#include "base/banned.h"

/* 1: some of its rows are live, 0: none is, -1: error. */
static int is_live(struct store *store, sqlite3_stmt *reading, struct str source,
                   bool repeated, struct err *err)
{
    const struct kind *kind = records_kind(store->records, db_str(reading, 1));
    sqlite3_stmt *stmt;
    if (kind == NULL)
        return 0;
    if (store_prepare(store->db, ddl_lives, kind, &stmt, err) < 0)
        return -1;
    sqlite3_bind_int64(stmt, 1, sqlite3_column_int64(reading, 0));
    db_bind_str(stmt, 2, source);
    sqlite3_bind_int(stmt, 3, repeated);
    int rc = db_step(stmt, err);
    sqlite3_finalize(stmt);
    return rc < 0 ? -1 : rc == 0;
}

/* A file that must be read again counts even when no row is under its name: those that
 * it repeated went with the file that was withdrawn. */
static int put_stale(struct store *store, sqlite3_stmt *stmt, struct str source,
                     struct arena *arena, struct stale *out, struct err *err)
{
    bool again = sqlite3_column_int(stmt, 3) != 0;
    bool repeated = sqlite3_column_int(stmt, 4) != 0;
    bool replaced = sqlite3_column_int(stmt, 5) != 0;
    if (replaced && again) {
        out->unsure += repeated;
        return 0;
    }
    int live = again ? 1 : is_live(store, stmt, source, !replaced && repeated, err);
    if (live <= 0)
        return live;
    if (out->n++ == 0)
        out->first = db_copy(stmt, 2, arena);
    return 0;
}

int store_stale(struct store *store, const struct source *source, struct arena *arena,
                struct stale *out, struct err *err)
{
    sqlite3_stmt *stmt;
    *out = (struct stale){.n = 0};
    if (db_prepare(store->db, sql_store_stale, &stmt, err) < 0)
        return -1;
    db_bind_str(stmt, 1, source->id);
    db_bind_sha256(stmt, 2, &source->rules);
    int rc;
    while ((rc = db_step(stmt, err)) == 0)
        if (put_stale(store, stmt, source->id, arena, out, err) < 0) {
            rc = -1;
            break;
        }
    sqlite3_finalize(stmt);
    return rc < 0 ? -1 : 0;
}

int store_read_event(struct store *store, const struct source *source, const char *path,
                     int64_t *event, struct err *err)
{
    sqlite3_stmt *stmt;
    if (db_prepare(store->db, sql_store_read_event, &stmt, err) < 0)
        return -1;
    db_bind_str(stmt, 1, source->id);
    db_bind_str(stmt, 2, str_of(path));
    int rc = db_step(stmt, err);
    bool known = rc == 0 && sqlite3_column_type(stmt, 0) != SQLITE_NULL;
    *event = known ? sqlite3_column_int64(stmt, 0) : INT64_MAX;
    sqlite3_finalize(stmt);
    return rc < 0 ? -1 : 0;
}
