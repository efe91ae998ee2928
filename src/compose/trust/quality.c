/* quality: can the numbers be trusted: why rows were corrected or rejected, what refers to
 * nothing, and every file with its digest. */
#include "compose/composer.h"

#include <stdlib.h>

#include "base/banned.h"

enum { REASONS_MAX = 12, UNKNOWN_MAX = 8 };

static int by_rows(const void *a, const void *b)
{
    const struct tally *x = a, *y = b;
    if (x->rows != y->rows)
        return x->rows > y->rows ? -1 : 1;
    return x->seen < y->seen ? -1 : x->seen > y->seen;
}

static struct str field_name(const struct composer *c, const struct tally *t)
{
    for (size_t i = 0; i < c->job->nsources; i++)
        if (str_eq(c->job->source[i].id, t->source)) {
            const struct field *field = kind_field(c->job->source[i].kind, t->field);
            return field ? field->name : t->field;
        }
    return t->field;
}

static void put_reason(struct composer *c, struct node *table, const struct tally *t)
{
    struct doc_cell *row = put_row(c, table);
    row[0] = cell_text(reason_text(c, t->code, t->name));
    row[1] = muted(cell_text(source_name(c, t->source)));
    row[2] = t->field.n ? muted(cell_text(field_name(c, t))) : cell_dash(&c->format);
    row[3] = cell_text(treatment_text(c, t->treatment));
    row[4] = cell_count(&c->format, t->rows);
}

/* The commonest reasons; the rest in one line, so that the rows add up. */
int compose_reasons(struct composer *c, const struct block *block, struct node *parent,
                    struct err *err)
{
    struct node *table =
        put_table(c, parent, block->type,
                  HEADS({"col.reason", HEAD_TEXT, 0}, {"col.source", HEAD_TEXT, 0},
                        {"col.field", HEAD_TEXT, 0}, {"col.treatment", HEAD_TEXT, 0},
                        {"col.rows", HEAD_NUMBER, 0}));
    int64_t rest = 0;
    (void)err;
    table->table.title = block->title;
    table->table.empty = say(c, "quality.no-findings");
    if (c->ntallies)
        qsort(c->tally, c->ntallies, sizeof *c->tally, by_rows);
    for (size_t i = 0; i < c->ntallies; i++) {
        if (i < REASONS_MAX)
            put_reason(c, table, &c->tally[i]);
        else
            rest += c->tally[i].rows;
    }
    if (!rest)
        return 0;
    struct doc_cell *row = put_row(c, table);
    row[0] = cell_text(
        FILL(c, "quality.rest",
             {"n", text_count(&c->format, (int64_t)(c->ntallies - REASONS_MAX))}));
    for (size_t i = 1; i < 4; i++)
        row[i] = cell_dash(&c->format);
    row[4] = cell_count(&c->format, rest);
    return 0;
}

/* References without a parent: the rows stay in totals and leave the breakdowns. */
int compose_orphans(struct composer *c, const struct block *block, struct node *parent,
                    struct err *err)
{
    size_t n;
    const struct orphan_count *orphan = measure_orphans(c->in->measure, &n);
    struct node *table =
        put_table(c, parent, block->type,
                  HEADS({"col.source", HEAD_TEXT, 0}, {"col.field", HEAD_TEXT, 0},
                        {"col.orphans", HEAD_NUMBER, 0}));
    (void)err;
    table->table.title = block->title;
    table->table.empty = say(c, "quality.no-findings");
    for (size_t i = 0; i < n; i++) {
        /* The job reads neither end of it: nothing is missing. */
        if (!job_reads(c->job, orphan[i].kind) ||
            !job_reads(c->job, orphan[i].field->parent))
            continue;
        struct doc_cell *row = put_row(c, table);
        row[0] = cell_text(orphan[i].kind->name);
        row[1] = cell_text(orphan[i].field->name);
        row[2] = kind_supplied(c, orphan[i].kind) ? cell_count(&c->format, orphan[i].rows)
                                                  : cell_no_file(c);
    }
    table->table.note = say(c, "orphans.note");
    return 0;
}

