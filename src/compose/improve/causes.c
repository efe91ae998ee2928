/* causes: why it happened and what may happen: the fishbone of each effect in a register
 * of causes, the matrix of a register of risks, and what each key of a cut is made of. */
#include "compose/composer.h"

#include "base/banned.h"

enum { EFFECTS_MAX = 3, BRANCHES_MAX = 8, TWIGS_MAX = 8 };

struct effect {
    struct str text;
    struct chart_list branch[BRANCHES_MAX];
    size_t nbranches;
};
struct causes {
    struct composer *c;
    struct effect effect[EFFECTS_MAX];
    size_t neffects, left_out;
    const struct field *what, *branch, *cause, *confirmed, *proof;
};

static struct effect *effect_of(struct causes *f, struct str text)
{
    for (size_t i = 0; i < f->neffects; i++)
        if (str_eq(f->effect[i].text, text))
            return &f->effect[i];
    if (f->neffects == EFFECTS_MAX)
        return NULL;
    f->effect[f->neffects].text = text;
    return &f->effect[f->neffects++];
}

static bool put_twig(struct composer *c, struct effect *e, struct str branch,
                     struct str cause)
{
    size_t i = 0;
    while (i < e->nbranches && !str_eq(e->branch[i].title, branch))
        i++;
    if (i == BRANCHES_MAX)
        return false;
    struct chart_list *list = &e->branch[i];
    if (i == e->nbranches) {
        e->nbranches++;
        list->title = branch;
        list->item = arena_new(c->arena, TWIGS_MAX, sizeof *list->item);
    }
    if (list->n == TWIGS_MAX)
        return false;
    list->item[list->n++] = cause;
    return true;
}

static int read_causes(struct causes *f, const struct kind *kind, struct err *err)
{
    struct composer *c = f->c;
    const struct row_value *value;
    struct rows *rows;
    int status;
    if (records_open(&rows, c->in->measure, kind, NULL, err) != 0)
        return -1;
    while ((status = rows_next(rows, &value, err)) == 0) {
        struct effect *e = effect_of(f, row_text(c, value, f->what));
        f->left_out += !e || !put_twig(c, e, row_text(c, value, f->branch),
                                       row_text(c, value, f->cause));
    }
    rows_close(rows);
    return status < 0 ? -1 : 0;
}

static void put_fishbone(struct composer *c, const struct block *block,
                         struct node *parent, const struct effect *e)
{
    struct chart *chart = &doc_put(c->doc, parent, DOC_CHART, block->type)->chart;
    size_t twigs = 0;
    *chart = (struct chart){.kind = CHART_FISHBONE, .title = block->title};
    chart->empty =
        e ? STR_NONE
          : say(c, kind_expected(c, block->kind) ? "cause.none" : "missing.why-no-file");
    if (e) {
        chart->effect = e->text;
        chart->nbranches = e->nbranches;
        chart->branch = arena_new(c->arena, e->nbranches, sizeof *chart->branch);
        for (size_t i = 0; i < e->nbranches; i++) {
            chart->branch[i] = e->branch[i];
            twigs += e->branch[i].n;
        }
    }
    chart->alt = FILL(c, "cause.alt", {"title", e ? e->text : block->title},
                      {"n", text_count(&c->format, (int64_t)twigs)});
}

