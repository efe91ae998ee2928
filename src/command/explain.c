/* explain: what a metric counts, told from its declaration in the job's language: its
 * formula, which rows are counted, what makes a hit, which rows are left out and why, and
 * how it is used; at last the statement that reads them. */
#include "command/query.h"
#include "command/telling.h"

#include "base/banned.h"

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
                        STR_ARG(telling_number(t, seconds / unit[i].seconds, 0)),
                        unit[i].sign);
}

static struct str names_of(const struct telling *t, const struct field *const *field,
                           size_t n)
{
    struct buf list;
    buf_init(&list, TELLING_MAX);
    for (size_t i = 0; i < n; i++)
        telling_append(&list, SAY(t, "list.separator"), field[i]->name);
    return telling_finish(t, &list);
}

/* --- tests ------------------------------------------------------------------- */

static struct str field_text(const struct telling *t, const struct test *test)
{
    if (!test->via)
        return test->field->name;
    return TELL(t, "explain.via", {"parent", test->via->parent->name},
                {"field", test->field->name});
}

static struct str value_text(const struct telling *t, const struct test *test, size_t i)
{
    if (test->field->type != FIELD_FLAG)
        return test->value[i];
    return SAY(t, test->number[i] ? "flag.yes" : "flag.no");
}

static struct str values_text(const struct telling *t, const struct test *test)
{
    struct buf list;
    buf_init(&list, TELLING_MAX);
    for (size_t i = 0; i < test->nvalues; i++)
        telling_append(&list, SAY(t, "list.separator"), value_text(t, test, i));
    return telling_finish(t, &list);
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
    buf_init(&list, TELLING_MAX);
    for (const struct test *test = first; test; test = test->next)
        telling_append(&list, SAY(t, between), test_text(t, test));
    return telling_finish(t, &list);
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
        over =
            TELL(t, "explain.scaled",
                 {"scale", telling_number(t, metric->ratio_scale, 0)}, {"formula", over});
    telling_put(t, "explain.formula", over);
}

static void put_counted(const struct telling *t, const struct metric *metric)
{
    const struct population *of = metric->of;
    telling_put(t, "explain.counted",
                TELL(t, "explain.rows", {"kind", of->kind->name},
                     {"says", of->where_text.n ? of->where_text : of->name}));
    if (of->on)
        telling_put(t, NULL, TELL(t, "explain.on", {"field", of->on->name}));
    else
        telling_put(
            t, NULL,
            TELL(t, "explain.held",
                 {"from", of->from ? of->from->name : SAY(t, "explain.ever")},
                 {"until", of->until ? of->until->name : SAY(t, "explain.never")}));
    for (; of; of = of->base)
        for (const struct test *test = of->where; test; test = test->next)
            telling_put(t, NULL, TELL(t, "explain.only", {"test", test_text(t, test)}));
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
    buf_init(&list, TELLING_MAX);
    for (size_t i = 0; i < metric->nbands; i++) {
        const struct band *band = &metric->band[i];
        struct str to = telling_number(t, band->to, metric->value->scale);
        telling_append(&list, SAY(t, "list.separator"),
                       TELL(t, band->has_to ? "explain.band" : "explain.band-last",
                            {"to", to}, {"is", telling_number(t, band->is, 0)}));
    }
    return telling_finish(t, &list);
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
        telling_put(t, "explain.hit", tests_text(t, metric->hit, "explain.and"));
        break;
    case FACT_WITHIN:
        telling_put(t, "explain.hit",
                    TELL(t, "explain.within", {"from", metric->from->name},
                         {"to", end_name(t, metric)}));
        break;
    case FACT_REPEAT:
        telling_put(t, "explain.hit", repeat_text(t, metric));
        break;
    case FACT_SPAN:
        telling_put(t, "explain.value",
                    TELL(t, "explain.span", {"from", metric->from->name},
                         {"to", end_name(t, metric)}));
        break;
    case FACT_FIELD:
        telling_put(t, "explain.value", metric->value->name);
        if (metric->nbands)
            telling_put(t, NULL, bands_text(t, metric));
        break;
    }
}

static void put_limit(const struct telling *t, const struct metric *metric)
{
    const struct limit *limit = metric->limit;
    struct buf list;
    if (!limit)
        return;
    buf_init(&list, TELLING_MAX);
    for (size_t i = 0; i < limit->nat; i++) {
        struct str length = length_text(t, limit->at[i].seconds);
        telling_append(&list, SAY(t, "list.separator"),
                       limit->by ? TELL(t, "explain.limit-at", {"key", limit->at[i].key},
                                        {"limit", length})
                                 : length);
    }
    telling_put(t, "explain.limit", telling_finish(t, &list));
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
    telling_put(t, "definition.clock",
                metric->clock == CLOCK_ELAPSED
                    ? SAY(t, "definition.clock-elapsed")
                    : TELL(t, "definition.clock-business",
                           {"calendar", calendar_name(t->run->job.calendar)}));
    if (pause)
        telling_put(
            t, NULL,
            TELL(t, "explain.pause", {"kind", pause->kind->name},
                 {"from", pause->from->name}, {"until", pause->until->name},
                 {"tests", pause->where ? tests_text(t, pause->where, "explain.and")
                                        : SAY(t, "explain.any")}));
    if (metric->reopened != REOPENED_AS_STATED)
        telling_put(t, NULL, SAY(t, again[metric->reopened]));
}

/* --- what is left out -------------------------------------------------------- */

static void put_open(const struct telling *t, const struct metric *metric)
{
    static const char *const word[] = {[ABSENT_DUE] = "explain.out-due",
                                       [ABSENT_MISS] = "explain.out-miss",
                                       [ABSENT_OUT] = "explain.out-without"};
    if (metric->form == FACT_WITHIN && !metric->at_end)
        telling_put(t, NULL, TELL(t, word[metric->absent], {"field", metric->to->name}));
    if (metric->form == FACT_SPAN && !metric->at_end)
        telling_put(t, NULL, TELL(t, "explain.out-without", {"field", metric->to->name}));
    if (metric->form == FACT_FIELD)
        telling_put(t, NULL,
                    TELL(t, "explain.out-without", {"field", metric->value->name}));
    for (size_t i = 0; metric->repeat && i < metric->repeat->nsame; i++)
        telling_put(
            t, NULL,
            TELL(t, "explain.out-without", {"field", metric->repeat->same[i]->name}));
    if (metric->repeat && !metric->repeat->back)
        telling_put(t, NULL, TELL(t, "explain.out-ahead", {"field", metric->from->name}));
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
    telling_put(t, "explain.left-out",
                metric->excludes.n ? metric->excludes : SAY(t, "explain.out-others"));
    if (of->on)
        telling_put(t, NULL, TELL(t, "explain.out-without", {"field", of->on->name}));
    if (metric->from && metric->from != of->on && !metric->from->required)
        telling_put(t, NULL,
                    TELL(t, "explain.out-without", {"field", metric->from->name}));
    put_open(t, metric);
    if (metric->limit && metric->limit->by)
        telling_put(t, NULL,
                    TELL(t, "explain.out-limit", {"dimension", metric->limit->by->name}));
    if (goes_via(metric))
        telling_put(t, NULL, SAY(t, "explain.out-orphans"));
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
    explain_use(t, metric);
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
