/* datasets: the results as tables for programs (JSON) and for the workbook: figures as
 * flat rows, quality counts, verdicts, digests. Ids of columns are part of the format. */
#include "compose/figures/benchmarks.h"
#include "compose/plain.h"
#include "compose/figures/statistics.h"
#include "compose/used.h"

#include <string.h>

#include "base/instant.h"
#include "base/banned.h"

/* All figures, streamed: one row a cell of metric, window, cut and key. */
static const char *const figure_ids[] = {
    "metric",  "window",    "cut",         "key", "value", "rows", "hit",     "miss",
    "pending", "numerator", "denominator", "n",   "low",   "high", "missing", "text"};

/* The dataset holds one, and each walk over it a copy with its own place and texts. */
struct figure_rows {
    struct arena arena;
    struct format format;
    const struct figures *figures;
    size_t at;
};

static int figures_begin(void *self, void **walk, struct err *err)
{
    struct figure_rows *rows = mem_new(1, sizeof *rows);
    (void)err;
    *rows = *(const struct figure_rows *)self;
    arena_init(&rows->arena);
    rows->format.arena = &rows->arena;
    *walk = rows;
    return 0;
}

static void figure_names(struct doc_cell *cell, const struct figure *figure)
{
    cell[0] = cell_text(figure->metric->id);
    cell[1] = cell_text(str_of(figure->window->name));
    cell[2] = figure->cut ? cell_text(figure->cut->id) : plain_none();
    cell[3] = figure->cut ? cell_text(figure_key(figure)) : plain_none();
}

static int figures_next(void *self, struct doc_cell *cell, struct err *err)
{
    struct figure_rows *rows = self;
    const struct format *f = &rows->format;
    (void)err;
    if (rows->at == figures_count(rows->figures))
        return 1;
    const struct figure *figure = figures_at(rows->figures, rows->at++);
    bool ok = figure->missing == FIGURE_OK;
    arena_reset(&rows->arena);
    figure_names(cell, figure);
    cell[4] = ok ? plain_real(figure->value) : plain_none();
    cell[5] = plain_count(f, figure->rows);
    cell[6] = plain_count(f, figure->hit);
    cell[7] = plain_count(f, figure->miss);
    cell[8] = plain_count(f, figure->pending);
    cell[9] = ok ? cell_numerator(f, figure) : plain_none();
    cell[10] = ok ? cell_denominator(f, figure) : plain_none();
    cell[11] = plain_count(f, figure->n);
    cell[12] = ok && figure->has_interval ? plain_real(figure->low) : plain_none();
    cell[13] = ok && figure->has_interval ? plain_real(figure->high) : plain_none();
    cell[14] = ok ? plain_none() : cell_text(str_of(figure_missing(figure->missing)));
    cell[15] = ok ? cell_text(cell_figure(f, figure).text) : plain_none();
    return 0;
}

static void figures_end(void *self)
{
    struct figure_rows *rows = self;
    if (!rows)
        return;
    arena_release(&rows->arena);
    mem_free(rows);
}

static void put_figures(struct composer *c, struct node *parent)
{
    struct figure_rows *rows = arena_new(c->arena, 1, sizeof *rows);
    struct node *node = plain_table(c, parent, "figures", figure_ids, N_OF(figure_ids));
    rows->format = c->format;
    rows->figures = c->figures;
    node->table.rows = (struct doc_rows){
        rows, figures_count(c->figures), figures_begin, figures_next, figures_end, NULL};
}

static struct doc_cell instant_cell(struct composer *c, int64_t utc)
{
    return cell_text(instant_print(c->arena, utc, c->job->zone));
}

