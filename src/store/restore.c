/* restore: predecessors of rows that are taken out. */
#include "store/restore.h"

#include "store/inside.h"

#include "sql.h"

#include "base/banned.h"

int restore_begin(struct restore *r, sqlite3 *db, const struct kind *kind, int64_t event,
                  struct err *err)
{
    *r = (struct restore){.db = db, .kind = kind, .event = event};
    if (store_prepare(db, ddl_close, kind, &r->close, err) < 0 ||
        store_prepare(db, ddl_version, kind, &r->version, err) < 0 ||
        store_prepare(db, ddl_later, kind, &r->later, err) < 0 ||
        store_prepare(db, ddl_copy, kind, &r->copy, err) < 0 ||
        db_prepare(db, sql_store_file_dead, &r->dead, err) < 0)
        return -1;
    return db_prepare(db, sql_store_event_stands, &r->stands, err);
}

void restore_release(struct restore *r)
{
    sqlite3_finalize(r->close);
    sqlite3_finalize(r->version);
    sqlite3_finalize(r->later);
    sqlite3_finalize(r->dead);
    sqlite3_finalize(r->stands);
    sqlite3_finalize(r->copy);
    *r = (struct restore){0};
}

/* Whether the statement, with its parameters bound, has a row: 1, 0, -1. */
static int has_row(sqlite3_stmt *stmt, struct err *err)
{
    int rc = db_step(stmt, err);
    sqlite3_reset(stmt);
    return rc < 0 ? -1 : rc == 0;
}

static int is_dead(struct restore *r, int64_t file, struct err *err)
{
    sqlite3_bind_int64(r->dead, 1, file);
    db_bind_sha256(r->dead, 2, &r->digest);
    db_bind_str(r->dead, 3, r->source);
    return has_row(r->dead, err);
}

static int event_stands(struct restore *r, int64_t event, struct err *err)
{
    sqlite3_bind_int64(r->stands, 1, event);
    return has_row(r->stands, err);
}

static int put_copy(struct restore *r, int64_t row, struct err *err)
{
    sqlite3_bind_int64(r->copy, 1, r->event);
    sqlite3_bind_int64(r->copy, 2, row);
    return db_execute(r->copy, err);
}

struct version {
    int64_t row, file, since, until;
};

/* The newest version of the key that began before `since`: 0, or 1 when there is none. */
static int older_version(struct restore *r, struct str key, int64_t since,
                         struct version *v, struct err *err)
{
    db_bind_str(r->version, 1, key);
    sqlite3_bind_int64(r->version, 2, since);
    int rc = db_step(r->version, err);
    if (rc == 0)
        *v = (struct version){
            sqlite3_column_int64(r->version, 0), sqlite3_column_int64(r->version, 1),
            sqlite3_column_int64(r->version, 2), sqlite3_column_int64(r->version, 3)};
    sqlite3_reset(r->version);
    return rc;
}

/* Walks back from the version that began at `since`, or from the event that closed the
 * key. A version that ended before then was closed by an act: if that act still counts,
 * the key would be absent, whatever came earlier. */
static int bring_back(struct restore *r, struct str key, int64_t since, struct err *err)
{
    struct version v;
    int rc;
    while ((rc = older_version(r, key, since, &v, err)) == 0) {
        int stands = v.until == since ? 0 : event_stands(r, v.until, err);
        if (stands != 0)
            return stands < 0 ? -1 : 0;
        int dead = is_dead(r, v.file, err);
        if (dead < 0)
            return -1;
        if (dead == 0)
            return put_copy(r, v.row, err);
        since = v.since;
    }
    return rc < 0 ? -1 : 0;
}

int restore_close(struct restore *r, int64_t row, struct err *err)
{
    sqlite3_bind_int64(r->close, 1, r->event);
    sqlite3_bind_int64(r->close, 2, row);
    return db_execute(r->close, err);
}

int restore_without(struct restore *r, int64_t row, struct str key, int64_t since,
                    struct err *err)
{
    return restore_close(r, row, err) < 0 ? -1 : bring_back(r, key, since, err);
}

int restore_closed(struct restore *r, struct str key, int64_t event, struct err *err)
{
    db_bind_str(r->later, 1, key);
    sqlite3_bind_int64(r->later, 2, event);
    int later = has_row(r->later, err);
    if (later != 0)
        return later < 0 ? -1 : 0;
    return bring_back(r, key, event, err);
}

int old_rows_read(struct old_rows *rows, sqlite3_stmt *stmt,
                  bool (*keep)(void *, const struct old_row *), void *self,
                  struct err *err)
{
    int rc;
    while ((rc = db_step(stmt, err)) == 0) {
        struct old_row row = {sqlite3_column_int64(stmt, 0),
                              sqlite3_column_int64(stmt, 1),
                              sqlite3_column_int64(stmt, 3), db_str(stmt, 2)};
        if (!keep(self, &row))
            continue;
        row.key = arena_str(&rows->arena, row.key);
        rows->item = mem_room(rows->item, rows->n, &rows->cap, sizeof *rows->item);
        rows->item[rows->n++] = row;
    }
    return rc < 0 ? -1 : 0;
}

void old_rows_release(struct old_rows *rows)
{
    arena_release(&rows->arena);
    mem_free(rows->item);
    *rows = (struct old_rows){0};
}
