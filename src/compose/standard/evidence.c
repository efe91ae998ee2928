/* evidence: which documents prove which clause in which month, what is missing, and the
 * register of all documents with their digests. */
#include "compose/composer.h"

#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/banned.h"

static bool is_below(const struct clause *clause, const struct clause *ancestor)
{
    while (clause && clause != ancestor)
        clause = clause->parent;
    return clause == ancestor;
}

/* Worst first: missing, expired, stale, near expiry, valid. */
static int badness(enum evidence_state state)
{
    static const int order[] = {0, 1, 3, 2, 4};
    return order[state];
}

static struct matrix_cell matrix_cell(struct composer *c, enum evidence_state state)
{
    static const char look[] = "vsxsm";
    static const char *const letter[] = {"matrix.valid", "matrix.near", "matrix.expired",
                                         "matrix.stale", "matrix.missing"};
    return (struct matrix_cell){look[state], say(c, letter[state])};
}

static void fill_cells(struct composer *c, struct matrix_row *row,
                       const struct clause *clause)
{
    const struct assessment *a = c->assessed;
    bool any = false;
    enum evidence_state worst[MONTHS] = {EVIDENCE_VALID}, now = EVIDENCE_VALID;
    int64_t needed = 0, held = 0;
    for (size_t i = 0; i < a->nverdicts; i++) {
        const struct verdict *v = &a->verdict[i];
        if (!is_below(v->clause, clause) || v->state == STATE_NOT_APPLICABLE)
            continue;
        for (size_t k = 0; k < v->nevidence; k++) {
            const struct evidence *e = &v->evidence[k];
            any = true;
            needed++;
            held += e->state == EVIDENCE_VALID || e->state == EVIDENCE_NEAR;
            now = badness(e->state) > badness(now) ? e->state : now;
            for (size_t m = 0; m < MONTHS; m++)
                if (badness(e->month[m]) > badness(worst[m]))
                    worst[m] = e->month[m];
        }
    }
    for (size_t m = 0; m < MONTHS; m++)
        row->cell[m] = any ? matrix_cell(c, worst[m])
                           : (struct matrix_cell){'-', cell_dash(&c->format).text};
    row->needed = any ? text_count(&c->format, needed) : cell_dash(&c->format).text;
    row->held = any ? text_count(&c->format, held) : cell_dash(&c->format).text;
    row->mark = any ? (int)cell_evidence(c, now).mark : MARK_DASH;
}

static void fill_rows(struct composer *c, struct chart *chart)
{
    const struct standard *standard = c->assessed->standard;
    chart->matrix = arena_new(c->arena, standard->nclauses, sizeof *chart->matrix);
    for (size_t i = 0; i < standard->nclauses; i++) {
        const struct clause *clause = standard->clause[i];
        if (clause->depth > 1)
            continue;
        struct matrix_row *row = &chart->matrix[chart->nmatrix++];
        row->number = clause->number;
        row->label = clause->title;
        row->band = clause->depth == 0;
        if (row->band)
            row->label = FILL(c, "clause.label", {"number", clause->number},
                              {"title", clause->title});
        else
            fill_cells(c, row, clause);
    }
}

/* Thirteen months that end with the last month of the period. */
static void fill_months(struct composer *c, struct chart *chart)
{
    struct civil end = civil_of((c->in->period->after - 1) * CIVIL_DAY);
    chart->ncategories = MONTHS;
    chart->current = MONTHS - 1;
    chart->category = arena_new(c->arena, MONTHS, sizeof *chart->category);
    chart->group = arena_new(c->arena, MONTHS, sizeof *chart->group);
    for (int i = 0; i < MONTHS; i++) {
        int month = end.year * 12 + end.month - 1 - (MONTHS - 1 - i);
        chart->category[i] = arena_printf(c->arena, "%d", month % 12 + 1);
        chart->group[i] = arena_printf(c->arena, "%d", month / 12);
    }
}

int compose_coverage(struct composer *c, const struct block *block, struct node *parent,
                     struct err *err)
{
    static const char *const head[] = {"col.item", "col.needed", "col.held"};
    static const char *const legend[] = {"evidence.valid", "matrix.near-legend",
                                         "evidence.expired", "evidence.missing",
                                         "state.not-applicable"};
    struct chart *chart = &doc_put(c->doc, parent, DOC_CHART, block->type)->chart;
    (void)err;
    *chart = (struct chart){.kind = CHART_MATRIX, .title = block->title};
    for (size_t i = 0; i < N_OF(head); i++)
        chart->matrix_head[i] = say(c, head[i]);
    chart->head[3] = say(c, "col.now");
    for (size_t i = 0; i < N_OF(legend); i++)
        chart->legend[i] = say(c, legend[i]);
    fill_months(c, chart);
    fill_rows(c, chart);
    chart->alt = block->title;
    put_text(c, parent, DOC_NOTE, say(c, "matrix.note"));
    return 0;
}

static const struct clause *item_of(const struct clause *clause)
{
    while (clause->depth > 1 && clause->parent)
        clause = clause->parent;
    return clause;
}