static void put_meta(struct composer *c, struct node *parent)
{
    static const char *const ids[] = {
        "program", "job",      "organisation", "period",   "from",     "until",
        "as_of",   "zone",     "locale",       "revision", "identity", "provisional",
        "pack",    "standard", "score",        "trial",    "grade",    "figures"};
    const struct sha256 figures = figures_digest(c->figures);
    const struct edition_info *edition = c->in->edition;
    const struct assessment *a = c->assessed;
    struct doc_cell *row = put_data(c, plain_table(c, parent, "meta", ids, N_OF(ids)));
    row[0] = cell_text(edition->program);
    row[1] = cell_text(c->job->id);
    row[2] = cell_text(c->job->organisation);
    row[3] = cell_text(str_of(c->in->period->text));
    row[4] = instant_cell(c, c->in->period->from);
    row[5] = instant_cell(c, c->in->period->until);
    row[6] = instant_cell(c, c->in->as_of);
    row[7] = cell_text(c->job->zone_name);
    row[8] = cell_text(c->job->locale);
    row[9] = plain_count(&c->format, edition->revision);
    row[10] = cell_text(sha256_hex(c->arena, &edition->identity));
    row[11] = cell_text(str_of(edition->provisional ? "yes" : "no"));
    row[12] = cell_text(c->pack->id);
    row[13] = cell_text(a->standard->id);
    row[14] = a->judged ? plain_real((double)a->milli_score / 1000) : plain_none();
    row[15] = cell_text(str_of(a->trial ? "yes" : "no"));
    row[16] = a->judged ? cell_text(grade_text(c)) : plain_none();
    row[17] = cell_text(sha256_hex(c->arena, &figures));
}

static void put_quality(struct composer *c, struct node *parent)
{
    static const char *const ids[] = {
        "source",    "kind",    "file",    "encoding",  "dialect",   "read",
        "accepted",  "fresh",   "updated", "unchanged", "withdrawn", "rejected",
        "corrected", "skipped", "live",    "first",     "last",      "current"};
    struct node *node = plain_table(c, parent, "quality", ids, N_OF(ids));
    for (size_t i = 0; i < c->nfiles; i++) {
        const struct store_file *file = &c->file[i];
        const uint64_t count[] = {file->read,      file->read - file->rejected,
                                  file->fresh,     file->updated,
                                  file->unchanged, file->withdrawn,
                                  file->rejected,  file->corrected,
                                  file->skipped,   file->live};
        struct doc_cell *row = put_data(c, node);
        row[0] = cell_text(file->source);
        row[1] = cell_text(file->kind);
        row[2] = cell_text(file->name);
        row[3] = cell_text(file->encoding);
        row[4] = cell_text(file->dialect);
        for (size_t k = 0; k < N_OF(count); k++)
            row[5 + k] = plain_count(&c->format, (int64_t)count[k]);
        row += 5 + N_OF(count);
        row[0] = file->has_span ? instant_cell(c, file->first) : plain_none();
        row[1] = file->has_span ? instant_cell(c, file->last) : plain_none();
        row[2] = cell_text(str_of(file->current ? "yes" : "no"));
    }
}

static void put_findings(struct composer *c, struct node *parent)
{
    static const char *const ids[] = {"source", "code", "field", "rejects", "rows"};
    struct node *node = plain_table(c, parent, "findings", ids, N_OF(ids));
    for (size_t i = 0; i < c->ntallies; i++) {
        const struct tally *t = &c->tally[i];
        struct doc_cell *row = put_data(c, node);
        row[0] = cell_text(t->source);
        row[1] = cell_text(t->code);
        row[2] = t->field.n ? cell_text(t->field) : plain_none();
        row[3] = cell_text(str_of(t->rejects ? "yes" : "no"));
        row[4] = plain_count(&c->format, t->rows);
    }
}

static void put_gates(struct composer *c, struct node *parent)
{
    static const char *const ids[] = {"source", "check", "found",
                                      "limit",  "state", "marks"};
    static const char *const state[] = {"passed", "failed", "not-judged"};
    const struct edition_info *edition = c->in->edition;
    struct node *node = plain_table(c, parent, "gates", ids, N_OF(ids));
    for (size_t i = 0; i < edition->ngates; i++) {
        const struct gate_note *note = &edition->gate[i];
        struct doc_cell *row = put_data(c, node);
        row[0] = note->source.n ? cell_text(note->source) : plain_none();
        row[1] = cell_text(note->check);
        row[2] = cell_text(note->found);
        row[3] = cell_text(note->limit);
        row[4] = cell_text(str_of(state[note->state]));
        row[5] = cell_text(str_of(note->marks ? "provisional" : "refuse"));
    }
}

static void put_orphans(struct composer *c, struct node *parent)
{
    static const char *const ids[] = {"kind", "field", "rows"};
    struct node *node = plain_table(c, parent, "orphans", ids, N_OF(ids));
    size_t n;
    const struct orphan_count *orphan = measure_orphans(c->in->measure, &n);
    for (size_t i = 0; i < n; i++) {
        struct doc_cell *row = put_data(c, node);
        row[0] = cell_text(orphan[i].kind->id);
        row[1] = cell_text(orphan[i].field->id);
        row[2] = plain_count(&c->format, orphan[i].rows);
    }
}

