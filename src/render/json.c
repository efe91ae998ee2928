/* json: the datasets of the document as one object: a table is an array of objects by
 * column id; "meta" is a single object. Numbers are written in the shortest form that
 * reads back the same; what is missing is null. */
#include "render/render.h"

#include "base/num.h"
#include "doc/cursor.h"
#include "base/banned.h"

struct writer {
    FILE *out;
    struct arena arena; /* of one row */
};

static void put_special(FILE *out, unsigned char c)
{
    if (c == '"' || c == '\\')
        fprintf(out, "\\%c", c);
    else if (c == '\n')
        fputs("\\n", out);
    else
        fprintf(out, "\\u%04x", c);
}

static void put_text(FILE *out, struct str text)
{
    fwrite(text.p, 1, text.n, out);
}

static void put_string(FILE *out, struct str text)
{
    size_t from = 0;
    fputc('"', out);
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f)
            continue;
        put_text(out, (struct str){text.p + from, i - from});
        put_special(out, c);
        from = i + 1;
    }
    if (from < text.n)
        put_text(out, (struct str){text.p + from, text.n - from});
    fputc('"', out);
}

static void put_value(struct writer *w, const struct doc_cell *cell)
{
    if (cell->flags & FLAG_MISSING) {
        fputs("null", w->out);
        return;
    }
    switch (cell->type) {
    case DOC_INTEGER:
        put_text(w->out, num_print(&w->arena, cell->num, 0, NUM_PLAIN));
        break;
    case DOC_DECIMAL:
    case DOC_PERCENT:
        put_text(w->out, num_real(&w->arena, cell->real));
        break;
    default:
        put_string(w->out, cell->text);
    }
}

static void put_object(struct writer *w, const struct doc_table *table,
                       const struct doc_cell *cell)
{
    arena_reset(&w->arena);
    fputc('{', w->out);
    for (size_t i = 0; i < table->ncolumns; i++) {
        if (i)
            fputs(", ", w->out);
        put_string(w->out, table->column[i].id);
        fputs(": ", w->out);
        put_value(w, &cell[i]);
    }
    fputc('}', w->out);
}

static int put_dataset(struct writer *w, const struct doc_table *table,
                       struct render_counts *counts, struct err *err)
{
    bool single = str_eq(table->id, STR("meta"));
    struct doc_cell *cell = mem_new(table->ncolumns, sizeof *cell);
    uint64_t rows = 0;
    struct cursor cursor;
    int status = cursor_open(&cursor, &table->rows, err);
    put_string(w->out, table->id);
    fputs(single ? ": " : ": [", w->out);
    while (status == 0 && (status = cursor_next(&cursor, cell, err)) == 0) {
        if (!single)
            fputs(rows ? ",\n  " : "\n  ", w->out);
        put_object(w, table, cell);
        rows++;
    }
    fputs(single ? "" : "\n]", w->out);
    cursor_close(&cursor);
    mem_free(cell);
    counts->rows += rows;
    if (status >= 0 && rows != table->rows.total)
        return err_set(err, ERR_SYSTEM, NULL, 0,
                       "dataset '%.*s' gave %llu rows, not the %llu it announced",
                       STR_ARG(table->id), (unsigned long long)rows,
                       (unsigned long long)table->rows.total);
    return status < 0 ? -1 : 0;
}

static int put_all(struct writer *w, const struct doc *doc, struct render_counts *counts,
                   struct err *err)
{
    bool first = true;
    fputc('{', w->out);
    for (const struct node *node = doc->root->first; node; node = node->next) {
        if (node->kind != DOC_DATASET || !node->table.id.n)
            continue;
        fputs(first ? "\n" : ",\n", w->out);
        first = false;
        if (put_dataset(w, &node->table, counts, err) != 0)
            return -1;
    }
    fputs("\n}\n", w->out);
    return 0;
}

static int run(const struct doc *doc, const struct render_options *options, FILE *out,
               struct render_counts *counts, struct err *err)
{
    struct writer w = {.out = out};
    (void)options;
    arena_init(&w.arena);
    int status = put_all(&w, doc, counts, err);
    arena_release(&w.arena);
    if (status == 0 && (fflush(out) != 0 || ferror(out)))
        return err_system(err, NULL, "cannot write the JSON file");
    return status;
}

const struct renderer render_json = {"json", ".json", run};
