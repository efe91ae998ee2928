/* repeats: the index of each declaration of what comes back, and the SQL function that
 * looks into it. */
#include "measure/alike.h"

#include "store/db.h"

#include "base/banned.h"

enum { FIXED = 3 }; /* arguments before the texts */

/* Of a connection: its last answer, since several limits ask the same of a row. */
struct repeats_memo {
    const struct repeats *repeats;
    bool known;
    int64_t number, row, at;
    const struct alike_row *found;
};

static uint64_t key_of(int n, sqlite3_value **argument)
{
    uint64_t key = 0;
    for (int i = FIXED; i < n; i++) {
        struct str text = {(const char *)sqlite3_value_text(argument[i]), 0};
        text.n = (size_t)sqlite3_value_bytes(argument[i]);
        key = alike_key(key, text);
    }
    return key;
}

static void nearest(sqlite3_context *context, int n, sqlite3_value **argument)
{
    struct repeats_memo *memo = sqlite3_user_data(context);
    int64_t number = sqlite3_value_int64(argument[0]);
    int64_t row = sqlite3_value_int64(argument[1]), at = sqlite3_value_int64(argument[2]);
    for (int i = 2; i < n; i++)
        if (sqlite3_value_type(argument[i]) == SQLITE_NULL)
            return;
    if (!memo->known || memo->number != number || memo->row != row || memo->at != at)
        memo->found = alike_nearest(&memo->repeats->alike[number], key_of(n, argument),
                                    at, row, memo->repeats->def[number]->back);
    memo->known = true;
    memo->number = number;
    memo->row = row;
    memo->at = at;
    if (memo->found)
        sqlite3_result_int64(context, alike_time(memo->found));
}

static int read_index(struct repeats *r, const struct repeat_def *def, sqlite3 *db,
                      struct worktime *worktime, int64_t as_of, int64_t event,
                      struct err *err)
{
    const struct alike_fields fields = {def->kind,  def->same, def->nsame, def->to,
                                        def->among, def->from, def->back};
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
    return status;
}

static bool has_rows_of(const struct repeat_def *def, const struct alike_fields *fields)
{
    if (!def || def->kind != fields->kind || def->to != fields->at ||
        def->among != fields->among || def->nsame != fields->nsame)
        return false;
    for (size_t i = 0; i < def->nsame; i++)
        if (def->same[i] != fields->same[i])
            return false;
    return true;
}

const struct alike *repeats_lookup(const struct repeats *r,
                                   const struct alike_fields *fields)
{
    for (size_t i = 0; i < r->n; i++)
        if (has_rows_of(r->def[i], fields))
            return &r->alike[i];
    return NULL;
}

void repeats_close(struct repeats *r)
{
    for (size_t i = 0; i < r->n; i++)
        alike_release(&r->alike[i]);
    mem_free(r->alike);
    mem_free(r->def);
}

static void forget(void *memo)
{
    mem_free(memo);
}

int repeats_join(const struct repeats *r, sqlite3 *db, struct err *err)
{
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    struct repeats_memo *memo = mem_new(1, sizeof *memo);
    memo->repeats = r;
    return sqlite3_create_function_v2(db, "nearest", -1, flags, memo, nearest, NULL, NULL,
                                      forget) == SQLITE_OK
               ? 0
               : db_fail(db, err);
}

void repeats_leave(sqlite3 *db)
{
    sqlite3_create_function_v2(db, "nearest", -1, SQLITE_UTF8, NULL, NULL, NULL, NULL,
                               NULL);
}
