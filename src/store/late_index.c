/* late_index: see late_index.h. */
#include "store/late_index.h"

#include "store/inside.h"

#include "sql.h"

#include "base/banned.h"

/* The index refuses a key that comes twice in a file. Where each row has a key that cannot
 * happen, since ingest rejects the second. */
static bool has_certain_key(const struct kind *kind)
{
    bool certain = kind->nkey == 1; /* NULL where it is missing, which never repeats */
    for (size_t i = 0; i < kind->nkey; i++)
        certain = certain || kind->key[i]->required;
    return certain;
}

static int is_empty(sqlite3 *db, const struct kind *kind, bool *empty, struct err *err)
{
    sqlite3_stmt *stmt;
    if (store_prepare(db, ddl_any, kind, &stmt, err) < 0)
        return -1;
    int rc = db_step(stmt, err);
    *empty = rc == 1;
    sqlite3_finalize(stmt);
    return rc < 0 ? -1 : 0;
}

static int has_index(sqlite3 *db, const struct kind *kind, bool *there, struct err *err)
{
    sqlite3_stmt *stmt;
    if (db_prepare(db, sql_store_indexed, &stmt, err) < 0)
        return -1;
    db_bind_str(stmt, 1, kind->id);
    int rc = db_step(stmt, err);
    *there = rc == 0;
    sqlite3_finalize(stmt);
    return rc < 0 ? -1 : 0;
}

/* The table is filled, so that the row's number bounds how many there are. */
static int is_large(sqlite3 *db, const struct kind *kind, bool *large, struct err *err)
{
    sqlite3_stmt *stmt;
    if (store_prepare(db, ddl_last, kind, &stmt, err) < 0)
        return -1;
    int rc = db_step(stmt, err);
    *large = rc == 0 && sqlite3_column_int64(stmt, 0) > LATE_INDEX_ROWS;
    sqlite3_finalize(stmt);
    return rc < 0 ? -1 : 0;
}

static int read_rows(struct late_index *late, sqlite3 *db, const struct kind *kind,
                     struct err *err)
{
    sqlite3_stmt *stmt;
    if (store_prepare(db, ddl_keys, kind, &stmt, err) < 0)
        return -1;
    int rc;
    while ((rc = db_step(stmt, err)) == 0) {
        uint32_t row = (uint32_t)sqlite3_column_int64(stmt, 0);
        bool text = sqlite3_column_type(stmt, 1) == SQLITE_TEXT;
        key_map_put(&late->map,
                    text ? key_map_tag(db_str(stmt, 1))
                         : key_map_tag_number(sqlite3_column_int64(stmt, 1)),
                    row);
    }
    sqlite3_finalize(stmt);
    return rc < 0 ? -1 : 0;
}

static int know_rows(struct late_index *late, sqlite3 *db, const struct kind *kind,
                     struct err *err)
{
    int64_t version;
    if (db_number(db, sql_store_data_version, 0, &version, err) < 0)
        return -1;
    if (late->kind == kind && late->version == version)
        return 0;
    late_index_forget(late);
    if (read_rows(late, db, kind, err) < 0)
        return -1;
    late->kind = kind;
    late->version = version;
    return 0;
}

static int begin_filled(struct late_index *late, sqlite3 *db, const struct kind *kind,
                        enum look *look, struct err *err)
{
    bool there, large;
    *look = LOOK_IN_INDEX;
    if (has_index(db, kind, &there, err) < 0 || is_large(db, kind, &large, err) < 0)
        return -1;
    if (there || large)
        return late_index_make(late, db, kind, err);
    *look = LOOK_IN_MAP;
    return know_rows(late, db, kind, err);
}

int late_index_begin(struct late_index *late, sqlite3 *db, const struct kind *kind,
                     enum look *look, struct err *err)
{
    bool empty;
    if (is_empty(db, kind, &empty, err) < 0)
        return -1;
    if (!empty)
        return begin_filled(late, db, kind, look, err);
    late_index_forget(late);
    late->pending = true;
    *look = LOOK_NOWHERE;
    return store_run(db, ddl_drop_index, kind, err);
}

int late_index_end(struct late_index *late, sqlite3 *db, const struct kind *kind,
                   enum look look, struct err *err)
{
    if (look != LOOK_NOWHERE || has_certain_key(kind))
        return 0;
    return late_index_make(late, db, kind, err);
}

int late_index_make(struct late_index *late, sqlite3 *db, const struct kind *kind,
                    struct err *err)
{
    late_index_forget(late);
    return store_run(db, ddl_index, kind, err);
}

void late_index_forget(struct late_index *late)
{
    key_map_release(&late->map);
    late->kind = NULL;
}
