/* trace: the rows behind a figure, behind every figure, or of a register. */
#include <string.h>

#include "base/instant.h"
#include "catalogue/known.h"
#include "command/query.h"
#include "base/table_text.h"

#include "base/banned.h"

enum { LABELS = 4, PARTS = 2 }; /* columns that say whose rows they are */

/* What is printed of each row: the labels of every figure, or none; the fixed columns of a
 * trace; the deciding fields of both parts of one figure. */
struct tracing {
    struct run *run;
    struct table_text table;
    bool every;
    int state;
    struct deciding part[PARTS];
    struct deciding both;
};

static const struct window *find_window(const struct figures *figures, const char *name)
{
    size_t n;
    const struct window *window = figures_windows(figures, &n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(window[i].name, name != NULL ? name : "period") == 0)
            return &window[i];
    return NULL;
}

static int refuse_window(const char *name, struct err *err)
{
    return err_set(
        err, ERR_JOB, NULL, 0,
        "no window '%s'; it takes period, last, year-ago, to-date or one of the "
        "months before, such as 2026-09",
        name);
}

static int refuse_register(struct run *run, const char *name, struct err *err)
{
    const struct metrics *metrics = &run->job.metrics;
    struct str *ids = arena_new(&run->arena, metrics->nregs, sizeof *ids);
    for (size_t i = 0; i < metrics->nregs; i++)
        ids[i] = metrics->reg[i].id;
    return err_set(err, ERR_JOB, NULL, 0, "no register '%s'; there are %.*s", name,
                   STR_ARG(known_list(&run->arena, ids, metrics->nregs)));
}

static int find_segment(const struct run *run, const char *segment,
                        const struct dimension **cut, struct str *key, struct err *err)
{
    struct str rest = str_of(segment), dimension;
    str_split(&rest, '=', &dimension);
    *cut = metrics_dimension(&run->job.metrics, dimension);
    *key = rest;
    if (*cut == NULL)
        return err_set(err, ERR_JOB, NULL, 0,
                       "--segment %s: write DIMENSION=KEY with a known dimension",
                       segment);
    if (key->n == 0) /* "region=": the rows without one */
        *key = (*cut)->blank;
    return 0;
}

int query_figure(const struct run *run, const struct options *o,
                 const struct figure **figure, struct err *err)
{
    const struct figures *figures = measure_figures(run->measure);
    const struct metric *metric;
    const struct dimension *cut = NULL;
    struct str key = STR("");
    const struct window *window = find_window(figures, o->window);
    if (query_metric(run, o->argument[1], &metric, err) != 0)
        return -1;
    if (window == NULL)
        return refuse_window(o->window, err);
    if (o->segment != NULL && find_segment(run, o->segment, &cut, &key, err) != 0)
        return -1;
    *figure = figures_lookup(figures, metric, window, cut, key);
    if (*figure == NULL)
        return err_set(err, ERR_JOB, NULL, 0, "metric '%.*s' has no figure for %s in %s",
                       STR_ARG(metric->id), o->segment ? o->segment : "the total",
                       window->name);
    return 0;
}

void query_put_value(struct table_text *table, const struct row_value *value,
                     const struct zone *zone)
{
    if (value->missing)
        table_text_put(table, STR(""));
    else if (value->type == FIELD_TIME || value->type == FIELD_DATE ||
             value->type == FIELD_MONTH)
        table_text_put(table, instant_print(&table->arena, value->num, zone));
    else if (value->type == FIELD_ID || value->type == FIELD_TEXT ||
             value->type == FIELD_REF)
        table_text_put(table, value->text);
    else
        table_text_put(table,
                       num_print(&table->arena, value->num, value->scale, NUM_PLAIN));
}

static int print_rows(struct table_text *table, struct rows *rows,
                      const struct zone *zone, struct err *err)
{
    const struct row_value *value;
    int result;
    while ((result = rows_next(rows, &value, err)) == 0)
        for (size_t i = 0; i < rows_columns(rows); i++)
            query_put_value(table, &value[i], zone);
    return result < 0 ? -1 : 0;
}

