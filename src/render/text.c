/* text: the whole document as plain text, for terminals, diffs and tests. Columns are
 * aligned by display width; charts print their points. */
#include "render/render.h"

#include <string.h>

#include "base/num.h"
#include "base/utf8.h"
#include "doc/cursor.h"
#include "base/banned.h"

enum { WIDTH_MAX = 48 };

static const char *const marks[] = {"",     "[+] ", "[~] ", "[!] ", "[x] ", "[ ] ",
                                    "[?] ", "[.] ", "[-] ", "[?] ", "[*] "};

struct writer {
    FILE *out;
    struct render_counts *counts;
};

static void put(FILE *out, struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        fputc(text.p[i] == '\n' ? ' ' : text.p[i], out);
}

static void put_spaces(FILE *out, size_t n)
{
    while (n--)
        fputc(' ', out);
}

static void put_line(FILE *out, const char *before, struct str text)
{
    if (!text.n)
        return;
    fputs(before, out);
    put(out, text);
    fputc('\n', out);
}

/* A figure that misses its goal is red elsewhere. */
static const char *mark_of(const struct doc_cell *cell)
{
    bool missed = (cell->flags & FLAG_ALERT) && cell->figure.n && !cell->has_bar;
    return cell->mark == MARK_NONE && missed ? "! " : marks[cell->mark];
}

static size_t cell_width(const struct doc_cell *cell)
{
    return strlen(mark_of(cell)) + utf8_columns(cell->text);
}

static void put_cell(FILE *out, const struct doc_cell *cell)
{
    fputs(mark_of(cell), out);
    put(out, cell->text);
}

/* Text of one table cell, padded to the column; the last column is not. */
static void put_padded(FILE *out, const struct doc_cell *cell, enum doc_align align,
                       size_t width, bool last)
{
    size_t own = cell_width(cell), pad = width > own ? width - own : 0;
    if (align == ALIGN_RIGHT)
        put_spaces(out, pad);
    put_cell(out, cell);
    if (align != ALIGN_RIGHT && !last)
        put_spaces(out, pad);
}

static void put_cells(FILE *out, const struct doc_table *table,
                      const struct doc_cell *cell, const size_t *width)
{
    bool first = true;
    for (size_t i = 0; i < table->ncolumns; i++) {
        size_t wide = width[i], last = i;
        if (!table->column[i].print)
            continue;
        if (!first)
            fputs("  ", out);
        first = false;
        for (; last + 1 < i + cell[i].columns; last++)
            wide += 2 + width[last + 1];
        put_padded(out, &cell[i], table->column[i].align, wide,
                   last + 1 == table->ncolumns);
        i = last;
    }
    fputc('\n', out);
}

static void widen(size_t *width, size_t n)
{
    if (n > WIDTH_MAX)
        n = WIDTH_MAX;
    if (n > *width)
        *width = n;
}

static void put_head(FILE *out, const struct doc_table *table, const size_t *width)
{
    struct doc_cell *head = mem_new(table->ncolumns, sizeof *head);
    bool any = false;
    for (size_t i = 0; i < table->ncolumns; i++) {
        head[i].text = table->column[i].name;
        any = any || head[i].text.n;
    }
    if (any)
        put_cells(out, table, head, width);
    mem_free(head);
}

static size_t *widths_of(const struct doc_table *table)
{
    size_t *width = mem_new(table->ncolumns, sizeof *width);
    for (size_t i = 0; i < table->ncolumns; i++)
        widen(&width[i], utf8_columns(table->column[i].name));
    return width;
}

static void put_table(struct writer *w, const struct node *node)
{
    const struct doc_table *table = &node->table;
    size_t *width = widths_of(table);
    for (const struct node *row = node->first; row; row = row->next)
        for (size_t i = 0; i < table->ncolumns; i++)
            if (row->row.cell[i].columns < 2)
                widen(&width[i], cell_width(&row->row.cell[i]));
    fputc('\n', w->out);
    put_line(w->out, "", table->title);
    put_head(w->out, table, width);
    for (const struct node *row = node->first; row; row = row->next) {
        put_cells(w->out, table, row->row.cell, width);
        w->counts->rows++;
    }
    if (!node->first)
        put_line(w->out, "  ", table->empty);
    put_line(w->out, "", table->note);
    mem_free(width);
}