/* The table of all causes, with what proves them. */
static int put_causes(struct causes *f, const struct block *block, struct node *parent,
                      struct err *err)
{
    struct composer *c = f->c;
    const struct row_value *value;
    struct rows *rows;
    int status;
    struct node *table =
        put_table(c, parent, block->type,
                  HEADS({"col.what-happened", HEAD_TEXT, 0}, {"col.branch", HEAD_TEXT, 0},
                        {"col.why", HEAD_TEXT, 0}, {"col.confirmed", HEAD_FIXED, 0},
                        {"col.proof", HEAD_TEXT, 0}));
    if (records_open(&rows, c->in->measure, block->kind, NULL, err) != 0)
        return -1;
    while ((status = rows_next(rows, &value, err)) == 0) {
        struct doc_cell *row = put_row(c, table);
        bool known = row_has(value, f->confirmed);
        bool yes = known && value[f->confirmed->index].num != 0;
        row[0] = cell_text_or_dash(&c->format, row_text(c, value, f->what));
        row[1] = cell_text_or_dash(&c->format, row_text(c, value, f->branch));
        row[2] = cell_text_or_dash(&c->format, row_text(c, value, f->cause));
        row[3] = cell_state(&c->format,
                            yes     ? MARK_MET
                            : known ? MARK_DASH
                                    : MARK_PENDING,
                            yes     ? "cause.confirmed"
                            : known ? "cause.ruled-out"
                                    : "cause.open");
        row[4] = cell_text_or_dash(&c->format, row_text(c, value, f->proof));
    }
    rows_close(rows);
    merge_rows(table, 0, 1);
    return status < 0 ? -1 : 0;
}

int compose_fishbone(struct composer *c, const struct block *block, struct node *parent,
                     struct err *err)
{
    struct causes f = {.c = c,
                       .what = block_field(block, "field-effect"),
                       .branch = block_field(block, "field-branch"),
                       .cause = block_field(block, "field-cause"),
                       .confirmed = block_field(block, "field-confirmed"),
                       .proof = block_field(block, "field-proof")};
    if (read_causes(&f, block->kind, err) != 0)
        return -1;
    for (size_t i = 0; i < f.neffects; i++)
        put_fishbone(c, block, parent, &f.effect[i]);
    if (!f.neffects) {
        put_fishbone(c, block, parent, NULL);
        return 0;
    }
    if (f.left_out)
        put_text(
            c, parent, DOC_NOTE,
            FILL(c, "cause.more", {"n", text_count(&c->format, (int64_t)f.left_out)}));
    return put_causes(&f, block, parent, err);
}

struct risks {
    struct composer *c;
    struct chart *chart;
    struct node *table;
    const struct field *number, *risk, *likelihood, *impact, *owner, *treatment;
    int64_t unplaced;
};

static void place(struct risks *r, struct str number, int64_t impact, int64_t likelihood)
{
    if (impact < 1 || impact > RISK_STEPS || likelihood < 1 || likelihood > RISK_STEPS) {
        r->unplaced++;
        return;
    }
    struct str *cell = &r->chart->risk[impact - 1][likelihood - 1];
    *cell = cell->n
                ? arena_printf(r->c->arena, "%.*s  %.*s", STR_ARG(*cell), STR_ARG(number))
                : number;
}

static void put_risk(struct risks *r, const struct row_value *value)
{
    struct composer *c = r->c;
    int64_t impact = row_has(value, r->impact) ? value[r->impact->index].num : 0;
    int64_t likelihood =
        row_has(value, r->likelihood) ? value[r->likelihood->index].num : 0;
    int64_t product = impact * likelihood;
    struct str number = row_text(c, value, r->number);
    struct doc_cell *row = put_row(c, r->table);
    bool high = product >= r->chart->high, medium = product >= r->chart->medium;
    place(r, number, impact, likelihood);
    row[0] = cell_text_or_dash(&c->format, number);
    row[1] = cell_text_or_dash(&c->format, row_text(c, value, r->risk));
    row[2] = cell_count(&c->format, likelihood);
    row[3] = cell_count(&c->format, impact);
    row[4] = cell_state(&c->format, high ? MARK_WARN : MARK_NONE,
                        high     ? "risk.high"
                        : medium ? "risk.medium"
                                 : "risk.low");
    row[5] = cell_text_or_dash(&c->format, row_text(c, value, r->owner));
    row[6] = cell_text_or_dash(&c->format, row_text(c, value, r->treatment));
}

static int read_risks(struct risks *r, const struct kind *kind, struct err *err)
{
    const struct row_value *value;
    struct rows *rows;
    int status;
    if (records_open(&rows, r->c->in->measure, kind, NULL, err) != 0)
        return -1;
    while ((status = rows_next(rows, &value, err)) == 0)
        put_risk(r, value);
    bool none = rows_total(rows) == 0;
    rows_close(rows);
    if (none)
        r->chart->empty =
            say(r->c, kind_expected(r->c, kind) ? "risk.none" : "missing.why-no-file");
    return status < 0 ? -1 : 0;
}