static int rows_format(const struct options *options, bool *csv, struct err *err)
{
    const char *format = options->format != NULL ? options->format : "table";
    *csv = strcmp(format, "csv") == 0;
    if (*csv || strcmp(format, "table") == 0)
        return 0;
    return err_set(err, ERR_JOB, NULL, 0, "--format %s: a trace is a table or csv",
                   format);
}

static int print_register(struct run *run, const struct options *o, bool csv, FILE *out,
                          struct err *err)
{
    const struct register_def *def = metrics_register(&run->job.metrics, str_of(o->reg));
    const struct window *window = find_window(measure_figures(run->measure), o->window);
    struct rows *rows;
    struct table_text table;
    if (def == NULL)
        return refuse_register(run, o->reg, err);
    if (window == NULL)
        return refuse_window(o->window, err);
    if (register_open(&rows, run->measure, def, window, err) != 0)
        return -1;
    table_text_begin(&table, out, def->ncolumns, csv);
    for (size_t i = 0; i < def->ncolumns; i++)
        table_text_put(&table, def->column[i].name);
    int result = print_rows(&table, rows, run->job.zone, err);
    table_text_end(&table);
    rows_close(rows);
    return result;
}

int query_state(const char *only, int *state, struct err *err)
{
    static const struct {
        const char *name;
        int state;
    } known[] = {{"all", -1}, {"hits", 3}, {"misses", 2}, {"pending", 1}};
    for (size_t i = 0; i < 4; i++) {
        if (strcmp(only != NULL ? only : "all", known[i].name) != 0)
            continue;
        *state = known[i].state;
        return 0;
    }
    return err_set(err, ERR_JOB, NULL, 0, "--only %s: use hits, misses, pending or all",
                   only);
}

/* --- the rows of figures ----------------------------------------------------- */

static bool same_field(const struct deciding_field *a, const struct deciding_field *b)
{
    return a->via == b->via && a->field == b->field;
}

static size_t place_of(const struct deciding *among, const struct deciding_field *item)
{
    size_t i = 0;
    while (i < among->n && !same_field(&among->item[i], item))
        i++;
    return i;
}

static void find_deciding(struct tracing *t, const struct figure *figure)
{
    int parts = figure->metric->kind == METRIC_RATIO ? PARTS : 1;
    t->both.n = 0;
    for (int part = 0; part < parts; part++) {
        struct deciding *own = &t->part[part];
        deciding_find(own, trace_metric(figure, part));
        for (size_t i = 0; i < own->n && t->both.n < DECIDING_MAX; i++)
            if (place_of(&t->both, &own->item[i]) == t->both.n)
                t->both.item[t->both.n++] = own->item[i];
    }
}

static void put_head(struct tracing *t)
{
    static const char *const head[] = {"metric", "window", "cut",   "key",
                                       "part",   "record", "file",  "line",
                                       "at",     "state",  "value", "limit"};
    for (size_t i = t->every ? 0 : LABELS; i < sizeof head / sizeof *head; i++)
        table_text_put(&t->table, str_of(head[i]));
    for (size_t i = 0; i < t->both.n; i++) {
        const struct deciding_field *item = &t->both.item[i];
        if (item->via)
            table_text_put(&t->table, arena_printf(&t->table.arena, "%.*s.%.*s",
                                                   STR_ARG(item->via->id),
                                                   STR_ARG(item->field->id)));
        else
            table_text_put(&t->table, item->field->id);
    }
}

static void put_labels(struct tracing *t, const struct figure *figure, int part)
{
    static const char *const side[PARTS] = {"over", "under"};
    bool ratio = figure->metric->kind == METRIC_RATIO;
    if (t->every) {
        table_text_put(&t->table, figure->metric->id);
        table_text_put(&t->table, str_of(figure->window->name));
        table_text_put(&t->table, figure->cut ? figure->cut->id : STR(""));
        table_text_put(&t->table, figure_key(figure));
    }
    table_text_put(&t->table, ratio ? str_of(side[part]) : STR(""));
}

