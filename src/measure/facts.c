/* facts: the SELECTs over facts: the rows behind a figure, the registers. They are
 * arrangements of the terms; the row is r, its parents are joined under the name of the
 * reference field. */
#include "measure/facts_terms.h"

#include "base/banned.h"

void write_live(struct query *q, struct str alias)
{
    buf_printf(&q->sql, "%.*s.since <= ?2 AND (%.*s.until IS NULL OR %.*s.until > ?2)",
               STR_ARG(alias), STR_ARG(alias), STR_ARG(alias));
}

static void write_join(struct query *q, const struct field *via)
{
    struct buf alias;
    buf_init(&alias, 64);
    buf_printf(&alias, "\"%.*s\"", STR_ARG(via->id));
    write_sql(q, "\n  LEFT JOIN ");
    write_quoted(q, via->parent->id);
    buf_printf(&q->sql, " AS %.*s ON %.*s.", STR_ARG(buf_view(&alias)),
               STR_ARG(buf_view(&alias)));
    write_quoted(q, kind_key_column(via->parent));
    write_sql(q, " = ");
    write_own(q, via);
    write_sql(q, " AND ");
    write_live(q, buf_view(&alias));
    buf_release(&alias);
}

/* The misses of several metrics in one scan: each row is met once for every metric. CROSS
 * JOIN keeps the scan outside. No field can be called _arm. */
static void write_arms(struct query *q)
{
    if (q->narms < 2)
        return;
    write_sql(q, "\n  CROSS JOIN (VALUES ");
    for (size_t i = 0; i < q->narms; i++) {
        write_sql(q, i ? ", (" : "(");
        write_number(q, (int64_t)(q->arm + i));
        write_sql(q, ")");
    }
    write_sql(q, ") AS _arm");
}

struct buf set_aside(struct query *q)
{
    struct buf before = q->sql;
    buf_init(&q->sql, SQL_MAX);
    return before;
}

void write_from(struct query *q, const struct kind *kind, struct buf *select)
{
    struct buf where = q->sql;
    q->sql = *select;
    write_sql(q, "\n  FROM ");
    write_quoted(q, kind->id);
    write_sql(q, " AS r");
    write_arms(q);
    for (size_t i = 0; i < q->nvias; i++)
        write_join(q, q->via[i]);
    write_pause_joins(q, kind);
    if (q->names_file)
        write_sql(q, "\n  JOIN \"file\" AS f ON f.file = r.file");
    write_sql(q, "\n WHERE ");
    write_live(q, STR("r"));
    buf_str(&q->sql, buf_view(&where));
    buf_release(&where);
    q->nvias = q->npauses = 0;
    q->names_file = false;
}

/* Rows held at one or more of the moments from first to last. A missing start means held
 * from ever, a missing end held until now. */
static void write_held(struct query *q, const struct plan_clock *clock, int64_t first,
                       int64_t last)
{
    write_sql(q, "(");
    write_own(q, clock->from);
    write_sql(q, " IS NULL OR ");
    write_own(q, clock->from);
    write_sql(q, " < ");
    write_number(q, last);
    write_sql(q, ") AND (");
    write_own(q, clock->until);
    write_sql(q, " IS NULL OR ");
    write_own(q, clock->until);
    write_sql(q, " >= ");
    write_number(q, first);
    write_sql(q, ")");
}

void write_window(struct query *q, const struct plan_clock *clock, int64_t from,
                  int64_t until)
{
    if (!clock_is_held(clock)) {
        write_between(q, clock->on, from, until);
        return;
    }
    write_held(q, clock, until, until);
}

static void write_population_window(struct query *q, const struct population *population,
                                    const struct window *window)
{
    struct plan_clock clock = {population->on, population->from, population->until,
                               false};
    write_sql(q, "\n   AND ");
    write_window(q, &clock, window->period.from, window->period.until);
    if (population->where || population->base) {
        write_sql(q, "\n   AND ");
        write_population(q, population);
    }
}

/* A calendar fails on a year that it does not list, so it must not be asked about rows
 * that nothing counts. Terms of a WHERE clause have no order to rely on; CASE has. */
void write_reached(struct query *q, const struct metric *metric, int64_t from,
                   int64_t until, fact_writer *expression)
{
    const struct population *of = metric->of;
    struct plan_clock clock = {of->on, of->from, of->until, false};
    if (metric->clock == CLOCK_ELAPSED && metric->form != FACT_REPEAT) {
        expression(q, metric);
        return;
    }
    write_sql(q, "CASE WHEN ");
    if (clock_is_held(&clock))
        write_held(q, &clock, from, until);
    else
        write_window(q, &clock, from, until);
    write_sql(q, " AND ");
    write_population(q, of);
    write_sql(q, " THEN ");
    expression(q, metric);
    write_sql(q, " END");
}

