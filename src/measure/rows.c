/* rows: the rows behind figures: registers, records, traces. They run the facts' own
 * statements, read column by column. Totals are known before the first row: from the
 * figures where these counted the same facts. Nothing runs before somebody asks for a row;
 * what nobody reads costs nothing. */
#include "measure/rows_run.h"
#include "measure/statement.h"

#include "base/banned.h"

static struct rows *new_rows(struct measure *m, size_t ncolumns)
{
    struct rows *rows = mem_new(1, sizeof *rows);
    query_init(&rows->query, m->as_of, m->event);
    rows->measure = m;
    rows->ncolumns = ncolumns;
    rows->format = mem_new(ncolumns, sizeof *rows->format);
    rows->value = mem_new(ncolumns, sizeof *rows->value);
    return rows;
}

static sqlite3 *handle(const struct rows *rows)
{
    return store_handle(rows->measure->store);
}

void rows_close(struct rows *rows)
{
    if (!rows)
        return;
    sqlite3_finalize(rows->stmt);
    if (rows->is_kept)
        spool_close(&rows->kept);
    query_release(&rows->query);
    mem_free(rows->format);
    mem_free(rows->value);
    mem_free(rows);
}

static int begin(struct rows *rows, struct err *err)
{
    if (rows->stmt)
        return 0;
    return statement_open(handle(rows), &rows->query, &rows->stmt, err);
}

static int count_rows(struct rows *rows, int64_t *total, struct err *err)
{
    if (begin(rows, err) != 0)
        return -1;
    facts_count(&rows->query);
    return statement_number(handle(rows), &rows->query, &rows->measure->worktime, total,
                            err);
}

/* Counts by running the statement, unless the total is known. */
static int start(struct rows **out, struct rows *rows, int64_t total, struct err *err)
{
    if (total < 0 && count_rows(rows, &total, err) != 0) {
        rows_close(rows);
        return -1;
    }
    rows->total = (uint64_t)total;
    *out = rows;
    return 0;
}

static struct rows_format field_format(const struct field *field)
{
    return (struct rows_format){.type = field->type, .scale = field->scale};
}

/* The values of a metric's fact: seconds, bands or amounts. */
static struct rows_format value_format(const struct metric *metric)
{
    if (metric->form == FACT_FIELD && metric->nbands == 0)
        return field_format(metric->value);
    return (struct rows_format){.type = FIELD_INT};
}

static struct rows_format column_format(const struct register_def *reg,
                                        const struct column *column)
{
    switch (column->role) {
    case COLUMN_FIELD:
        return field_format(column->field);
    case COLUMN_METRIC:
        return (struct rows_format){.type = FIELD_TEXT, .names = reg->misses};
    case COLUMN_VALUE:
        return value_format(column->of ? column->of : reg->misses[0]);
    case COLUMN_DIMENSION:
    case COLUMN_FILE:
        return (struct rows_format){.type = FIELD_TEXT};
    case COLUMN_OPEN:
        return (struct rows_format){.type = FIELD_FLAG};
    case COLUMN_DUE:
        return (struct rows_format){.type = FIELD_TIME};
    case COLUMN_NUMBER:
        return (struct rows_format){.type = FIELD_INT, .running = true};
    case COLUMN_LIMIT:
    case COLUMN_OVERRUN:
    case COLUMN_STATE:
    case COLUMN_LINE:
        break;
    }
    return (struct rows_format){.type = FIELD_INT};
}

static const struct metric *counting(const struct metrics *metrics,
                                     const struct population *population)
{
    for (size_t i = 0; i < metrics->nmetrics; i++)
        if (metrics->metric[i].of == population && metrics->metric[i].form == FACT_ROW)
            return &metrics->metric[i];
    return NULL;
}

/* The misses, or all rows of a population, that the figures of this window counted; -1
 * where they did not: a window of the caller's, a population that no metric counts. */
static int64_t counted_rows(const struct figures *f, const struct register_def *reg,
                            const struct window *window)
{
    int64_t total = 0;
    if (window < f->windows.window || window >= f->windows.window + f->windows.n)
        return -1;
    if (reg->of) {
        const struct metric *metric = counting(f->metrics, reg->of);
        return metric ? figures_lookup(f, metric, window, NULL, STR(""))->hit : -1;
    }
    for (size_t i = 0; i < reg->nmisses; i++)
        total += figures_lookup(f, reg->misses[i], window, NULL, STR(""))->miss;
    return total;
}

