/* combo: the library writes <c:plotArea> through a function pointer of the chart. Ours
 * lets it write into memory, then moves the last series out of the bar chart into a line
 * chart with axes of its own. Element order is that of ECMA-376 part 1, 21.2.2.145. */
#include "render/xlsx/combo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* What every column chart of the library starts with; the same for all of them. */
static void (*library_plot_area)(lxw_chart *);

static const char BAR_END[] = "</c:barChart>", SERIES[] = "<c:ser>",
                  SERIES_END[] = "</c:ser>", AXIS_END[] = "</c:valAx>",
                  INVERT[] = "<c:invertIfNegative";

static char *last_of(char *text, const char *what)
{
    char *found = NULL;
    for (char *at = strstr(text, what); at != NULL; at = strstr(at + 1, what))
        found = at;
    return found;
}

/* A line series has no <c:invertIfNegative>. */
static void put_line_series(FILE *out, const char *series, const char *end)
{
    const char *invert = strstr(series, INVERT);
    if (invert == NULL || invert >= end) {
        fwrite(series, 1, (size_t)(end - series), out);
        return;
    }
    const char *after = strstr(invert, "/>") + 2;
    fwrite(series, 1, (size_t)(invert - series), out);
    fwrite(after, 1, (size_t)(end - after), out);
}

static void put_axes(FILE *out, unsigned category, unsigned value)
{
    fprintf(out,
            "<c:valAx><c:axId val=\"%u\"/><c:scaling><c:orientation val=\"minMax\"/>"
            "<c:max val=\"100\"/><c:min val=\"0\"/></c:scaling><c:delete val=\"0\"/>"
            "<c:axPos val=\"r\"/><c:numFmt formatCode=\"0&quot;%%&quot;\" "
            "sourceLinked=\"0\"/><c:majorTickMark val=\"out\"/>"
            "<c:minorTickMark val=\"none\"/><c:tickLblPos val=\"nextTo\"/>"
            "<c:crossAx val=\"%u\"/><c:crosses val=\"max\"/>"
            "<c:crossBetween val=\"between\"/></c:valAx>"
            "<c:catAx><c:axId val=\"%u\"/><c:scaling><c:orientation val=\"minMax\"/>"
            "</c:scaling><c:delete val=\"1\"/><c:axPos val=\"b\"/>"
            "<c:majorTickMark val=\"out\"/><c:minorTickMark val=\"none\"/>"
            "<c:tickLblPos val=\"nextTo\"/><c:crossAx val=\"%u\"/>"
            "<c:crosses val=\"autoZero\"/><c:auto val=\"1\"/><c:lblAlgn val=\"ctr\"/>"
            "<c:lblOffset val=\"100\"/></c:catAx>",
            value, category, category, value);
}

static void rearrange(FILE *out, char *text, unsigned id)
{
    char *series = last_of(text, SERIES), *bar_end = strstr(text, BAR_END);
    char *axis = last_of(text, AXIS_END);
    char *end = series != NULL ? strstr(series, SERIES_END) : NULL;
    if (end == NULL || bar_end == NULL || axis == NULL) {
        fputs(text, out);
        return;
    }
    end += sizeof SERIES_END - 1;
    bar_end += sizeof BAR_END - 1;
    axis += sizeof AXIS_END - 1;
    unsigned category = 900000000U + id * 10 + 1, value = category + 1;
    fwrite(text, 1, (size_t)(series - text), out);
    fwrite(end, 1, (size_t)(bar_end - end), out);
    fputs("<c:lineChart><c:grouping val=\"standard\"/>", out);
    put_line_series(out, series, end);
    fprintf(out,
            "<c:marker val=\"1\"/><c:axId val=\"%u\"/><c:axId val=\"%u\"/></c:lineChart>",
            category, value);
    fwrite(bar_end, 1, (size_t)(axis - bar_end), out);
    put_axes(out, category, value);
    fputs(axis, out);
}

static void write_plot_area(lxw_chart *chart)
{
    FILE *file = chart->file;
    char *text = NULL;
    size_t n = 0;
    FILE *memory = open_memstream(&text, &n);
    if (memory == NULL) {
        library_plot_area(chart);
        return;
    }
    chart->file = memory;
    library_plot_area(chart);
    chart->file = file;
    if (fclose(memory) == 0)
        rearrange(file, text, chart->id);
    free(text);
}

void combo_running_line(lxw_chart *chart)
{
    if (chart->write_plot_area == write_plot_area)
        return;
    library_plot_area = chart->write_plot_area;
    chart->write_plot_area = write_plot_area;
}
