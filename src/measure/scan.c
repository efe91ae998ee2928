/* scan: the lower half of a kind's rows is read by the caller on the store's own connection,
 * the upper by a thread on another one. */
#include "measure/scan.h"

#include "base/task.h"
#include "measure/crowded.h"
#include "measure/as_known.h"
#include "measure/statement.h"
#include "store/live.h"

#include "base/banned.h"

enum half { LOWER, UPPER };
struct reading { /* of one half, all kinds */
    struct scan *scan;
    const struct measure *measure;
    enum half half;
    sqlite3 *db;
    struct worktime *worktime;
    int status;
    struct err err;
};

void scan_init(struct scan *scan, const struct measure *m)
{
    size_t nkinds = m->plan.nkinds;
    const struct window *window = m->figures.windows.window;
    *scan = (struct scan){.plan = &m->plan,
                          .metrics = m->figures.metrics,
                          .ndimensions = m->figures.metrics->ndimensions};
    scan->keys = mem_new(scan->ndimensions + 1, sizeof *scan->keys);
    scan->tally = mem_new(nkinds + 1, sizeof *scan->tally);
    scan->oddities = mem_new(nkinds + 1, sizeof *scan->oddities);
    for (size_t i = 0; i < scan->ndimensions; i++)
        numbering_init(&scan->keys[i]);
    for (size_t i = 0; i < nkinds; i++) {
        tally_init(&scan->tally[i], &m->plan.kind[i], &m->figures.windows, m->as_of,
                   scan->keys);
        oddities_init(&scan->oddities[i], &m->plan.kind[i], &window->period, m->as_of);
    }
}

void scan_release(struct scan *scan)
{
    for (size_t i = 0; scan->tally && i < scan->plan->nkinds; i++)
        tally_release(&scan->tally[i]);
    for (size_t i = 0; scan->oddities && i < scan->plan->nkinds; i++)
        oddities_release(&scan->oddities[i]);
    for (size_t i = 0; i < scan->ndimensions; i++)
        numbering_release(&scan->keys[i]);
    mem_free(scan->tally);
    mem_free(scan->oddities);
    mem_free(scan->keys);
    live_rows_close(scan->live);
}

static int find_part(const struct reading *r, const struct kind *kind,
                     struct scan_part *part, struct err *err)
{
    struct query query;
    int64_t last = 0;
    query_init(&query, r->measure->as_of, r->measure->event);
    facts_last_row(&query, kind);
    int status = statement_number(r->db, &query, r->worktime, &last, err);
    query_release(&query);
    *part = r->half == LOWER ? (struct scan_part){0, last / 2}
                             : (struct scan_part){last / 2, last};
    return status;
}

static int read_rows(const struct reading *r, size_t kind, sqlite3_stmt *stmt,
                     const struct scan_columns *at, struct err *err)
{
    struct tally *tally = &r->scan->tally[kind];
    struct oddities *oddities = &r->scan->oddities[kind];
    int status;
    while ((status = worktime_step(r->worktime, stmt, err)) == 0) {
        live_rows_put(r->scan->live, tally->plan->kind,
                      sqlite3_column_int64(stmt, at->file),
                      sqlite3_column_int64(stmt, at->line));
        oddities_put(oddities, stmt, at);
        if (tally_put(tally, stmt, at, err) != 0)
            return -1;
    }
    return status < 0 ? -1 : 0;
}

static int read_kind(const struct reading *r, size_t kind, struct err *err)
{
    const struct measure *m = r->measure;
    const struct windows *w = &m->figures.windows;
    const struct plan_kind *plan = &r->scan->plan->kind[kind];
    struct scan_columns at;
    struct scan_part part;
    struct query query;
    sqlite3_stmt *stmt;
    if (find_part(r, plan->kind, &part, err) != 0)
        return -1;
    query_init(&query, m->as_of, m->event);
    query.has = filled_of(&m->filled, plan->kind);
    facts_scan(&query, plan, w->edge[0], w->edge[w->nsegments], &part, &at);
    int status = statement_open(r->db, &query, &stmt, err);
    if (status == 0)
        status = read_rows(r, kind, stmt, &at, err);
    sqlite3_finalize(stmt);
    scan_columns_release(&at);
    query_release(&query);
    return status;
}

