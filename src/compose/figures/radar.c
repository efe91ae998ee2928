/* radar: figures as an index of their goals, value / goal x 100, so that unlike measures
 * share one picture. Where less is better the fraction is turned over. What has no value in
 * the period has no spoke and is named; renderers draw fewer than three spokes as bars. */
#include "compose/composer.h"

#include <math.h>

#include "base/banned.h"

enum { SPOKES_MIN = 3, SPOKES_MAX = 8 };

/* In tenths, rounded from the exact value: what is printed is what is drawn. */
static bool index_of(const struct figure *figure, int64_t *tenths)
{
    if (!figure_known(figure) || !figure->metric->has_goal)
        return false;
    double goal = dec_real(figure->metric->goal);
    bool down = figure->metric->better == BETTER_DOWN;
    double over = down ? goal : figure->value, under = down ? figure->value : goal;
    if (under <= 0 || over < 0)
        return false;
    *tenths = num_round_real(over / under * 100, 1);
    return true;
}

/* Those that can be drawn for the period; how many. The others are named. */
static size_t spokes_of(struct composer *c, const struct block *block,
                        const struct metric **spoke, struct str *left_out)
{
    struct str *name = arena_new(c->arena, block->nmetrics, sizeof *name);
    size_t n = 0, out = 0;
    for (size_t i = 0; i < block->nmetrics; i++) {
        const struct metric *metric = block->metric[i];
        int64_t tenths;
        if (index_of(figure_of(c, metric, c->period), &tenths))
            spoke[n++] = metric;
        else
            name[out++] = metric->name;
    }
    *left_out = out ? joined(c, name, out) : STR_NONE;
    return n;
}

static const char *why_unknown(struct composer *c, const struct metric *metric)
{
    const struct figure *now = figure_of(c, metric, c->period);
    return now ? missing_why(now->missing) : "missing.none";
}

static void put_spoke(struct composer *c, struct chart *chart, size_t i,
                      const struct metric *metric)
{
    const struct window *window[2] = {c->period, c->last};
    chart->category[i] = metric->name;
    chart->spoke_value[i] = cell_dash(&c->format).text;
    for (size_t s = 0; s < 2; s++) {
        struct chart_point *point = &chart->series[s].point[i];
        int64_t tenths = 0;
        point->missing = !index_of(figure_of(c, metric, window[s]), &tenths);
        point->y = (double)tenths / 10;
        point->text = num_print(c->arena, tenths, 1, NUM_PLAIN);
        if (s == 0 && !point->missing)
            chart->spoke_value[i] = point->text;
    }
    enum judgement judgement = JUDGE_NONE;
    const struct figure *now = figure_of(c, metric, c->period);
    if (now)
        judgement = figure_judge(now);
    chart->spoke_alert[i] = judgement == JUDGE_WARN || judgement == JUDGE_MISSED;
}

int compose_radar(struct composer *c, const struct block *block, struct node *parent,
                  struct err *err)
{
    size_t n = block->nmetrics;
    if (n < SPOKES_MIN || n > SPOKES_MAX)
        return err_set(err, ERR_JOB, c->pack->path.p, block->line,
                       "a radar takes %d to %d metrics, not %zu", SPOKES_MIN, SPOKES_MAX,
                       n);
    const struct metric *spoke[SPOKES_MAX];
    struct str left_out, note = say(c, "radar.note");
    size_t known = spokes_of(c, block, spoke, &left_out);
    if (known && left_out.n)
        note = FILL(c, "radar.left-out", {"note", note}, {"names", left_out});
    n = known ? known : n; /* none: named round an empty picture */
    struct chart *chart = &doc_put(c->doc, parent, DOC_CHART, block->type)->chart;
    *chart = (struct chart){.kind = CHART_RADAR,
                            .title = block->title,
                            .note = note,
                            .ncategories = n,
                            .nseries = 2,
                            .current = n};
    chart->category = arena_new(c->arena, n, sizeof *chart->category);
    chart->spoke_value = arena_new(c->arena, n, sizeof *chart->spoke_value);
    chart->spoke_alert = arena_new(c->arena, n, sizeof *chart->spoke_alert);
    chart->series = arena_new(c->arena, 2, sizeof *chart->series);
    chart->series[0].name = say(c, "series.now");
    chart->series[0].role = SERIES_MAIN;
    chart->series[1].name = say(c, "series.last");
    chart->series[1].role = SERIES_LAST;
    for (size_t s = 0; s < 2; s++)
        chart->series[s].point = arena_new(c->arena, n, sizeof(struct chart_point));
    for (size_t i = 0; i < n; i++)
        put_spoke(c, chart, i, known ? spoke[i] : block->metric[i]);
    if (!known)
        chart->empty = say(c, why_unknown(c, block->metric[0]));
    chart->legend[0] = chart->series[0].name;
    chart->legend[1] = chart->series[1].name;
    chart->legend[2] = say(c, "radar.goal");
    chart->alt = FILL(c, "radar.alt", {"title", block->title},
                      {"spokes", joined(c, chart->category, n)});
    return 0;
}
