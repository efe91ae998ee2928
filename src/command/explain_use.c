/* explain_use: how a metric is judged and where it is used: goal or what stands for one,
 * benchmarks, breakdowns, and the clauses whose evidence it is. */
#include "base/civil.h"
#include "catalogue/benchmark.h"
#include "command/telling.h"
#include "compose/format.h"

#include "base/banned.h"

/* As the documents print it: 95.0%, 48 h. */
static struct str bound_text(const struct telling *t, const struct metric *metric,
                             struct dec bound)
{
    struct format f = {.arena = &t->run->arena, .words = t->run->job.words};
    return cell_bound(&f, metric, bound).text;
}

static struct str goal_text(const struct telling *t, const struct metric *metric)
{
    if (!metric->has_goal && metric->judged_by)
        return TELL(t, "definition.judged-by", {"metric", metric->judged_by->name});
    if (!metric->has_goal)
        return SAY(t, metric->goal_open ? "definition.goal-open" : "explain.no-goal");
    struct str goal = bound_text(t, metric, metric->goal);
    if (!metric->has_warn)
        return goal;
    return TELL(t, "definition.goal", {"goal", goal},
                {"warn", bound_text(t, metric, metric->warn)});
}

static void put_goal(const struct telling *t, const struct metric *metric)
{
    static const char *const better[] = {"better.up", "better.down", "better.none"};
    telling_put(t, "definition.goal-label", goal_text(t, metric));
    telling_put(t, NULL, SAY(t, better[metric->better]));
    if (metric->min_n > 1) /* one is no condition */
        telling_put(t, NULL,
                    TELL(t, "explain.min-n", {"n", telling_number(t, metric->min_n, 0)}));
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
             {"value", bound_text(t, value->metric, value->is)}, {"source", b->source},
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
            telling_put(t, label, benchmark_text(t, &m->benchmark[i], value));
            label = NULL;
        }
}

static void put_cuts(const struct telling *t, const struct metric *metric)
{
    struct buf list;
    buf_init(&list, TELLING_MAX);
    for (size_t i = 0; i < metric->ncuts; i++)
        telling_append(&list, SAY(t, "list.separator"), metric->cut[i]->name);
    telling_put(t, "explain.cuts", telling_finish(t, &list));
}

/* --- clauses ----------------------------------------------------------------- */

/* The clauses that one metric is bound to; `via`: another one, through which it gets there. */
static size_t put_bound(const struct telling *t, const struct metric *metric, bool via,
                        bool labelled)
{
    const struct standard *standard = &t->run->job.standard;
    size_t told = 0;
    for (size_t i = 0; i < standard->nclauses; i++)
        for (size_t k = 0; k < standard->clause[i]->nmetrics; k++) {
            const struct clause *clause = standard->clause[i];
            if (clause->metric[k] != metric)
                continue;
            struct str text =
                TELL(t, "explain.clause",
                     {"number",
                      clause->number.n ? clause->number : SAY(t, "mark.unconfirmed")},
                     {"title", clause->title});
            if (via)
                text = TELL(t, "explain.clause-by", {"clause", text},
                            {"metric", metric->name});
            telling_put(t, labelled || told ? NULL : "explain.clauses", text);
            told++;
        }
    return told;
}

/* What no clause asks for itself may be a side of what one asks for, or be judged by it. */
static size_t put_bound_others(const struct telling *t, const struct metric *metric)
{
    const struct metrics *m = &t->run->job.metrics;
    size_t told = 0;
    for (size_t i = 0; i < m->nmetrics; i++) {
        const struct metric *other = &m->metric[i];
        if (other->over == metric || other->under == metric || other == metric->judged_by)
            told += put_bound(t, other, true, told > 0);
    }
    return told;
}

static void put_clauses(const struct telling *t, const struct metric *metric)
{
    if (put_bound(t, metric, false, false) == 0 && put_bound_others(t, metric) == 0)
        telling_put(t, "explain.clauses", SAY(t, "explain.no-clause"));
}

void explain_use(const struct telling *t, const struct metric *metric)
{
    put_goal(t, metric);
    put_benchmarks(t, metric);
    put_cuts(t, metric);
    telling_put(t, "definition.note", metric->note);
    put_clauses(t, metric);
}
