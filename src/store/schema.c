/* schema: brings a store file to this program's schema: numbered migrations for the
 * store's own tables, then one table a record kind, with columns added for new fields.
 * Refuses files of others, newer stores and changed types. */
#include <stdlib.h>

#include "store/inside.h"

#include "sql.h"

#include "base/banned.h"

enum { APPLICATION = 0x41504B31 };

static const char *const migration_1[] = {sql_store_1_import,
                                          sql_store_1_file,
                                          sql_store_1_finding,
                                          sql_store_1_kind,
                                          sql_store_1_catalogue,
                                          sql_store_version_1,
                                          NULL};
static const char *const migration_2[] = {sql_store_2_owner, sql_store_version_2, NULL};
static const char *const migration_3[] = {sql_store_3_supplied, sql_store_3_supplied_all,
                                          sql_store_version_3, NULL};
static const char *const *const migration[] = {migration_1, migration_2, migration_3};
enum { NEWEST = sizeof migration / sizeof *migration };

static int check_file(sqlite3 *db, struct err *err)
{
    const char *path = sqlite3_db_filename(db, "main");
    int64_t mark, tables, version;
    if (db_number(db, sql_store_marked, 0, &mark, err) < 0 ||
        db_number(db, sql_store_tables, 0, &tables, err) < 0 ||
        db_number(db, sql_store_version, 0, &version, err) < 0)
        return -1;
    if (mark != APPLICATION && (mark != 0 || tables > 0))
        return err_set(err, ERR_JOB, path, 0,
                       "not a store of this program, name another file in the job");
    if (version > NEWEST)
        return err_set(err, ERR_JOB, path, 0,
                       "made by a newer version of this program (schema %lld, known: %d)",
                       (long long)version, (int)NEWEST);
    return 0;
}

static int migrate(sqlite3 *db, struct err *err)
{
    int64_t version;
    if (db_number(db, sql_store_version, 0, &version, err) < 0)
        return -1;
    if (version == 0 && db_run(db, sql_store_mark, err) < 0)
        return -1;
    for (int64_t v = version; v < NEWEST; v++)
        for (const char *const *sql = migration[v]; *sql != NULL; sql++)
            if (db_run(db, *sql, err) < 0)
                return -1;
    return 0;
}

static void put_key(struct buf *b, const struct kind *kind)
{
    for (size_t i = 0; i < kind->nkey; i++) {
        if (i > 0)
            buf_char(b, '|');
        buf_str(b, kind->key[i]->id);
    }
}

/* 0: known with this key, 1: not known yet. */
static int check_key(sqlite3 *db, const struct kind *kind, struct err *err)
{
    sqlite3_stmt *stmt;
    struct buf key;
    if (db_prepare(db, sql_store_kind, &stmt, err) < 0)
        return -1;
    buf_init(&key, SQL_MAX);
    put_key(&key, kind);
    db_bind_str(stmt, 1, kind->id);
    int rc = db_step(stmt, err);
    if (rc == 0 && !str_eq(db_str(stmt, 0), buf_view(&key)))
        rc =
            err_set(err, ERR_JOB, sqlite3_db_filename(db, "main"), 0,
                    "the key of kind %.*s has changed, remove the store and import again",
                    STR_ARG(kind->id));
    sqlite3_finalize(stmt);
    buf_release(&key);
    return rc;
}

static int create_kind(sqlite3 *db, const struct kind *kind, struct err *err)
{
    sqlite3_stmt *stmt;
    struct buf key;
    if (store_run(db, ddl_create, kind, err) < 0 ||
        db_prepare(db, sql_store_kind_put, &stmt, err) < 0)
        return -1;
    buf_init(&key, SQL_MAX);
    put_key(&key, kind);
    db_bind_str(stmt, 1, kind->id);
    db_bind_str(stmt, 2, buf_view(&key));
    int rc = db_execute(stmt, err);
    sqlite3_finalize(stmt);
    buf_release(&key);
    return rc;
}

static int add_column(sqlite3 *db, const struct kind *kind, const struct field *field,
                      struct err *err)
{
    struct buf sql;
    buf_init(&sql, SQL_MAX);
    ddl_add(&sql, kind, field);
    int rc = db_run(db, buf_view(&sql).p, err);
    buf_release(&sql);
    return rc;
}

/* Adds columns of new fields. Files are read again for them, because a kind is part of
 * the digest of rules that makes a file 'already imported'. */
static int update_kind(sqlite3 *db, const struct kind *kind, struct err *err)
{
    sqlite3_stmt *stmt;
    if (db_prepare(db, sql_store_columns, &stmt, err) < 0)
        return -1;
    int rc = 0;
    for (size_t i = 0; i < kind->nfields && rc >= 0; i++) {
        const struct field *field = &kind->field[i];
        db_bind_str(stmt, 1, kind->id);
        db_bind_str(stmt, 2, field->id);
        rc = db_step(stmt, err);
        if (rc == 0 && !str_eq(db_str(stmt, 0), str_of(ddl_type(field))))
            rc = err_set(err, ERR_JOB, sqlite3_db_filename(db, "main"), 0,
                         "the type of field %.*s of kind %.*s has changed, remove the "
                         "store and import again",
                         STR_ARG(field->id), STR_ARG(kind->id));
        sqlite3_reset(stmt);
        if (rc == 1)
            rc = add_column(db, kind, field, err);
    }
    sqlite3_finalize(stmt);
    return rc < 0 ? -1 : 0;
}

static int prepare_kinds(struct store *store, struct err *err)
{
    for (size_t i = 0; i < store->records->nkinds; i++) {
        const struct kind *kind = &store->records->kind[i];
        if (ddl_check(kind, err) < 0)
            return -1;
        int rc = check_key(store->db, kind, err);
        if (rc == 0)
            rc = update_kind(store->db, kind, err);
        else if (rc == 1)
            rc = create_kind(store->db, kind, err);
        if (rc < 0 || store_run(store->db, ddl_index, kind, err) < 0)
            return -1;
    }
    return 0;
}

int schema_prepare(struct store *store, struct err *err)
{
    if (check_file(store->db, err) < 0 ||
        db_run(store->db, sql_store_begin_write, err) < 0)
        return -1;
    if (migrate(store->db, err) == 0 && prepare_kinds(store, err) == 0)
        return db_run(store->db, sql_store_commit, err);
    struct err ignored = {0};
    (void)db_run(store->db, sql_store_rollback, &ignored);
    return -1;
}
