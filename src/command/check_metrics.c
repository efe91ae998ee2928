/* check_metrics: a metric without one of the fields it looks at would be silent or, worse,
 * count every row as a miss. They are listed by what is missing, so that one column that is
 * mapped is seen to bring several figures. */
#include "command/check_metrics.h"

#include "base/banned.h"

enum { LIST_MAX = 400, LIST_FEW = 80 };

struct lacking {
    struct run *run;
    const struct check_filled *filled;
    FILE *out;
    bool begun;
};

static struct str word(const struct lacking *in, const char *id,
                       const struct words_arg *args, size_t n)
{
    return words_fill(in->run->job.words, &in->run->arena, id, args, n);
}

struct wanted {                   /* the field that is looked for */
    const struct kind *kind, *of; /* its kind; the kind of the metric's rows */
    const struct field *field;
};

static bool is_it(const struct wanted *w, const struct field *via,
                  const struct field *field)
{
    return w->field == via || (w->field == field && field != NULL &&
                               w->kind == (via != NULL ? via->parent : w->of));
}

/* What must not hold, holds of nothing; of alternatives, one will do. */
static bool tests_need(const struct wanted *w, const struct test *first)
{
    for (const struct test *test = first; test != NULL; test = test->next) {
        if (test->op == TEST_NOT || test->op == TEST_ABSENT || test->op == TEST_ANY)
            continue;
        if (test->op == TEST_ALL ? tests_need(w, test->child)
                                 : is_it(w, test->via, test->field))
            return true;
    }
    return false;
}

static bool population_needs(const struct wanted *w, const struct population *of)
{
    for (; of != NULL; of = of->base)
        if (tests_need(w, of->where))
            return true;
    return false;
}

static bool limit_needs(const struct wanted *w, const struct limit *limit)
{
    const struct dimension *by = limit != NULL ? limit->by : NULL;
    for (size_t i = 0; by != NULL && i < by->nof; i++)
        if (by->of[i].kind == w->of && is_it(w, by->of[i].via, by->of[i].field))
            return true;
    return false;
}

static bool repeat_needs(const struct wanted *w, const struct repeat_def *repeat)
{
    for (size_t i = 0; repeat != NULL && i < repeat->nsame; i++)
        if (is_it(w, NULL, repeat->same[i]))
            return true;
    return repeat != NULL && is_it(w, NULL, repeat->to);
}

static bool needs(const struct metric *metric, const struct kind *kind,
                  const struct field *field)
{
    const struct wanted w = {kind, metric->of->kind, field};
    return is_it(&w, NULL, metric->of->on) || is_it(&w, NULL, metric->from) ||
           is_it(&w, NULL, metric->to) || is_it(&w, NULL, metric->value) ||
           population_needs(&w, metric->of) || tests_need(&w, metric->hit) ||
           limit_needs(&w, metric->limit) || repeat_needs(&w, metric->repeat);
}

static bool lacks(const struct metric *metric, const struct kind *kind,
                  const struct field *field)
{
    if (metric->kind == METRIC_RATIO)
        return lacks(metric->over, kind, field) || lacks(metric->under, kind, field);
    return field != NULL ? needs(metric, kind, field) : metric->of->kind == kind;
}

/* Names of the metrics that need the field, or any of the kind; a few of these do. */
static size_t list_metrics(const struct lacking *in, const struct kind *kind,
                           const struct field *field, struct str *list)
{
    size_t most = field != NULL ? LIST_MAX : LIST_FEW;
    bool cut = false;
    const struct metrics *metrics = &in->run->job.metrics;
    struct buf names;
    size_t n = 0;
    buf_init(&names, 2 * LIST_MAX);
    for (size_t i = 0; i < metrics->nmetrics; i++) {
        const struct metric *metric = &metrics->metric[i];
        if (!lacks(metric, kind, field))
            continue;
        n++;
        cut |= names.n + metric->name.n >= most;
        if (!cut)
            buf_printf(&names, "%s%.*s", names.n > 0 ? ", " : "", STR_ARG(metric->name));
    }
    if (cut)
        buf_text(&names, ", \xE2\x80\xA6");
    *list = arena_str(&in->run->arena, buf_view(&names));
    buf_release(&names);
    return n;
}

static void print_line(struct lacking *in, const char *id, struct str what, size_t n,
                       struct str list)
{
    struct str title = word(in, "check.metrics", NULL, 0);
    if (!in->begun)
        fprintf(in->out, "%.*s\n", STR_ARG(title));
    in->begun = true;
    const struct words_arg args[] = {
        {"what", what}, {"n", arena_printf(&in->run->arena, "%zu", n)}, {"list", list}};
    struct str text = word(in, id, args, 3);
    fprintf(in->out, "  %.*s\n", STR_ARG(text));
}

static void print_unsupplied(struct lacking *in, const struct kind *kind)
{
    struct str list;
    size_t n = list_metrics(in, kind, NULL, &list);
    if (n > 0)
        print_line(in, "check.no-source", kind->name, n, list);
}

static void print_unfilled(struct lacking *in, const struct kind *kind,
                           const struct check_filled *filled)
{
    struct str list;
    for (size_t i = 0; i < kind->nfields; i++) {
        const struct field *field = &kind->field[i];
        size_t n = filled->field[i] ? 0 : list_metrics(in, kind, field, &list);
        struct str what =
            arena_printf(&in->run->arena, "%.*s · %.*s (%.*s)", STR_ARG(kind->name),
                         STR_ARG(field->name), STR_ARG(field->id));
        if (n > 0)
            print_line(in, "check.no-field", what, n, list);
    }
}

void check_metrics_print(struct run *run, const struct check_filled *filled, FILE *out)
{
    struct lacking in = {run, filled, out, false};
    const struct records *records = &run->job.records;
    for (size_t i = 0; i < records->nkinds; i++)
        if (filled[i].source)
            print_unfilled(&in, &records->kind[i], &filled[i]);
    for (size_t i = 0; i < records->nkinds; i++)
        if (!filled[i].source)
            print_unsupplied(&in, &records->kind[i]);
}
