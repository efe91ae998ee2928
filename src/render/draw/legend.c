/* Legends: which symbols a kind of chart uses, and their words set in a line. */
#include "render/draw/chart.h"

#include "base/banned.h"

#define LEADING 4.0 /* mm */
#define BETWEEN 4.0
#define WORD_AT 0.8 /* after the symbol */
#define WORDS   5

enum symbol {
    SYMBOL_NONE,
    SYMBOL_VALUE,
    SYMBOL_GOAL,
    SYMBOL_LIMITS,
    SYMBOL_OUTSIDE,
    SYMBOL_LAST,
    SYMBOL_MAIN,
    SYMBOL_REST,
    SYMBOL_ALERT,
    SYMBOL_HIGH,
    SYMBOL_LOW,
    SYMBOL_RUNNING,
    SYMBOL_CELL
};

static const enum symbol symbols[][WORDS] = {
    [CHART_LINE] = {SYMBOL_VALUE, SYMBOL_GOAL, SYMBOL_LIMITS, SYMBOL_OUTSIDE,
                    SYMBOL_LAST},
    [CHART_BARS] = {SYMBOL_MAIN, SYMBOL_REST, SYMBOL_ALERT, SYMBOL_NONE, SYMBOL_NONE},
    [CHART_PARETO] = {SYMBOL_MAIN, SYMBOL_REST, SYMBOL_RUNNING, SYMBOL_NONE, SYMBOL_NONE},
    [CHART_RADAR] = {SYMBOL_VALUE, SYMBOL_LAST, SYMBOL_GOAL, SYMBOL_NONE, SYMBOL_NONE},
    [CHART_HISTOGRAM] = {SYMBOL_MAIN, SYMBOL_ALERT, SYMBOL_NONE, SYMBOL_NONE,
                         SYMBOL_NONE},
    [CHART_COMPARE] = {SYMBOL_REST, SYMBOL_MAIN, SYMBOL_NONE, SYMBOL_NONE, SYMBOL_NONE},
    [CHART_GANTT] = {SYMBOL_NONE, SYMBOL_NONE, SYMBOL_NONE, SYMBOL_NONE, SYMBOL_NONE},
    [CHART_MATRIX] = {SYMBOL_CELL, SYMBOL_CELL, SYMBOL_CELL, SYMBOL_CELL, SYMBOL_CELL},
    [CHART_STACK] = {SYMBOL_MAIN, SYMBOL_ALERT, SYMBOL_REST, SYMBOL_NONE, SYMBOL_NONE},
    [CHART_FISHBONE] = {SYMBOL_NONE, SYMBOL_NONE, SYMBOL_NONE, SYMBOL_NONE, SYMBOL_NONE},
    [CHART_RISK] = {SYMBOL_HIGH, SYMBOL_REST, SYMBOL_LOW, SYMBOL_NONE, SYMBOL_NONE},
    [CHART_QUADRANT] = {SYMBOL_NONE, SYMBOL_NONE, SYMBOL_NONE, SYMBOL_NONE, SYMBOL_NONE},
};

static const char cell_looks[WORDS] = {'v', 's', 'x', 'm', '-'};

static double symbol_width(enum symbol symbol)
{
    switch (symbol) {
    case SYMBOL_VALUE:
    case SYMBOL_GOAL:
    case SYMBOL_LIMITS:
    case SYMBOL_LAST:
    case SYMBOL_RUNNING:
        return 6;
    case SYMBOL_MAIN:
    case SYMBOL_REST:
    case SYMBOL_ALERT:
    case SYMBOL_HIGH:
    case SYMBOL_LOW:
        return 4;
    case SYMBOL_CELL:
        return 5;
    case SYMBOL_OUTSIDE:
        return 2.6;
    case SYMBOL_NONE:
        break;
    }
    return 0;
}

/* The letter a look carries: named, else that of a cell. */
static struct str letter_of(const struct chart *c, size_t at)
{
    char look = cell_looks[at];
    if (c->legend_letter[at].n)
        return c->legend_letter[at];
    for (size_t r = 0; r < c->nmatrix; r++)
        for (size_t i = 0; !c->matrix[r].band && i < 13 && i < c->ncategories; i++)
            if (c->matrix[r].cell[i].look == look)
                return c->matrix[r].cell[i].letter;
    return STR_NONE;
}

