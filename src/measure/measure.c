/* measure: the run: windows, one scan a kind, figures, and what only the store can tell
 * about its own completeness. */
#include "measure/measure.h"

#include <assert.h>

#include "base/task.h"
#include "measure/as_known.h"
#include "measure/measure_run.h"
#include "measure/scan.h"

#include "base/banned.h"

/* Files of the snapshot that hold any time of a kind. */
static struct coverage *list_coverage(struct measure *m)
{
    struct coverage *list = arena_new(&m->arena, m->nfiles + 1, sizeof *list);
    for (size_t i = 0; i < m->nfiles; i++) {
        const struct store_file *file = &m->file[i];
        struct coverage *c = &list[i];
        c->kind = records_kind(&m->job->records, file->kind);
        c->dated = file->has_cover || file->has_span;
        c->from = file->has_cover ? file->covers_from : file->first;
        c->until = file->has_cover ? file->covers_until : file->last + 1;
        if (c->dated || !file->current || c->kind == NULL || c->kind->event == NULL)
            continue;
        c->dated = true; /* a file that holds nothing says that nothing happened */
        c->from = INT64_MIN;
        c->until = INT64_MAX;
    }
    return list;
}

bool measure_supplied(const struct measure *m, const struct kind *kind)
{
    for (size_t i = 0; kind && i < m->nfiles; i++)
        if (str_eq(m->file[i].kind, kind->id))
            return true;
    return false;
}

static void list_orphans(struct measure *m)
{
    const struct records *records = &m->job->records;
    size_t most = 0;
    for (size_t k = 0; k < records->nkinds; k++)
        most += records->kind[k].nfields;
    m->orphan = arena_new(&m->arena, most + 1, sizeof *m->orphan);
    for (size_t k = 0; k < records->nkinds; k++) {
        const struct plan_kind *plan = plan_kind(&m->plan, &records->kind[k]);
        const struct oddities *o = &m->oddities[plan - m->plan.kind];
        for (size_t i = 0; i < plan->nrefs; i++)
            m->orphan[m->norphans++] =
                (struct orphan_count){plan->kind, plan->ref[i], o->orphans[i]};
    }
}

static int count_all(struct measure *m, struct scan *scan,
                     const struct scan_readers *readers, struct err *err)
{
    struct figures *f = &m->figures;
    if (scan_run(scan, m, readers, err) != 0 ||
        store_files(m->store, &m->arena, &m->file, &m->nfiles, err) != 0)
        return -1;
    m->oddities = scan->oddities; /* kept until close */
    m->tally = scan->tally;       /* values of quantiles: until measure_let_go */
    scan->oddities = NULL;
    scan->tally = NULL;
    list_orphans(m);
    unknown_find(m);
    figures_settle_keys(f, scan->keys, m->tally);
    figures_finish(f, m->tally, list_coverage(m), m->nfiles);
    for (size_t i = 0; i < m->plan.nkinds; i++)
        tally_reduce(&m->tally[i]);
    return 0;
}

static int make_figures(struct measure *m, const struct scan_readers *readers,
                        struct err *err)
{
    struct scan scan;
    scan_init(&scan, m);
    int status = count_all(m, &scan, readers, err);
    scan_release(&scan);
    return status;
}

/* By what the records have. */
static int make_plan(struct measure *m, struct job *job, struct err *err)
{
    struct metrics *metrics = &job->metrics;
    if (filled_find(&m->filled, m, err) != 0)
        return -1;
    for (size_t i = 0; i < metrics->ndimensions; i++)
        if (metrics->dimension[i].optional &&
            !filled_reaches(&m->filled, &metrics->dimension[i]))
            metrics_uncut(metrics, &metrics->dimension[i]);
    plan_build(&m->plan, &m->arena, &job->records, metrics);
    return 0;
}

/* What comes back, indexed in a thread while the plan is made. */
struct indexing {
    struct measure *m;
    const struct scan_reader *reader;
    int status;
    struct err err;
};

