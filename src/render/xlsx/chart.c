/* chart: charts as native objects, drawn from plain numbers that stand put
 * aside in small grey: a reader that trusts cached values shows the same picture. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "render/xlsx/combo.h"
#include "render/xlsx/sheet.h"

#include "base/banned.h"

struct plot { /* where a chart's numbers stand */
    uint32_t head, first, rows;
    uint16_t column, columns; /* names in the first, values in those after */
};

static struct str category_text(struct arena *arena, const struct chart *chart, size_t i)
{
    if (chart->group == NULL || chart->group[i].n == 0)
        return chart->category[i];
    if (i > 0 && str_eq(chart->group[i], chart->group[i - 1]))
        return chart->category[i];
    return arena_printf(arena, "%.*s-%.*s", STR_ARG(chart->group[i]),
                        STR_ARG(chart->category[i]));
}

static struct look data_look(const struct sheet *sheet)
{
    struct look look = book_look(sheet->book);
    look.size = 8;
    look.ink = sheet->book->style.text3;
    return look;
}

/* The library copies the texts that a chart refers to into the chart, where it escapes no
 * control character. */
static void put_name(struct sheet *sheet, uint32_t row, uint16_t column, struct str name,
                     const struct look *look)
{
    book_text(sheet->book, sheet->worksheet, row, column,
              utf8_tamed(&sheet->book->arena, name), look);
}

static void put_categories(struct sheet *sheet, const struct chart *chart,
                           const struct plot *plot)
{
    struct look look = data_look(sheet);
    put_name(sheet, plot->head, plot->column, chart->title, &look);
    look.align = ALIGN_RIGHT;
    for (size_t i = 0; i < chart->ncategories; i++)
        put_name(sheet, plot->head, (uint16_t)(plot->column + 1 + i),
                 category_text(&sheet->book->arena, chart, i), &look);
}

static void put_constant(struct sheet *sheet, const struct chart *chart,
                         struct plot *plot, struct str name, double value)
{
    struct look look = data_look(sheet);
    uint32_t row = plot->first + plot->rows++;
    snprintf(look.number, sizeof look.number, "#,##0.00");
    put_name(sheet, row, plot->column, name, &look);
    for (size_t i = 0; i < chart->ncategories; i++)
        book_number(sheet->book, sheet->worksheet, row, (uint16_t)(plot->column + 1 + i),
                    value, &look);
}

static void put_series(struct sheet *sheet, const struct chart *chart, struct plot *plot,
                       const struct chart_series *series)
{
    struct look look = data_look(sheet);
    uint32_t row = plot->first + plot->rows++;
    snprintf(look.number, sizeof look.number, "#,##0.00");
    put_name(sheet, row, plot->column, series->name, &look);
    for (size_t i = 0; i < chart->ncategories; i++)
        if (!series->point[i].missing)
            book_number(sheet->book, sheet->worksheet, row,
                        (uint16_t)(plot->column + 1 + i), series->point[i].y, &look);
}

static struct plot put_numbers(struct sheet *sheet, const struct chart *chart,
                               const struct chart_place *place)
{
    struct plot plot = {.head = place->data_row,
                        .first = place->data_row + 1,
                        .column = place->data_column,
                        .columns = (uint16_t)chart->ncategories};
    put_categories(sheet, chart, &plot);
    for (size_t s = 0; s < chart->nseries; s++)
        put_series(sheet, chart, &plot, &chart->series[s]);
    if (chart->has_goal && chart->kind == CHART_LINE)
        put_constant(sheet, chart, &plot, chart->legend[1], chart->goal);
    if (chart->has_goal && chart->kind == CHART_RADAR)
        put_constant(sheet, chart, &plot, chart->legend[2], chart->goal);
    if (chart->has_limits) {
        put_constant(sheet, chart, &plot, chart->legend[2], chart->lower);
        put_constant(sheet, chart, &plot, chart->legend[2], chart->upper);
    }
    return plot;
}

/* Two spokes enclose nothing: bars, as on the page. */
static bool has_spokes(const struct chart *chart)
{
    return chart->kind == CHART_RADAR && chart->ncategories > 2;
}

static uint8_t chart_type(const struct chart *chart)
{
    switch (chart->kind) {
    case CHART_LINE:
        return LXW_CHART_LINE;
    case CHART_RADAR:
        return has_spokes(chart) ? LXW_CHART_RADAR : LXW_CHART_COLUMN;
    case CHART_STACK:
        return LXW_CHART_BAR_STACKED;
    default:
        return LXW_CHART_COLUMN;
    }
}

/* Parts of a bar as on the page: what is well dark, what is not orange, the rest pale. */
static struct colour part_colour(const struct style *style, size_t part)
{
    return part == 0 ? style->accent : part == 1 ? style->alert : style->accent32;
}

