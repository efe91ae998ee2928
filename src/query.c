/* query: the same facts and figures an edition is made of, printed instead of rendered. */
#include "query.h"

#include <inttypes.h>
#include <string.h>

#include "base/instant.h"
#include "render/render.h"
#include "table_text.h"

#include "base/banned.h"

static void put_figure(struct table_text *table, const struct figure *f)
{
    table_text_put(table, f->metric->id);
    table_text_put(table, str_of(f->window->name));
    table_text_put(table, f->cut != NULL ? f->cut->id : STR(""));
    table_text_put(table, f->key);
    table_text_put(table,
                   f->missing != FIGURE_OK ? STR("") : num_real(&table->arena, f->value));
    table_text_put(table,
                   num_print(&table->arena, f->shown_num, f->shown_scale, NUM_PLAIN));
    table_text_put_integer(table, f->shown_den);
    table_text_put_integer(table, f->n);
    table_text_put_integer(table, f->pending);
    table_text_put(table, str_of(figure_missing(f->missing)));
}

static void print_figures(const struct figures *figures, bool csv, FILE *out)
{
    static const char *const head[] = {"metric",  "window",    "cut",         "key",
                                       "value",   "numerator", "denominator", "n",
                                       "pending", "missing"};
    struct table_text table;
    table_text_begin(&table, out, 10, csv);
    for (size_t i = 0; i < 10; i++)
        table_text_put(&table, str_of(head[i]));
    for (size_t i = 0; i < figures_count(figures); i++)
        put_figure(&table, figures_at(figures, i));
    table_text_end(&table);
}

static int prepare(struct run *run, struct err *err)
{
    return run_load(run, err) != 0 || run_import(run, err) != 0 ||
                   run_measure(run, err) != 0
               ? -1
               : 0;
}

/* The document an edition would hold, rendered to the stream by any renderer. */
static int render_document(struct run *run, const struct renderer *renderer, FILE *out,
                           struct err *err)
{
    struct render_counts counts = {0};
    const struct render_options options = {.diags = &run->diags};
    run->info.program = STR("auditpack " AUDITPACK_VERSION);
    if (run_compose(run, err) != 0)
        return -1;
    return renderer->run(run->doc, &options, out, &counts, err);
}

int query_figures(struct run *run, const struct options *options, FILE *out,
                  struct err *err)
{
    struct str format = options->format ? str_of(options->format) : STR("table");
    bool csv = str_eq(format, STR("csv"));
    const struct renderer *renderer = NULL;
    if (!csv && !str_eq(format, STR("table"))) {
        renderer = render_lookup(format);
        if (renderer == NULL || renderer == &render_pdf || renderer == &render_xlsx)
            return err_set(err, ERR_JOB, NULL, 0,
                           "--format %.*s: use table, csv, json, text or tree",
                           STR_ARG(format));
    }
    if (prepare(run, err) != 0)
        return -1;
    if (renderer != NULL)
        return render_document(run, renderer, out, err);
    print_figures(measure_figures(run->measure), csv, out);
    return 0;
}

static int find_metric(const struct run *run, const char *id,
                       const struct metric **metric, struct err *err)
{
    *metric = id != NULL ? metrics_metric(&run->job.metrics, str_of(id)) : NULL;
    if (*metric == NULL)
        return err_set(err, ERR_JOB, run->job.path.p, 0,
                       "no metric '%s'; `auditpack figures` lists them", id ? id : "");
    return 0;
}

static const struct window *find_window(const struct figures *figures, const char *name)
{
    size_t n;
    const struct window *window = figures_windows(figures, &n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(window[i].name, name != NULL ? name : "period") == 0)
            return &window[i];
    return NULL;
}

static int find_figure(const struct run *run, const struct options *o,
                       const struct figure **figure, struct err *err)
{
    const struct figures *figures = measure_figures(run->measure);
    const struct metric *metric;
    const struct dimension *cut = NULL;
    struct str key = STR("");
    const struct window *window = find_window(figures, o->window);
    if (find_metric(run, o->argument[1], &metric, err) != 0)
        return -1;
    if (window == NULL)
        return err_set(err, ERR_JOB, NULL, 0, "no window '%s'", o->window);
    if (o->segment != NULL) {
        struct str rest = str_of(o->segment), dimension;
        str_split(&rest, '=', &dimension);
        cut = metrics_dimension(&run->job.metrics, dimension);
        key = rest;
        if (cut == NULL)
            return err_set(err, ERR_JOB, NULL, 0,
                           "--segment %s: write DIMENSION=KEY with a known dimension",
                           o->segment);
    }
    *figure = figures_lookup(figures, metric, window, cut, key);
    if (*figure == NULL)
        return err_set(err, ERR_JOB, NULL, 0, "metric '%.*s' has no figure for %s in %s",
                       STR_ARG(metric->id), o->segment ? o->segment : "the total",
                       window->name);
    return 0;
}

