/* doubts: the rows that rules of their kinds flag, as findings: the scan noticed which they
 * are, their texts are fetched by row the first time they are asked for, and kept. */
#include <string.h>

#include "base/instant.h"
#include "measure/measure_run.h"
#include "measure/statement.h"

#include "base/banned.h"

struct walk {
    struct measure *m;
    const struct kind *kind;
    const struct doubt *doubt;
    struct arena scratch; /* of one row */
};
/* What is kept of a row; its source, file and value follow, each ended by a NUL. */
struct kept {
    const struct doubt *doubt;
    int64_t line;
};
enum { KEPT_BYTES_MAX = 1 << 24 };

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

static int keep_row(struct walk *w, sqlite3_stmt *stmt, struct err *err)
{
    struct kept kept = {w->doubt, sqlite3_column_int64(stmt, 2)};
    struct buf record;
    arena_reset(&w->scratch);
    buf_init(&record, KEPT_BYTES_MAX);
    buf_put(&record, &kept, sizeof kept);
    buf_str(&record, db_str(stmt, 0));
    buf_char(&record, '\0');
    buf_str(&record, db_str(stmt, 1));
    buf_char(&record, '\0');
    buf_str(&record, value_text(w, stmt));
    int status = spool_put(&w->m->flagged, buf_view(&record), err);
    buf_release(&record);
    return status;
}

static int fetch(struct walk *w, sqlite3_stmt *stmt, int64_t row, struct err *err)
{
    enum { ROW = 3 }; /* the parameter */
    sqlite3_reset(stmt);
    sqlite3_bind_int64(stmt, ROW, row);
    return db_step(stmt, err) == 0 ? keep_row(w, stmt, err) : -1;
}

static int fetch_all(struct walk *w, const struct odd_rows *rows, struct err *err)
{
    struct query query;
    sqlite3_stmt *stmt;
    if (rows->n == 0)
        return 0;
    query_init(&query, w->m->as_of, w->m->event);
    facts_flagged(&query, w->kind, w->doubt, rows->item[0].row);
    int status = statement_open(store_handle(w->m->store), &query, &stmt, err);
    for (size_t i = 0; i < rows->n && status == 0; i++)
        status = fetch(w, stmt, rows->item[i].row, err);
    sqlite3_finalize(stmt);
    query_release(&query);
    return status;
}

/* Kinds in the order of the catalogue. */
static int fetch_kind(struct walk *w, const struct kind *kind, struct err *err)
{
    const struct plan *plan = &w->m->plan;
    const struct oddities *o = &w->m->oddities[plan_kind(plan, kind) - plan->kind];
    int status = 0;
    w->kind = kind;
    for (size_t i = 0; i < kind->ndoubts && status == 0; i++) {
        w->doubt = &kind->doubt[i];
        status = fetch_all(w, &o->flagged[i], err);
    }
    return status;
}

static int find_flagged(struct measure *m, struct err *err)
{
    struct walk w = {.m = m};
    const struct records *records = &m->job->records;
    arena_init(&w.scratch);
    int status = spool_open(&m->flagged, store_folder(m->store, &w.scratch).p, err);
    m->has_flagged = true;
    for (size_t k = 0; k < records->nkinds && status == 0; k++)
        status = fetch_kind(&w, &records->kind[k], err);
    arena_release(&w.scratch);
    return status == 0 ? spool_end(&m->flagged, err) : -1;
}

static struct store_finding finding_of(struct str record)
{
    struct kept kept;
    struct str source, file;
    memcpy(&kept, record.p, sizeof kept);
    struct str rest = {record.p + sizeof kept, record.n - sizeof kept};
    str_split(&rest, '\0', &source);
    str_split(&rest, '\0', &file);
    const struct doubt *doubt = kept.doubt;
    return (struct store_finding){
        .source = source,
        .file = file,
        .line = kept.line,
        .code = doubt->id,
        .name = doubt->name,
        .field = doubt->to != NULL ? doubt->to->id : doubt->field->id,
        .raw = rest,
        .treatment = "flagged",
    };
}

int measure_flagged(struct measure *m,
                    int (*each)(void *, const struct store_finding *, struct err *),
                    void *self, struct err *err)
{
    struct spool_reader reader;
    struct str record;
    int status = m->has_flagged ? 0 : find_flagged(m, err);
    spool_reader_init(&reader, &m->flagged);
    while (status == 0 && (status = spool_next(&reader, &record, err)) == 0) {
        struct store_finding finding = finding_of(record);
        status = each(self, &finding, err);
    }
    spool_reader_release(&reader);
    return status < 0 ? -1 : 0;
}
