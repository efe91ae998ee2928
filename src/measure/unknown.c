/* unknown: values that no limit knows, from what the scan counted. */
#include <stdlib.h>

#include "catalogue/known.h"
#include "measure/measure_run.h"
#include "measure/statement.h"

#include "base/banned.h"

enum { TOLD_MAX = 50 }; /* values a field */

struct counted {
    struct str value;
    const struct odd_value *seen;
};

static int by_rows(const void *a, const void *b)
{
    const struct counted *x = a, *y = b;
    if (x->seen->rows != y->seen->rows)
        return x->seen->rows < y->seen->rows ? 1 : -1;
    return str_cmp(x->value, y->value);
}

static struct str file_name(const struct store_file *file, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (file[i].file == id)
            return file[i].name;
    return STR_NONE;
}

/* Those that are not known, the commonest first. */
static size_t list_values(const struct plan_known *known, const struct odd_values *values,
                          struct counted *list)
{
    size_t n = 0;
    for (size_t i = 0; i < values->names.n; i++)
        if (known_find(known->value, known->n, values->names.key[i]) == known->n)
            list[n++] = (struct counted){values->names.key[i], &values->seen[i]};
    if (n > 0)
        qsort(list, n, sizeof *list, by_rows);
    return n;
}

static void put_values(struct measure *m, const struct plan_kind *plan, size_t field)
{
    const struct plan_known *known = &plan->known[field];
    const struct odd_values *values = &m->oddities[plan - m->plan.kind].values[field];
    struct counted *list = mem_new(values->names.n + 1, sizeof *list);
    size_t n = list_values(known, values, list);
    for (size_t i = 0; i < n && i < TOLD_MAX; i++) {
        m->unknown =
            mem_room(m->unknown, m->nunknown, &m->unknown_cap, sizeof *m->unknown);
        m->unknown[m->nunknown++] = (struct unknown_value){
            .kind = plan->kind,
            .field = known->field,
            .known = known->value,
            .nknown = known->n,
            .value = list[i].value,
            .closest = known_closest(known->value, known->n, list[i].value),
            .rows = list[i].seen->rows,
            .line = list[i].seen->first.line,
            .file = file_name(m->file, m->nfiles, list[i].seen->first.file)};
    }
    mem_free(list);
}

void unknown_find(struct measure *m)
{
    const struct records *records = &m->job->records;
    for (size_t k = 0; k < records->nkinds; k++) {
        const struct plan_kind *plan = plan_kind(&m->plan, &records->kind[k]);
        for (size_t i = 0; i < plan->nknown; i++)
            put_values(m, plan, i);
    }
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
