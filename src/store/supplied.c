/* supplied: which fields of a kind the files had a place for, noted at import, so that
 * nobody has to read all rows to learn that none has a value. */
#include "store/inside.h"

#include "sql.h"

#include "base/banned.h"

int supplied_put(sqlite3 *db, const struct kind *kind, const bool *filled,
                 struct err *err)
{
    sqlite3_stmt *stmt;
    if (db_prepare(db, sql_store_supplied_put, &stmt, err) < 0)
        return -1;
    int rc = 0;
    for (size_t i = 0; i < kind->nfields && rc >= 0; i++) {
        if (!filled[i])
            continue;
        db_bind_str(stmt, 1, kind->id);
        db_bind_str(stmt, 2, kind->field[i].id);
        rc = db_execute(stmt, err);
    }
    sqlite3_finalize(stmt);
    return rc < 0 ? -1 : 0;
}

int store_supplied(struct store *store, const struct kind *kind, bool *supplied,
                   struct err *err)
{
    sqlite3_stmt *stmt;
    if (db_prepare(store->db, sql_store_supplied, &stmt, err) < 0)
        return -1;
    for (size_t i = 0; i < kind->nfields; i++)
        supplied[i] = false;
    db_bind_str(stmt, 1, kind->id);
    int rc;
    while ((rc = db_step(stmt, err)) == 0) {
        const struct field *field = kind_field(kind, db_str(stmt, 0));
        if (field != NULL)
            supplied[field->index] = true;
    }
    sqlite3_finalize(stmt);
    return rc < 0 ? -1 : 0;
}