/* Registers stream: the first rows decide the widths. */
static int measure_rows(const struct doc_table *table, size_t *width,
                        struct doc_cell *cell, struct err *err)
{
    struct cursor cursor;
    int status = cursor_open(&cursor, &table->rows, err);
    for (int i = 0; status == 0 && i < 50; i++) {
        status = cursor_next(&cursor, cell, err);
        for (size_t k = 0; status == 0 && k < table->ncolumns; k++)
            widen(&width[k], cell_width(&cell[k]));
    }
    cursor_close(&cursor);
    return status;
}

static int put_register(struct writer *w, const struct doc_table *table, struct err *err)
{
    struct doc_cell *cell = mem_new(table->ncolumns, sizeof *cell);
    size_t *width = widths_of(table);
    uint64_t rows = 0, cap = table->cap ? table->cap : UINT64_MAX;
    struct cursor cursor = {0};
    int status = measure_rows(table, width, cell, err);
    if (status >= 0)
        status = cursor_open(&cursor, &table->rows, err);
    fputc('\n', w->out);
    put_line(w->out, "", table->title);
    put_head(w->out, table, width);
    while (status == 0 && rows < cap && (status = cursor_next(&cursor, cell, err)) == 0) {
        put_cells(w->out, table, cell, width);
        rows++;
    }
    cursor_close(&cursor);
    w->counts->rows += rows;
    if (!rows)
        put_line(w->out, "  ", table->empty);
    if (rows < table->rows.total)
        put_line(w->out, "", table->cap_note);
    mem_free(width);
    mem_free(cell);
    return status < 0 ? -1 : 0;
}

static void put_point(FILE *out, const struct chart *chart, size_t series, size_t i)
{
    const struct chart_point *point = &chart->series[series].point[i];
    fputs("  ", out);
    if (chart->group && chart->group[i].n) {
        put(out, chart->group[i]);
        fputc('-', out);
    }
    put(out, chart->category[i]);
    fputs(": ", out);
    put(out, point->missing ? point->note : point->text);
    if (point->outside)
        fputs(" (*)", out);
    fputc('\n', out);
}

static void put_gantt(FILE *out, const struct chart *chart)
{
    for (size_t i = 0; i < chart->ngantt; i++) {
        const struct gantt_row *row = &chart->gantt[i];
        fprintf(out, "  %.*s  %.*s  %.*s  %s%.*s\n", STR_ARG(row->number),
                STR_ARG(row->action), STR_ARG(row->owner), marks[row->mark],
                STR_ARG(row->state));
    }
}

static void put_matrix(FILE *out, const struct chart *chart)
{
    for (size_t i = 0; i < chart->nmatrix; i++) {
        const struct matrix_row *row = &chart->matrix[i];
        fprintf(out, "  %.*s %.*s", STR_ARG(row->number), STR_ARG(row->label));
        if (!row->band) {
            fprintf(out, "  %.*s / %.*s  ", STR_ARG(row->held), STR_ARG(row->needed));
            for (size_t m = 0; m < 13; m++)
                fputc(row->cell[m].look, out);
        }
        fputc('\n', out);
    }
}

static void put_quadrant(FILE *out, const struct chart *chart)
{
    for (size_t q = 0; q < 4; q++) {
        put_line(out, "  -- ", chart->quadrant[q].title);
        for (size_t i = 0; i < chart->quadrant[q].n; i++)
            put_line(out, "  ", chart->quadrant[q].item[i]);
    }
}

static void put_fishbone(FILE *out, const struct chart *chart)
{
    put_line(out, "  ", chart->effect);
    for (size_t b = 0; b < chart->nbranches; b++) {
        put_line(out, "  -- ", chart->branch[b].title);
        for (size_t i = 0; i < chart->branch[b].n; i++)
            put_line(out, "  ", chart->branch[b].item[i]);
    }
}

static void put_risks(FILE *out, const struct chart *chart)
{
    for (int i = RISK_STEPS; i-- > 0;)
        for (int k = 0; k < RISK_STEPS; k++)
            if (chart->risk[i][k].n)
                fprintf(out, "  %d x %d  %.*s\n", i + 1, k + 1,
                        STR_ARG(chart->risk[i][k]));
}