int register_open(struct rows **out, struct measure *m, const struct register_def *reg,
                  const struct window *window, struct err *err)
{
    struct rows *rows = new_rows(m, reg->ncolumns);
    for (size_t i = 0; i < reg->ncolumns; i++)
        rows->format[i] = column_format(reg, &reg->column[i]);
    facts_register(&rows->query, reg, window);
    return start(out, rows, counted_rows(&m->figures, reg, window), err);
}

int records_open(struct rows **out, struct measure *m, const struct kind *kind,
                 const struct window *during, struct err *err)
{
    struct rows *rows = new_rows(m, kind->nfields);
    for (size_t i = 0; i < kind->nfields; i++)
        rows->format[i] = field_format(&kind->field[i]);
    facts_records(&rows->query, kind, during);
    return start(out, rows, -1, err);
}

static int64_t counted_facts(const struct figure *figure, int state)
{
    switch (state) {
    case FACT_HIT:
        return figure->hit;
    case FACT_MISS:
        return figure->miss;
    case FACT_PENDING:
        return figure->pending;
    default:
        return figure->hit + figure->miss;
    }
}

const struct metric *trace_metric(const struct figure *figure, int part)
{
    const struct metric *metric = figure->metric;
    if (metric->kind != METRIC_RATIO)
        return metric;
    return part ? metric->under : metric->over;
}

int trace_open(struct rows **out, struct measure *m, const struct figure *figure,
               int state, int part, const struct deciding *deciding, struct err *err)
{
    const enum field_type type[TRACE_COLUMNS] = {
        FIELD_TEXT, FIELD_TEXT, FIELD_INT, FIELD_TIME, FIELD_INT, FIELD_INT, FIELD_INT};
    const size_t value = 5, more = deciding ? deciding->n : 0;
    const struct metric *metric = trace_metric(figure, part);
    struct rows *rows = new_rows(m, TRACE_COLUMNS + more);
    if (metric != figure->metric)
        figure =
            figures_lookup(&m->figures, metric, figure->window, figure->cut, figure->key);
    for (size_t i = 0; i < TRACE_COLUMNS; i++)
        rows->format[i].type = type[i];
    for (size_t i = 0; i < more; i++)
        rows->format[TRACE_COLUMNS + i] = field_format(deciding->item[i].field);
    rows->format[value] = value_format(metric);
    facts_trace(&rows->query, &(struct fact_rows){metric, figure->window, figure->cut,
                                                  figure->key, state, deciding});
    return start(out, rows, counted_facts(figure, state), err);
}

uint64_t rows_total(const struct rows *rows)
{
    return rows->total;
}

size_t rows_columns(const struct rows *rows)
{
    return rows->ncolumns;
}

static bool is_text(enum field_type type)
{
    return type == FIELD_ID || type == FIELD_TEXT || type == FIELD_REF;
}

/* A column as it stands in the store. */
static struct row_value read_raw(const struct rows *rows, int column)
{
    const struct rows_format *format = &rows->format[column];
    struct row_value value = {.type = format->type, .scale = format->scale};
    value.missing = sqlite3_column_type(rows->stmt, column) == SQLITE_NULL;
    if (!value.missing && is_text(format->type) && !format->names)
        value.text = db_str(rows->stmt, column);
    else if (!value.missing)
        value.num = sqlite3_column_int64(rows->stmt, column);
    return value;
}

void rows_finish(const struct rows *rows, uint64_t at, struct row_value *value)
{
    for (size_t i = 0; i < rows->ncolumns; i++) {
        const struct rows_format *format = &rows->format[i];
        if (format->running) {
            value[i].missing = false;
            value[i].num = (int64_t)at;
        } else if (format->names && !value[i].missing) {
            const struct metric *metric = format->names[value[i].num];
            value[i].text = metric->name;
            value[i].num = metric->index;
        }
    }
}

int rows_step(struct rows *rows, struct err *err)
{
    int status = begin(rows, err);
    if (status == 0)
        status = worktime_step(&rows->measure->worktime, rows->stmt, err);
    for (size_t i = 0; status == 0 && i < rows->ncolumns; i++)
        rows->value[i] = read_raw(rows, (int)i);
    return status;
}

int rows_next(struct rows *rows, const struct row_value **value, struct err *err)
{
    int status = rows_step(rows, err);
    if (status != 0)
        return status;
    rows_finish(rows, ++rows->at, rows->value);
    *value = rows->value;
    return 0;
}
