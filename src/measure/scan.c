/* scan: the rows of a kind are parted by their numbers; each part is read by a thread on a
 * connection of its own, and added to the first, in the order of the parts. */
#include "measure/scan.h"

#include "base/task.h"
#include "measure/crowded.h"
#include "measure/as_known.h"
#include "measure/scan_read.h"
#include "measure/statement.h"
#include "store/live.h"

#include "base/banned.h"

enum { READERS_USUAL = 4 }; /* at most: more of them want memory, too */

struct part {          /* of all kinds */
    struct scan *scan; /* the first part's is the one that is asked for */
    struct scan own;
    const struct measure *measure;
    const struct scan_reader *reader;
    int64_t index, n;
    struct task task;
    int status;
    struct err err;
};
struct counting { /* of a kind's part */
    struct scan *scan;
    size_t kind;
    struct scan_columns at;
    int64_t refused; /* the row that could not be counted; 0: none */
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
                   &m->repeats, scan->keys);
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

/* --- readers ----------------------------------------------------------------- */

static int open_reader(struct scan_reader *reader, const struct measure *m,
                       struct err *err)
{
    reader->worktime = &reader->own;
    if (store_reader_open(m->store, &reader->db, err) != 0 ||
        as_known_open(m, reader->db, err) != 0)
        return -1;
    return worktime_open(&reader->own, reader->db, m->job, err);
}

int scan_readers_open(struct scan_readers *readers, struct measure *m, size_t n,
                      struct err *err)
{
    int status = 0;
    size_t processors = task_processors();
    if (n == 0)
        n = processors < READERS_USUAL ? processors : READERS_USUAL;
    readers->item = mem_new(n, sizeof *readers->item);
    readers->item[0] = (struct scan_reader){store_handle(m->store), &m->worktime, {0}};
    for (readers->n = 1; readers->n < n && status == 0; readers->n++)
        status = open_reader(&readers->item[readers->n], m, err);
    return status;
}

void scan_readers_close(struct scan_readers *readers)
{
    for (size_t i = 1; i < readers->n; i++) {
        if (readers->item[i].db)
            worktime_close(&readers->item[i].own, readers->item[i].db);
        store_reader_close(readers->item[i].db);
    }
    mem_free(readers->item);
}

/* --- one part ---------------------------------------------------------------- */

/* 1: none of the kind's rows belong to this part. */
static int find_rows(const struct part *p, const struct kind *kind,
                     struct scan_part *rows, struct err *err)
{
    struct query query;
    int64_t last = 0;
    query_init(&query, p->measure->as_of, p->measure->event);
    facts_last_row(&query, kind);
    int status = statement_number(p->reader->db, &query, p->reader->worktime, &last, err);
    query_release(&query);
    int64_t each = last / p->n + 1;
    *rows = (struct scan_part){each * p->index, each * (p->index + 1)};
    return status != 0 ? -1 : rows->after >= last;
}

static int count_row(void *self, struct scan_row row, struct err *err)
{
    struct counting *c = self;
    struct tally *tally = &c->scan->tally[c->kind];
    live_rows_put(c->scan->live, tally->plan->kind, scan_row_number(row, c->at.file),
                  scan_row_number(row, c->at.line));
    oddities_put(&c->scan->oddities[c->kind], row, &c->at);
    if (tally_put(tally, row, &c->at, err) == 0)
        return 0;
    c->refused = scan_row_number(row, c->at.row);
    return -1;
}

/* Whoever has to correct a row wants to know where it stands. */
static void note_place(const struct part *p, const struct kind *kind, int64_t row,
                       struct err *err)
{
    struct err ignored = {0};
    struct query query;
    sqlite3_stmt *stmt;
    const int nfields = (int)kind->nfields;
    query_init(&query, p->measure->as_of, p->measure->event);
    facts_row(&query, kind, row);
    if (statement_open(p->reader->db, &query, &stmt, &ignored) == 0 &&
        db_step(stmt, &ignored) == 0)
        (void)err_note(err, "in %.*s:%lld", STR_ARG(db_str(stmt, nfields)),
                       (long long)sqlite3_column_int64(stmt, nfields + 1));
    sqlite3_finalize(stmt);
    query_release(&query);
}

