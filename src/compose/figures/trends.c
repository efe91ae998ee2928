/* trends: thirteen months of each metric as a line with its goal and control limits. */
#include "compose/series.h"

#include "base/civil.h"
#include "base/banned.h"

static struct civil month_of(const struct composer *c, size_t i)
{
    return civil_of(c->month[i]->period.first * CIVIL_DAY);
}

static void put_months(struct composer *c, struct chart *chart)
{
    chart->ncategories = c->nmonths;
    chart->category = arena_new(c->arena, c->nmonths, sizeof *chart->category);
    chart->group = arena_new(c->arena, c->nmonths, sizeof *chart->group);
    for (size_t i = 0; i < c->nmonths; i++) {
        struct civil m = month_of(c, i);
        chart->category[i] = arena_printf(c->arena, "%d", m.month);
        chart->group[i] = arena_printf(c->arena, "%d", m.year);
    }
    chart->current = c->nmonths ? c->nmonths - 1 : 0;
}

static void put_points(struct composer *c, struct chart *chart, const struct series *s)
{
    chart->nseries = 1;
    chart->series = arena_new(c->arena, 1, sizeof *chart->series);
    chart->series->name = say(c, "series.month");
    chart->series->point = arena_new(c->arena, s->n, sizeof *chart->series->point);
    for (size_t i = 0; i < s->n; i++) {
        struct chart_point *point = &chart->series->point[i];
        const struct figure *figure = s->figure[i];
        point->missing = !figure_known(figure);
        if (point->missing) {
            point->note = say(c, figure ? missing_word(figure->missing) : "missing.none");
            continue;
        }
        point->y = figure_shown(figure);
        point->text = figure_bare(&c->format, figure);
        point->outside = s->outside[i];
        point->lower = s->low[i];
        point->upper = s->high[i];
        point->hollow = figure_judge(figure) == JUDGE_FEW;
        point->has_interval = figure->has_interval;
        double scale = s->metric->unit == UNIT_PERCENT ? 100 : 1;
        point->low = figure->low * scale;
        point->high = figure->high * scale;
    }
}

/* What stands beside a series of months is a month too: the period, or the last of them. */
static const struct window *newest_of(const struct composer *c)
{
    return period_is_month(c) || c->nmonths == 0 ? c->period : c->month[c->nmonths - 1];
}

static const struct figure *year_before(const struct composer *c,
                                        const struct metric *metric)
{
    if (newest_of(c) == c->period)
        return figure_of(c, metric, c->year_ago);
    return c->nmonths == MONTHS ? figure_of(c, metric, c->month[0]) : NULL;
}

static struct str goal_and_year_ago(struct composer *c, const struct metric *metric)
{
    const struct figure *ago = year_before(c, metric);
    struct str goal = cell_goal(&c->format, metric, true).text;
    if (metric->has_goal && figure_known(ago))
        return FILL(c, "trend.note", {"goal", goal},
                    {"then", figure_bare(&c->format, ago)});
    if (metric->has_goal)
        return FILL(c, "tile.goal", {"goal", goal});
    return figure_known(ago)
               ? FILL(c, "trend.year-ago", {"then", figure_bare(&c->format, ago)})
               : STR_NONE;
}

static struct str newest_note(struct composer *c, const struct metric *metric)
{
    struct str note = goal_and_year_ago(c, metric);
    const struct window *newest = newest_of(c);
    if (newest == c->period)
        return note;
    return FILL(c, note.n ? "trend.of-month" : "trend.month",
                {"month", month_text(c, newest)}, {"note", note});
}

static bool has_points(const struct series *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (figure_known(s->figure[i]))
            return true;
    return false;
}

/* What a reader who does not see the chart is told: newest value, its goal and the year
 * before, the lowest and the highest month. */
static struct str alternative(struct composer *c, const struct series *s,
                              const struct chart *chart)
{
    size_t low = s->n, high = s->n;
    for (size_t i = 0; i < s->n; i++) {
        if (!figure_known(s->figure[i]))
            continue;
        if (low == s->n || figure_compare(s->figure[i], s->figure[low]) < 0)
            low = i;
        if (high == s->n || figure_compare(s->figure[i], s->figure[high]) > 0)
            high = i;
    }
    if (low == s->n)
        return FILL(c, "trend.alt-empty", {"name", s->metric->name});
    struct str said =
        FILL(c, "trend.alt", {"name", s->metric->name}, {"now", chart->newest},
             {"low", figure_bare(&c->format, s->figure[low])},
             {"low_month", month_text(c, c->month[low])},
             {"high", figure_bare(&c->format, s->figure[high])},
             {"high_month", month_text(c, c->month[high])});
    if (!chart->newest_note.n)
        return said;
    return FILL(c, "list.parts", {"first", said}, {"then", chart->newest_note});
}

