/* owner: a store keeps the records of one job, so that two organisations' rows can never
 * meet in one pack. The first job that runs with it owns it. */
#include "store/inside.h"

#include "sql.h"

#include "base/banned.h"

static int put_owner(sqlite3 *db, struct str job, struct err *err)
{
    sqlite3_stmt *stmt;
    if (db_prepare(db, sql_store_owner_put, &stmt, err) < 0)
        return -1;
    db_bind_str(stmt, 1, job);
    int rc = db_execute(stmt, err);
    sqlite3_finalize(stmt);
    return rc;
}

int store_claim(struct store *store, struct str job, struct err *err)
{
    sqlite3_stmt *stmt;
    if (db_prepare(store->db, sql_store_owner, &stmt, err) < 0)
        return -1;
    int rc = db_step(stmt, err);
    if (rc == 0 && !str_eq(db_str(stmt, 0), job))
        rc =
            err_set(err, ERR_JOB, sqlite3_db_filename(store->db, "main"), 0,
                    "keeps the records of job '%.*s', not of '%.*s'; name a store of its "
                    "own in the job",
                    STR_ARG(db_str(stmt, 0)), STR_ARG(job));
    sqlite3_finalize(stmt);
    return rc == 1 ? put_owner(store->db, job, err) : rc;
}
