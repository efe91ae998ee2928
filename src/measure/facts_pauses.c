/* facts_pauses: the ends of spans, and the rows during which their clocks stand still. */
#include "measure/facts_terms.h"

#include <assert.h>

#include "base/banned.h"

static void write_last_end(struct query *q, const struct metric *metric)
{
    write_sql(q, "CASE WHEN ");
    write_own(q, metric->again);
    write_sql(q, " IS NULL OR ");
    write_own(q, metric->to);
    write_sql(q, " >= ");
    write_own(q, metric->again);
    write_sql(q, " THEN ");
    write_own(q, metric->to);
    write_sql(q, " END");
}

void write_end(struct query *q, const struct metric *metric)
{
    switch (metric->reopened) {
    case REOPENED_AS_STATED:
        if (metric->to)
            write_own(q, metric->to);
        else
            write_sql(q, "NULL");
        break;
    case REOPENED_FIRST:
        write_sql(q, "coalesce(");
        write_own(q, metric->first_end);
        write_sql(q, ", ");
        write_own(q, metric->to);
        write_sql(q, ")");
        break;
    case REOPENED_LAST:
    case REOPENED_WITHOUT_GAP:
        write_last_end(q, metric);
        break;
    }
}

static size_t need_pause(struct query *q, const struct pause_def *pause)
{
    size_t i = 0;
    while (i < q->npauses && q->pause[i] != pause)
        i++;
    assert(i < PAUSES_MAX);
    q->pause[i] = pause;
    if (i == q->npauses)
        q->npauses++;
    return i;
}

void write_pauses(struct query *q, const struct metric *metric)
{
    bool gap = metric->reopened == REOPENED_WITHOUT_GAP;
    write_sql(q, gap ? "with_pause(" : "");
    if (metric->pause)
        buf_printf(&q->sql, "_pause%zu.list", need_pause(q, metric->pause));
    else
        write_sql(q, "NULL");
    if (!gap)
        return;
    write_sql(q, ", ");
    write_own(q, metric->first_end);
    write_sql(q, ", ");
    write_own(q, metric->again);
    write_sql(q, ")");
}

/* Inside the sub-select the row is called r too, as the writers of tests want it. */
static void write_gathering(struct query *q, const struct pause_def *pause)
{
    const bool *has = q->has;
    q->has = NULL; /* of another kind */
    write_sql(q, "SELECT ");
    write_own(q, pause->via);
    write_sql(q, " AS id, pauses(");
    write_own(q, pause->from);
    write_sql(q, ", coalesce(");
    write_own(q, pause->until);
    write_sql(q, ", ?1)) AS list\n               FROM ");
    write_quoted(q, pause->kind->id);
    write_sql(q, " AS r WHERE ");
    write_live(q, STR("r"));
    if (pause->where) {
        write_sql(q, " AND ");
        write_tests(q, pause->where, " AND ");
    }
    write_sql(q, " GROUP BY 1");
    q->has = has;
}

void write_pause_joins(struct query *q, const struct kind *kind)
{
    for (size_t i = 0; i < q->npauses; i++) {
        write_sql(q, "\n  LEFT JOIN (");
        write_gathering(q, q->pause[i]);
        buf_printf(&q->sql, ") AS _pause%zu\n       ON _pause%zu.id = r.", i, i);
        write_quoted(q, kind_key_column(kind));
    }
}
