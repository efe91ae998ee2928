/* explain: what a metric counts, told from its declaration in the job's language: its
 * formula, which rows are counted, what makes a hit, which rows are left out and why, and
 * where it is used; at last the statement that reads them. */
#include "command/query.h"

#include "base/civil.h"
#include "catalogue/benchmark.h"

#include "base/banned.h"

enum { TEXT_MAX = 1 << 16 };

struct telling {
    struct run *run;
    FILE *out;
};

static struct str fill(const struct telling *t, const char *id,
                       const struct words_arg *args, size_t n)
{
    return words_fill(t->run->job.words, &t->run->arena, id, args, n);
}
#define SAY(t, id) words_text((t)->run->job.words, id)
#define TELL(t, id, ...)                                                                 \
    fill(t, id, (struct words_arg[]){__VA_ARGS__},                                       \
         sizeof((struct words_arg[]){__VA_ARGS__}) / sizeof(struct words_arg))

/* A line under a label; the label is left out where the line before had the same. */
static void put(const struct telling *t, const char *label, struct str text)
{
    if (text.n == 0)
        return;
    if (label)
        fprintf(t->out, "%.*s\n", STR_ARG(SAY(t, label)));
    fprintf(t->out, "  %.*s\n", STR_ARG(text));
}

static struct str plain(const struct telling *t, int64_t n, int scale)
{
    return num_print(&t->run->arena, n, scale, NUM_PLAIN);
}

/* 90 min, 8 h, 30 d: in the largest unit that it fills. */
static struct str length_text(const struct telling *t, int64_t seconds)
{
    static const struct {
        int64_t seconds;
        const char *sign;
    } unit[] = {{86400, "d"}, {3600, "h"}, {60, "min"}, {1, "s"}};
    size_t i = 0;
    while (i < 3 && (seconds % unit[i].seconds != 0 || seconds < 2 * unit[i].seconds))
        i++;
    return arena_printf(&t->run->arena, "%.*s %s",
                        STR_ARG(plain(t, seconds / unit[i].seconds, 0)), unit[i].sign);
}

/* Words lose their outer blanks: a separator of Latin script is given one. */
static void append(struct buf *list, struct str separator, struct str text)
{
    if (list->n > 0) {
        buf_str(list, separator);
        if (separator.n > 0 && (unsigned char)separator.p[separator.n - 1] < 0x80)
            buf_char(list, ' ');
    }
    buf_str(list, text);
}

static struct str finish(const struct telling *t, struct buf *list)
{
    struct str text = arena_str(&t->run->arena, buf_view(list));
    buf_release(list);
    return text;
}

static struct str names_of(const struct telling *t, const struct field *const *field,
                           size_t n)
{
    struct buf list;
    buf_init(&list, TEXT_MAX);
    for (size_t i = 0; i < n; i++)
        append(&list, SAY(t, "list.separator"), field[i]->name);
    return finish(t, &list);
}

/* --- tests ------------------------------------------------------------------- */

static struct str field_text(const struct telling *t, const struct test *test)
{
    if (!test->via)
        return test->field->name;
    return TELL(t, "explain.via", {"parent", test->via->parent->name},
                {"field", test->field->name});
}

static struct str values_text(const struct telling *t, const struct test *test)
{
    struct buf list;
    buf_init(&list, TEXT_MAX);
    for (size_t i = 0; i < test->nvalues; i++)
        append(&list, SAY(t, "list.separator"), test->value[i]);
    return finish(t, &list);
}

static struct str tests_text(const struct telling *, const struct test *, const char *);

static struct str test_text(const struct telling *t, const struct test *test)
{
    static const char *const word[] = {
        [TEST_IS] = "explain.is",        [TEST_NOT] = "explain.not",
        [TEST_IN] = "explain.in",        [TEST_MIN] = "explain.min",
        [TEST_MAX] = "explain.max",      [TEST_PRESENT] = "explain.present",
        [TEST_ABSENT] = "explain.absent"};
    if (test->op == TEST_ALL || test->op == TEST_ANY)
        return TELL(
            t, "explain.nested",
            {"tests", tests_text(t, test->child,
                                 test->op == TEST_ANY ? "explain.or" : "explain.and")});
    return TELL(t, word[test->op], {"field", field_text(t, test)},
                {"value", values_text(t, test)});
}

