/* facts_known: a kind's table as it was known at a time, as a view of the same name. A view
 * takes no parameters: the times stand in it as numbers. */
#include "measure/facts_terms.h"

#include "base/banned.h"

#define NEVER 253402300799 /* 9999-12-31 23:59:59 */

static bool is_time(const struct field *field)
{
    return field->type == FIELD_TIME || field->type == FIELD_DATE ||
           field->type == FIELD_MONTH;
}

static bool is_past(const struct field *field)
{
    return is_time(field) && !field->ahead;
}

/* The last time of the field's type that is over. */
static int64_t last_of(const struct field *field, const struct known_at *at)
{
    return field->type == FIELD_MONTH ? at->month : at->as_of;
}

/* What is held from a time that has not come is not held yet; without a time it would have
 * been held from ever. */
static bool holds_from(const struct field *field, const struct metrics *metrics)
{
    for (size_t i = 0; i < metrics->npopulations; i++)
        if (metrics->population[i].from == field)
            return true;
    return false;
}

static void write_known_field(struct query *q, const struct field *field,
                              const struct known_at *at)
{
    write_sql(q, ", ");
    if (is_past(field)) {
        write_sql(q, "CASE WHEN ");
        write_quoted(q, field->id);
        buf_printf(&q->sql, " <= %lld THEN ", (long long)last_of(field, at));
        write_quoted(q, field->id);
        if (holds_from(field, at->metrics)) {
            write_sql(q, " WHEN ");
            write_quoted(q, field->id);
            buf_printf(&q->sql, " IS NOT NULL THEN %lld", (long long)NEVER);
        }
        write_sql(q, " END AS ");
    }
    write_quoted(q, field->id);
}

/* Known: one of the times has come, or the row has none. */
static void write_known_row(struct query *q, const struct kind *kind,
                            const struct known_at *at)
{
    size_t n = 0;
    for (size_t i = 0; i < kind->nfields; i++) {
        const struct field *field = &kind->field[i];
        if (!is_past(field))
            continue;
        write_sql(q, n++ > 0 ? " OR " : " WHERE ");
        write_quoted(q, field->id);
        buf_printf(&q->sql, " <= %lld", (long long)last_of(field, at));
    }
    if (n == 0)
        return;
    write_sql(q, " OR coalesce(NULL, NULL");
    for (size_t i = 0; i < kind->nfields; i++)
        if (is_past(&kind->field[i])) {
            write_sql(q, ", ");
            write_quoted(q, kind->field[i].id);
        }
    write_sql(q, ") IS NULL");
}

void facts_known(struct query *q, const struct kind *kind, const struct known_at *at)
{
    write_sql(q, "CREATE TEMP VIEW ");
    write_quoted(q, kind->id);
    write_sql(q, " AS SELECT row, file, line, since, until");
    if (kind->nkey != 1)
        write_sql(q, ", \"key\"");
    for (size_t i = 0; i < kind->nfields; i++)
        write_known_field(q, &kind->field[i], at);
    write_sql(q, " FROM main.");
    write_quoted(q, kind->id);
    write_known_row(q, kind, at);
}

void facts_forget(struct query *q, const struct kind *kind)
{
    write_sql(q, "DROP VIEW IF EXISTS temp.");
    write_quoted(q, kind->id);
}