static void put_chart(FILE *out, const struct chart *chart)
{
    fputc('\n', out);
    put_line(out, "", chart->title);
    put_line(out, "  ", chart->newest);
    put_line(out, "  ", chart->newest_note);
    put_line(out, "  ", chart->empty);
    for (size_t s = 0; s < chart->nseries; s++) {
        put_line(out, "  -- ", chart->series[s].name);
        for (size_t i = 0; i < chart->ncategories; i++)
            put_point(out, chart, s, i);
    }
    put_gantt(out, chart);
    put_matrix(out, chart);
    put_quadrant(out, chart);
    put_fishbone(out, chart);
    put_risks(out, chart);
    put_line(out, "", chart->note);
}

static void put_fact(FILE *out, const struct doc_fact *fact)
{
    fputs("  ", out);
    put(out, fact->label);
    fputs(": ", out);
    put_cell(out, &fact->value);
    put_line(out, "  ", fact->extra);
    if (!fact->extra.n)
        fputc('\n', out);
}

static void put_cover(FILE *out, const struct doc_cover *cover)
{
    put_line(out, "", cover->organisation);
    put_line(out, "", cover->title);
    put_line(out, "", cover->title_alt);
    put_line(out, "", cover->period);
    put_line(out, "", cover->dates);
    put_line(out, "", cover->provisional);
    for (size_t i = 0; i < cover->nbars; i++)
        fprintf(out, "  %.*s %.1f%s\n", STR_ARG(cover->bar[i].label),
                cover->bar[i].share * 100, cover->bar[i].applicable ? "" : " -");
    for (size_t i = 0; i < 4; i++)
        put_fact(out, &cover->fact[i]);
    put_fact(out, &cover->scope);
    for (size_t i = 0; i < cover->npersons; i++)
        put_fact(out, &cover->person[i]);
    put_line(out, "", cover->confidentiality);
}

static void put_tile(FILE *out, const struct doc_tile *tile)
{
    fputs("  ", out);
    put(out, tile->name);
    fprintf(out, ": %s", marks[tile->mark]);
    put(out, tile->value.text);
    if (tile->unit.n && !str_eq(tile->unit, STR("%")))
        fputc(' ', out);
    put(out, tile->unit);
    const struct str part[] = {tile->target, tile->change, tile->foot_left,
                               tile->foot_right};
    for (size_t i = 0; i < 4; i++)
        if (part[i].n) {
            fputs("  ", out);
            put(out, part[i]);
        }
    fputc('\n', out);
}

static void put_definition(FILE *out, const struct doc_definition *d)
{
    fputc('\n', out);
    put_line(out, "", d->name);
    put_line(out, "  ", d->id_line);
    put_line(out, "  ", d->factor);
    put_line(out, "  ", d->numerator);
    put_line(out, "  / ", d->denominator);
    for (size_t i = 0; i < d->nfacts; i++)
        put_fact(out, &d->fact[i]);
}

static void put_section(FILE *out, const struct doc_section *s)
{
    fputs(s->level == 1 ? "\n\n# " : s->level == 2 ? "\n\n## " : "\n\n### ", out);
    if (s->number.n) {
        put(out, s->number);
        fputs("  ", out);
    }
    put(out, s->title);
    fputc('\n', out);
    put_line(out, "", s->subtitle);
}

static void put_score(FILE *out, const struct doc_score *score)
{
    fprintf(out, "  %.*s: %.*s  %.*s: %.*s\n", STR_ARG(score->label),
            STR_ARG(score->value), STR_ARG(score->grade_label), STR_ARG(score->grade));
    put_line(out, "  ", score->formula);
    put_line(out, "  ", score->distance);
    put_line(out, "  ", score->note);
}