static struct str tests_text(const struct telling *t, const struct test *first,
                             const char *between)
{
    struct buf list;
    buf_init(&list, TEXT_MAX);
    for (const struct test *test = first; test; test = test->next)
        append(&list, SAY(t, between), test_text(t, test));
    return finish(t, &list);
}

/* --- the parts of a declaration ---------------------------------------------- */

static void put_formula(const struct telling *t, const struct metric *metric)
{
    struct str over = metric->numerator.n ? metric->numerator : metric->name;
    struct str under = metric->denominator;
    if (metric->kind == METRIC_RATIO && under.n == 0)
        under = metric->under->name;
    if (under.n > 0)
        over = TELL(t, "explain.quotient", {"over", over}, {"under", under});
    if (metric->kind == METRIC_RATIO && metric->ratio_scale != 1)
        over = TELL(t, "explain.scaled", {"scale", plain(t, metric->ratio_scale, 0)},
                    {"formula", over});
    put(t, "explain.formula", over);
}

static void put_counted(const struct telling *t, const struct metric *metric)
{
    const struct population *of = metric->of;
    put(t, "explain.counted",
        TELL(t, "explain.rows", {"kind", of->kind->name},
             {"says", of->where_text.n ? of->where_text : of->name}));
    if (of->on)
        put(t, NULL, TELL(t, "explain.on", {"field", of->on->name}));
    else
        put(t, NULL,
            TELL(t, "explain.held",
                 {"from", of->from ? of->from->name : SAY(t, "explain.ever")},
                 {"until", of->until ? of->until->name : SAY(t, "explain.never")}));
    for (; of; of = of->base)
        for (const struct test *test = of->where; test; test = test->next)
            put(t, NULL, TELL(t, "explain.only", {"test", test_text(t, test)}));
}

static struct str repeat_text(const struct telling *t, const struct metric *metric)
{
    const struct repeat_def *repeat = metric->repeat;
    return TELL(t, repeat->back ? "explain.repeat-back" : "explain.repeat-ahead",
                {"same", names_of(t, repeat->same, repeat->nsame)},
                {"from", metric->from->name}, {"to", repeat->to->name},
                {"among", repeat->among ? repeat->among->name : repeat->kind->name});
}

static struct str bands_text(const struct telling *t, const struct metric *metric)
{
    struct buf list;
    buf_init(&list, TEXT_MAX);
    for (size_t i = 0; i < metric->nbands; i++) {
        const struct band *band = &metric->band[i];
        struct str to = plain(t, band->to, metric->value->scale);
        append(&list, SAY(t, "list.separator"),
               TELL(t, band->has_to ? "explain.band" : "explain.band-last", {"to", to},
                    {"is", plain(t, band->is, 0)}));
    }
    return finish(t, &list);
}

static struct str end_name(const struct telling *t, const struct metric *metric)
{
    return metric->at_end ? SAY(t, "explain.window-end") : metric->to->name;
}

/* What makes a hit, or what the value is. */
static void put_fact(const struct telling *t, const struct metric *metric)
{
    switch (metric->form) {
    case FACT_ROW:
        break;
    case FACT_TEST:
        put(t, "explain.hit", tests_text(t, metric->hit, "explain.and"));
        break;
    case FACT_WITHIN:
        put(t, "explain.hit",
            TELL(t, "explain.within", {"from", metric->from->name},
                 {"to", end_name(t, metric)}));
        break;
    case FACT_REPEAT:
        put(t, "explain.hit", repeat_text(t, metric));
        break;
    case FACT_SPAN:
        put(t, "explain.value",
            TELL(t, "explain.span", {"from", metric->from->name},
                 {"to", end_name(t, metric)}));
        break;
    case FACT_FIELD:
        put(t, "explain.value", metric->value->name);
        if (metric->nbands)
            put(t, NULL, bands_text(t, metric));
        break;
    }
}

