/* xlsx_chart: charts as native objects, drawn from plain numbers that stand in the cells
 * above them: a reader that trusts cached values shows the same picture. Gantt and matrix
 * have no native form and become tables. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "render/xlsx_combo.h"
#include "render/xlsx_sheet.h"

#include "base/banned.h"

enum { OBJECT_ROWS = 15, CHARTS_ACROSS = 2, OBJECT_COLUMNS = 6 };

struct plot { /* where a chart's numbers stand */
    uint32_t head;
    uint32_t first, rows;
    uint16_t columns;
};

static struct str category_text(struct arena *arena, const struct chart *chart, size_t i)
{
    if (chart->group == NULL || chart->group[i].n == 0)
        return chart->category[i];
    return arena_printf(arena, "%.*s-%.*s", STR_ARG(chart->group[i]),
                        STR_ARG(chart->category[i]));
}

static void put_categories(struct sheet *sheet, const struct chart *chart)
{
    struct look look = book_look(sheet->book);
    look.bold = true;
    look.rule_below = true;
    book_text(sheet->book, sheet->worksheet, sheet->row, 0, chart->title, &look);
    sheet_widen(sheet, 0, sheet_text_width(chart->title));
    look.align = ALIGN_RIGHT;
    for (size_t i = 0; i < chart->ncategories; i++) {
        struct str text = category_text(&sheet->book->arena, chart, i);
        book_text(sheet->book, sheet->worksheet, sheet->row, (uint16_t)(i + 1), text,
                  &look);
        sheet_widen(sheet, i + 1, sheet_text_width(text));
    }
    sheet->row++;
}

static void put_constant(struct sheet *sheet, const struct chart *chart, struct str name,
                         double value)
{
    struct look look = book_look(sheet->book);
    look.ink = sheet->book->style.text2;
    snprintf(look.number, sizeof look.number, "#,##0.##");
    book_text(sheet->book, sheet->worksheet, sheet->row, 0, name, &look);
    for (size_t i = 0; i < chart->ncategories; i++)
        book_number(sheet->book, sheet->worksheet, sheet->row, (uint16_t)(i + 1), value,
                    &look);
    sheet->row++;
}

static void put_series(struct sheet *sheet, const struct chart *chart,
                       const struct chart_series *series)
{
    struct look look = book_look(sheet->book);
    snprintf(look.number, sizeof look.number, "#,##0.##");
    book_text(sheet->book, sheet->worksheet, sheet->row, 0, series->name, &look);
    for (size_t i = 0; i < chart->ncategories; i++) {
        const struct chart_point *p = &series->point[i];
        if (!p->missing)
            book_number(sheet->book, sheet->worksheet, sheet->row, (uint16_t)(i + 1),
                        p->y, &look);
    }
    sheet->row++;
}

static struct plot put_numbers(struct sheet *sheet, const struct chart *chart)
{
    struct plot plot = {.head = sheet->row, .columns = (uint16_t)chart->ncategories};
    put_categories(sheet, chart);
    plot.first = sheet->row;
    for (size_t s = 0; s < chart->nseries; s++)
        put_series(sheet, chart, &chart->series[s]);
    if (chart->has_goal && chart->kind == CHART_LINE)
        put_constant(sheet, chart, chart->legend[1], chart->goal);
    if (chart->has_limits) {
        put_constant(sheet, chart, chart->legend[2], chart->lower);
        put_constant(sheet, chart, chart->legend[2], chart->upper);
    }
    plot.rows = sheet->row - plot.first;
    return plot;
}

static uint8_t chart_type(enum chart_kind kind)
{
    switch (kind) {
    case CHART_LINE:
        return LXW_CHART_LINE;
    case CHART_RADAR:
        return LXW_CHART_RADAR;
    default:
        return LXW_CHART_COLUMN;
    }
}

