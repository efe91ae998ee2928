/* facts_repeat: facts that one row alone does not decide: whether another row with the
 * same fields is near, and how old what is held is at the end of the window. */
#include "measure/facts_terms.h"

#include "base/banned.h"

/* --- ages -------------------------------------------------------------------- */

void write_age(struct query *q, const struct metric *metric)
{
    write_sql(q, "min(?1, ");
    write_number(q, q->until);
    write_sql(q, ") - ");
    write_own(q, metric->from);
}

void write_age_state(struct query *q, const struct metric *metric, int64_t seconds)
{
    write_sql(q, "CASE WHEN ");
    write_own(q, metric->from);
    write_sql(q, " IS NULL THEN 0 ELSE 2 + (");
    write_age(q, metric);
    write_sql(q, " <= ");
    write_number(q, seconds);
    write_sql(q, ") END");
}

/* --- another row ------------------------------------------------------------- */

static void write_same(struct query *q, const struct field *const *same, size_t n,
                       const char *before, const char *after)
{
    for (size_t i = 0; i < n; i++) {
        write_sql(q, before);
        write_own(q, same[i]);
        write_sql(q, after);
    }
}

/* When the nearest other row is; NULL: there is none. */
static void write_nearest(struct query *q, const struct metric *metric)
{
    const struct repeat_def *repeat = metric->repeat;
    buf_printf(&q->sql, "nearest(%u, r.row, ", repeat->index);
    write_own(q, metric->from);
    write_same(q, repeat->same, repeat->nsame, ", ", "");
    write_sql(q, ")");
}

void write_repeat_value(struct query *q, const struct metric *metric)
{
    bool back = metric->repeat->back;
    if (back) {
        write_own(q, metric->from);
        write_sql(q, " - ");
    }
    write_nearest(q, metric);
    if (!back) {
        write_sql(q, " - ");
        write_own(q, metric->from);
    }
}

/* Looking ahead, nothing is known of a row before its time is over. */
void write_repeat_state(struct query *q, const struct metric *metric, int64_t seconds)
{
    const struct repeat_def *repeat = metric->repeat;
    write_sql(q, "CASE WHEN ");
    write_own(q, metric->from);
    write_sql(q, " IS NULL");
    write_same(q, repeat->same, repeat->nsame, " OR ", " IS NULL");
    write_sql(q, " THEN 0");
    if (!repeat->back) {
        write_sql(q, " WHEN ");
        write_own(q, metric->from);
        write_sql(q, " + ");
        write_number(q, seconds);
        write_sql(q, " > ?1 THEN 1");
    }
    write_sql(q, " ELSE 2 + coalesce(");
    write_repeat_value(q, metric);
    write_sql(q, " <= ");
    write_number(q, seconds);
    write_sql(q, ", 0) END");
}

/* The time of a row that others look for; NULL where it is none of those. */
static void write_sought(struct query *q, const struct alike_fields *fields)
{
    if (fields->among) {
        write_sql(q, "CASE WHEN ");
        write_population(q, fields->among);
        write_sql(q, " THEN ");
    }
    write_own(q, fields->at);
    write_sql(q, fields->among ? " END" : "");
}

void facts_alike(struct query *q, const struct alike_fields *fields)
{
    write_sql(q, "SELECT scanned(r.row, ");
    write_sought(q, fields);
    write_sql(q, ", ");
    if (fields->from)
        write_own(q, fields->from);
    else
        write_sql(q, "NULL");
    write_same(q, fields->same, fields->nsame, ", ", "");
    write_sql(q, ")");
    struct buf select = set_aside(q);
    write_same(q, fields->same, fields->nsame, "\n   AND ", " IS NOT NULL");
    write_from(q, fields->kind, &select); /* a population may ask a parent */
}

void facts_row(struct query *q, const struct kind *kind, int64_t row)
{
    write_sql(q, "SELECT ");
    for (size_t i = 0; i < kind->nfields; i++) {
        write_own(q, &kind->field[i]);
        write_sql(q, ", ");
    }
    write_sql(q, "f.name, r.line\n  FROM ");
    write_quoted(q, kind->id);
    write_sql(q, " AS r JOIN \"file\" AS f ON f.file = r.file\n WHERE r.row = ");
    write_number(q, row);
}