static void put_value(struct table_text *table, const struct row_value *value,
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
            put_value(table, &value[i], zone);
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
    if (def == NULL || window == NULL)
        return err_set(err, ERR_JOB, NULL, 0, "no %s '%s'",
                       def == NULL ? "register" : "window",
                       def == NULL ? o->reg : o->window);
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

static int only_state(const char *only, int *state, struct err *err)
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

static int print_trace(struct run *run, const struct figure *figure, int state, bool csv,
                       FILE *out, struct err *err)
{
    static const char *const head[] = {"part", "record", "file",  "line",
                                       "at",   "state",  "value", "limit"};
    bool ratio = figure->metric->kind == METRIC_RATIO;
    struct table_text table;
    int result = 0;
    table_text_begin(&table, out, 8, csv);
    for (size_t i = 0; i < 8; i++)
        table_text_put(&table, str_of(head[i]));
    for (int part = 0; part <= (ratio ? 1 : 0) && result == 0; part++) {
        struct rows *rows = NULL;
        const struct row_value *value;
        result = trace_open(&rows, run->measure, figure, state, part, err);
        while (result == 0 && (result = rows_next(rows, &value, err)) == 0) {
            table_text_put(&table, !ratio      ? STR("")
                                   : part == 0 ? STR("over")
                                               : STR("under"));
            for (size_t i = 0; i < 7; i++)
                put_value(&table, &value[i], run->job.zone);
        }
        rows_close(rows);
        result = result < 0 ? -1 : 0;
    }
    table_text_end(&table);
    return result;
}

int query_trace(struct run *run, const struct options *options, FILE *out,
                struct err *err)
{
    const struct figure *figure;
    int state;
    bool csv;
    if (rows_format(options, &csv, err) != 0 ||
        only_state(options->only, &state, err) != 0)
        return -1;
    if (options->reg != NULL &&
        (options->narguments > 1 || options->only != NULL || options->segment != NULL))
        return err_set(err, ERR_JOB, NULL, 0,
                       "a register is whole: it takes no metric, --only or --segment");
    if (prepare(run, err) != 0)
        return -1;
    if (options->reg != NULL)
        return print_register(run, options, csv, out, err);
    if (find_figure(run, options, &figure, err) != 0)
        return -1;
    return print_trace(run, figure, state, csv, out, err);
}

static void explain_line(FILE *out, const char *label, struct str text)
{
    if (text.n > 0)
        fprintf(out, "%-12s %.*s\n", label, STR_ARG(text));
}

static void explain_clauses(FILE *out, const struct standard *standard,
                            const struct metric *metric)
{
    for (size_t i = 0; i < standard->nclauses; i++)
        for (size_t k = 0; k < standard->clause[i]->nmetrics; k++)
            if (standard->clause[i]->metric[k] == metric)
                explain_line(out, "clause", standard->clause[i]->title);
}

int query_explain(struct run *run, const struct options *options, FILE *out,
                  struct err *err)
{
    const struct metric *metric;
    if (job_load(&run->job, run->options->job, run->options->data, err) != 0 ||
        find_metric(run, options->argument[1], &metric, err) != 0)
        return -1;
    explain_line(out, "metric", metric->id);
    explain_line(out, "name", metric->name);
    explain_line(out, "numerator", metric->numerator);
    explain_line(out, "denominator", metric->denominator);
    explain_line(out, "excludes", metric->excludes);
    if (metric->of != NULL) {
        explain_line(out, "population", metric->of->name);
        explain_line(out, "where", metric->of->where_text);
    }
    if (metric->has_goal)
        explain_line(
            out, "goal",
            num_print(&run->arena, metric->goal.n, metric->goal.scale, NUM_PLAIN));
    explain_clauses(out, &run->job.standard, metric);
    fprintf(out, "\n%.*s\n", STR_ARG(measure_sql(&run->arena, &run->job, metric)));
    return 0;
}