/* The one main series is dark, what it is compared with lighter, goals dashed. */
static void dress_series(const struct sheet *sheet, const struct chart *chart, size_t row,
                         lxw_chart_series *series)
{
    const struct style *style = &sheet->book->style;
    bool lines = chart->kind == CHART_LINE || chart->kind == CHART_RADAR;
    bool given = row < chart->nseries;
    enum series_role role = given ? chart->series[row].role : SERIES_TARGET;
    struct colour colour = role == SERIES_MAIN   ? style->accent
                           : role == SERIES_LAST ? style->accent32
                                                 : style->ink;
    if (lines || role == SERIES_RUNNING) {
        lxw_chart_line line = {.color = book_colour(colour),
                               .width = role == SERIES_MAIN ? 2.0F : 1.0F,
                               .dash_type = given ? LXW_CHART_LINE_DASH_SOLID
                                                  : LXW_CHART_LINE_DASH_DASH};
        chart_series_set_line(series, &line);
    } else {
        lxw_chart_fill fill = {.color = book_colour(colour)};
        chart_series_set_fill(series, &fill);
    }
}

static void add_series(const struct sheet *sheet, const struct chart *chart,
                       const struct plot *plot, lxw_chart *object)
{
    const char *name = arena_str(&sheet->book->arena, sheet->name).p;
    for (uint32_t r = 0; r < plot->rows; r++) {
        lxw_chart_series *series = chart_add_series(object, NULL, NULL);
        chart_series_set_categories(series, name, plot->head, 1, plot->head,
                                    plot->columns);
        chart_series_set_values(series, name, plot->first + r, 1, plot->first + r,
                                plot->columns);
        chart_series_set_name_range(series, name, plot->first + r, 0);
        dress_series(sheet, chart, r, series);
    }
}

static void put_object(struct sheet *sheet, const struct chart *chart,
                       const struct plot *plot, uint32_t row, uint16_t column)
{
    struct book *book = sheet->book;
    lxw_chart *object = workbook_add_chart(book->workbook, chart_type(chart->kind));
    add_series(sheet, chart, plot, object);
    chart_title_set_name(object, arena_str(&book->arena, chart->title).p);
    lxw_chart_font font = {.size = 10, .bold = LXW_TRUE};
    chart_title_set_name_font(object, &font);
    chart_legend_set_position(object, LXW_CHART_LEGEND_BOTTOM);
    if (chart->kind == CHART_PARETO && plot->rows > 1)
        combo_running_line(object);
    lxw_chart_options where = {.description =
                                   (char *)arena_str(&book->arena, chart->alt).p};
    book_check(book,
               worksheet_insert_chart_opt(sheet->worksheet, row, column, object, &where),
               "a chart");
}

static bool has_numbers(const struct chart *chart)
{
    for (size_t s = 0; s < chart->nseries; s++)
        for (size_t i = 0; i < chart->ncategories; i++)
            if (!chart->series[s].point[i].missing)
                return true;
    return false;
}

static void put_empty(struct sheet *sheet, const struct chart *chart)
{
    struct look look = book_look(sheet->book);
    look.ink = sheet->book->style.text3;
    book_text(sheet->book, sheet->worksheet, sheet->row, 0, chart->title, &look);
    book_text(sheet->book, sheet->worksheet, sheet->row, 1, chart->empty, &look);
    sheet->row++;
}

static double date_serial(double days)
{
    return days + 25569;
}

static void put_gantt(struct sheet *sheet, const struct chart *chart)
{
    struct look look = book_look(sheet->book), date = look, percent = look;
    lxw_worksheet *ws = sheet->worksheet;
    struct book *book = sheet->book;
    snprintf(date.number, sizeof date.number, "yyyy-mm-dd");
    snprintf(percent.number, sizeof percent.number, "0%%");
    look.bold = true;
    static const uint16_t at[] = {0, 1, 2, 7};
    for (size_t i = 0; i < 4; i++)
        book_text(book, ws, sheet->row, at[i], chart->head[i], &look);
    look.bold = false;
    for (size_t i = 0; i < chart->ngantt; i++) {
        const struct gantt_row *g = &chart->gantt[i];
        uint32_t row = ++sheet->row;
        struct doc_cell state = {.mark = (enum doc_state)g->mark, .text = g->state};
        book_text(book, ws, row, 0, g->number, &look);
        book_text(book, ws, row, 1, g->action, &look);
        book_text(book, ws, row, 2, g->owner, &look);
        book_number(book, ws, row, 3, date_serial(g->start), &date);
        book_number(book, ws, row, 4, date_serial(g->due), &date);
        if (g->done >= 0)
            book_number(book, ws, row, 5, date_serial(g->done), &date);
        book_number(book, ws, row, 6, g->progress, &percent);
        book_cell(book, ws, row, 7, &state, &look);
        sheet_widen(sheet, 1, sheet_text_width(g->action));
    }
    sheet->row += 2;
}

