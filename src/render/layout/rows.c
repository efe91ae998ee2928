/* rows: rules, heads and rows of a table at a given height of the page. */
#include <string.h>

#include "render/layout/table.h"
#include "base/banned.h"

#define POINT      (25.4 / 72)
#define RULE_OUTER 0.75
#define RULE_HEAD  0.5
#define RULE_ROW   0.25

void table_draw_rule(const struct table *t, double y, double weight, struct colour colour)
{
    struct pdf_line line = {weight, colour, 0, 0, false};
    pdf_line_draw(t->f->draw.page, &line, t->x, y, t->x + t->w, y);
}

static void draw_name(struct table *t, const struct table_column *place, double bottom)
{
    const struct doc_column *column = &t->table->column[place->index];
    const struct table_look *look = t->look;
    struct pdf_text set = {look->head_size, FACE_BOLD, t->f->style->text2, ANCHOR_LEFT,
                           0};
    double leading = look->head_leading * POINT, x = place->x;
    if (!column->name.n)
        return;
    struct pdf_para para = pdf_para_break(t->f->pdf, &t->f->scratch, &set,
                                          t->f->doc->language, column->name, place->w);
    if (column->align != ALIGN_LEFT) {
        bool right = column->align == ALIGN_RIGHT;
        set.anchor = right ? ANCHOR_RIGHT : ANCHOR_CENTRE;
        x += right ? place->w : place->w / 2;
    }
    double top = bottom - look->head_pad - leading * (double)para.n;
    pdf_para_draw(t->f->draw.page, &set, &para, 0, para.n, x,
                  top + pdf_baseline(look->head_size, look->head_leading), leading);
}

/* How many columns from i on have its label over them; 1 where there is none. */
static size_t group_columns(const struct table *t, size_t i)
{
    struct str group = t->table->column[t->column[i].index].group;
    size_t n = 1;
    while (group.n && i + n < t->ncolumns &&
           str_eq(t->table->column[t->column[i + n].index].group, group))
        n++;
    return n;
}

/* The label in the middle, a thin rule under it. */
static void draw_group_label(struct table *t, size_t i, size_t n, double y)
{
    const struct table_look *look = t->look;
    struct pdf_text set = {look->head_size, FACE_BOLD, t->f->style->text2, ANCHOR_CENTRE,
                           0};
    struct pdf_line rule = {RULE_ROW, t->f->style->text3, 0, 0, false};
    bool cut;
    double left = t->column[i].x, right = t->column[i + n - 1].x + t->column[i + n - 1].w;
    double foot = y + look->head_pad + look->head_leading * POINT + 0.5;
    struct str group = t->table->column[t->column[i].index].group;
    struct str text =
        pdf_text_fit(t->f->pdf, &t->f->scratch, &set, group, right - left, &cut);
    pdf_text_draw(t->f->draw.page, &set, (left + right) / 2,
                  y + look->head_pad + pdf_baseline(set.size, look->head_leading), text);
    pdf_line_draw(t->f->draw.page, &rule, left, foot, right, foot);
}

/* Of a head of two levels: labels, and the names that have none over them. */
static void draw_upper_head(struct table *t, double y)
{
    pdf_tag_begin(t->f->pdf, ROLE_TR);
    for (size_t i = 0, n; i < t->ncolumns; i += n) {
        bool label = t->table->column[t->column[i].index].group.n > 0;
        n = group_columns(t, i);
        pdf_tag_begin(t->f->pdf, ROLE_TH);
        pdf_tag_span(t->f->pdf, label ? 1 : 2, (unsigned)n);
        if (label)
            draw_group_label(t, i, n, y);
        else
            draw_name(t, &t->column[i], y + t->head_height);
        pdf_tag_end(t->f->pdf);
    }
    pdf_tag_end(t->f->pdf);
}

void table_draw_head(struct table *t, double y)
{
    table_draw_rule(t, y, RULE_OUTER, t->f->style->ink);
    if (t->two_levels)
        draw_upper_head(t, y);
    if (!t->has_head)
        return;
    pdf_tag_begin(t->f->pdf, ROLE_TR);
    for (size_t i = 0; i < t->ncolumns; i++) {
        if (t->two_levels && !t->table->column[t->column[i].index].group.n)
            continue;
        pdf_tag_begin(t->f->pdf, ROLE_TH);
        draw_name(t, &t->column[i], y + t->head_height);
        pdf_tag_end(t->f->pdf);
    }
    pdf_tag_end(t->f->pdf);
    table_draw_rule(t, y + t->head_height, RULE_HEAD, t->f->style->ink);
}

struct table_row table_set_row(struct table *t, struct arena *arena,
                               const struct doc_cell *cells, bool sum)
{
    struct table_row row = {NULL, cells, NULL, 1, sum, false};
    row.para = arena_new(arena, t->ncolumns, sizeof *row.para);
    for (size_t i = 0; i < t->ncolumns; i++) {
        const struct doc_cell *cell = &cells[t->column[i].index];
        struct table_column place = cell_place(t, cell, i);
        row.para[i] = cell_lines(t, arena, cell, &place, sum);
        if (row.para[i].n > row.lines && cell->rows < 2)
            row.lines = row.para[i].n;
    }
    return row;
}

struct table_row table_set_node(struct table *t, struct arena *arena,
                                const struct node *node)
{
    struct table_row row = table_set_row(t, arena, node->row.cell, node->row.sum);
    row.node = node;
    row.lines = span_lines(t, arena, node, row.lines);
    return row;
}

double table_row_height(const struct table *t, size_t lines)
{
    return t->look->pad_top + t->look->pad_bottom +
           (double)lines * t->look->leading * POINT;
}

static void draw_cell(struct table *t, const struct table_row *row, size_t i, size_t from,
                      size_t n, double y)
{
    const struct doc_cell *cell = &row->cell[t->column[i].index];
    if (t->rows_whole) {
        cell_draw(t, row, i, from, n, y);
        return;
    }
    if (cell->flags & (FLAG_UNDER | FLAG_BESIDE))
        return;
    pdf_tag_begin(t->f->pdf, ROLE_TD);
    pdf_tag_span(t->f->pdf, cell->rows, (unsigned)cell_columns(t, cell, i));
    cell_draw(t, row, i, from, n, y);
    pdf_tag_end(t->f->pdf);
}

void table_draw_row(struct table *t, const struct table_row *row, size_t from, size_t n,
                    double y)
{
    double baseline =
        y + t->look->pad_top + pdf_baseline(t->look->size, t->look->leading);
    if (row->sum && from == 0)
        span_rule(t, row->cell, y, RULE_HEAD, t->f->style->ink);
    pdf_tag_begin(t->f->pdf, ROLE_TR);
    for (size_t i = 0; i < t->ncolumns; i++)
        draw_cell(t, row, i, from, n, baseline);
    if (row->leads && from == 0)
        span_repeat(t, row, baseline);
    pdf_tag_end(t->f->pdf);
}

void table_report_cuts(struct table *t, struct str name)
{
    if (t->cuts && t->f->diags)
        diag_put(t->f->diags, DIAG_WARN, "text-cut", STR_NONE, 0,
                 "%llu texts of the table \"%.*s\" were cut to fit their column",
                 (unsigned long long)t->cuts, STR_ARG(name));
    t->cuts = 0;
}