/* Values that no limit knows; where all are known, nothing is said. */
int compose_unknown(struct composer *c, const struct block *block, struct node *parent,
                    struct err *err)
{
    size_t n;
    const struct unknown_value *unknown = measure_unknown(c->in->measure, &n);
    (void)err;
    if (n == 0)
        return 0;
    struct node *table =
        put_table(c, parent, block->type,
                  HEADS({"col.field", HEAD_TEXT, 0}, {"col.raw", HEAD_TEXT, 0},
                        {"col.rows", HEAD_NUMBER, 0}, {"col.file", HEAD_TEXT, 0},
                        {"col.line", HEAD_NUMBER, 0}));
    table->table.title = block->title;
    for (size_t i = 0; i < n && i < UNKNOWN_MAX; i++) {
        struct doc_cell *row = put_row(c, table);
        row[0] = cell_text(unknown[i].field->name);
        row[1] = cell_text(unknown[i].value);
        row[2] = cell_count(&c->format, unknown[i].rows);
        row[3] = muted(cell_text(unknown[i].file));
        row[4] = cell_count(&c->format, unknown[i].line);
    }
    table->table.note = FILL(c, n > UNKNOWN_MAX ? "unknown.note-more" : "unknown.note",
                             {"n", text_count(&c->format, (int64_t)n)});
    return 0;
}

int compose_zeros(struct composer *c, const struct block *block, struct node *parent,
                  struct err *err)
{
    static const char *const zero[][2] = {{"zero.zero", "zero.zero-text"},
                                          {"zero.dash", "zero.dash-text"},
                                          {"zero.no-file", "zero.no-file-text"},
                                          {"zero.filtered", "zero.filtered-text"},
                                          {"zero.few", "zero.few-text"}};
    struct node *box = doc_put(c->doc, parent, DOC_BOX, block->type);
    (void)err;
    box->box.title = say(c, "zero.title");
    for (size_t i = 0; i < N_OF(zero); i++) {
        struct node *item = put_item(c, box, cell_text(say(c, zero[i][1])));
        item->item.lead = say(c, zero[i][0]);
    }
    return 0;
}

static void put_source(struct composer *c, struct node *table, struct str role,
                       struct str name, const struct sha256 *digest, int64_t bytes,
                       int64_t rows)
{
    const struct format *f = &c->format;
    struct doc_cell *row = put_data(c, table);
    row[0] = cell_text(role);
    row[1] = cell_text(name);
    row[2] = cell_text(sha256_grouped(c->arena, digest));
    row[2].flags |= FLAG_HASH;
    row[3] = bytes >= 0 ? cell_count(f, bytes) : cell_dash(f);
    row[4] = rows >= 0 ? cell_count(f, rows) : cell_dash(f);
}

static struct str role_name(struct composer *c, struct str role)
{
    return say(c, arena_printf(c->arena, "file.%.*s", STR_ARG(role)).p);
}

int compose_sources(struct composer *c, const struct block *block, struct node *parent,
                    struct err *err)
{
    static const double width[] = {22, 46, 102, 20, 20};
    const struct cat_load *load = &c->job->load;
    const struct edition_info *edition = c->in->edition;
    struct node *table = put_data_register(
        c, parent, "source-register", sheet_name(c, say(c, "sheet.provenance")),
        HEADS({"col.role", HEAD_TEXT, 0}, {"col.file", HEAD_TEXT, 0},
              {"col.sha256", HEAD_FIXED, 0}, {"col.bytes", HEAD_NUMBER, 0},
              {"col.rows", HEAD_NUMBER, 0}));
    (void)err;
    table->origin = block->type;
    table->table.title = block->title;
    for (size_t i = 0; i < table->table.ncolumns; i++) {
        table->table.column[i].width = width[i];
        table->table.column[i].print = i < 3;
    }
    for (size_t i = 0; i < c->nfiles; i++)
        put_source(c, table, source_name(c, c->file[i].source), c->file[i].name,
                   &c->file[i].digest, c->file[i].bytes, (int64_t)c->file[i].read);
    for (size_t i = 0; i < load->nfiles; i++)
        put_source(c, table, role_name(c, load->file[i].role), load->file[i].name,
                   &load->file[i].digest, (int64_t)load->file[i].text.n, -1);
    for (size_t i = 0; i < edition->nfonts; i++)
        put_source(c, table, role_name(c, STR("font")), edition->font[i].name,
                   &edition->font[i].digest, -1, -1);
    return 0;
}