static void index_repeats(void *self)
{
    struct indexing *in = self;
    struct measure *m = in->m;
    in->status = repeats_open(&m->repeats, in->reader->db, in->reader->worktime,
                              &m->job->metrics, m->as_of, m->event, &in->err);
}

/* The last reader's connection; where it is the only one, after the plan. */
static int prepare(struct measure *m, struct job *job, const struct scan_readers *readers,
                   struct err *err)
{
    struct indexing in = {.m = m, .reader = &readers->item[readers->n - 1]};
    struct task task = {0};
    if (readers->n > 1)
        task_start(&task, index_repeats, &in);
    int status = make_plan(m, job, err);
    if (readers->n > 1)
        task_wait(&task);
    else
        index_repeats(&in);
    if (in.status != 0)
        *err = in.err;
    if (status != 0 || in.status != 0)
        return -1;
    return repeats_join(&m->repeats, store_handle(m->store), err);
}

static int count_rows(struct measure *m, struct job *job, size_t threads, struct err *err)
{
    struct scan_readers readers = {0};
    int status = scan_readers_open(&readers, m, threads, err);
    if (status == 0)
        status = prepare(m, job, &readers, err);
    if (status == 0)
        status = make_figures(m, &readers, err);
    scan_readers_close(&readers);
    return status;
}

int measure_run(struct measure **out, struct store *store, struct job *job,
                const struct period *period, int64_t as_of, size_t threads,
                struct err *err)
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
    if (worktime_open(&m->worktime, store_handle(store), job, err) != 0 ||
        windows_build(&m->figures.windows, &m->arena, period, job->zone, err) != 0 ||
        as_known_open(m, store_handle(store), err) != 0 ||
        count_rows(m, job, threads, err) != 0) {
        measure_close(m);
        return -1;
    }
    *out = m;
    return 0;
}

size_t measure_values(const struct measure *m, const struct figure *figure,
                      int64_t **values)
{
    const struct plan_place *place = &m->plan.place[figure->metric->index];
    const struct tally *tally = &m->tally[place->kind];
    const struct tally_kept *kept = &tally->kept[place->fact];
    const struct plan_fact *fact = &tally->plan->fact[place->fact];
    struct segment_run run = tally_run(
        tally, fact->clock, (size_t)(figure->window - m->figures.windows.window));
    int cut = figure->cut ? plan_dimension(tally->plan, figure->cut) : NOWHERE;
    uint32_t number = figure->cut ? figures_number(&m->figures, figure) : 0;
    size_t n = 0;
    *values = mem_new((size_t)figure->n + 1, sizeof **values);
    for (size_t i = 0; i < kept->n; i++) {
        const uint16_t *at = kept_place(tally, place->fact, kept->item[i]);
        if (at[0] >= run.first && at[0] < run.after &&
            (cut == NOWHERE || at[1 + cut] == number))
            (*values)[n++] = kept_value(kept->item[i]);
    }
    assert(n == (size_t)figure->n);
    return n;
}

void measure_let_go(struct measure *m)
{
    for (size_t i = 0; m->tally && i < m->plan.nkinds; i++)
        tally_release(&m->tally[i]);
    mem_free(m->tally);
    m->tally = NULL;
}

void measure_close(struct measure *m)
{
    if (!m)
        return;
    measure_let_go(m);
    as_known_leave(m, store_handle(m->store));
    worktime_close(&m->worktime, store_handle(m->store));
    repeats_leave(store_handle(m->store));
    repeats_close(&m->repeats);
    filled_release(&m->filled);
    pthread_mutex_destroy(&m->one_at_a_time);
    if (m->has_flagged)
        spool_close(&m->flagged);
    for (size_t i = 0; m->oddities && i < m->plan.nkinds; i++)
        oddities_release(&m->oddities[i]);
    mem_free(m->oddities);
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
