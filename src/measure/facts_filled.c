/* facts_filled: looks for values of fields, and writes what is known of those without. */
#include "measure/facts_terms.h"

#include "base/banned.h"

static void write_unknown(struct query *q, const struct kind *kind, const char *between,
                          const char *after)
{
    bool first = true;
    for (size_t i = 0; i < kind->nfields; i++) {
        if (q->has[i])
            continue;
        write_sql(q, first ? "" : between);
        write_own(q, &kind->field[i]);
        write_sql(q, after);
        first = false;
    }
}

void facts_filled(struct query *q, const struct kind *kind)
{
    write_sql(q, "SELECT ");
    write_unknown(q, kind, ", ", "");
    write_sql(q, "\n  FROM ");
    write_quoted(q, kind->id);
    write_sql(q, " AS r\n WHERE ");
    write_live(q, STR("r"));
    write_sql(q, "\n   AND (");
    write_unknown(q, kind, " OR ", " IS NOT NULL");
    write_sql(q, ")\n LIMIT 1");
}

bool is_unfilled(const struct query *q, const struct field *via,
                 const struct field *field)
{
    return q->has && !via && !q->has[field->index];
}
