/* repeats: the index of each declaration of what comes back, and the SQL function that
 * looks into it. */
#include "measure/alike.h"

#include "store/db.h"

#include "base/banned.h"

enum { FIXED = 3 }; /* arguments before the texts */

static void nearest(sqlite3_context *context, int n, sqlite3_value **argument)
{
    const struct repeats *repeats = sqlite3_user_data(context);
    size_t number = (size_t)sqlite3_value_int64(argument[0]);
    uint64_t key = 0;
    for (int i = 2; i < n; i++)
        if (sqlite3_value_type(argument[i]) == SQLITE_NULL)
            return;
    for (int i = FIXED; i < n; i++) {
        struct str text = {(const char *)sqlite3_value_text(argument[i]), 0};
        text.n = (size_t)sqlite3_value_bytes(argument[i]);
        key = alike_key(key, text);
    }
    const struct alike_row *row =
        alike_nearest(&repeats->alike[number], key, sqlite3_value_int64(argument[2]),
                      sqlite3_value_int64(argument[1]), repeats->def[number]->back);
    if (row)
        sqlite3_result_int64(context, alike_time(row));
}

static int read_index(struct repeats *r, const struct repeat_def *def, sqlite3 *db,
                      struct worktime *worktime, int64_t as_of, int64_t event,
                      struct err *err)
{
    const struct alike_fields fields = {def->kind, def->same, def->nsame, def->to,
                                        def->among};
    if (r->def[def->index])
        return 0;
    r->def[def->index] = def;
    return alike_read(&r->alike[def->index], db, worktime, &fields, as_of, event, err);
}

int repeats_open(struct repeats *r, sqlite3 *db, struct worktime *worktime,
                 const struct metrics *metrics, int64_t as_of, int64_t event,
                 struct err *err)
{
    int status = 0;
    r->n = metrics->nrepeats;
    r->alike = mem_new(r->n + 1, sizeof *r->alike);
    r->def = mem_new(r->n + 1, sizeof(const struct repeat_def *));
    for (size_t i = 0; i < metrics->nmetrics && status == 0; i++)
        if (metrics->metric[i].repeat)
            status =
                read_index(r, metrics->metric[i].repeat, db, worktime, as_of, event, err);
    return status == 0 ? repeats_join(r, db, err) : -1;
}

void repeats_close(struct repeats *r)
{
    for (size_t i = 0; i < r->n; i++)
        alike_release(&r->alike[i]);
    mem_free(r->alike);
    mem_free(r->def);
}

static int make_known(sqlite3 *db, struct repeats *r,
                      void (*function)(sqlite3_context *, int, sqlite3_value **))
{
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    return sqlite3_create_function(db, "nearest", -1, flags, r, function, NULL, NULL);
}

int repeats_join(struct repeats *r, sqlite3 *db, struct err *err)
{
    return make_known(db, r, nearest) == SQLITE_OK ? 0 : db_fail(db, err);
}

void repeats_leave(sqlite3 *db)
{
    make_known(db, NULL, NULL);
}