int compose_risks(struct composer *c, const struct block *block, struct node *parent,
                  struct err *err)
{
    struct risks r = {.c = c,
                      .number = block_field(block, "field-number"),
                      .risk = block_field(block, "field-risk"),
                      .likelihood = block_field(block, "field-likelihood"),
                      .impact = block_field(block, "field-impact"),
                      .owner = block_field(block, "field-owner"),
                      .treatment = block_field(block, "field-treatment")};
    r.chart = &doc_put(c->doc, parent, DOC_CHART, block->type)->chart;
    *r.chart = (struct chart){.kind = CHART_RISK,
                              .title = block->title,
                              .high = (int)block_number(block, "high", 15),
                              .medium = (int)block_number(block, "medium", 8)};
    r.table =
        put_table(c, parent, block->type,
                  HEADS({"col.number", HEAD_FIXED, 0}, {"col.risk", HEAD_TEXT, 0},
                        {"col.likelihood", HEAD_NUMBER, 0},
                        {"col.impact", HEAD_NUMBER, 0}, {"col.level", HEAD_FIXED, 0},
                        {"col.owner", HEAD_TEXT, 0}, {"col.treatment-of", HEAD_TEXT, 0}));
    if (read_risks(&r, block->kind, err) != 0)
        return -1;
    r.chart->head[0] = say(c, "risk.impact");
    r.chart->head[1] = say(c, "risk.likelihood");
    r.chart->legend[0] = say(c, "risk.high");
    r.chart->legend[1] = say(c, "risk.medium");
    r.chart->legend[2] = say(c, "risk.low");
    r.chart->alt = block->title;
    if (r.unplaced)
        r.table->table.note =
            FILL(c, "risk.unplaced", {"n", text_count(&c->format, r.unplaced)});
    return 0;
}

static struct chart_point part_point(struct composer *c, int64_t n)
{
    return (struct chart_point){.y = (double)n, .text = text_count(&c->format, n)};
}

/* A rate's keys, each as hits, misses and what is not due yet. */
int compose_stack(struct composer *c, const struct block *block, struct node *parent,
                  struct err *err)
{
    static const char *const word[] = {"fact.hit", "fact.miss", "fact.pending"};
    static const enum series_role role[] = {SERIES_MAIN, SERIES_LAST, SERIES_TARGET};
    const struct metric *metric = block->metric[0];
    struct chart *chart = &doc_put(c->doc, parent, DOC_CHART, block->type)->chart;
    size_t n;
    const struct str *key = figures_keys(c->figures, block->cut, &n);
    (void)err;
    *chart = (struct chart){.kind = CHART_STACK,
                            .title = block->title,
                            .ncategories = n,
                            .nseries = N_OF(word),
                            .current = n};
    chart->category = arena_new(c->arena, n, sizeof *chart->category);
    chart->spoke_value = arena_new(c->arena, n, sizeof *chart->spoke_value);
    chart->series = arena_new(c->arena, N_OF(word), sizeof *chart->series);
    for (size_t s = 0; s < N_OF(word); s++) {
        chart->legend[s] = say(c, word[s]);
        chart->series[s] =
            (struct chart_series){chart->legend[s], role[s],
                                  arena_new(c->arena, n, sizeof(struct chart_point))};
    }
    for (size_t i = 0; i < n; i++) {
        const struct figure *f = figure_cut(c, metric, c->period, block->cut, key[i]);
        chart->category[i] = key[i];
        chart->series[0].point[i] = part_point(c, f ? f->hit : 0);
        chart->series[1].point[i] = part_point(c, f ? f->miss : 0);
        chart->series[2].point[i] = part_point(c, f ? f->pending : 0);
        chart->spoke_value[i] =
            text_count(&c->format, f ? f->hit + f->miss + f->pending : 0);
    }
    if (!n)
        chart->empty = none_counted(c, metric);
    chart->alt = block->title;
    return 0;
}