static int put_node(struct writer *w, const struct node *node, struct err *err)
{
    FILE *out = w->out;
    switch (node->kind) {
    case DOC_COVER:
        put_cover(out, &node->cover);
        break;
    case DOC_SECTION:
        put_section(out, &node->section);
        break;
    case DOC_HEADING:
        put_line(out, "\n** ", node->text);
        break;
    case DOC_LEAD:
    case DOC_PARA:
    case DOC_NOTE:
        put_line(out, "", node->text);
        break;
    case DOC_REQUIREMENT:
        put_line(out, "> ", node->requirement.text);
        put_line(out, "> ", node->requirement.note);
        break;
    case DOC_BOX:
    case DOC_FINDINGS:
        put_line(out, "\n", node->box.title);
        break;
    case DOC_ITEM:
        fputs("  ", out);
        put(out, node->item.lead);
        fputs(node->item.lead.n ? "  " : "", out);
        put_cell(out, &node->item.cell);
        fputc('\n', out);
        break;
    case DOC_TABLE:
        put_table(w, node);
        break;
    case DOC_REGISTER:
        return put_register(w, &node->table, err);
    case DOC_SCORE:
        put_score(out, &node->score);
        break;
    case DOC_TILE:
        put_tile(out, &node->tile);
        break;
    case DOC_CHART:
        put_chart(out, &node->chart);
        break;
    case DOC_VERDICT:
        fputs("  ", out);
        put_cell(out, &node->verdict.state);
        put_line(out, "  ", node->verdict.points.text);
        break;
    case DOC_DEFINITION:
        put_definition(out, &node->definition);
        break;
    case DOC_SIGNATURE:
        for (size_t i = 0; i < node->signature.nboxes; i++)
            put_fact(out, &node->signature.box[i]);
        break;
    default:
        break;
    }
    return 0;
}

static int run(const struct doc *doc, const struct render_options *options, FILE *out,
               struct render_counts *counts, struct err *err)
{
    struct writer w = {out, counts};
    struct doc_walk walk;
    (void)options;
    for (doc_walk_init(&walk, doc->root); doc_walk_step(&walk);)
        if (walk.entering && put_node(&w, walk.node, err) != 0)
            return -1;
    if (fflush(out) != 0 || ferror(out))
        return err_system(err, NULL, "cannot write the text");
    return 0;
}

const struct renderer render_text = {"text", ".txt", run};

/* --- the summary: what fits into a mail -------------------------------------------- */

/* The first line names the edition: mails take it as their subject. */
static void put_name(FILE *out, const struct doc_cover *cover, struct str revision)
{
    const struct str part[] = {cover->organisation, cover->title, cover->period,
                               revision};
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        if (i > 0)
            fputc(' ', out);
        put(out, part[i]);
    }
    fputs("\n\n", out);
    put_line(out, "", cover->provisional);
    put_line(out, "", cover->provisional_note);
    put_line(out, "", cover->dates);
    for (size_t i = 0; i < sizeof cover->fact / sizeof *cover->fact; i++)
        put_fact(out, &cover->fact[i]);
}

static const struct node *next_table(const struct node *root, struct str origin)
{
    struct doc_walk walk;
    for (doc_walk_init(&walk, root); doc_walk_step(&walk);)
        if (walk.entering && walk.node->kind == DOC_TABLE &&
            str_eq(walk.node->origin, origin))
            return walk.node;
    return NULL;
}

static bool has_tiles(const struct node *chapter)
{
    struct doc_walk walk;
    for (doc_walk_init(&walk, chapter); doc_walk_step(&walk);)
        if (walk.node->kind == DOC_TILE || walk.node->kind == DOC_SCORE)
            return true;
    return false;
}

/* Notes explain drawings, which are not here. */
static int put_chapter(struct writer *w, const struct node *chapter, struct err *err)
{
    struct doc_walk walk;
    for (doc_walk_init(&walk, chapter); doc_walk_step(&walk);) {
        enum doc_kind kind = walk.node->kind;
        if (walk.entering && kind != DOC_CHART && kind != DOC_NOTE &&
            kind != DOC_REGISTER && put_node(w, walk.node, err) != 0)
            return -1;
    }
    return 0;
}

/* The cover, what was restated, and the first chapter with a score or tiles. */
static int run_summary(const struct doc *doc, const struct render_options *options,
                       FILE *out, struct render_counts *counts, struct err *err)
{
    struct writer w = {out, counts};
    const struct node *history = next_table(doc->root, STR("history"));
    const struct node *chapter = doc->root->first;
    (void)options;
    for (; chapter && chapter->kind != DOC_COVER; chapter = chapter->next)
        ;
    if (chapter)
        put_name(out, &chapter->cover, doc->revision);
    if (history && history->first != history->last)
        put_table(&w, history);
    for (chapter = doc->root->first; chapter; chapter = chapter->next)
        if (chapter->kind == DOC_SECTION && has_tiles(chapter))
            break;
    if (chapter && put_chapter(&w, chapter, err) != 0)
        return -1;
    put_line(out, "\n", doc->words.marks);
    if (fflush(out) != 0 || ferror(out))
        return err_system(err, NULL, "cannot write the text");
    return 0;
}

const struct renderer render_summary = {"summary", ".txt", run_summary};