int compose_to_supply(struct composer *c, const struct block *block, struct node *parent,
                      struct err *err)
{
    static const char *const todo[] = {"", "supply.near", "supply.expired",
                                       "supply.stale", "supply.missing"};
    static const enum evidence_state order[] = {EVIDENCE_MISSING, EVIDENCE_EXPIRED,
                                                EVIDENCE_STALE, EVIDENCE_NEAR};
    const struct assessment *a = c->assessed;
    struct node *table =
        put_table(c, parent, block->type,
                  HEADS({"col.item", HEAD_FIXED, 0}, {"col.document", HEAD_TEXT, 0},
                        {"col.state", HEAD_FIXED, 0}, {"col.to-do", HEAD_TEXT, 0},
                        {"col.owner", HEAD_TEXT, 0}, {"col.until", HEAD_FIXED, 0}));
    (void)err;
    table->table.title = block->title;
    table->table.empty = say(c, "supply.none");
    for (size_t o = 0; o < N_OF(order); o++)
        for (size_t i = 0; i < a->nverdicts; i++)
            for (size_t k = 0; k < a->verdict[i].nevidence; k++) {
                const struct evidence *e = &a->verdict[i].evidence[k];
                if (e->state != order[o] || a->verdict[i].state == STATE_NOT_APPLICABLE)
                    continue;
                const struct document *d = document_of(e);
                struct doc_cell *row = put_row(c, table);
                row[0] = cell_number(c, item_of(a->verdict[i].clause));
                row[1] = cell_text(d && d->title.n ? d->title : e->slot->name);
                row[2] = cell_evidence(c, e->state);
                row[3] = cell_text(say(c, todo[e->state]));
                row[4] = cell_text_or_dash(&c->format, d ? d->owner : STR_NONE);
                row[5] = d && d->has_until ? cell_date(&c->format, d->until)
                                           : cell_dash(&c->format);
            }
    return 0;
}

static struct doc_cell clause_cell(struct composer *c, struct str id)
{
    const struct clause *clause = standard_clause(c->assessed->standard, id);
    return clause ? cell_number(c, item_of(clause)) : cell_text(id);
}

static void put_document(struct composer *c, struct node *table, const struct document *d)
{
    struct doc_cell *row = put_data(c, table), dash = cell_dash(&c->format);
    row[0] = cell_text(d->number);
    row[1] = clause_cell(c, d->clause);
    row[2] = cell_text(d->title);
    row[3] = d->version.n ? cell_text(d->version) : dash;
    row[4] = cell_date_or_dash(&c->format, d->has_issued, d->issued);
    row[5] = cell_date_or_dash(&c->format, d->has_until, d->until);
    row[6] = cell_date_or_dash(&c->format, d->has_covers, d->covers_from);
    row[7] = cell_date_or_dash(&c->format, d->has_covers, d->covers_until);
    row[8] = d->owner.n ? cell_text(d->owner) : dash;
    row[9] = cell_evidence(c, d->state);
    row[10] = d->file_found ? cell_count(&c->format, d->bytes) : dash;
    row[11] = d->file_found     ? cell_text(sha256_grouped(c->arena, &d->digest))
              : d->file_refused ? cell_text(say(c, "evidence.refused"))
                                : cell_text(say(c, "evidence.no-file"));
    if (d->file_found)
        row[11].flags |= FLAG_HASH;
    row[12] = d->file.n ? cell_text(d->file) : dash;
}

/* A document and where the clause it is for stands; what no clause takes comes last. */
struct placed {
    const struct document *document;
    size_t place;
};

static int by_clause(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    int order = str_cmp(x->document->number, y->document->number);
    if (order != 0)
        return order;
    return x->document < y->document ? -1 : x->document > y->document;
}

static struct placed *in_clause_order(struct composer *c)
{
    const struct assessment *a = c->assessed;
    struct placed *placed = arena_new(c->arena, a->ndocuments, sizeof *placed);
    for (size_t i = 0; i < a->ndocuments; i++) {
        const struct clause *clause = standard_clause(a->standard, a->document[i].clause);
        placed[i] =
            (struct placed){&a->document[i], clause ? item_of(clause)->index : SIZE_MAX};
    }
    if (a->ndocuments > 1)
        qsort(placed, a->ndocuments, sizeof *placed, by_clause);
    return placed;
}

int compose_evidence(struct composer *c, const struct block *block, struct node *parent,
                     struct err *err)
{
    static const double width[] = {26, 14, 52, 14, 20, 20, 20, 20, 20, 17, 17, 104, 30};
    static const bool print[] = {true,  true,  true, true,  true, true, false,
                                 false, false, true, false, true, false};
    (void)err;
    struct node *table = put_data_register(
        c, parent, "evidence-register", sheet_name(c, say(c, "sheet.evidence")),
        HEADS({"col.document-no", HEAD_FIXED, 0}, {"col.item", HEAD_FIXED, 0},
              {"col.document", HEAD_TEXT, 0}, {"col.version", HEAD_FIXED, 0},
              {"col.issued", HEAD_FIXED, 0}, {"col.until", HEAD_FIXED, 0},
              {"col.covers-from", HEAD_FIXED, 0}, {"col.covers-until", HEAD_FIXED, 0},
              {"col.owner", HEAD_TEXT, 0}, {"col.state", HEAD_FIXED, 0},
              {"col.bytes", HEAD_NUMBER, 0}, {"col.sha256", HEAD_FIXED, 0},
              {"col.file", HEAD_TEXT, 0}));
    table->table.title = block->title;
    table->origin = block->type;
    for (size_t i = 0; i < table->table.ncolumns; i++) {
        table->table.column[i].width = width[i];
        table->table.column[i].print = print[i];
    }
    const struct placed *placed = in_clause_order(c);
    for (size_t i = 0; i < c->assessed->ndocuments; i++)
        put_document(c, table, placed[i].document);
    return 0;
}
