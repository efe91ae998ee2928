/* filled: asks for a row that has one of the fields not yet seen, as long as there is one.
 * Most exports answer by their first rows. What no file supplied is not asked for: that
 * question would read all rows. */
#include "measure/filled.h"

#include "measure/measure_run.h"
#include "measure/statement.h"

#include "base/banned.h"

const bool *filled_of(const struct filled *filled, const struct kind *kind)
{
    return filled->has[kind->index];
}

/* Marks what one row has; 1: no row has any of the fields that are left. */
static int ask(struct filled *filled, struct measure *m, const struct kind *kind,
               struct err *err)
{
    bool *has = filled->has[kind->index];
    struct query query;
    sqlite3_stmt *stmt;
    int column = 0;
    query_init(&query, m->as_of, m->event);
    query.has = has;
    facts_filled(&query, kind);
    int status = statement_open(store_handle(m->store), &query, &stmt, err);
    if (status == 0)
        status = db_step(stmt, err);
    for (size_t i = 0; status == 0 && i < kind->nfields; i++)
        if (!has[i])
            has[i] = sqlite3_column_type(stmt, column++) != SQLITE_NULL;
    sqlite3_finalize(stmt);
    query_release(&query);
    return status;
}

static bool is_whole(const bool *has, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!has[i])
            return false;
    return true;
}

static int find_kind(struct filled *filled, struct measure *m, const struct kind *kind,
                     struct err *err)
{
    bool *supplied = arena_new(&m->arena, kind->nfields, sizeof *supplied);
    bool *has = mem_new(kind->nfields, sizeof *has);
    filled->has[kind->index] = has;
    int status = store_supplied(m->store, kind, supplied, err);
    for (size_t i = 0; i < kind->nfields; i++)
        has[i] = !supplied[i]; /* not to be asked for */
    while (status == 0 && !is_whole(has, kind->nfields))
        status = ask(filled, m, kind, err);
    for (size_t i = 0; i < kind->nfields; i++)
        has[i] = has[i] && supplied[i];
    return status < 0 ? -1 : 0;
}

int filled_find(struct filled *filled, struct measure *m, struct err *err)
{
    int status = 0;
    filled->nkinds = m->job->records.nkinds;
    filled->has = mem_new(filled->nkinds + 1, sizeof(bool *));
    for (size_t i = 0; i < filled->nkinds && status == 0; i++)
        status = find_kind(filled, m, &m->job->records.kind[i], err);
    return status;
}

bool filled_reaches(const struct filled *filled, const struct dimension *dimension)
{
    for (size_t i = 0; i < dimension->nof; i++) {
        const struct dimension_of *of = &dimension->of[i];
        const struct kind *kind = of->via ? of->via->parent : of->kind;
        if (filled->has[kind->index][of->field->index])
            return true;
    }
    return false;
}

void filled_release(struct filled *filled)
{
    for (size_t i = 0; i < filled->nkinds; i++)
        mem_free(filled->has[i]);
    mem_free(filled->has);
}
