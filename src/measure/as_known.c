/* as_known: see the header. Names without a schema mean the views first, so that no other
 * statement has to know of them. */
#include "measure/as_known.h"

#include "base/civil.h"
#include "store/db.h"

#include "base/banned.h"

static bool is_under_way(const struct measure *m)
{
    const struct windows *w = &m->figures.windows; /* none yet where the run has failed */
    return w->n > 0 && m->as_of < w->window[0].period.until;
}

static int run(sqlite3 *db, struct query *query, struct err *err)
{
    int status = db_run(db, query->sql.p, err);
    query_release(query);
    return status;
}

int as_known_open(const struct measure *m, sqlite3 *db, struct err *err)
{
    const struct records *records = &m->job->records;
    if (!is_under_way(m))
        return 0;
    struct civil now = civil_of(m->as_of + zone_offset(m->job->zone, m->as_of));
    int64_t day = civil_days(now.year, now.month, now.day);
    struct period month = period_holding(PERIOD_MONTH, day, m->job->zone);
    const struct known_at at = {m->figures.metrics, m->as_of, month.from - 1};
    for (size_t i = 0; i < records->nkinds; i++) {
        struct query query;
        query_init(&query, m->as_of, m->event);
        facts_known(&query, &records->kind[i], &at);
        if (run(db, &query, err) != 0)
            return -1;
    }
    return 0;
}

void as_known_leave(const struct measure *m, sqlite3 *db)
{
    const struct records *records = &m->job->records;
    for (size_t i = 0; i < records->nkinds && is_under_way(m); i++) {
        struct err ignored = {0};
        struct query query;
        query_init(&query, m->as_of, m->event);
        facts_forget(&query, &records->kind[i]);
        (void)run(db, &query, &ignored);
    }
}
