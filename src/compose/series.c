/* series: monthly figures of a metric, with the control limits of its chart in the terms it
 * is printed in. */
#include "compose/series.h"

#include "base/banned.h"

static double shown_scale(const struct series *s)
{
    return s->metric->unit == UNIT_PERCENT ? 100 : 1;
}

/* An individuals chart knows nothing of what its values cannot be. */
static void keep_possible(const struct series *s, double *low, double *high)
{
    if (*low < 0 && s->metric->nbands == 0)
        *low = 0;
    if (*high > 100 && s->metric->unit == UNIT_PERCENT)
        *high = 100;
}

static void take_limits(struct series *s, const struct control *control)
{
    double scale = shown_scale(s);
    s->has_limits = true;
    s->chart = control->chart;
    s->centre = control->centre * scale;
    s->dispersion = control->dispersion;
    for (size_t i = 0; i < s->n; i++) {
        if (!figure_known(s->figure[i]))
            continue;
        s->low[i] = control->at[i].lower * scale;
        s->high[i] = control->at[i].upper * scale;
        keep_possible(s, &s->low[i], &s->high[i]);
        s->rule[i] = control->at[i].rule;
        s->outside[i] = s->rule[i] == 1;
        s->noutside += s->outside[i];
        s->nsignals += s->rule[i] > 0;
        s->lower = s->low[i]; /* the newest month's stand for all where one pair must */
        s->upper = s->high[i];
    }
}

struct series series_of(const struct composer *c, const struct metric *metric)
{
    struct series s = {.metric = metric, .n = c->nmonths};
    struct control_point point[MONTHS] = {{0}};
    struct control control;
    for (size_t i = 0; i < s.n; i++) {
        s.figure[i] = figure_of(c, metric, c->month[i]);
        point[i] = control_point_of(s.figure[i]);
    }
    if (control_find(&control, control_chart_of(metric), point, s.n))
        take_limits(&s, &control);
    return s;
}

static int sign_of_better(const struct metric *metric)
{
    return metric->better == BETTER_UP ? 1 : metric->better == BETTER_DOWN ? -1 : 0;
}

int series_run(const struct series *s)
{
    int run = 0, better = sign_of_better(s->metric);
    for (size_t i = s->n; i-- > 1;) {
        int step = figure_compare(s->figure[i], s->figure[i - 1]) * better;
        if (step == 0 || (run != 0 && (step > 0) != (run > 0)))
            break;
        run += step;
    }
    return run;
}

size_t series_worst(const struct series *s)
{
    int better = sign_of_better(s->metric);
    size_t worst = s->n;
    for (size_t i = 0; i + 1 < s->n; i++)
        if (figure_known(s->figure[i]) &&
            (worst == s->n ||
             figure_compare(s->figure[i], s->figure[worst]) * better < 0))
            worst = i;
    return worst;
}

bool series_off(const struct series *s, size_t month)
{
    if (!figure_known(s->figure[month]))
        return false;
    enum judgement judgement = figure_judge(s->figure[month]);
    return judgement == JUDGE_WARN || judgement == JUDGE_MISSED;
}

int series_missed(const struct series *s)
{
    int n = 0;
    for (size_t i = s->n; i-- > 0 && series_off(s, i);)
        n++;
    return n;
}
