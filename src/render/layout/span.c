/* span: cells over more than one row or column of a table. The text of one over rows
 * stands at their top and is printed again where they go on on another page. */
#include "render/layout/table.h"
#include "base/banned.h"

void span_rule(const struct table *t, const struct doc_cell *row, double y, double weight,
               struct colour colour)
{
    struct pdf_line line = {weight, colour, 0, 0, false};
    for (size_t i = 0, end; i < t->ncolumns; i = end) {
        end = i + 1;
        if (row[t->column[i].index].flags & FLAG_UNDER)
            continue;
        while (end < t->ncolumns && !(row[t->column[end].index].flags & FLAG_UNDER))
            end++;
        double left = i ? t->column[i].x : t->x;
        double right = end == t->ncolumns ? t->x + t->w
                                          : t->column[end - 1].x + t->column[end - 1].w;
        pdf_line_draw(t->f->draw.page, &line, left, y, right, y);
    }
}

struct span { /* of the cell over a row in a column */
    const struct doc_cell *cell;
    size_t row;           /* which of its rows this one is, from 0 */
    struct pdf_para para; /* its text */
};

/* False where none goes over several rows. */
static bool find_span(struct table *t, struct arena *arena, const struct node *row,
                      size_t i, struct span *span)
{
    size_t column = t->column[i].index;
    const struct node *owner = doc_span_row(row, column);
    span->cell = &owner->row.cell[column];
    span->row = 0;
    if (span->cell->rows < 2)
        return false;
    for (const struct node *n = row; n != owner; n = n->prev)
        span->row++;
    struct table_column place = cell_place(t, span->cell, i);
    span->para = cell_lines(t, arena, span->cell, &place, owner->row.sum);
    return true;
}

/* Each row holds a line at least, so that a text over rows needs as many, at most. */
size_t span_lines(struct table *t, struct arena *arena, const struct node *row,
                  size_t own)
{
    struct span span;
    for (size_t i = 0; i < t->ncolumns; i++) {
        if (!find_span(t, arena, row, i, &span) || span.row + 1u < span.cell->rows)
            continue;
        if (span.para.n > span.row + own)
            own = span.para.n - span.row;
    }
    return own;
}

size_t span_keep(struct table *t, struct arena *arena, const struct node *row)
{
    struct span span;
    size_t keep = 0;
    for (size_t i = 0; i < t->ncolumns; i++) {
        if (!find_span(t, arena, row, i, &span))
            continue;
        size_t whole = span.para.n < span.cell->rows ? span.para.n : span.cell->rows;
        if (whole > span.row + 1 + keep)
            keep = whole - span.row - 1;
    }
    return keep;
}

void span_repeat(struct table *t, const struct table_row *row, double y)
{
    struct span span;
    pdf_tag_begin(t->f->pdf, ROLE_ARTIFACT);
    for (size_t i = 0; i < t->ncolumns && row->node; i++) {
        if (!find_span(t, &t->f->scratch, row->node, i, &span) || !span.row)
            continue;
        size_t left = span.cell->rows - span.row;
        cell_draw_lines(t, span.cell, &span.para, cell_place(t, span.cell, i), false, 0,
                        span.para.n < left ? span.para.n : left, y);
    }
    pdf_tag_end(t->f->pdf);
}
