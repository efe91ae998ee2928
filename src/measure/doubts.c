/* doubts: walks the rows that rules of their kinds flag, with their values as texts. */
#include "base/instant.h"
#include "measure/measure_run.h"
#include "measure/statement.h"

#include "base/banned.h"

struct walk {
    struct measure *m;
    const struct kind *kind;
    const struct doubt *doubt;
    struct arena scratch; /* of one row */
    int (*each)(void *, const struct store_finding *, struct err *);
    void *self;
};

static struct str value_text(struct walk *w, sqlite3_stmt *stmt)
{
    const struct field *field = w->doubt->field;
    int64_t value = sqlite3_column_int64(stmt, 3);
    if (field_is_text(field))
        return db_str(stmt, 3);
    if (w->doubt->to != NULL)
        return arena_printf(&w->scratch, "%lld s", (long long)value);
    if (field_is_time(field))
        return instant_print(&w->scratch, value, w->m->job->zone);
    return num_print(&w->scratch, value, field->scale, NUM_PLAIN);
}

static int tell_row(struct walk *w, sqlite3_stmt *stmt, struct err *err)
{
    const struct doubt *doubt = w->doubt;
    arena_reset(&w->scratch);
    struct store_finding finding = {
        .source = db_str(stmt, 0),
        .file = db_str(stmt, 1),
        .line = sqlite3_column_int64(stmt, 2),
        .code = doubt->id,
        .name = doubt->name,
        .field = doubt->to != NULL ? doubt->to->id : doubt->field->id,
        .raw = value_text(w, stmt),
        .treatment = "flagged",
    };
    return w->each(w->self, &finding, err);
}

static int walk_doubt(struct walk *w, struct err *err)
{
    const struct window *period = figures_window(&w->m->figures, WINDOW_PERIOD);
    struct query query;
    sqlite3_stmt *stmt;
    query_init(&query, w->m->as_of, w->m->event);
    facts_doubt(&query, w->kind, w->doubt, period->period.from, period->period.until);
    int status = statement_open(store_handle(w->m->store), &query, &stmt, err);
    while (status == 0 && (status = db_step(stmt, err)) == 0)
        status = tell_row(w, stmt, err);
    sqlite3_finalize(stmt);
    query_release(&query);
    return status < 0 ? -1 : 0;
}

int measure_flagged(struct measure *m,
                    int (*each)(void *, const struct store_finding *, struct err *),
                    void *self, struct err *err)
{
    struct walk w = {.m = m, .each = each, .self = self};
    const struct records *records = &m->job->records;
    int status = 0;
    arena_init(&w.scratch);
    for (size_t k = 0; k < records->nkinds && status == 0; k++) {
        w.kind = &records->kind[k];
        for (size_t i = 0; i < w.kind->ndoubts && status == 0; i++) {
            w.doubt = &w.kind->doubt[i];
            if (w.doubt->test != DOUBT_OFF)
                status = walk_doubt(&w, err);
        }
    }
    arena_release(&w.scratch);
    return status;
}