static void write_state_in(struct query *q, const struct metric *metric,
                           const struct window *window)
{
    write_reached(q, metric, window->period.from, window->period.until, write_state);
}

static void write_key(struct query *q, const struct kind *kind)
{
    write_sql(q, "r.");
    write_quoted(q, kind_key_column(kind));
}

static void write_file_name(struct query *q)
{
    q->names_file = true;
    write_sql(q, "f.name");
}

static void write_counted_rows(struct query *q, const struct fact_rows *rows,
                               struct buf *select)
{
    const struct population *of = rows->metric->of;
    write_population_window(q, of, rows->window);
    if (rows->cut) {
        write_sql(q, "\n   AND ");
        write_dimension(q, rows->cut, of->kind);
        write_sql(q, " IS ");
        write_text(q, rows->key);
    }
    write_from(q, of->kind, select);
}

static void write_deciding(struct query *q, const struct deciding *deciding)
{
    for (size_t i = 0; deciding && i < deciding->n; i++) {
        write_sql(q, ",\n       ");
        write_path(q, deciding->item[i].via, deciding->item[i].field);
        buf_printf(&q->sql, " AS _%zu", i);
    }
}

void facts_trace(struct query *q, const struct fact_rows *rows)
{
    const struct population *of = rows->metric->of;
    q->until = rows->window->period.until;
    write_sql(q, "SELECT * FROM (\nSELECT ");
    write_key(q, of->kind);
    write_sql(q, " AS id, ");
    write_file_name(q);
    write_sql(q, " AS file, r.line AS line,\n       ");
    write_own(q, of->on ? of->on : of->from);
    write_sql(q, " AS at,\n       ");
    write_state_in(q, rows->metric, rows->window);
    write_sql(q, " AS state,\n       ");
    write_value(q, rows->metric);
    write_sql(q, " AS value,\n       ");
    write_limit(q, rows->metric);
    write_sql(q, " AS lim");
    write_deciding(q, rows->deciding);
    struct buf select = set_aside(q);
    write_counted_rows(q, rows, &select);
    write_sql(q, ")\n WHERE state ");
    if (rows->state < 0)
        write_sql(q, "IN (2, 3)");
    else
        buf_printf(&q->sql, "= %d", rows->state);
    write_sql(q, "\n ORDER BY at, id");
}

void facts_span(struct query *q, const struct metric *metric, struct str key)
{
    const struct kind *kind = metric->of->kind;
    write_sql(q, "SELECT ");
    write_own(q, metric->from);
    write_sql(q, ", ");
    write_end(q, metric);
    write_sql(q, ",\n       ");
    write_member_state(q, metric);
    write_sql(q, ",\n       ");
    write_value(q, metric);
    write_sql(q, ",\n       ");
    write_limit(q, metric);
    write_sql(q, ", ");
    write_pauses(q, metric);
    write_sql(q, ", ");
    write_file_name(q);
    write_sql(q, ", r.line");
    struct buf select = set_aside(q);
    write_sql(q, "\n   AND ");
    write_key(q, kind);
    write_sql(q, " = ");
    write_text(q, key);
    write_from(q, kind, &select);
}

static void write_guarded(struct query *q, const struct metric *metric,
                          fact_writer *expression)
{
    write_sql(q, "CASE WHEN ");
    write_population(q, metric->of);
    write_sql(q, " THEN ");
    expression(q, metric);
    write_sql(q, " END");
}

static void write_fact_column(struct query *q, const struct column *column,
                              const struct metric *metric)
{
    switch (column->role) {
    case COLUMN_STATE:
        write_member_state(q, metric);
        break;
    case COLUMN_VALUE:
        write_guarded(q, metric, write_value);
        break;
    case COLUMN_LIMIT:
        write_guarded(q, metric, write_limit);
        break;
    case COLUMN_OVERRUN:
        write_value(q, metric);
        write_sql(q, " - ");
        write_limit(q, metric);
        break;
    case COLUMN_DUE:
        write_due(q, metric);
        break;
    default:
        write_end(q, metric);
        write_sql(q, " IS NULL");
        break;
    }
}

/* A column of the metric that is missed, or its state. */
static void write_missed(struct query *q, const struct register_def *reg,
                         const struct column *column, const struct window *window,
                         size_t arm)
{
    if (column)
        write_fact_column(q, column, reg->misses[arm]);
    else
        write_state_in(q, reg->misses[arm], window);
}

static void write_by_arm(struct query *q, const struct register_def *reg,
                         const struct column *column, const struct window *window)
{
    if (q->narms == 1) {
        write_missed(q, reg, column, window, q->arm);
        return;
    }
    write_sql(q, "CASE _arm.column1");
    for (size_t i = q->arm; i < q->arm + q->narms; i++) {
        write_sql(q, " WHEN ");
        write_number(q, (int64_t)i);
        write_sql(q, " THEN ");
        write_missed(q, reg, column, window, i);
    }
    write_sql(q, " END");
}

