/* main: command line in, exit status out; the one place that prints and exits.
 * 0 clean, 1 published with warnings, 2 refused by a gate or by findings, 3 usage or job
 * error, 4 system error. Nothing is published at 2 or more. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "command/init.h"
#include "options.h"
#include "place.h"
#include "command/query.h"
#include "run.h"
#include "run/due.h"

#include "base/banned.h"

struct stopwatch {
    double wall, cpu;
};

static void out_of_memory(void)
{
    fputs("auditpack: memory is exhausted; nothing was published\n", stderr);
    _Exit(ERR_SYSTEM);
}

static int fail(const struct err *err)
{
    fputs("auditpack: ", stderr);
    if (err->file[0] != '\0')
        fprintf(stderr, err->line > 0 ? "%s:%ld: " : "%s: ", err->file, err->line);
    fputs(err->msg, stderr);
    for (size_t i = 0; i < err->notes; i++)
        fprintf(stderr, "\n  %s", err->note[i]);
    fputc('\n', stderr);
    return (int)err->code;
}

enum { ALIKE_SHOWN = 20 };

/* How many of its code stand before the finding, or in the whole list behind the last. */
static size_t alike(const struct diag_list *diags, size_t end, struct str code)
{
    size_t n = 0;
    for (size_t i = 0; i < end; i++)
        n += str_eq(diags->item[i].code, code);
    return n;
}

static int print_diags(const struct diag_list *diags)
{
    for (size_t i = 0; i < diags->n; i++) {
        const struct diag *d = &diags->item[i];
        size_t before = alike(diags, i, d->code);
        if (before == ALIKE_SHOWN)
            fprintf(stderr, "auditpack: and %zu more like the last (%.*s)\n",
                    alike(diags, diags->n, d->code) - ALIKE_SHOWN, STR_ARG(d->code));
        if (before >= ALIKE_SHOWN)
            continue;
        static const char *const level[] = {"note", "warning", "refused"};
        fprintf(stderr, "auditpack: %s: %.*s", level[d->level], STR_ARG(d->file));
        if (d->line > 0)
            fprintf(stderr, ":%ld", d->line);
        fprintf(stderr, "%s%.*s\n", d->file.n > 0 ? ": " : "", STR_ARG(d->text));
    }
    return diags->count[DIAG_REFUSE] > 0 ? 2 : diags->count[DIAG_WARN] > 0 ? 1 : 0;
}

