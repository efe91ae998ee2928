/* cell: one cell of a table: its type, its marks, its lines. */
#include "render/layout/table.h"

#include <string.h>

#include "base/banned.h"

#define MARK_ADVANCE  4.0 /* glyph of 3 and 1 clear */
#define FLAG_SIDE     1.1
#define FLAG_ADVANCE  2.0
#define TAG_SIZE      6.5
#define TAG_PADDING   1.6
#define TAG_CLEAR     1.2
#define HASH_SIZE     7.0
#define HASH_TRACKING 0.2

static struct pdf_text type_of(const struct table *t, const struct doc_cell *cell,
                               bool sum)
{
    const struct style *style = t->f->style;
    struct pdf_text set = {t->look->size, FACE_REGULAR, style->ink, ANCHOR_LEFT, 0};
    if (sum || (cell->flags & FLAG_BOLD))
        set.face = FACE_BOLD;
    if (cell->flags & FLAG_HASH) {
        set.size = HASH_SIZE;
        set.tracking = HASH_TRACKING;
        set.colour = style->text2;
    }
    if (cell->mark != MARK_NONE && cell->mark != MARK_UNCONFIRMED)
        set.colour = draw_mark_colour(style, cell->mark);
    else if (cell->flags & (FLAG_MUTED | FLAG_MISSING))
        set.colour = style->text2;
    if ((cell->flags & FLAG_ALERT) && !cell->has_bar)
        set.colour = style->alert;
    return set;
}

static double tag_width(const struct table *t, struct str word)
{
    struct pdf_text set = {TAG_SIZE, FACE_REGULAR, t->f->style->text2, ANCHOR_LEFT, 0};
    return pdf_text_width(t->f->pdf, &set, word) + TAG_PADDING;
}

static double mark_width(const struct table *t, const struct doc_cell *cell)
{
    if (cell->mark == MARK_NONE)
        return 0;
    if (cell->mark == MARK_UNCONFIRMED)
        return tag_width(t, t->f->doc->words.unconfirmed) + TAG_CLEAR;
    return MARK_ADVANCE;
}

/* A number that misses its goal has a small square before it, for those who see no colour. */
static bool is_flagged(const struct doc_cell *cell)
{
    return (cell->flags & FLAG_ALERT) && cell->figure.n && cell->mark == MARK_NONE &&
           !cell->has_bar;
}

double cell_width(const struct table *t, const struct doc_cell *cell, bool sum)
{
    struct str rest = cell->text, line;
    struct pdf_text set = type_of(t, cell, sum);
    double widest = 0;
    if (cell->flags & FLAG_FRAMED)
        return tag_width(t, cell->text);
    while (str_split(&rest, '\n', &line)) {
        double w = pdf_text_width(t->f->pdf, &set, line);
        widest = w > widest ? w : widest;
    }
    return widest + mark_width(t, cell) + (is_flagged(cell) ? FLAG_ADVANCE : 0);
}

static bool wraps(const struct table *t, const struct table_column *column)
{
    return !t->look->zebra && !t->table->column[column->index].fixed;
}

struct pdf_para cell_lines(struct table *t, struct arena *arena,
                           const struct doc_cell *cell, const struct table_column *column,
                           bool sum)
{
    struct pdf_text set = type_of(t, cell, sum);
    double w = column->w - mark_width(t, cell);
    if (!cell->text.n)
        return (struct pdf_para){NULL, 0, NULL};
    if (!(cell->flags & FLAG_FRAMED) && wraps(t, column))
        return pdf_para_break(t->f->pdf, arena, &set, t->f->doc->language, cell->text, w);
    struct pdf_para para = {arena_new(arena, 1, sizeof(struct str)), 1, NULL};
    para.line[0] = cell->text;
    return para;
}

/* A line in its place; what is too wide for it is condensed or cut, and counted. */
static void draw_line(struct table *t, struct pdf_text set, enum doc_align align,
                      bool flagged, double x, double w, double y, struct str text)
{
    bool cut;
    text = pdf_text_fit(t->f->pdf, &t->f->scratch, &set, text, w, &cut);
    t->cuts += cut;
    if (flagged && align == ALIGN_RIGHT) {
        double left = x + w - pdf_text_width(t->f->pdf, &set, text);
        pdf_rect_fill(t->f->draw.page, set.colour, left - FLAG_ADVANCE, y - 1.6,
                      FLAG_SIDE, FLAG_SIDE);
    }
    if (align == ALIGN_RIGHT) {
        set.anchor = ANCHOR_RIGHT;
        x += w;
    } else if (align == ALIGN_CENTRE) {
        set.anchor = ANCHOR_CENTRE;
        x += w / 2;
    }
    pdf_text_draw(t->f->draw.page, &set, x, y, text);
}

static double draw_marks(struct table *t, const struct doc_cell *cell, double x, double y)
{
    double w = mark_width(t, cell);
    if (cell->mark == MARK_UNCONFIRMED)
        draw_tag(&t->f->draw, t->f->doc->words.unconfirmed, x, y);
    else if (cell->mark != MARK_NONE)
        draw_mark(&t->f->draw, cell->mark, x, y);
    return w;
}

void cell_draw_lines(struct table *t, const struct doc_cell *cell,
                     const struct pdf_para *para, struct table_column place, bool sum,
                     size_t from, size_t n, double y)
{
    enum doc_align align = t->table->column[place.index].align;
    struct pdf_text set = type_of(t, cell, sum);
    double leading = t->look->leading * 25.4 / 72;
    double shift = from == 0 ? draw_marks(t, cell, place.x, y) : mark_width(t, cell);
    for (size_t i = from; i < from + n && i < para->n; i++)
        draw_line(t, set, align, is_flagged(cell), place.x + shift, place.w - shift,
                  y + (double)(i - from) * leading, para->line[i]);
    if (from == 0 && cell->link.n)
        pdf_link(t->f->draw.page, cell->link, place.x, y - leading * 0.7, place.w,
                 leading);
}

size_t cell_columns(const struct table *t, const struct doc_cell *cell, size_t i)
{
    size_t n = 1, end = t->column[i].index + cell->columns;
    while (cell->columns > 1 && i + n < t->ncolumns && t->column[i + n].index < end)
        n++;
    return n;
}

struct table_column cell_place(const struct table *t, const struct doc_cell *cell,
                               size_t i)
{
    struct table_column place = t->column[i];
    const struct table_column *last = &t->column[i + cell_columns(t, cell, i) - 1];
    place.w = last->x + last->w - place.x;
    return place;
}

void cell_draw(struct table *t, const struct table_row *row, size_t column, size_t from,
               size_t n, double y)
{
    const struct doc_cell *cell = &row->cell[t->column[column].index];
    struct table_column place = cell_place(t, cell, column);
    if (from == 0 && cell->has_bar)
        draw_bar(&t->f->draw, cell->bar, cell->tick, (cell->flags & FLAG_ALERT) != 0,
                 place.x, y, place.w);
    if (cell->has_bar && t->table->column[place.index].bar)
        return;
    if (cell->flags & FLAG_FRAMED) {
        if (from == 0 && cell->text.n)
            draw_tag(&t->f->draw, cell->text, place.x, y);
        return;
    }
    if (cell->rows > 1) { /* over the rows below, on the first of its pages */
        if (from > 0)
            return;
        n = row->para[column].n;
    }
    cell_draw_lines(t, cell, &row->para[column], place, row->sum, from, n, y);
}