static void put_limit(const struct telling *t, const struct metric *metric)
{
    const struct limit *limit = metric->limit;
    struct buf list;
    if (!limit)
        return;
    buf_init(&list, TEXT_MAX);
    for (size_t i = 0; i < limit->nat; i++) {
        struct str length = length_text(t, limit->at[i].seconds);
        append(&list, SAY(t, "list.separator"),
               limit->by ? TELL(t, "explain.limit-at", {"key", limit->at[i].key},
                                {"limit", length})
                         : length);
    }
    put(t, "explain.limit", finish(t, &list));
}

static void put_clock(const struct telling *t, const struct metric *metric)
{
    static const char *const again[] = {[REOPENED_FIRST] = "explain.reopened-first",
                                        [REOPENED_LAST] = "explain.reopened-last",
                                        [REOPENED_WITHOUT_GAP] =
                                            "explain.reopened-without-gap"};
    const struct pause_def *pause = metric->pause;
    if (metric->form != FACT_SPAN && metric->form != FACT_WITHIN)
        return;
    put(t, "definition.clock",
        metric->clock == CLOCK_ELAPSED
            ? SAY(t, "definition.clock-elapsed")
            : TELL(t, "definition.clock-business",
                   {"calendar", calendar_name(t->run->job.calendar)}));
    if (pause)
        put(t, NULL,
            TELL(t, "explain.pause", {"kind", pause->kind->name},
                 {"from", pause->from->name}, {"until", pause->until->name},
                 {"tests", pause->where ? tests_text(t, pause->where, "explain.and")
                                        : SAY(t, "explain.any")}));
    if (metric->reopened != REOPENED_AS_STATED)
        put(t, NULL, SAY(t, again[metric->reopened]));
}

/* --- what is left out -------------------------------------------------------- */

static void put_open(const struct telling *t, const struct metric *metric)
{
    static const char *const word[] = {[ABSENT_DUE] = "explain.out-due",
                                       [ABSENT_MISS] = "explain.out-miss",
                                       [ABSENT_OUT] = "explain.out-without"};
    if (metric->form == FACT_WITHIN && !metric->at_end)
        put(t, NULL, TELL(t, word[metric->absent], {"field", metric->to->name}));
    if (metric->form == FACT_SPAN && !metric->at_end)
        put(t, NULL, TELL(t, "explain.out-without", {"field", metric->to->name}));
    if (metric->form == FACT_FIELD)
        put(t, NULL, TELL(t, "explain.out-without", {"field", metric->value->name}));
    for (size_t i = 0; metric->repeat && i < metric->repeat->nsame; i++)
        put(t, NULL,
            TELL(t, "explain.out-without", {"field", metric->repeat->same[i]->name}));
    if (metric->repeat && !metric->repeat->back)
        put(t, NULL, TELL(t, "explain.out-ahead", {"field", metric->from->name}));
}

static bool goes_via(const struct metric *metric)
{
    for (size_t i = 0; i < metric->ncuts; i++)
        for (size_t k = 0; k < metric->cut[i]->nof; k++)
            if (metric->cut[i]->of[k].kind == metric->of->kind &&
                metric->cut[i]->of[k].via)
                return true;
    return false;
}

static void put_left_out(const struct telling *t, const struct metric *metric)
{
    const struct population *of = metric->of;
    put(t, "explain.left-out",
        metric->excludes.n ? metric->excludes : SAY(t, "explain.out-others"));
    if (of->on)
        put(t, NULL, TELL(t, "explain.out-without", {"field", of->on->name}));
    if (metric->from && metric->from != of->on && !metric->from->required)
        put(t, NULL, TELL(t, "explain.out-without", {"field", metric->from->name}));
    put_open(t, metric);
    if (metric->limit && metric->limit->by)
        put(t, NULL,
            TELL(t, "explain.out-limit", {"dimension", metric->limit->by->name}));
    if (goes_via(metric))
        put(t, NULL, SAY(t, "explain.out-orphans"));
}

/* --- how it is used ---------------------------------------------------------- */

static void put_goal(const struct telling *t, const struct metric *metric)
{
    static const char *const better[] = {"better.up", "better.down", "better.none"};
    struct str goal = plain(t, metric->goal.n, metric->goal.scale);
    if (metric->has_goal && metric->has_warn)
        goal = TELL(t, "definition.goal", {"goal", goal},
                    {"warn", plain(t, metric->warn.n, metric->warn.scale)});
    put(t, "definition.goal-label", metric->has_goal ? goal : SAY(t, "explain.no-goal"));
    put(t, NULL, SAY(t, better[metric->better]));
    if (metric->min_n > 0)
        put(t, NULL, TELL(t, "explain.min-n", {"n", plain(t, metric->min_n, 0)}));
}

