/* explain: the statement behind a metric, as text, with what its parameters stand for. */
#include "measure/facts.h"

#include "base/banned.h"

enum { TEXT_MAX = 1 << 20 };

static void put_params(struct buf *out, const struct query *q)
{
    buf_text(out, "-- ?1 = as_of, ?2 = event of the snapshot\n");
    for (size_t i = 2; i < q->nparams; i++) {
        const struct fact_param *param = &q->param[i];
        if (param->is_text)
            buf_printf(out, "-- ?%zu = '%.*s'\n", i + 1, STR_ARG(param->text));
        else if (param->num == INT64_MIN)
            buf_printf(out, "-- ?%zu = begin of the window\n", i + 1);
        else if (param->num == INT64_MAX)
            buf_printf(out, "-- ?%zu = end of the window\n", i + 1);
        else
            buf_printf(out, "-- ?%zu = %lld\n", i + 1, (long long)param->num);
    }
}

/* What the function answers that a row alone does not. */
static void put_nearest(struct buf *out, const struct repeat_def *repeat)
{
    if (!repeat)
        return;
    buf_printf(out,
               "-- nearest(%u, row, t, ...) = the %s \"%.*s\" %s t of another \"%.*s\" ",
               repeat->index, repeat->back ? "last" : "first", STR_ARG(repeat->to->id),
               repeat->back ? "before" : "after", STR_ARG(repeat->kind->id));
    buf_text(out, "with the same values\n");
}

/* One metric with a fact, over all time. */
static void put_metric(struct buf *out, const struct metric *metric)
{
    struct window ever = {.period = {.from = INT64_MIN, .until = INT64_MAX}};
    struct fact_rows rows = {.metric = metric, .window = &ever, .state = -1};
    struct query query;
    query_init(&query, 0, 0);
    facts_trace(&query, &rows);
    buf_printf(out, "-- %.*s: %.*s\n", STR_ARG(metric->id), STR_ARG(metric->name));
    put_params(out, &query);
    put_nearest(out, metric->repeat);
    buf_str(out, buf_view(&query.sql));
    buf_text(out, ";\n");
    query_release(&query);
}

struct str measure_sql(struct arena *arena, const struct job *job,
                       const struct metric *metric)
{
    struct buf text;
    (void)job; /* the metric already points into its catalogue */
    buf_init(&text, TEXT_MAX);
    if (metric->kind == METRIC_RATIO) {
        put_metric(&text, metric->over);
        put_metric(&text, metric->under);
    } else {
        put_metric(&text, metric);
    }
    struct str out = arena_str(arena, buf_view(&text));
    buf_release(&text);
    return out;
}