static struct colour matrix_fill(const struct style *style, char look)
{
    return look == 'v'   ? style->accent32
           : look == 's' ? style->alert10
           : look == 'x' ? style->alert
                         : style->white;
}

static void put_matrix(struct sheet *sheet, const struct chart *chart)
{
    struct book *book = sheet->book;
    struct look look = book_look(book), bold = look;
    bold.bold = true;
    for (size_t i = 0; i < 3; i++)
        book_text(book, sheet->worksheet, sheet->row, (uint16_t)(i + 1),
                  chart->matrix_head[i], &bold);
    for (size_t i = 0; i < chart->ncategories && i < 13; i++)
        book_text(book, sheet->worksheet, sheet->row, (uint16_t)(i + 4),
                  category_text(&book->arena, chart, i), &bold);
    for (size_t r = 0; r < chart->nmatrix; r++) {
        const struct matrix_row *m = &chart->matrix[r];
        uint32_t row = ++sheet->row;
        const struct look *text = m->band ? &bold : &look;
        book_text(book, sheet->worksheet, row, 0, m->number, text);
        book_text(book, sheet->worksheet, row, 1, m->label, text);
        book_text(book, sheet->worksheet, row, 2, m->needed, text);
        book_text(book, sheet->worksheet, row, 3, m->held, text);
        for (size_t i = 0; i < chart->ncategories && i < 13 && !m->band; i++) {
            struct look cell = look;
            cell.has_fill = true;
            cell.fill = matrix_fill(&book->style, m->cell[i].look);
            cell.align = ALIGN_CENTRE;
            if (m->cell[i].look == 'x')
                cell.ink = book->style.white;
            book_text(book, sheet->worksheet, row, (uint16_t)(i + 4), m->cell[i].letter,
                      &cell);
        }
        sheet_widen(sheet, 1, sheet_text_width(m->label));
    }
    sheet->row += 2;
}

void sheet_chart(struct sheet *sheet, const struct chart *chart, uint16_t column,
                 uint16_t span)
{
    (void)span;
    sheet->row++;
    if (chart->kind == CHART_GANTT) {
        put_gantt(sheet, chart);
    } else if (chart->kind == CHART_MATRIX) {
        put_matrix(sheet, chart);
    } else if (!has_numbers(chart)) {
        put_empty(sheet, chart);
    } else {
        struct plot plot = put_numbers(sheet, chart);
        put_object(sheet, chart, &plot, sheet->row + 1, column);
        sheet->row += OBJECT_ROWS + 2;
    }
}

/* Small multiples: all numbers first, as one block, then the pictures two by two. */
void sheet_charts(struct sheet *sheet, const struct node *charts)
{
    struct plot plot[64];
    const struct chart *drawn[64];
    size_t n = 0;
    sheet->row++;
    for (const struct node *c = charts->first; c != NULL && n < 64; c = c->next) {
        if (!has_numbers(&c->chart)) {
            put_empty(sheet, &c->chart);
            continue;
        }
        drawn[n] = &c->chart;
        plot[n++] = put_numbers(sheet, &c->chart);
    }
    sheet->row++;
    for (size_t i = 0; i < n; i++)
        put_object(sheet, drawn[i], &plot[i],
                   sheet->row + (uint32_t)(i / CHARTS_ACROSS) * OBJECT_ROWS,
                   (uint16_t)(i % CHARTS_ACROSS * OBJECT_COLUMNS));
    sheet->row += (uint32_t)((n + CHARTS_ACROSS - 1) / CHARTS_ACROSS) * OBJECT_ROWS + 1;
}
