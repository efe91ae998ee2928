/* unknown: values that no limit knows, asked of the store once a run for every field that a
 * limit goes by. */
#include "catalogue/known.h"
#include "measure/measure_run.h"
#include "measure/statement.h"

#include "base/banned.h"

static int read_values(struct measure *m, struct unknown_value *like, struct query *query,
                       struct err *err)
{
    sqlite3_stmt *stmt;
    int status = statement_open(store_handle(m->store), query, &stmt, err);
    while (status == 0 && (status = db_step(stmt, err)) == 0) {
        m->unknown =
            mem_room(m->unknown, m->nunknown, &m->unknown_cap, sizeof *m->unknown);
        struct unknown_value *value = &m->unknown[m->nunknown++];
        *value = *like;
        value->value = arena_str(&m->arena, db_str(stmt, 0));
        value->rows = sqlite3_column_int64(stmt, 1);
        value->file = arena_str(&m->arena, db_str(stmt, 2));
        value->line = sqlite3_column_int64(stmt, 3);
        value->closest = known_closest(like->known, like->nknown, value->value);
    }
    sqlite3_finalize(stmt);
    return status < 0 ? -1 : 0;
}

int unknown_find(struct measure *m, struct err *err)
{
    const struct records *records = &m->job->records;
    int status = 0;
    for (size_t k = 0; k < records->nkinds && status == 0; k++)
        for (size_t i = 0; i < records->kind[k].nfields && status == 0; i++) {
            struct unknown_value like = {.kind = &records->kind[k],
                                         .field = &records->kind[k].field[i]};
            struct query query;
            like.nknown = known_values(&m->arena, &m->job->metrics, like.kind, like.field,
                                       &like.known);
            if (like.nknown == 0)
                continue;
            query_init(&query, m->as_of, m->event);
            facts_unknown(&query, &like);
            status = read_values(m, &like, &query, err);
            query_release(&query);
        }
    return status;
}

int measure_place(struct measure *m, const struct kind *kind, struct str key,
                  struct arena *arena, struct str *file, int64_t *line, struct err *err)
{
    struct query query;
    sqlite3_stmt *stmt;
    query_init(&query, m->as_of, m->event);
    facts_place(&query, kind, key);
    int status = statement_open(store_handle(m->store), &query, &stmt, err);
    if (status == 0)
        status = db_step(stmt, err);
    if (status == 0) {
        *file = arena_str(arena, db_str(stmt, 0));
        *line = sqlite3_column_int64(stmt, 1);
    }
    sqlite3_finalize(stmt);
    query_release(&query);
    return status;
}

const struct unknown_value *measure_unknown(const struct measure *m, size_t *n)
{
    *n = m->nunknown;
    return m->unknown;
}
