/* series: monthly figures of a metric. Limits are those of an individuals chart (XmR):
 * mean of the first months +- 2.66 x their mean moving range; with fewer than eight
 * months of baseline there are none. */
#include "compose/series.h"

#include <math.h>

#include "base/banned.h"

static const double XMR = 2.66;

static void find_limits(struct series *s)
{
    double value[BASELINE], sum = 0, ranges = 0;
    size_t n = 0;
    for (size_t i = 0; i < s->n && n < BASELINE; i++)
        if (figure_known(s->figure[i]))
            value[n++] = figure_shown(s->figure[i]);
    if (n < BASELINE)
        return;
    for (size_t i = 0; i < n; i++) {
        sum += value[i];
        ranges += i ? fabs(value[i] - value[i - 1]) : 0;
    }
    double reach = XMR * ranges / (BASELINE - 1);
    s->has_limits = true;
    s->centre = sum / BASELINE;
    s->lower = s->centre - reach;
    s->upper = s->centre + reach;
    bool percent = s->metric->unit == UNIT_PERCENT;
    bool signed_values = s->metric->nbands > 0;
    if (s->lower < 0 && !signed_values)
        s->lower = 0;
    if (s->upper > 100 && percent)
        s->upper = 100;
}

struct series series_of(const struct composer *c, const struct metric *metric)
{
    struct series s = {.metric = metric, .n = c->nmonths};
    for (size_t i = 0; i < s.n; i++)
        s.figure[i] = figure_of(c, metric, c->month[i]);
    find_limits(&s);
    for (size_t i = 0; i < s.n && s.has_limits; i++) {
        if (!figure_known(s.figure[i]))
            continue;
        double y = figure_shown(s.figure[i]);
        s.outside[i] = y < s.lower || y > s.upper;
        s.noutside += s.outside[i];
    }
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

int series_missed(const struct series *s)
{
    int n = 0;
    for (size_t i = s->n; i-- > 0; n++) {
        if (!figure_known(s->figure[i]))
            break;
        enum judgement judgement = figure_judge(s->figure[i]);
        if (judgement != JUDGE_WARN && judgement != JUDGE_MISSED)
            break;
    }
    return n;
}
