/* statement: the statements that ddl writes for a kind. */
#include "store/inside.h"

#include "base/banned.h"

int store_prepare(sqlite3 *db, ddl_writer *write, const struct kind *kind,
                  sqlite3_stmt **stmt, struct err *err)
{
    struct buf sql;
    buf_init(&sql, SQL_MAX);
    write(&sql, kind);
    int rc = db_prepare(db, buf_view(&sql).p, stmt, err);
    buf_release(&sql);
    return rc;
}

int store_run(sqlite3 *db, ddl_writer *write, const struct kind *kind, struct err *err)
{
    sqlite3_stmt *stmt;
    if (store_prepare(db, write, kind, &stmt, err) < 0)
        return -1;
    int rc = db_execute(stmt, err);
    sqlite3_finalize(stmt);
    return rc;
}
