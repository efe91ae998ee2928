/* count: how many live rows a source has in a span of time, for gates, and what they say. */
#include <assert.h>
#include <string.h>

#include "store/inside.h"

#include "sql.h"

#include "base/banned.h"

static int prepare(struct store *store, const struct kind *kind, const struct field *sum,
                   sqlite3_stmt **stmt, struct err *err)
{
    struct buf sql;
    buf_init(&sql, SQL_MAX);
    ddl_count(&sql, kind, sum);
    int rc = db_prepare(store->db, buf_view(&sql).p, stmt, err);
    buf_release(&sql);
    return rc;
}

int store_count(struct store *store, const struct source *source, const struct field *sum,
                int64_t from, int64_t until, struct store_count *out, struct err *err)
{
    sqlite3_stmt *stmt;
    assert(store->in_snapshot);
    if (prepare(store, source->kind, sum, &stmt, err) < 0)
        return -1;
    sqlite3_bind_int64(stmt, 1, store->event);
    db_bind_str(stmt, 2, source->id);
    if (source->kind->event != NULL) {
        sqlite3_bind_int64(stmt, 3, from);
        sqlite3_bind_int64(stmt, 4, until);
    }
    int rc = db_step(stmt, err);
    if (rc == 0)
        *out = (struct store_count){
            .rows = sqlite3_column_int64(stmt, 0),
            .newest = sqlite3_column_int64(stmt, 1),
            .has_newest = sqlite3_column_type(stmt, 1) != SQLITE_NULL,
            .sum = sqlite3_column_int64(stmt, 2),
        };
    sqlite3_finalize(stmt);
    return rc < 0 ? -1 : 0;
}

/* Without a file that reaches into the span all rows would be read to find none. */
static int reaches(struct store *store, const struct source *source, int64_t from,
                   int64_t until, bool *out, struct err *err)
{
    sqlite3_stmt *stmt;
    if (db_prepare(store->db, sql_store_reaches, &stmt, err) < 0)
        return -1;
    db_bind_str(stmt, 1, source->id);
    sqlite3_bind_int64(stmt, 2, from);
    sqlite3_bind_int64(stmt, 3, until);
    int rc = db_step(stmt, err);
    *out = rc == 0 && sqlite3_column_int64(stmt, 0) > 0;
    sqlite3_finalize(stmt);
    return rc < 0 ? -1 : 0;
}

int store_filled(struct store *store, const struct source *source, int64_t from,
                 int64_t until, int64_t most, int32_t east, struct store_filled *out,
                 struct err *err)
{
    size_t n = source->kind->nfields;
    sqlite3_stmt *stmt;
    bool any;
    assert(store->in_snapshot && source->kind->event != NULL);
    if (reaches(store, source, from, until, &any, err) < 0)
        return -1;
    out->rows = out->night = 0;
    memset(out->count, 0, n * sizeof *out->count);
    memset(out->sum, 0, n * sizeof *out->sum);
    if (!any)
        return 0;
    if (store_prepare(store->db, ddl_filled, source->kind, &stmt, err) < 0)
        return -1;
    sqlite3_bind_int64(stmt, 1, store->event);
    db_bind_str(stmt, 2, source->id);
    sqlite3_bind_int64(stmt, 3, from);
    sqlite3_bind_int64(stmt, 4, until);
    sqlite3_bind_int64(stmt, 5, most);
    sqlite3_bind_int64(stmt, 6, east);
    int rc = db_step(stmt, err);
    if (rc == 0) {
        out->rows = sqlite3_column_int64(stmt, 0);
        out->night = sqlite3_column_int64(stmt, (int)(2 * n + 1));
    }
    for (size_t i = 0; rc == 0 && i < n; i++) {
        out->count[i] = sqlite3_column_int64(stmt, (int)(i + 1));
        out->sum[i] = sqlite3_column_double(stmt, (int)(n + 1 + i));
    }
    sqlite3_finalize(stmt);
    return rc < 0 ? -1 : 0;
}
