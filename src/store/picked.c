/* picked: an eponymous virtual table of the columns that ddl_picked declares: the line, the
 * key where the kind has a column for it, every field. Only read from first to last. */
#include "store/picked.h"

#include "base/mem.h"
#include "store/inside.h"

#include "base/banned.h"

struct table {
    sqlite3_vtab base; /* first, as SQLite asks */
    const struct picked *picked;
    int fields; /* column of the first field */
};
struct cursor {
    sqlite3_vtab_cursor base;
    const struct table *table;
    uint32_t at;
};

static int connect(sqlite3 *db, void *self, int argc, const char *const *argv,
                   sqlite3_vtab **out, char **message)
{
    const struct picked *picked = self;
    struct buf sql;
    (void)argc;
    (void)argv;
    (void)message;
    buf_init(&sql, SQL_MAX);
    ddl_picked(&sql, picked->kind);
    int rc = sqlite3_declare_vtab(db, buf_view(&sql).p);
    buf_release(&sql);
    if (rc != SQLITE_OK)
        return rc;
    struct table *table = mem_new(1, sizeof *table);
    table->picked = picked;
    table->fields = 1 + ddl_has_key_column(picked->kind);
    *out = &table->base;
    return SQLITE_OK;
}

static int disconnect(sqlite3_vtab *table)
{
    mem_free(table);
    return SQLITE_OK;
}

static int best_index(sqlite3_vtab *table, sqlite3_index_info *info)
{
    (void)table;
    (void)info; /* all rows, in their order */
    return SQLITE_OK;
}

static int open_cursor(sqlite3_vtab *table, sqlite3_vtab_cursor **out)
{
    struct cursor *cursor = mem_new(1, sizeof *cursor);
    cursor->table = (const struct table *)table;
    *out = &cursor->base;
    return SQLITE_OK;
}

static int close_cursor(sqlite3_vtab_cursor *cursor)
{
    mem_free(cursor);
    return SQLITE_OK;
}

static int filter(sqlite3_vtab_cursor *base, int number, const char *name, int argc,
                  sqlite3_value **argv)
{
    (void)number;
    (void)name;
    (void)argc;
    (void)argv;
    ((struct cursor *)base)->at = 0;
    return SQLITE_OK;
}

static int next(sqlite3_vtab_cursor *base)
{
    ((struct cursor *)base)->at++;
    return SQLITE_OK;
}

static int is_past(sqlite3_vtab_cursor *base)
{
    const struct cursor *cursor = (const struct cursor *)base;
    return cursor->at >= cursor->table->picked->n;
}

static void put_text(sqlite3_context *to, struct str s)
{
    sqlite3_result_text64(to, s.p == NULL ? "" : s.p, s.n, SQLITE_STATIC, SQLITE_UTF8);
}

static int column(sqlite3_vtab_cursor *base, sqlite3_context *to, int at)
{
    const struct cursor *cursor = (const struct cursor *)base;
    const struct batch *batch = cursor->table->picked->batch;
    uint32_t row = cursor->table->picked->row[cursor->at];
    if (at == 0) {
        sqlite3_result_int64(to, (int64_t)batch->line[row]);
    } else if (at < cursor->table->fields) {
        put_text(to, batch->key[row]);
    } else {
        size_t field = (size_t)(at - cursor->table->fields);
        if (batch_missing(batch, field, row))
            return SQLITE_OK; /* NULL unless said otherwise */
        if (field_is_text(&batch->kind->field[field]))
            put_text(to, batch->column[field].text[row]);
        else
            sqlite3_result_int64(to, batch->column[field].num[row]);
    }
    return SQLITE_OK;
}

static int row_number(sqlite3_vtab_cursor *base, sqlite3_int64 *out)
{
    *out = ((const struct cursor *)base)->at;
    return SQLITE_OK;
}

static const sqlite3_module module = {
    .xConnect = connect, /* without xCreate: there without being created */
    .xBestIndex = best_index,
    .xDisconnect = disconnect,
    .xOpen = open_cursor,
    .xClose = close_cursor,
    .xFilter = filter,
    .xNext = next,
    .xEof = is_past,
    .xColumn = column,
    .xRowid = row_number,
};

int picked_register(struct picked *picked, sqlite3 *db, struct err *err)
{
    return sqlite3_create_module(db, DDL_PICKED, &module, picked) == SQLITE_OK
               ? 0
               : db_fail(db, err);
}

void picked_forget(sqlite3 *db)
{
    sqlite3_create_module(db, DDL_PICKED, NULL, NULL);
}
