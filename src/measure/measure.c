/* measure: the run: windows, one scan a kind, figures, and what only the store can tell
 * about its own completeness. */
#include "measure/measure.h"

#include "measure/known.h"
#include "measure/measure_run.h"
#include "measure/scan.h"
#include "measure/statement.h"

#include "base/banned.h"

/* Files of the snapshot that hold any time of a kind. */
static int read_coverage(struct measure *m, struct coverage **out, size_t *n,
                         struct err *err)
{
    struct store_file *file;
    size_t nfiles;
    if (store_files(m->store, &m->arena, &file, &nfiles, err) != 0)
        return -1;
    *out = arena_new(&m->arena, nfiles + 1, sizeof **out);
    *n = nfiles;
    for (size_t i = 0; i < nfiles; i++) {
        struct coverage *c = &(*out)[i];
        c->kind = records_kind(&m->job->records, file[i].kind);
        c->dated = file[i].has_cover || file[i].has_span;
        c->from = file[i].has_cover ? file[i].covers_from : file[i].first;
        c->until = file[i].has_cover ? file[i].covers_until : file[i].last + 1;
        if (c->dated || !file[i].current || c->kind == NULL || c->kind->event == NULL)
            continue;
        c->dated = true; /* a file that holds nothing says that nothing happened */
        c->from = INT64_MIN;
        c->until = INT64_MAX;
    }
    return 0;
}

int measure_supplied(struct measure *m, const struct kind *kind, bool *supplied,
                     struct err *err)
{
    struct store_file *file;
    size_t n;
    *supplied = false;
    if (kind == NULL)
        return 0;
    if (store_files(m->store, &m->arena, &file, &n, err) != 0)
        return -1;
    for (size_t i = 0; i < n; i++)
        *supplied = *supplied || str_eq(file[i].kind, kind->id);
    return 0;
}

/* Counted by the scan where the kind is measured, else asked for. */
static int count_orphans(struct measure *m, const struct tally *tally,
                         struct orphan_count *count, struct err *err)
{
    struct query query;
    for (size_t i = 0; i < m->plan.nkinds; i++)
        for (size_t r = 0; r < m->plan.kind[i].nrefs; r++)
            if (m->plan.kind[i].ref[r] == count->field) {
                count->rows = tally[i].orphans[r];
                return 0;
            }
    query_init(&query, m->as_of, m->event);
    facts_orphans(&query, count->kind, count->field);
    int status =
        statement_number(store_handle(m->store), &query, &m->worktime, &count->rows, err);
    query_release(&query);
    return status;
}

static int list_orphans(struct measure *m, const struct tally *tally, struct err *err)
{
    const struct records *records = &m->job->records;
    size_t most = 0;
    for (size_t k = 0; k < records->nkinds; k++)
        most += records->kind[k].nfields;
    m->orphan = arena_new(&m->arena, most + 1, sizeof *m->orphan);
    for (size_t k = 0; k < records->nkinds; k++)
        for (size_t i = 0; i < records->kind[k].nfields; i++) {
            struct orphan_count *count = &m->orphan[m->norphans];
            count->kind = &records->kind[k];
            count->field = &records->kind[k].field[i];
            if (!count->field->parent)
                continue;
            if (count_orphans(m, tally, count, err) != 0)
                return -1;
            m->norphans++;
        }
    return 0;
}

static int count_all(struct measure *m, struct scan *scan, struct err *err)
{
    struct figures *f = &m->figures;
    struct coverage *coverage;
    size_t ncoverages;
    if (read_coverage(m, &coverage, &ncoverages, err) != 0 ||
        scan_run(scan, m, err) != 0 || list_orphans(m, scan->tally, err) != 0 ||
        unknown_find(m, err) != 0)
        return -1;
    figures_settle_keys(f, scan->keys, scan->tally);
    figures_finish(f, scan->tally, coverage, ncoverages);
    return 0;
}

static int make_figures(struct measure *m, struct err *err)
{
    struct scan scan;
    scan_init(&scan, m);
    int status = count_all(m, &scan, err);
    scan_release(&scan);
    return status;
}

int measure_run(struct measure **out, struct store *store, const struct job *job,
                const struct period *period, int64_t as_of, struct err *err)
{
    struct measure *m = mem_new(1, sizeof *m);
    arena_init(&m->arena);
    arena_init(&m->figures.arena);
    pthread_mutex_init(&m->one_at_a_time, NULL);
    m->store = store;
    m->job = job;
    m->as_of = as_of;
    m->event = store_event(store);
    m->figures.metrics = &job->metrics;
    m->figures.plan = &m->plan;
    plan_build(&m->plan, &m->arena, &job->metrics);
    if (worktime_open(&m->worktime, store_handle(store), job, err) != 0 ||
        windows_build(&m->figures.windows, &m->arena, period, job->zone, err) != 0 ||
        known_open(m, store_handle(store), err) != 0 ||
        repeats_open(&m->repeats, store_handle(store), &m->worktime, &job->metrics, as_of,
                     m->event, err) != 0 ||
        make_figures(m, err) != 0) {
        measure_close(m);
        return -1;
    }
    *out = m;
    return 0;
}

void measure_close(struct measure *m)
{
    if (!m)
        return;
    known_leave(m, store_handle(m->store));
    worktime_close(&m->worktime, store_handle(m->store));
    repeats_leave(store_handle(m->store));
    repeats_close(&m->repeats);
    pthread_mutex_destroy(&m->one_at_a_time);
    if (m->has_flagged)
        spool_close(&m->flagged);
    arena_release(&m->figures.arena);
    arena_release(&m->arena);
    mem_free(m->unknown);
    mem_free(m);
}

const struct figures *measure_figures(const struct measure *m)
{
    return &m->figures;
}

const struct orphan_count *measure_orphans(const struct measure *m, size_t *n)
{
    *n = m->norphans;
    return m->orphan;
}