static void draw_limits(const struct pdf_draw *d, double x, double y)
{
    pen_box(d, d->style->accent08, (struct box){x, y - 1, 6, 2});
    pen_dash(d, pen_limit(d->style), x, y - 1, x + 6, y - 1);
    pen_dash(d, pen_limit(d->style), x, y + 1, x + 6, y + 1);
}

static void draw_box(const struct pdf_draw *d, struct colour colour, double x, double y)
{
    pen_box(d, colour, (struct box){x, y - 1, 4, 2});
}

/* Symbol i of the chart; y is its middle. */
static void draw_symbol(const struct pdf_draw *d, const struct chart *c, size_t i,
                        double x, double y)
{
    const struct style *s = d->style;
    switch (symbols[c->kind][i]) {
    case SYMBOL_VALUE:
        pen_rule(d, 1.5, s->accent, x, y, x + 6, y);
        pen_dot(d, s->accent, x + 3, y, 0.7);
        break;
    case SYMBOL_GOAL:
        pen_dash(d, pen_target(s), x, y, x + 6, y);
        break;
    case SYMBOL_LIMITS:
        draw_limits(d, x, y);
        break;
    case SYMBOL_OUTSIDE:
        pen_diamond(d, s->alert, NULL, x + 1.3, y, 1.15);
        break;
    case SYMBOL_LAST:
        pen_dash(d, pen_last_year(s), x, y, x + 6, y);
        break;
    case SYMBOL_MAIN:
        draw_box(d, s->accent, x, y);
        break;
    case SYMBOL_REST:
        draw_box(d, s->accent32, x, y);
        break;
    case SYMBOL_ALERT:
        draw_box(d, s->alert, x, y);
        break;
    case SYMBOL_HIGH:
        draw_box(d, s->alert10, x, y);
        pen_frame(d, 0.5, s->alert, (struct box){x, y - 1, 4, 2});
        break;
    case SYMBOL_LOW:
        draw_box(d, s->accent08, x, y);
        break;
    case SYMBOL_RUNNING:
        pen_rule(d, 1, s->ink, x, y, x + 6, y);
        pen_ring(d, s->white, 0.75, s->ink, x + 3, y, 0.7);
        break;
    case SYMBOL_CELL: {
        struct matrix_cell cell = {cell_looks[i], letter_of(c, i)};
        draw_matrix_cell(d, &cell, false, (struct box){x + 0.2, y - 1.6, 4.6, 3.2});
        break;
    }
    case SYMBOL_NONE:
        break;
    }
}

/* The word of symbol i. A radar's series have names already. */
static struct str word_of(const struct chart *c, size_t i)
{
    if (c->legend[i].n || c->kind != CHART_RADAR || i > 2)
        return c->legend[i];
    if (i == 2)
        return c->goal_text;
    const struct chart_series *s = chart_series(c, i ? SERIES_LAST : SERIES_MAIN);
    return s ? s->name : STR_NONE;
}

/* Walks the items, drawing them or only counting the lines they need. */
static double set_items(const struct pdf_draw *d, const struct chart *c, struct box b,
                        bool drawing)
{
    struct pdf_text type = pen_type(7, FACE_REGULAR, d->style->text2, ANCHOR_LEFT);
    double x = b.x, lines = 0;
    if (c->kind == CHART_RADAR && c->ncategories < RADAR_SPOKES_MIN)
        return 0;
    if (c->kind == CHART_COMPARE && !compare_is_crowded(c, b.w))
        return 0;
    for (size_t i = 0; i < WORDS; i++) {
        struct str word = word_of(c, i);
        enum symbol symbol = symbols[c->kind][i];
        double at = symbol_width(symbol) + WORD_AT;
        double w = at + pen_width(d, type, word);
        if (!word.n || symbol == SYMBOL_NONE)
            continue;
        if (lines == 0 || x + w > b.x + b.w) {
            x = b.x;
            lines++;
        }
        double y = b.y + (lines - 1) * LEADING + LEADING / 2;
        if (drawing) {
            draw_symbol(d, c, i, x, y);
            pen_fit(d, type, x + at, y + 0.9, b.w - at, word);
        }
        x += w + BETWEEN;
    }
    return lines * LEADING;
}

double legend_height(const struct pdf_draw *d, const struct chart *c, double w)
{
    return set_items(d, c, (struct box){0, 0, w, 0}, false);
}

double draw_legend(const struct pdf_draw *d, const struct chart *c, double x, double y,
                   double w)
{
    return set_items(d, c, (struct box){x, y, w, 0}, true);
}