static struct str date_text(const struct telling *t, int64_t day)
{
    struct civil date = civil_of(day * CIVIL_DAY);
    return arena_printf(&t->run->arena, "%04d-%02d-%02d", date.year, date.month,
                        date.day);
}

static struct str benchmark_text(const struct telling *t, const struct benchmark *b,
                                 const struct benchmark_value *value)
{
    struct str text =
        TELL(t, "explain.benchmark-of", {"name", b->name},
             {"value", plain(t, value->is.n, value->is.scale)}, {"source", b->source},
             {"from", date_text(t, b->first)}, {"until", date_text(t, b->last)});
    return value->cut ? TELL(t, "explain.benchmark-key", {"dimension", value->cut->name},
                             {"key", value->key}, {"text", text})
                      : text;
}

static void put_benchmarks(const struct telling *t, const struct metric *metric)
{
    const struct metrics *m = &t->run->job.metrics;
    const char *label = "explain.benchmark";
    for (size_t i = 0; i < m->nbenchmarks; i++)
        for (size_t k = 0; k < m->benchmark[i].nvalues; k++) {
            const struct benchmark_value *value = &m->benchmark[i].value[k];
            if (value->metric != metric)
                continue;
            put(t, label, benchmark_text(t, &m->benchmark[i], value));
            label = NULL;
        }
}

static void put_cuts(const struct telling *t, const struct metric *metric)
{
    struct buf list;
    buf_init(&list, TEXT_MAX);
    for (size_t i = 0; i < metric->ncuts; i++)
        append(&list, SAY(t, "list.separator"), metric->cut[i]->name);
    put(t, "explain.cuts", finish(t, &list));
}

static void put_clauses(const struct telling *t, const struct metric *metric)
{
    const struct standard *standard = &t->run->job.standard;
    const char *label = "explain.clauses";
    for (size_t i = 0; i < standard->nclauses; i++)
        for (size_t k = 0; k < standard->clause[i]->nmetrics; k++) {
            const struct clause *clause = standard->clause[i];
            if (clause->metric[k] != metric)
                continue;
            put(t, label,
                TELL(t, "explain.clause",
                     {"number",
                      clause->number.n ? clause->number : SAY(t, "mark.unconfirmed")},
                     {"title", clause->title}));
            label = NULL;
        }
    if (label)
        put(t, label, SAY(t, "explain.no-clause"));
}

static void put_metric(const struct telling *t, const struct metric *metric)
{
    put_counted(t, metric);
    put_fact(t, metric);
    put_limit(t, metric);
    put_clock(t, metric);
    put_left_out(t, metric);
}

static void put_all(const struct telling *t, const struct metric *metric)
{
    fprintf(t->out, "%.*s  %.*s\n", STR_ARG(metric->id), STR_ARG(metric->name));
    put_formula(t, metric);
    if (metric->kind == METRIC_RATIO) {
        const struct metric *side[] = {metric->over, metric->under};
        for (size_t i = 0; i < 2; i++) {
            fprintf(t->out, "\n%.*s  %.*s\n", STR_ARG(side[i]->id),
                    STR_ARG(side[i]->name));
            put_metric(t, side[i]);
        }
        fputc('\n', t->out);
    } else {
        put_metric(t, metric);
    }
    put_goal(t, metric);
    put_benchmarks(t, metric);
    put_cuts(t, metric);
    put(t, "definition.note", metric->note);
    put_clauses(t, metric);
}

int query_explain(struct run *run, const struct options *options, FILE *out,
                  struct err *err)
{
    const struct telling t = {run, out};
    const struct metric *metric;
    if (job_load(&run->job, run->options->job, run->options->data, err) != 0 ||
        query_metric(run, options->argument[1], &metric, err) != 0)
        return -1;
    put_all(&t, metric);
    fprintf(out, "\n%.*s\n", STR_ARG(measure_sql(&run->arena, &run->job, metric)));
    return 0;
}