static int read_kind(struct part *p, size_t kind, struct err *err)
{
    const struct measure *m = p->measure;
    const struct windows *w = &m->figures.windows;
    const struct plan_kind *plan = &m->plan.kind[kind];
    struct counting counting = {.scan = p->scan, .kind = kind};
    struct scan_part rows;
    struct query query;
    int found = find_rows(p, plan->kind, &rows, err);
    if (found != 0)
        return found < 0 ? -1 : 0;
    query_init(&query, m->as_of, m->event);
    query.has = filled_of(&m->filled, plan->kind);
    facts_scan(&query, plan, w->edge[0], w->edge[w->nsegments], &rows, &counting.at);
    int status =
        scan_read(p->reader->db, &query, p->reader->worktime, count_row, &counting, err);
    scan_columns_release(&counting.at);
    query_release(&query);
    if (status < 0 && counting.refused > 0)
        note_place(p, plan->kind, counting.refused, err);
    return status;
}

static void read_part(void *self)
{
    struct part *p = self;
    for (size_t i = 0; i < p->scan->plan->nkinds && p->status == 0; i++) {
        const struct kind *kind = p->scan->plan->kind[i].kind;
        p->status = read_kind(p, i, &p->err);
        if (p->status != 0)
            err_note(&p->err, "while measuring '%.*s'", STR_ARG(kind->id));
    }
}

/* --- all parts --------------------------------------------------------------- */

/* Numbers of the other part's keys here; KEY_NONE: there are too many of them. */
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

/* Adds what another part counted; keys have other numbers there. */
static void add_part(struct scan *scan, struct scan *other)
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
    }
    live_rows_add(scan->live, other->live);
    for (size_t i = 0; i < scan->ndimensions; i++)
        mem_free(number[i]);
    mem_free(number);
}

static int read_parts(struct part *part, size_t n, struct err *err)
{
    for (size_t i = 1; i < n; i++)
        task_start(&part[i].task, read_part, &part[i]);
    read_part(&part[0]);
    for (size_t i = 1; i < n; i++)
        task_wait(&part[i].task);
    for (size_t i = 0; i < n; i++)
        if (part[i].status != 0) {
            *err = part[i].err;
            return -1;
        }
    return 0;
}

/* Keys that have numbers already keep them. */
static int open_part(struct part *part, struct scan *scan, const struct measure *m,
                     struct err *err)
{
    part->scan = part->index ? &part->own : scan;
    if (part->index) {
        scan_init(&part->own, m);
        for (size_t i = 0; i < scan->ndimensions; i++)
            numbering_copy(&part->own.keys[i], &scan->keys[i]);
    }
    return live_rows_open(&part->scan->live, m->store, err);
}

static void add_parts(struct scan *scan, struct measure *m, struct part *part, size_t n)
{
    for (size_t i = 1; i < n; i++)
        add_part(scan, part[i].scan);
    for (size_t i = 0; i < scan->plan->nkinds; i++)
        oddities_settle(&scan->oddities[i]);
    live_rows_settle(scan->live, m->store);
}

static int scan_once(struct scan *scan, struct measure *m,
                     const struct scan_readers *readers, struct err *err)
{
    struct part *part = mem_new(readers->n, sizeof *part);
    int status = 0;
    for (size_t i = 0; i < readers->n && status == 0; i++) {
        part[i].measure = m;
        part[i].reader = &readers->item[i];
        part[i].index = (int64_t)i;
        part[i].n = (int64_t)readers->n;
        status = open_part(&part[i], scan, m, err);
    }
    if (status == 0)
        status = read_parts(part, readers->n, err);
    if (status == 0)
        add_parts(scan, m, part, readers->n);
    for (size_t i = 1; i < readers->n; i++)
        scan_release(&part[i].own);
    mem_free(part);
    return status;
}

/* Dimensions with too many keys are cut by the commonest of them, which are known only when
 * all rows were read: then these are read once more. */
int scan_run(struct scan *scan, struct measure *m, const struct scan_readers *readers,
             struct err *err)
{
    if (scan_once(scan, m, readers, err) != 0)
        return -1;
    if (!crowded_any(scan->keys, scan->metrics))
        return 0;
    struct scan again;
    scan_init(&again, m);
    crowded_settle(m, scan->keys, again.keys);
    scan_release(scan);
    *scan = again;
    return scan_once(scan, m, readers, err);
}