static double seconds(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void print_stage(void *self, const char *name)
{
    struct stopwatch *watch = self;
    struct rusage usage;
    double wall = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
    getrusage(RUSAGE_SELF, &usage);
    fprintf(stderr, "stage %-8s %7.3f s wall %7.3f s cpu %6ld MB peak\n", name,
            wall - watch->wall, cpu - watch->cpu, usage.ru_maxrss / 1024);
    *watch = (struct stopwatch){wall, cpu};
}

/* Standard output is written to the end, or the status says so. */
static int flushed(int status)
{
    struct err err = {0};
    bool failed = ferror(stdout) != 0; /* of an earlier write: a flush forgets it */
    if ((fflush(stdout) == 0 && !failed) || status >= ERR_JOB)
        return status;
    err_system(&err, "standard output", "cannot write");
    return fail(&err);
}

static int publish(struct run *run, const struct run_options *options)
{
    struct err err = {0};
    int status;
    if (run_job(run, options, &err) != 0) {
        run_tell_failure(run, &err);
        print_diags(&run->diags);
        status = fail(&err);
    } else {
        status = print_diags(&run->diags);
        printf("%s%s\n", edition_folder(run->edition).p,
               run->unchanged ? " (unchanged)" : "");
    }
    run_close(run);
    return flushed(status);
}

static int ask(struct run *run, const struct run_options *ro, const struct options *o,
               int (*query)(struct run *, const struct options *, FILE *, struct err *))
{
    struct err err = {0};
    run_init(run, ro);
    int result = query(run, o, stdout, &err);
    (void)fflush(stdout); /* what is wrong stands behind it, also in one file */
    int status = print_diags(&run->diags);
    if (result != 0)
        status = fail(&err);
    run_close(run);
    return flushed(status);
}

/* A period that is refused keeps no later one back; a job or a system in disorder does. */
static int publish_due(struct run *run, const struct run_options *options,
                       const struct options *o)
{
    struct run_options ro = *options;
    struct err err = {0};
    struct due due;
    int status = due_open(&due, options, &err) != 0 ? fail(&err) : 0;
    for (size_t i = 0; i < due.n && status < ERR_JOB; i++) {
        ro.period = due.period[i].text;
        int one = due.period[i].issued ? ask(run, &ro, o, query_send) : publish(run, &ro);
        status = one > status ? one : status;
    }
    if (status == 0 && due.n == 0)
        puts("nothing is due");
    due_close(&due);
    return flushed(status);
}

static int verify(const char *folder)
{
    struct err err = {0};
    struct diag_list diags;
    diag_init(&diags);
    int status =
        seal_verify(folder, &diags, &err) != 0 ? fail(&err) : print_diags(&diags);
    if (status == 0)
        printf("%s: every file is as it was sealed\n", folder);
    diag_release(&diags);
    return flushed(status);
}

static int approve(const struct options *o)
{
    struct err err = {0};
    struct diag_list diags;
    const struct signing signing = {str_of(o->key), str_of(o->certificate),
                                    str_of(o->passphrase_file),
                                    str_of(o->passphrase_env)};
    diag_init(&diags);
    int failed = seal_approve(o->argument[0], &signing, o->as_of, &diags, &err);
    int status = print_diags(&diags);
    if (failed)
        status = fail(&err);
    else
        printf("%s: approved, see approval.json\n", o->argument[0]);
    diag_release(&diags);
    return flushed(status);
}

static int usage(FILE *out, int status)
{
    options_usage(out);
    return flushed(status);
}

static int version(void)
{
    puts("auditpack " AUDITPACK_VERSION);
    return flushed(0);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        int (*query)(struct run *, const struct options *, FILE *, struct err *);
        bool writes;
    } queries[] = {{"figures", query_figures, false},  {"trace", query_trace, false},
                   {"explain", query_explain, false},  {"files", query_files, false},
                   {"withdraw", query_withdraw, true}, {"check", query_check, false},
                   {"import", query_import, true},     {"init", init_job, true},
                   {"send", query_send, true},         {"outbox", query_outbox, false},
                   {"diff", query_diff, false},        {"sample", query_sample, false}};
    struct options o;
    struct err err = {0};
    struct run run;
    struct stopwatch watch = {seconds(CLOCK_MONOTONIC),
                              seconds(CLOCK_PROCESS_CPUTIME_ID)};
    char folder[4096];
    mem_on_exhausted(out_of_memory);
    mem_part_large();
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error, not an end */
    signal(SIGPIPE, SIG_IGN);
    if (options_parse(&o, argc, argv, &err) != 0)
        return fail(&err);
    if (o.help != NULL)
        return usage(stdout, 0);
    if (o.version != NULL)
        return version();
    if (o.command == NULL)
        return usage(stderr, ERR_JOB);
    if (options_check(&o, &err) != 0)
        return fail(&err);
    if (strcmp(o.command, "verify") == 0)
        return verify(o.argument[0]);
    if (strcmp(o.command, "sign") == 0)
        return approve(&o);
    const struct run_options ro = {.job = o.argument[0],
                                   .period = o.period,
                                   .as_of = o.as_of,
                                   .out = o.out,
                                   .now = o.now,
                                   .clock = (int64_t)time(NULL),
                                   .send = o.send != NULL,
                                   .threads = o.threads,
                                   .data = place_data(folder, sizeof folder),
                                   .stage = o.timing != NULL ? print_stage : NULL,
                                   .self = &watch};
    if (strcmp(o.command, "run") == 0)
        return o.due ? publish_due(&run, &ro, &o) : publish(&run, &ro);
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        if (strcmp(o.command, queries[i].name) != 0)
            continue;
        if (!queries[i].writes)
            signal(SIGPIPE, SIG_DFL); /* whoever reads has seen enough: `| head` */
        return ask(&run, &ro, &o, queries[i].query);
    }
    return usage(stderr, ERR_JOB);
}