static void put_traced(struct tracing *t, const struct row_value *value, int part)
{
    static const char *const word[] = {"", "pending", "miss", "hit"};
    const size_t state = 4;
    const struct deciding *own = &t->part[part];
    for (size_t i = 0; i < TRACE_COLUMNS; i++) {
        if (i == state)
            table_text_put(&t->table, str_of(word[value[i].num]));
        else
            query_put_value(&t->table, &value[i], t->run->job.zone);
    }
    for (size_t i = 0; i < t->both.n; i++) {
        size_t at = place_of(own, &t->both.item[i]);
        if (at < own->n)
            query_put_value(&t->table, &value[TRACE_COLUMNS + at], t->run->job.zone);
        else
            table_text_put(&t->table, STR(""));
    }
}

static int put_part(struct tracing *t, const struct figure *figure, int part,
                    struct err *err)
{
    struct rows *rows = NULL;
    const struct row_value *value;
    int result = trace_open(&rows, t->run->measure, figure, t->state, part,
                            t->every ? NULL : &t->part[part], err);
    while (result == 0 && (result = rows_next(rows, &value, err)) == 0) {
        put_labels(t, figure, part);
        put_traced(t, value, part);
    }
    rows_close(rows);
    return result < 0 ? -1 : 0;
}

static int put_figure_rows(struct tracing *t, const struct figure *figure,
                           struct err *err)
{
    int parts = figure->metric->kind == METRIC_RATIO ? PARTS : 1, result = 0;
    for (int part = 0; part < parts && result == 0; part++)
        result = put_part(t, figure, part, err);
    return result;
}

static int print_figure(struct tracing *t, const struct options *o, FILE *out, bool csv,
                        struct err *err)
{
    const struct figure *figure;
    if (query_figure(t->run, o, &figure, err) != 0)
        return -1;
    find_deciding(t, figure);
    table_text_begin(&t->table, out, 1 + TRACE_COLUMNS + t->both.n, csv);
    put_head(t);
    int result = put_figure_rows(t, figure, err);
    table_text_end(&t->table);
    return result;
}

/* Every figure that is listed, of one metric or of all. */
static int print_every(struct tracing *t, const struct options *o, FILE *out, bool csv,
                       struct err *err)
{
    const struct figures *figures = measure_figures(t->run->measure);
    const struct metric *metric = NULL;
    int result = 0;
    if (o->narguments > 1 && query_metric(t->run, o->argument[1], &metric, err) != 0)
        return -1;
    table_text_begin(&t->table, out, LABELS + 1 + TRACE_COLUMNS, csv);
    put_head(t);
    for (size_t i = 0; i < figures_count(figures) && result == 0; i++) {
        const struct figure *figure = figures_at(figures, i);
        if (!metric || figure->metric == metric)
            result = put_figure_rows(t, figure, err);
    }
    table_text_end(&t->table);
    return result;
}

static int check_options(const struct options *o, struct err *err)
{
    if (o->reg != NULL &&
        (o->narguments > 1 || o->only != NULL || o->segment != NULL || o->every != NULL))
        return err_set(
            err, ERR_JOB, NULL, 0,
            "a register is whole: it takes no metric, --only, --segment or --every");
    if (o->every != NULL && (o->segment != NULL || o->window != NULL))
        return err_set(err, ERR_JOB, NULL, 0,
                       "--every is of all windows and keys: no --window, no --segment");
    if (o->working != NULL && (o->reg != NULL || o->every != NULL || o->segment != NULL ||
                               o->window != NULL || o->only != NULL))
        return err_set(err, ERR_JOB, NULL, 0,
                       "--working is of one row of a metric: no other choice of rows");
    return 0;
}

int query_trace(struct run *run, const struct options *options, FILE *out,
                struct err *err)
{
    struct tracing t = {.run = run, .every = options->every != NULL};
    bool csv;
    if (rows_format(options, &csv, err) != 0 ||
        query_state(options->only, &t.state, err) != 0 ||
        check_options(options, err) != 0 || query_prepare(run, err) != 0)
        return -1;
    if (options->reg != NULL)
        return print_register(run, options, csv, out, err);
    if (options->working != NULL)
        return query_working(run, options, csv, out, err);
    return t.every ? print_every(&t, options, out, csv, err)
                   : print_figure(&t, options, out, csv, err);
}
