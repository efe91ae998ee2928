/* query: the same facts and figures an edition is made of, printed instead of rendered. */
#include "command/query.h"

#include <inttypes.h>
#include <string.h>

#include "catalogue/known.h"
#include "render/render.h"
#include "base/table_text.h"

#include "base/banned.h"

static void put_figure(struct table_text *table, const struct figure *f)
{
    table_text_put(table, f->metric->id);
    table_text_put(table, str_of(f->window->name));
    table_text_put(table, f->cut != NULL ? f->cut->id : STR(""));
    table_text_put(table, figure_key(f));
    table_text_put(table,
                   f->missing != FIGURE_OK ? STR("") : num_real(&table->arena, f->value));
    table_text_put(table,
                   num_print(&table->arena, f->shown_num, f->shown_scale, NUM_PLAIN));
    table_text_put(table,
                   num_print(&table->arena, f->shown_den, f->shown_den_scale, NUM_PLAIN));
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

int query_prepare(struct run *run, struct err *err)
{
    if (run_load(run, err) != 0)
        return -1;
    run_ended(run, "load");
    if (run_import(run, err) != 0)
        return -1;
    run_ended(run, "import");
    if (run_measure(run, err) != 0)
        return -1;
    run_ended(run, "measure");
    return 0;
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
                           "--format %.*s: use table, csv, json, text, summary or tree",
                           STR_ARG(format));
    }
    if (query_prepare(run, err) != 0)
        return -1;
    if (renderer != NULL)
        return render_document(run, renderer, out, err);
    print_figures(measure_figures(run->measure), csv, out);
    return 0;
}

static int refuse_metric(const struct run *run, struct str id, struct err *err)
{
    const struct metrics *metrics = &run->job.metrics;
    struct str *ids = mem_new(metrics->nmetrics + 1, sizeof *ids);
    for (size_t i = 0; i < metrics->nmetrics; i++)
        ids[i] = metrics->metric[i].id;
    struct str near = known_closest(ids, metrics->nmetrics, id);
    mem_free(ids);
    if (id.n == 0)
        return err_set(err, ERR_JOB, NULL, 0,
                       "name a metric behind the job; `auditpack figures` lists them");
    return err_set(err, ERR_JOB, run->job.path.p, 0,
                   "no metric '%.*s'%s%.*s%s; `auditpack figures` lists them",
                   STR_ARG(id), near.n > 0 ? ", did you mean '" : "", STR_ARG(near),
                   near.n > 0 ? "'?" : "");
}

int query_metric(const struct run *run, const char *id, const struct metric **metric,
                 struct err *err)
{
    *metric = id != NULL ? metrics_metric(&run->job.metrics, str_of(id)) : NULL;
    return *metric == NULL ? refuse_metric(run, str_of(id), err) : 0;
}

int query_revision(const char *text, int *revision, struct err *err)
{
    int64_t n = 0;
    struct str digits = str_of(text);
    *revision = 0;
    if (text == NULL)
        return 0;
    if (str_starts(digits, STR("r")))
        digits = (struct str){digits.p + 1, digits.n - 1};
    if (!str_int(digits, &n) || n < 1 || n > 99999)
        return err_set(err, ERR_JOB, NULL, 0, "no edition '%s': write r1, r2, ...", text);
    *revision = (int)n;
    return 0;
}
