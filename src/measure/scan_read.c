/* scan_read: an aggregate function that lasts as long as its statement. */
#include "measure/scan_read.h"

#include "measure/facts_scan.h"
#include "measure/statement.h"

#include "base/banned.h"

struct taking {
    scan_taker *take;
    void *self;
    int status;
    struct err err;
};

static int take(struct taking *t, sqlite3_value **value)
{
    if (t->status == 0)
        t->status = t->take(t->self, (struct scan_row){value}, &t->err);
    return t->status;
}

static void take_arguments(sqlite3_context *context, int n, sqlite3_value **argument)
{
    (void)n;
    if (take(sqlite3_user_data(context), argument) != 0)
        sqlite3_result_error_code(context, SQLITE_ABORT);
}

static void end(sqlite3_context *context)
{
    sqlite3_result_null(context);
}

static int make_known(sqlite3 *db, struct taking *t, struct err *err)
{
    int status = sqlite3_create_function(db, "scanned", -1, SQLITE_UTF8, t, NULL,
                                         t ? take_arguments : NULL, t ? end : NULL);
    return status == SQLITE_OK ? 0 : db_fail(db, err);
}

static int step_through(struct taking *t, sqlite3_stmt *stmt, struct worktime *worktime,
                        struct err *err)
{
    int n = sqlite3_column_count(stmt), status;
    sqlite3_value **value = mem_new((size_t)n, sizeof *value);
    while ((status = worktime_step(worktime, stmt, err)) == 0) {
        for (int i = 0; i < n; i++)
            value[i] = sqlite3_column_value(stmt, i);
        if (take(t, value) != 0)
            break;
    }
    mem_free(value);
    return status < 0 ? -1 : 0;
}

static int read_all(struct taking *t, sqlite3_stmt *stmt, struct worktime *worktime,
                    struct err *err)
{
    int status = sqlite3_column_count(stmt) > SCANNED_MOST
                     ? step_through(t, stmt, worktime, err)
                     : worktime_step(worktime, stmt, err);
    if (t->status != 0)
        *err = t->err;
    return t->status != 0 || status < 0 ? -1 : 0;
}

int scan_read(sqlite3 *db, const struct query *query, struct worktime *worktime,
              scan_taker *taker, void *self, struct err *err)
{
    struct taking t = {.take = taker, .self = self};
    struct err ignored = {0};
    sqlite3_stmt *stmt;
    if (make_known(db, &t, err) != 0)
        return -1;
    int status = statement_open(db, query, &stmt, err);
    if (status == 0)
        status = read_all(&t, stmt, worktime, err);
    sqlite3_finalize(stmt);
    (void)make_known(db, NULL, &ignored);
    return status;
}