static void put_trend(struct composer *c, struct node *parent,
                      const struct metric *metric)
{
    const struct figure *now = figure_of(c, metric, newest_of(c));
    struct series s = series_of(c, metric);
    struct chart *chart = &doc_put(c->doc, parent, DOC_CHART, metric->id)->chart;
    enum judgement judgement = now ? figure_judge(now) : JUDGE_NO_VALUE;
    *chart = (struct chart){.kind = CHART_LINE,
                            .title = metric->name,
                            .unit = unit_beside(&c->format, metric),
                            .newest = cell_figure(&c->format, now).text,
                            .newest_note = newest_note(c, metric),
                            .newest_alert =
                                judgement == JUDGE_WARN || judgement == JUDGE_MISSED,
                            .percent = metric->unit == UNIT_PERCENT,
                            .better = metric->better == BETTER_UP     ? 1
                                      : metric->better == BETTER_DOWN ? -1
                                                                      : 0,
                            .has_goal = metric->has_goal,
                            .goal = dec_shown(metric, metric->goal),
                            .goal_text = say(c, "series.goal"),
                            .has_limits = s.has_limits,
                            .limits_vary = s.chart == CONTROL_P || s.chart == CONTROL_U,
                            .centre = s.centre,
                            .lower = s.lower,
                            .upper = s.upper};
    put_months(c, chart);
    put_points(c, chart, &s);
    chart->alt = alternative(c, &s, chart);
    if (!has_points(&s))
        chart->empty = say(c, now ? missing_why(now->missing) : "missing.none");
    chart->legend[0] = chart->series->name;
    chart->legend[1] = chart->goal_text;
    chart->legend[2] = say(c, "series.limits");
    chart->legend[3] = say(c, "series.outside");
}

int compose_trends(struct composer *c, const struct block *block, struct node *parent,
                   struct err *err)
{
    struct node *charts = doc_put(c->doc, parent, DOC_CHARTS, block->type);
    (void)err;
    for (size_t i = 0; i < block->nmetrics; i++)
        put_trend(c, charts, block->metric[i]);
    put_text(c, parent, DOC_NOTE, say(c, "trends.note"));
    return 0;
}

static struct doc_cell limit_cell(struct composer *c, const struct series *s,
                                  double limit)
{
    if (!s->has_limits)
        return cell_dash(&c->format);
    int decimals = s->metric->decimals + 1;
    struct doc_cell cell =
        cell_decimal(&c->format, num_round_real(limit, decimals), decimals);
    cell.real = limit;
    if (s->metric->unit == UNIT_PERCENT) {
        cell.type = DOC_PERCENT;
        cell.scale += 2;
        cell.real = limit / 100;
        cell.text = arena_printf(c->arena, "%.*s%%", STR_ARG(cell.text));
    }
    return cell;
}

/* The sheet of all months: numbers to read, and what native charts are drawn from. */
int compose_trend_sheet(struct composer *c, const struct block *block,
                        struct node *parent, struct err *err)
{
    struct head head[6 + MONTHS] = {{"col.metric", HEAD_TEXT, 0},
                                    {"col.unit", HEAD_TEXT, 0}};
    const struct format *f = &c->format;
    size_t n = c->nmonths, columns = n + 6;
    static const char *const tail[] = {"col.goal", "series.centre", "series.upper",
                                       "series.lower"};
    (void)err;
    for (size_t i = 0; i < n; i++)
        head[2 + i] = (struct head){"", HEAD_NUMBER, 0};
    for (size_t i = 0; i < N_OF(tail); i++)
        head[2 + n + i] = (struct head){tail[i], HEAD_NUMBER, 0};
    struct node *data = put_dataset(c, parent, "", sheet_name(c, say(c, "sheet.trends")),
                                    head, columns, NULL);
    data->origin = block->type;
    for (size_t i = 0; i < n; i++)
        data->table.column[2 + i].name = arena_str(c->arena, str_of(c->month[i]->name));
    for (size_t m = 0; m < block->nmetrics; m++) {
        struct series s = series_of(c, block->metric[m]);
        struct doc_cell *row = put_data(c, data);
        row[0] = cell_text(s.metric->name);
        row[1] = cell_text(figure_unit(f, s.metric));
        for (size_t i = 0; i < n; i++)
            row[2 + i] = cell_figure(f, s.figure[i]);
        row[2 + n] = cell_goal(f, s.metric, false);
        double limit[] = {s.centre, s.upper, s.lower};
        for (size_t i = 0; i < N_OF(limit); i++)
            row[3 + n + i] = limit_cell(c, &s, limit[i]);
    }
    return 0;
}