/* Only where a dimension has too many keys. */
static void put_crowded(struct composer *c, struct node *parent)
{
    static const char *const ids[] = {"dimension", "shown", "keys"};
    size_t n;
    const struct crowded *crowded = measure_crowded(c->in->measure, &n);
    struct node *node = n ? plain_table(c, parent, "keys", ids, N_OF(ids)) : NULL;
    for (size_t i = 0; i < n; i++) {
        struct doc_cell *row = put_data(c, node);
        row[0] = cell_text(crowded[i].dimension->id);
        row[1] = plain_count(&c->format, (int64_t)crowded[i].dimension->most);
        row[2] = plain_count(&c->format, (int64_t)crowded[i].all);
    }
}

static void put_unknown(struct composer *c, struct node *parent)
{
    static const char *const ids[] = {"kind", "field", "value", "rows", "file", "line"};
    size_t n;
    const struct unknown_value *unknown = measure_unknown(c->in->measure, &n);
    struct node *node = plain_table(c, parent, "unknown", ids, N_OF(ids));
    for (size_t i = 0; i < n; i++) {
        struct doc_cell *row = put_data(c, node);
        row[0] = cell_text(unknown[i].kind->id);
        row[1] = cell_text(unknown[i].field->id);
        row[2] = cell_text(unknown[i].value);
        row[3] = plain_count(&c->format, unknown[i].rows);
        row[4] = cell_text(unknown[i].file);
        row[5] = plain_count(&c->format, unknown[i].line);
    }
}

static void put_verdicts(struct composer *c, struct node *parent)
{
    static const char *const ids[] = {"clause", "number", "state",
                                      "earned", "points", "assumed"};
    static const char *const state[] = {"met", "partly", "not-met", "not-evaluated",
                                        "not-applicable"};
    const struct assessment *a = c->assessed;
    struct node *node = plain_table(c, parent, "verdicts", ids, N_OF(ids));
    for (size_t i = 0; i < a->nverdicts; i++) {
        const struct verdict *v = &a->verdict[i];
        struct doc_cell *row = put_data(c, node);
        row[0] = cell_text(v->clause->id);
        row[1] = v->clause->number.n ? cell_text(v->clause->number) : plain_none();
        row[2] = cell_text(str_of(state[v->state]));
        row[3] = plain_real((double)v->milli_earned / 1000);
        row[4] = plain_real((double)v->milli_points / 1000);
        row[5] = cell_text(str_of(v->clause->assumed ? "yes" : "no"));
    }
}

static void put_source(struct composer *c, struct node *node, struct str role,
                       struct str name, const struct sha256 *digest)
{
    struct doc_cell *row = put_data(c, node);
    row[0] = cell_text(role);
    row[1] = cell_text(name);
    row[2] = cell_text(sha256_hex(c->arena, digest));
}

static void put_sources(struct composer *c, struct node *parent)
{
    static const char *const ids[] = {"role", "file", "sha256"};
    const struct cat_load *load = &c->job->load;
    struct node *node = plain_table(c, parent, "sources", ids, N_OF(ids));
    for (size_t i = 0; i < c->nfiles; i++)
        put_source(c, node, STR("input"), c->file[i].name, &c->file[i].digest);
    for (size_t i = 0; i < load->nfiles; i++)
        put_source(c, node, load->file[i].role, load->file[i].name,
                   &load->file[i].digest);
    for (size_t i = 0; i < c->in->edition->nfonts; i++)
        put_source(c, node, STR("font"), c->in->edition->font[i].name,
                   &c->in->edition->font[i].digest);
}

int compose_datasets(struct composer *c, const struct block *block, struct node *parent,
                     struct err *err)
{
    (void)block;
    (void)err;
    put_meta(c, parent);
    put_figures(c, parent);
    put_quality(c, parent);
    put_findings(c, parent);
    put_gates(c, parent);
    put_orphans(c, parent);
    put_unknown(c, parent);
    put_crowded(c, parent);
    put_verdicts(c, parent);
    put_statistics(c, parent);
    put_benchmark_data(c, parent);
    put_sources(c, parent);
    return 0;
}
