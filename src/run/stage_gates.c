/* stage_gates: what the judgement of the gates means for the run: go on, mark the edition or
 * refuse it; and what is told of periods that nothing was delivered for. */
#include "run/gates.h"
#include "run/habits.h"

#include "base/banned.h"

/* "check: found, limit (detail). What to do" in the job's language. */
static struct str sentence(struct run *run, const struct gate_note *note)
{
    const struct words_arg part[] = {{"check", note->check},
                                     {"found", note->found},
                                     {"limit", note->limit},
                                     {"remedy", note->remedy},
                                     {"detail", note->detail}};
    return words_fill(run->job.words, &run->arena,
                      note->detail.n > 0 ? "gate.failed-detail" : "gate.failed", part, 5);
}

struct verdict_count {
    size_t refuse, mark;
};

static struct verdict_count tell_failures(struct run *run, struct gate_note *list)
{
    struct verdict_count count = {0, 0};
    for (size_t i = 0; i < run->info.ngates; i++) {
        struct gate_note *note = &list[i];
        if (note->state != GATE_FAILED)
            continue;
        count.refuse += !note->marks;
        count.mark += note->marks;
        note->sentence = sentence(run, note);
        diag_put(&run->diags, note->marks ? DIAG_WARN : DIAG_REFUSE, "gate", note->source,
                 0, "%.*s", STR_ARG(note->sentence));
    }
    return count;
}

static void mark_provisional(struct run *run, size_t failed)
{
    struct words_arg n = {"n", arena_printf(&run->arena, "%zu", failed)};
    run->info.provisional = true;
    run->info.provisional_why =
        words_fill(run->job.words, &run->arena, "gate.provisional", &n, 1);
}

/* Rows of the kind that some metric found in the period; true where none looked. */
static bool kind_seen(const struct run *run, const struct kind *kind)
{
    const struct figures *figures = measure_figures(run->measure);
    const struct window *window = figures_window(figures, WINDOW_PERIOD);
    bool asked = false;
    for (size_t i = 0; i < run->job.metrics.nmetrics; i++) {
        const struct metric *metric = &run->job.metrics.metric[i];
        if (metric->kind == METRIC_RATIO || metric->of->kind != kind)
            continue;
        const struct figure *f = figures_lookup(figures, metric, window, NULL, STR_NONE);
        if (f != NULL && f->rows > 0)
            return true;
        asked = true;
    }
    return !asked;
}

/* Rows of the kind that some metric found held in the period: a register of places or of
 * staff is of no month. */
static bool kind_held(const struct run *run, const struct kind *kind)
{
    const struct figures *figures = measure_figures(run->measure);
    const struct window *window = figures_window(figures, WINDOW_PERIOD);
    for (size_t i = 0; i < run->job.metrics.nmetrics; i++) {
        const struct metric *metric = &run->job.metrics.metric[i];
        if (metric->kind == METRIC_RATIO || metric->of->kind != kind ||
            metric->of->on != NULL)
            continue;
        const struct figure *f = figures_lookup(figures, metric, window, NULL, STR_NONE);
        if (f != NULL && f->rows > 0)
            return true;
    }
    return false;
}

/* Whether any file of the source has records about the period's time; a source without
 * any file was told of when its files were looked for. */
static bool source_seen(const struct run *run, const struct source *source,
                        const struct store_file *file, size_t n)
{
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        if (!str_eq(file[i].source, source->id))
            continue;
        if (file[i].live > 0 && file[i].has_span && file[i].first < run->period.until &&
            file[i].last >= run->period.from)
            return kind_seen(run, source->kind);
        any = true;
    }
    return !any || kind_held(run, source->kind);
}

/* Records without a time are of no period, however many there are. */
static bool is_timeless(const struct source *source, const struct store_file *file,
                        size_t n)
{
    uint64_t live = 0;
    for (size_t i = 0; i < n; i++) {
        if (!str_eq(file[i].source, source->id))
            continue;
        if (file[i].has_span)
            return false;
        live += file[i].live;
    }
    return live > 0;
}

static void tell_silence(struct run *run, const struct source *source, bool timeless)
{
    const struct field *event = source->kind->event;
    if (timeless)
        diag_put(&run->diags, DIAG_WARN, "no-rows", source->id, 0,
                 "no record of it has %.*s (%.*s), so they are of no period and nothing "
                 "is counted; which column is it? `auditpack check` lists them",
                 STR_ARG(event->name), STR_ARG(event->id));
    else
        diag_put(&run->diags, DIAG_WARN, "no-rows", source->id, 0,
                 "no record of %s, so its figures have nothing to count; is the export "
                 "of that period in the job's folder?",
                 run->period.text);
}

/* Without a gate nothing is refused, but what has no record of the period is told. */
static int warn_of_silence(struct run *run, struct err *err)
{
    struct store_file *file;
    size_t n;
    if (store_files(run->store, &run->arena, &file, &n, err) != 0)
        return -1;
    for (size_t i = 0; i < run->job.nsources; i++) {
        const struct source *source = &run->job.source[i];
        if (!source->optional && source_is_timed(source) &&
            !source_seen(run, source, file, n))
            tell_silence(run, source, is_timeless(source, file, n));
    }
    return 0;
}

int run_gates(struct run *run, struct err *err)
{
    struct gate_note *note = NULL;
    if (warn_of_silence(run, err) != 0 || habits_check(run, err) != 0 ||
        gates_judge(run, &note, err) != 0)
        return -1;
    struct verdict_count failed = tell_failures(run, note);
    if (failed.refuse > 0)
        return err_set(err, ERR_GATE, run->job.path.p, 0,
                       "%zu of %zu gates failed: no edition of %s is published; what was "
                       "imported stays",
                       failed.refuse + failed.mark, run->info.ngates, run->period.text);
    if (failed.mark > 0)
        mark_provisional(run, failed.mark);
    return 0;
}