static void write_arm(struct query *q)
{
    if (q->narms > 1)
        write_sql(q, "_arm.column1");
    else
        write_number(q, (int64_t)q->arm);
}

static void write_column(struct query *q, const struct register_def *reg,
                         const struct column *column, const struct population *of)
{
    switch (column->role) {
    case COLUMN_FIELD:
        write_path(q, column->via, column->field);
        break;
    case COLUMN_DIMENSION:
        write_dimension(q, column->dimension, of->kind);
        break;
    case COLUMN_METRIC:
        write_arm(q);
        break;
    case COLUMN_FILE:
        write_file_name(q);
        break;
    case COLUMN_LINE:
        write_sql(q, "r.line");
        break;
    case COLUMN_NUMBER:
        write_sql(q, "NULL"); /* counted where the rows are read */
        break;
    default:
        if (column->of)
            write_fact_column(q, column, column->of);
        else
            write_by_arm(q, reg, column, NULL);
        break;
    }
}

static void write_register_rows(struct query *q, const struct register_def *reg,
                                const struct population *of, const struct window *window)
{
    write_sql(q, "SELECT ");
    for (size_t i = 0; i < reg->ncolumns; i++) {
        write_column(q, reg, &reg->column[i], of);
        write_sql(q, ",\n       ");
    }
    write_key(q, of->kind);
    struct buf select = set_aside(q);
    write_population_window(q, of, window);
    if (!reg->of) {
        write_sql(q, "\n   AND ");
        write_by_arm(q, reg, NULL, window);
        write_sql(q, " = 2");
    }
    write_from(q, of->kind, &select);
}

/* One scan for all neighbours of a population. */
static void write_misses(struct query *q, const struct register_def *reg,
                         const struct window *window)
{
    for (q->arm = 0; q->arm < reg->nmisses; q->arm += q->narms) {
        const struct population *of = reg->misses[q->arm]->of;
        q->narms = 1;
        while (q->arm + q->narms < reg->nmisses &&
               reg->misses[q->arm + q->narms]->of == of)
            q->narms++;
        write_sql(q, q->arm > 0 ? "\nUNION ALL\n" : "");
        write_register_rows(q, reg, of, window);
    }
    q->narms = 0;
}

void facts_register(struct query *q, const struct register_def *reg,
                    const struct window *window)
{
    q->until = window->period.until;
    if (reg->of)
        write_register_rows(q, reg, reg->of, window);
    else
        write_misses(q, reg, window);
    write_sql(q, "\n ORDER BY ");
    for (size_t i = 0; i < reg->norders; i++)
        buf_printf(&q->sql, "%zu%s, ", reg->order[i].column + 1,
                   reg->order[i].down ? " DESC" : "");
    buf_printf(&q->sql, "%zu", reg->ncolumns + 1);
}

void facts_records(struct query *q, const struct kind *kind, const struct window *during)
{
    write_sql(q, "SELECT ");
    for (size_t i = 0; i < kind->nfields; i++) {
        write_sql(q, i ? ", " : "");
        write_own(q, &kind->field[i]);
    }
    struct buf select = set_aside(q);
    if (during && kind->event) {
        struct plan_clock clock = {.on = kind->event};
        write_sql(q, "\n   AND ");
        write_window(q, &clock, during->period.from, during->period.until);
    }
    write_from(q, kind, &select);
    write_sql(q, "\n ORDER BY ");
    if (kind->event) {
        write_own(q, kind->event);
        write_sql(q, ", ");
    }
    write_key(q, kind);
}

void facts_flagged(struct query *q, const struct kind *kind, const struct doubt *doubt,
                   int64_t row)
{
    write_sql(q, "SELECT f.source, ");
    write_file_name(q);
    write_sql(q, ", r.line, ");
    if (doubt->to != NULL) {
        write_own(q, doubt->to);
        write_sql(q, " - ");
    }
    write_own(q, doubt->field);
    struct buf select = set_aside(q);
    write_sql(q, "\n   AND r.row = ");
    write_number(q, row);
    write_from(q, kind, &select);
}

void facts_place(struct query *q, const struct kind *kind, struct str key)
{
    write_sql(q, "SELECT ");
    write_file_name(q);
    write_sql(q, ", r.line");
    struct buf select = set_aside(q);
    write_sql(q, "\n   AND ");
    write_key(q, kind);
    write_sql(q, " = ");
    write_text(q, key);
    write_from(q, kind, &select);
}

void facts_count(struct query *q)
{
    struct buf counted = set_aside(q);
    write_sql(q, "SELECT count(*) FROM (\n");
    buf_str(&q->sql, buf_view(&counted));
    write_sql(q, ")");
    buf_release(&counted);
}