/* The one main series is dark, what it is compared with lighter, goals dashed. */
static void dress_series(const struct sheet *sheet, const struct chart *chart, size_t row,
                         lxw_chart_series *series)
{
    const struct style *style = &sheet->book->style;
    bool lines = chart->kind == CHART_LINE || has_spokes(chart);
    bool given = row < chart->nseries;
    bool limit = !given && chart->has_limits && row >= chart->nseries + chart->has_goal;
    enum series_role role = given ? chart->series[row].role : SERIES_TARGET;
    struct colour colour = chart->kind == CHART_STACK ? part_colour(style, row)
                           : role == SERIES_MAIN      ? style->accent
                           : role == SERIES_LAST      ? style->accent32
                           : limit                    ? style->accent60
                                                      : style->ink;
    if (lines || role == SERIES_RUNNING) {
        lxw_chart_line line = {.color = book_colour(colour),
                               .width = role == SERIES_MAIN ? 2.0F : 1.0F,
                               .dash_type = limit   ? LXW_CHART_LINE_DASH_ROUND_DOT
                                            : given ? LXW_CHART_LINE_DASH_SOLID
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
    uint16_t first = (uint16_t)(plot->column + 1);
    uint16_t last = (uint16_t)(plot->column + plot->columns);
    for (uint32_t r = 0; r < plot->rows; r++) {
        lxw_chart_series *series = chart_add_series(object, NULL, NULL);
        chart_series_set_categories(series, name, plot->head, first, plot->head, last);
        chart_series_set_values(series, name, plot->first + r, first, plot->first + r,
                                last);
        chart_series_set_name_range(series, name, plot->first + r, plot->column);
        dress_series(sheet, chart, r, series);
    }
}

/* A line's axis begins near its values, not at zero: a month's change can be seen. */
static void set_axes(const struct sheet *sheet, const struct chart *chart,
                     lxw_chart *object)
{
    const struct style *style = &sheet->book->style;
    lxw_chart_font small = {.size = 8, .color = book_colour(style->text3)};
    lxw_chart_line hair = {.color = book_colour(style->hair), .width = 0.5F};
    chart_axis_set_num_font(object->x_axis, &small);
    chart_axis_set_num_font(object->y_axis, &small);
    /* The library turns the axes of lying bars, but not their gridlines. */
    bool lying = chart->kind == CHART_STACK;
    chart_axis_major_gridlines_set_line(lying ? object->x_axis : object->y_axis, &hair);
    chart_axis_set_num_format(object->y_axis, "General");
    /* Below the plot, also where values are negative. */
    if (!lying)
        chart_axis_set_label_position(object->x_axis, LXW_CHART_AXIS_LABEL_POSITION_LOW);
    double low = INFINITY, high = -INFINITY;
    for (size_t s = 0; s < chart->nseries; s++)
        for (size_t i = 0; i < chart->ncategories; i++)
            if (!chart->series[s].point[i].missing) {
                low = fmin(low, chart->series[s].point[i].y);
                high = fmax(high, chart->series[s].point[i].y);
            }
    if (chart->has_goal) {
        low = fmin(low, chart->goal);
        high = fmax(high, chart->goal);
    }
    if (chart->has_limits) {
        low = fmin(low, chart->lower);
        high = fmax(high, chart->upper);
    }
    bool zooms = chart->kind == CHART_LINE || has_spokes(chart);
    double step = pow(10, floor(log10(fmax(high - low, 1e-6))));
    if (zooms && high > low) {
        chart_axis_set_min(object->y_axis, floor(low / step - 0.01) * step);
        chart_axis_set_max(object->y_axis, ceil(high / step + 0.01) * step);
    }
}

static void put_object(struct sheet *sheet, const struct chart *chart,
                       const struct plot *plot, const struct chart_place *place)
{
    struct book *book = sheet->book;
    lxw_chart *object = workbook_add_chart(book->workbook, chart_type(chart));
    add_series(sheet, chart, plot, object);
    struct str title = chart->unit.n == 0
                           ? chart->title
                           : arena_printf(&book->arena, "%.*s (%.*s)",
                                          STR_ARG(chart->title), STR_ARG(chart->unit));
    chart_title_set_name(object, arena_str(&book->arena, title).p);
    lxw_chart_font font = {
        .size = 10, .bold = LXW_TRUE, .color = book_colour(book->style.ink)};
    lxw_chart_font small = {.size = 8, .color = book_colour(book->style.text2)};
    chart_title_set_name_font(object, &font);
    chart_legend_set_position(object, LXW_CHART_LEGEND_BOTTOM);
    chart_legend_set_font(object, &small);
    if (chart->has_limits) { /* both limits have one name */
        int16_t twice[] = {(int16_t)(plot->rows - 1), -1};
        chart_legend_delete_series(object, twice);
    }
    set_axes(sheet, chart, object);
    lxw_chart_line frame = {.color = book_colour(book->style.hair), .width = 0.5F};
    chart_chartarea_set_line(object, &frame);
    if (chart->kind == CHART_PARETO && plot->rows > 1)
        combo_running_line(object);
    /* The library's default chart is 480 x 288. */
    lxw_chart_options where = {.x_offset = place->x_offset,
                               .x_scale = place->width / 480.0,
                               .y_scale = place->height / 288.0,
                               .object_position = LXW_OBJECT_MOVE_DONT_SIZE,
                               .description =
                                   (char *)arena_str(&book->arena, chart->alt).p};
    book_check(book,
               worksheet_insert_chart_opt(sheet->worksheet, place->row, place->column,
                                          object, &where),
               "a chart");
}

bool sheet_chart_draws(const struct chart *chart)
{
    for (size_t s = 0; s < chart->nseries; s++)
        for (size_t i = 0; i < chart->ncategories; i++)
            if (!chart->series[s].point[i].missing)
                return true;
    return false;
}

/* The row after the chart's numbers. */
uint32_t sheet_chart(struct sheet *sheet, const struct chart *chart,
                     struct chart_place place)
{
    struct plot plot = put_numbers(sheet, chart, &place);
    put_object(sheet, chart, &plot, &place);
    return plot.first + plot.rows;
}
