/* run: the pipeline on one screen. */
#include "run.h"

#include <string.h>

#include "base/file.h"
#include "base/instant.h"
#include "compose/pack.h"
#include "run/evidence_report.h"
#include "run/expect.h"
#include "run/unknown.h"

#include "base/banned.h"

enum { THREADS_MAX = 64 };

int run_job(struct run *run, const struct run_options *options, struct err *err)
{
    static const struct {
        const char *name;
        int (*stage)(struct run *, struct err *);
    } pipeline[] = {
        {"load", run_load},       /* job and catalogues, checked as a whole */
        {"import", run_import},   /* ingest -> store */
        {"measure", run_measure}, /* store -> figures -> verdicts */
        {"gates", run_gates},     /* is it complete and fresh enough to be said? */
        {"edition", run_open},    /* identity: is there anything new to say? */
        {"compose", run_compose}, /* results -> document */
        {"render", run_render},   /* document -> PDF, XLSX, JSON */
        {"publish", run_publish}, /* manifest, rename */
        {"deliver", run_deliver}, /* mail, where it is asked for */
    };
    enum { LAST = sizeof pipeline / sizeof *pipeline - 1 };
    run_init(run, options);
    for (size_t i = 0; i <= LAST; i = run->unchanged && i < LAST ? LAST : i + 1) {
        if (pipeline[i].stage(run, err) != 0)
            return -1;
        if (i < LAST || options->send)
            run_ended(run, pipeline[i].name);
    }
    return 0;
}

void run_ended(struct run *run, const char *stage)
{
    mem_trim();
    if (run->options->stage != NULL)
        run->options->stage(run->options->self, stage);
}

void run_init(struct run *run, const struct run_options *options)
{
    memset(run, 0, sizeof *run);
    run->options = options;
    arena_init(&run->arena);
    diag_init(&run->diags);
}

/* A fault in the pack is told before anything is imported. */
int run_check_pack(struct run *run, struct err *err)
{
    return pack_load(&run->pack, &run->job, &run->arena, err);
}

/* A key that cannot sign is told before anything is imported. */
static int open_signer(struct run *run, struct err *err)
{
    const struct job_sign *s = &run->job.sign;
    const struct signing signing = {s->key, s->certificate, s->passphrase_file,
                                    s->passphrase_env};
    return s->key.n ? signer_open(&run->signer, &signing, run->as_of, err) : 0;
}

static int set_as_of(struct run *run, struct err *err)
{
    const struct run_options *o = run->options;
    const struct job *job = &run->job;
    run->as_of = run->period.until + job->issue_delay;
    if (o->as_of != NULL &&
        instant_parse(str_of(o->as_of), job->zone, &run->as_of, err) != 0)
        return -1;
    if (run->as_of <= run->period.from)
        return err_set(err, ERR_JOB, NULL, 0,
                       "--as-of %s: nothing of %s can be known before it has begun",
                       o->as_of, run->period.text);
    if (run->as_of < run->period.until)
        diag_put(&run->diags, DIAG_WARN, "as-of", STR_NONE, 0,
                 "--as-of %s lies before the end of %s: what has a later time does not "
                 "count, nor does a month that is not over; states and marks without a "
                 "time are as they were exported",
                 o->as_of, run->period.text);
    return 0;
}

static int set_threads(struct run *run, struct err *err)
{
    const char *given = run->options->threads;
    int64_t n;
    if (given == NULL)
        return 0;
    if (!str_int(str_of(given), &n) || n < 1 || n > THREADS_MAX)
        return err_set(err, ERR_JOB, NULL, 0, "--threads %s: give a number from 1 to %d",
                       given, THREADS_MAX);
    run->threads = (size_t)n;
    return 0;
}

/* A job fresh from `init`: its cover would carry the words that ask for the name. */
static void warn_unnamed(struct run *run)
{
    if (str_eq(run->job.organisation, words_text(run->job.words, "init.organisation")))
        diag_put(&run->diags, DIAG_WARN, "organisation", STR_NONE, 0,
                 "the job does not name the organisation yet; the cover says '%.*s'; "
                 "write its name into <organisation>",
                 STR_ARG(run->job.organisation));
}

int run_load(struct run *run, struct err *err)
{
    const struct run_options *o = run->options;
    struct job *job = &run->job;
    if (job_load(job, o->job, o->data, err) != 0 ||
        period_parse(&run->period, str_of(o->period), job->zone, err) != 0)
        return -1;
    if (set_as_of(run, err) != 0 || set_threads(run, err) != 0)
        return -1;
    warn_unnamed(run);
    if (open_signer(run, err) != 0)
        return -1;
    run->out = o->out != NULL ? str_of(o->out) : job->out;
    if (run_check_pack(run, err) != 0)
        return -1;
    if (store_open(&run->store, job->store.p, &job->records, err) != 0)
        return -1;
    if (store_claim(run->store, job->id, err) != 0)
        return -1;
    if (!o->send)
        return 0;
    if (run_open_deliver(run, err) != 0)
        return -1;
    return deliver_intend(run->deliver, str_of(run->period.text), err);
}

int run_measure(struct run *run, struct err *err)
{
    struct job *job = &run->job;
    if (store_snapshot(run->store, 0, &run->event, err) != 0 ||
        measure_run(&run->measure, run->store, job, &run->period, run->as_of,
                    run->threads, err) != 0)
        return -1;
    return assess_run(&run->assessment, run->measure, job, &run->period, run->as_of,
                      job->evidence.p, err);
}

int run_compose(struct run *run, struct err *err)
{
    const struct results results = {.job = &run->job,
                                    .pack = run->pack,
                                    .period = &run->period,
                                    .as_of = run->as_of,
                                    .store = run->store,
                                    .measure = run->measure,
                                    .assessment = run->assessment,
                                    .edition = &run->info,
                                    .expected = expect_finding};
    unknown_report(run);
    if (evidence_report(run, err) != 0)
        return -1;
    if (compose_run(&run->doc, &results, &run->diags, err) != 0)
        return -1;
    measure_let_go(run->measure);
    return doc_check(run->doc, &run->diags, err);
}

void run_close(struct run *run)
{
    deliver_close(run->deliver);
    doc_free(run->doc);
    edition_close(run->edition);
    assess_free(run->assessment);
    measure_close(run->measure);
    store_close(run->store); /* and its snapshot, where one was taken */
    signer_close(run->signer);
    mem_free(run->import);
    mem_free(run->input);
    diag_release(&run->diags);
    job_release(&run->job);
    arena_release(&run->arena);
}