static void read_half(void *self)
{
    struct reading *r = self;
    for (size_t i = 0; i < r->scan->plan->nkinds && r->status == 0; i++) {
        const struct kind *kind = r->scan->plan->kind[i].kind;
        r->status = read_kind(r, i, &r->err);
        if (r->status != 0)
            err_note(&r->err, "while measuring '%.*s'", STR_ARG(kind->id));
    }
}

/* Numbers of the other half's keys here; KEY_NONE: there are too many of them. */
static uint16_t *renumber(struct numbering *keys, const struct numbering *others)
{
    uint16_t *number = mem_new(others->n + 1, sizeof *number);
    for (size_t k = 0; k < others->n; k++) {
        int known = numbering_put(keys, others->key[k]);
        number[k] = known < 0 || known >= KEY_NONE ? KEY_NONE : (uint16_t)known;
        if (known >= 0)
            keys->rows[known] += others->rows[k];
    }
    return number;
}

/* Adds what the other half counted; keys have other numbers there. */
static void add_half(struct scan *scan, struct scan *other)
{
    uint16_t **number = mem_new(scan->ndimensions + 1, sizeof *number);
    for (size_t i = 0; i < scan->ndimensions; i++)
        number[i] = renumber(&scan->keys[i], &other->keys[i]);
    for (size_t i = 0; i < scan->plan->nkinds; i++) {
        if (!crowded_any(scan->keys, scan->metrics))
            tally_add(&scan->tally[i], &other->tally[i], number);
        tally_release(&other->tally[i]);
        oddities_add(&scan->oddities[i], &other->oddities[i]);
        oddities_release(&other->oddities[i]);
        oddities_settle(&scan->oddities[i]);
    }
    for (size_t i = 0; i < scan->ndimensions; i++)
        mem_free(number[i]);
    mem_free(number);
}

static int read_both(struct scan *scan, struct scan *other, struct measure *m,
                     struct scan_beside *beside, struct err *err)
{
    struct reading lower = {.scan = scan, .measure = m, .half = LOWER};
    struct reading upper = {.scan = other, .measure = m, .half = UPPER};
    struct task task;
    lower.db = store_handle(m->store);
    lower.worktime = &m->worktime;
    upper.db = beside->db;
    upper.worktime = &beside->worktime;
    task_start(&task, read_half, &upper);
    read_half(&lower);
    task_wait(&task);
    if (lower.status != 0 || upper.status != 0) {
        *err = lower.status != 0 ? lower.err : upper.err;
        return -1;
    }
    live_rows_add(scan->live, other->live);
    live_rows_settle(scan->live, m->store);
    add_half(scan, other);
    return 0;
}

static int open_live(struct scan *scan, struct scan *other, const struct measure *m,
                     struct err *err)
{
    return live_rows_open(&scan->live, m->store, err) != 0
               ? -1
               : live_rows_open(&other->live, m->store, err);
}

static int scan_once(struct scan *scan, struct measure *m, struct scan_beside *beside,
                     struct err *err)
{
    struct scan other;
    scan_init(&other, m);
    for (size_t i = 0; i < scan->ndimensions; i++)
        numbering_copy(&other.keys[i], &scan->keys[i]);
    int status = open_live(scan, &other, m, err);
    if (status == 0)
        status = read_both(scan, &other, m, beside, err);
    scan_release(&other);
    return status;
}

int scan_beside_open(struct scan_beside *beside, const struct measure *m, struct err *err)
{
    *beside = (struct scan_beside){0};
    if (store_reader_open(m->store, &beside->db, err) != 0 ||
        as_known_open(m, beside->db, err) != 0)
        return -1;
    return worktime_open(&beside->worktime, beside->db, m->job, err);
}

void scan_beside_close(struct scan_beside *beside)
{
    if (beside->db)
        worktime_close(&beside->worktime, beside->db);
    store_reader_close(beside->db);
}

/* Dimensions with too many keys are cut by the commonest of them, which are known only when
 * all rows were read: then these are read once more. */
int scan_run(struct scan *scan, struct measure *m, struct scan_beside *beside,
             struct err *err)
{
    if (scan_once(scan, m, beside, err) != 0)
        return -1;
    if (!crowded_any(scan->keys, scan->metrics))
        return 0;
    struct scan again;
    scan_init(&again, m);
    crowded_settle(m, scan->keys, again.keys);
    scan_release(scan);
    *scan = again;
    return scan_once(scan, m, beside, err);
}
