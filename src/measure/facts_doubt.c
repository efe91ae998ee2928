/* facts_doubt: the rows that a rule of their kind flags. Columns: source, file name, line,
 * value. But for times that have not come, only rows of the period are looked at. */
#include "measure/facts_terms.h"

#include "base/banned.h"

enum { FAR_LEAST = 20 }; /* values, or no quartile says anything */

static void write_rows(struct query *q, const struct kind *kind)
{
    write_sql(q, "\n  FROM ");
    write_quoted(q, kind->id);
    write_sql(q, " r\n WHERE ");
    write_live(q, STR("r"));
}

static void write_during(struct query *q, const struct kind *kind, int64_t from,
                         int64_t until)
{
    if (kind->event == NULL)
        return;
    write_sql(q, " AND ");
    write_between(q, kind->event, from, until);
}

static void write_difference(struct query *q, const struct doubt *doubt)
{
    if (doubt->to != NULL) {
        write_own(q, doubt->to);
        write_sql(q, " - ");
    }
    write_own(q, doubt->field);
}

static void write_simple(struct query *q, const struct kind *kind,
                         const struct doubt *doubt, int64_t from, int64_t until)
{
    write_sql(q, "SELECT r.file, r.line, ");
    write_difference(q, doubt);
    write_sql(q, " AS value");
    write_rows(q, kind);
    if (doubt->test != DOUBT_FUTURE)
        write_during(q, kind, from, until);
    write_sql(q, " AND ");
    if (doubt->test == DOUBT_FUTURE) {
        write_own(q, doubt->field);
        write_sql(q, " > ?1");
    } else {
        write_difference(q, doubt);
        write_sql(q, " >= 0 AND ");
        write_difference(q, doubt);
        write_sql(q, " < ");
        write_number(q, doubt->seconds);
    }
}

static void write_absent(struct query *q, const struct kind *kind,
                         const struct doubt *doubt, int64_t from, int64_t until)
{
    const struct kind *parent = doubt->field->parent;
    write_sql(q, "SELECT r.file, r.line, ");
    write_own(q, doubt->field);
    write_sql(q, " AS value");
    write_rows(q, kind);
    write_during(q, kind, from, until);
    write_sql(q, " AND ");
    write_own(q, doubt->field);
    write_sql(q, " IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ");
    write_quoted(q, parent->id);
    write_sql(q, " p WHERE p.");
    write_quoted(q, kind_key_column(parent));
    write_sql(q, " = ");
    write_own(q, doubt->field);
    write_sql(q, " AND ");
    write_live(q, STR("p"));
    write_sql(q, ")");
}

/* Of two that are near each other the later is told. */
static void write_again(struct query *q, const struct kind *kind,
                        const struct doubt *doubt, int64_t from, int64_t until)
{
    write_sql(q, "SELECT file, line, value FROM (SELECT r.file, r.line, ");
    write_own(q, doubt->field);
    write_sql(q, " AS value, ");
    write_own(q, kind->event);
    write_sql(q, " AS at, lag(");
    write_own(q, kind->event);
    write_sql(q, ") OVER (PARTITION BY ");
    write_own(q, doubt->field);
    write_sql(q, " ORDER BY ");
    write_own(q, kind->event);
    write_sql(q, ", r.row) AS before");
    write_rows(q, kind);
    write_during(q, kind, from - doubt->seconds, until);
    write_sql(q, " AND ");
    write_own(q, doubt->field);
    write_sql(q, " IS NOT NULL) WHERE at >= ");
    write_number(q, from);
    write_sql(q, " AND at - before <= ");
    write_number(q, doubt->seconds);
}

/* Beyond the quartiles by so many times their distance. Quartiles are values that occur;
 * where they are one, nothing can be called far. */
static void write_far(struct query *q, const struct kind *kind, const struct doubt *doubt,
                      int64_t from, int64_t until)
{
    write_sql(q, "WITH v AS (SELECT r.file, r.line, ");
    write_difference(q, doubt);
    write_sql(q, " AS value");
    write_rows(q, kind);
    write_during(q, kind, from, until);
    write_sql(q, " AND ");
    write_difference(q, doubt);
    write_sql(q,
              " IS NOT NULL),\n n AS (SELECT value, row_number() OVER (ORDER BY value) "
              "AS place, count(*) OVER () AS many FROM v),\n q AS (SELECT max(many) AS "
              "many, max(CASE WHEN place <= (many + 3) / 4 THEN value END) AS low, "
              "max(CASE WHEN place <= (3 * many + 3) / 4 THEN value END) AS high FROM "
              "n)\nSELECT file, line, value FROM v, q WHERE many >= ");
    write_number(q, FAR_LEAST);
    write_sql(q, " AND high > low AND max(value - high, low - value) * ");
    write_number(q, num_round(1, 1, doubt->times.scale));
    write_sql(q, " > (high - low) * ");
    write_number(q, doubt->times.n);
}

void facts_doubt(struct query *q, const struct kind *kind, const struct doubt *doubt,
                 int64_t from, int64_t until)
{
    write_sql(q, "SELECT f.source, f.name, x.line, x.value FROM (");
    switch (doubt->test) {
    case DOUBT_ABSENT:
        write_absent(q, kind, doubt, from, until);
        break;
    case DOUBT_AGAIN:
        write_again(q, kind, doubt, from, until);
        break;
    case DOUBT_FAR:
        write_far(q, kind, doubt, from, until);
        break;
    default:
        write_simple(q, kind, doubt, from, until);
        break;
    }
    write_sql(q, ") x JOIN file f ON f.file = x.file\n ORDER BY x.file, x.line");
}
