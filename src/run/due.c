/* due: periods are asked for one after the other from the first of the schedule on; that they
 * were issued is seen by their folders, not remembered. The one use of the clock that decides
 * something, and it decides when, never what. */
#include "run/due.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/file.h"

#include "base/banned.h"

enum { LOCK_MODE = 0640 };

/* Beside the store, which belongs to one job. */
static int lock_job(struct due *due, const struct run *run, struct err *err)
{
    struct arena arena;
    arena_init(&arena);
    struct str path = arena_printf(&arena, "%.*s.lock", STR_ARG(run->job.store));
    struct str folder = file_folder(&arena, path);
    int result = file_make_folders(folder.p, err);
    if (result == 0) {
        due->lock = open(path.p, O_RDWR | O_CREAT | O_CLOEXEC, LOCK_MODE);
        if (due->lock < 0)
            result = err_system(err, path.p, "cannot open the lock of the job");
        else if (flock(due->lock, LOCK_EX | LOCK_NB) != 0)
            result = errno == EWOULDBLOCK
                         ? err_set(err, ERR_SYSTEM, run->job.path.p, 0,
                                   "another `run --due` of this job is under way")
                         : err_system(err, path.p, "cannot lock the job");
    }
    arena_release(&arena);
    return result;
}

static void put_period(struct due *due, const struct period *period, bool issued)
{
    due->period = mem_room(due->period, due->n, &due->cap, sizeof *due->period);
    struct due_period *one = &due->period[due->n++];
    memcpy(one->text, period->text, sizeof one->text);
    one->issued = issued;
}

static int look_at(struct due *due, struct run *run, const struct period *period,
                   struct err *err)
{
    int revision;
    struct str folder, text = str_of(period->text);
    bool mail_due = false;
    if (edition_newest(&run->arena, run->out, run->job.id, text, &revision, &folder,
                       err) != 0)
        return -1;
    if (revision > 0 && run->deliver != NULL &&
        deliver_is_due(run->deliver, text, &mail_due, err) != 0)
        return -1;
    if (revision == 0 || mail_due)
        put_period(due, period, revision > 0);
    return 0;
}

static int list_periods(struct due *due, struct run *run, int64_t now, struct err *err)
{
    const struct job *job = &run->job;
    struct period period;
    int result = period_parse(&period, job->schedule_first, job->zone, err);
    while (result == 0 && period.until + job->issue_delay <= now) {
        result = look_at(due, run, &period, err);
        period = period_shift(&period, 1, job->zone);
    }
    return result;
}

static int open_job(struct run *run, int64_t *now, struct err *err)
{
    const struct run_options *o = run->options;
    struct job *job = &run->job;
    if (job_load(job, o->job, o->data, err) != 0 || run_now(run, now, err) != 0)
        return -1;
    if (!job->schedule_first.n)
        return err_set(err, ERR_JOB, job->path.p, 0,
                       "the job has no schedule; write <schedule first=\"2026-01\"/> for "
                       "every month from that one on (2026-Q1, 2026-W01, 2026: every "
                       "quarter, week, year)");
    run->out = o->out != NULL ? str_of(o->out) : job->out;
    return o->send ? run_open_deliver(run, err) : 0;
}

int due_open(struct due *due, const struct run_options *options, struct err *err)
{
    struct run run;
    int64_t now = 0;
    *due = (struct due){.lock = -1};
    run_init(&run, options);
    int result = open_job(&run, &now, err);
    if (result == 0)
        result = lock_job(due, &run, err);
    if (result == 0)
        result = list_periods(due, &run, now, err);
    run_close(&run);
    return result;
}

void due_close(struct due *due)
{
    mem_free(due->period);
    if (due->lock >= 0)
        close(due->lock);
}
