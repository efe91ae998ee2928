/* statement: binds what facts collected as parameters. */
#include "measure/statement.h"

#include "base/banned.h"

int statement_open(sqlite3 *db, const struct query *q, sqlite3_stmt **out,
                   struct err *err)
{
    *out = NULL;
    if (buf_failed(&q->sql))
        return err_set(err, ERR_JOB, NULL, 0, "a generated statement is too long");
    if (db_prepare(db, buf_view(&q->sql).p, out, err) != 0)
        return -1;
    int used = sqlite3_bind_parameter_count(*out);
    for (int i = 0; i < used && i < (int)q->nparams; i++) {
        const struct fact_param *param = &q->param[i];
        if (param->is_text)
            db_bind_str(*out, i + 1, param->text);
        else
            sqlite3_bind_int64(*out, i + 1, param->num);
    }
    return 0;
}

int statement_number(sqlite3 *db, const struct query *q, struct worktime *worktime,
                     int64_t *out, struct err *err)
{
    sqlite3_stmt *stmt;
    int status = statement_open(db, q, &stmt, err);
    if (status == 0)
        status = worktime_step(worktime, stmt, err);
    if (status == 0)
        *out = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return status;
}
