/* charts: a chart with its legend, small multiples side by side, and plans and matrices that
 * go on over pages. */
#include "render/layout/charts.h"

#include "base/banned.h"

#define LEGEND_HEIGHT 5.0 /* mm */
#define CHART_ROW_GAP 5.0
#define PANE_NARROW   120.0 /* mm, charts stand one under the other */

static bool has_legend(const struct chart *chart)
{
    return chart->kind == CHART_LINE && chart->legend[0].n;
}

double chart_block_height(struct flow *f, const struct node *node, double w)
{
    double legend = has_legend(&node->chart) ? LEGEND_HEIGHT : 0;
    return chart_height(&f->draw, &node->chart, w) + legend;
}

void chart_block_draw(struct flow *f, const struct node *node, double x, double y,
                      double w)
{
    double h = chart_height(&f->draw, &node->chart, w);
    draw_chart(&f->draw, &node->chart, x, y, w, h);
    if (has_legend(&node->chart))
        draw_legend(&f->draw, &node->chart, x, y + h + 1, w);
}

static const struct chart *common_legend(const struct node *charts)
{
    const struct chart *best = NULL;
    size_t most = 0;
    for (const struct node *node = charts->first; node; node = node->next) {
        size_t n = 0;
        while (n < 5 && node->chart.legend[n].n)
            n++;
        if (node->chart.kind == CHART_LINE && n > most) {
            most = n;
            best = &node->chart;
        }
    }
    return best;
}

static double chart_row(struct flow *f, const struct node *chart, double w, size_t *n)
{
    size_t wanted = w < PANE_NARROW ? 1 : 2;
    double width = wanted == 1 ? w : (w - GUTTER) / 2, most = 0;
    for (*n = 0; chart && *n < wanted; chart = chart->next, ++*n) {
        double h = chart_height(&f->draw, &chart->chart, width);
        most = h > most ? h : most;
    }
    return most;
}

static void chart_row_draw(struct flow *f, const struct node *chart, size_t n, double x,
                           double y, double w)
{
    double width = w < PANE_NARROW ? w : (w - GUTTER) / 2;
    for (size_t i = 0; i < n; i++, chart = chart->next) {
        draw_chart(&f->draw, &chart->chart, x, y, width,
                   chart_height(&f->draw, &chart->chart, width));
        x += width + GUTTER;
    }
}

double charts_height(struct flow *f, const struct node *node, double w)
{
    double h = common_legend(node) ? LEGEND_HEIGHT : 0;
    size_t n;
    for (const struct node *chart = node->first; chart;) {
        h += chart_row(f, chart, w, &n);
        while (n--)
            chart = chart->next;
        h += chart ? CHART_ROW_GAP : 0;
    }
    return h;
}

void charts_draw(struct flow *f, const struct node *node, double x, double y, double w)
{
    size_t n;
    if (common_legend(node)) {
        draw_legend(&f->draw, common_legend(node), x, y, w);
        y += LEGEND_HEIGHT;
    }
    for (const struct node *chart = node->first; chart;) {
        double h = chart_row(f, chart, w, &n);
        chart_row_draw(f, chart, n, x, y, w);
        while (n--)
            chart = chart->next;
        y += h + CHART_ROW_GAP;
    }
}

double charts_least(struct flow *f, const struct node *node)
{
    size_t n;
    double page = flow_page_height(f);
    if (!node->first)
        return 0;
    double h = LEGEND_HEIGHT + chart_row(f, node->first, f->w, &n);
    return h < page ? h : page;
}

void charts_flow(struct flow *f, const struct node *node)
{
    const struct chart *legend = common_legend(node);
    size_t n;
    if (legend) {
        flow_room(f, charts_least(f, node));
        draw_legend(&f->draw, legend, f->x, f->y, f->w);
        flow_advance(f, LEGEND_HEIGHT);
    }
    for (const struct node *chart = node->first; chart;) {
        double h = chart_row(f, chart, f->w, &n);
        flow_room(f, h);
        chart_row_draw(f, chart, n, f->x, f->y, f->w);
        flow_advance(f, h);
        f->gap = CHART_ROW_GAP;
        while (n--)
            chart = chart->next;
    }
}

static size_t chart_rows(const struct chart *chart)
{
    return chart->kind == CHART_GANTT    ? chart->ngantt
           : chart->kind == CHART_MATRIX ? chart->nmatrix
                                         : 0;
}

static struct chart chart_part(const struct chart *chart, size_t from, size_t n)
{
    struct chart part = *chart;
    if (chart->kind == CHART_GANTT) {
        part.gantt += from;
        part.ngantt = n;
    } else {
        part.matrix += from;
        part.nmatrix = n;
    }
    return part;
}

/* Height of the chart with n rows, each as high as the look wants it: a drawing squeezes
 * its rows into a page, the flow goes on to the next instead. */
static double chart_height_of(struct flow *f, const struct chart *chart, size_t n)
{
    struct chart two = chart_part(chart, 0, 2), three = chart_part(chart, 0, 3);
    double h = chart_height(&f->draw, &two, f->w);
    double row = chart_height(&f->draw, &three, f->w) - h;
    return n > 2 ? h + row * (double)(n - 2) : h;
}

/* A plan or a matrix in parts that fit their pages. */
static void flow_chart_rows(struct flow *f, const struct chart *chart)
{
    size_t total = chart_rows(chart);
    for (size_t at = 0; at < total;) {
        size_t n = total - at;
        if (at)
            flow_break(f);
        while (n > 3 && chart_height_of(f, chart, n) > f->bottom - f->y)
            n--;
        if (total - at - n == 1 && n > 3)
            n--; /* no single row on the next page */
        struct chart part = chart_part(chart, at, n);
        double h = chart_height(&f->draw, &part, f->w);
        draw_chart(&f->draw, &part, f->x, f->y, f->w, h);
        flow_advance(f, h);
        at += n;
    }
}

bool chart_flow(struct flow *f, const struct node *node)
{
    size_t rows = chart_rows(&node->chart);
    if (rows <= 3 || chart_height_of(f, &node->chart, rows) <= flow_page_height(f))
        return false;
    flow_room(f, flow_page_height(f) / 3);
    flow_chart_rows(f, &node->chart);
    return true;
}
