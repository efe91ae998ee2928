/* metrics_metric: one metric: its population, the fact it makes of a row, its unit, goal
 * and cuts. Refuses a ratio cut by what its two sides do not share. */
#include "catalogue/metrics_load.h"

#include "base/banned.h"

/* Place of the text in the list; the schema admits nothing else. */
static int choice(struct str text, const char *const *list, int n)
{
    int i = 0;
    while (i < n - 1 && !str_eq(text, str_of(list[i])))
        i++;
    return i;
}

static const char *const kind_names[] = {"count", "sum",      "mean",
                                         "rate",  "quantile", "ratio"};
static const char *const unit_names[] = {"number", "percent", "h", "min", "d"};
static const char *const better_names[] = {"up", "down", "none"};
static const char *const control_names[] = {"", "none", "p", "u", "xmr"};
static const char *const absent_names[] = {"due", "miss", "not-applicable"};

static int read_decimal(struct loading *in, const struct element *at, const char *name,
                        bool *has, struct dec *out)
{
    struct str text = xml_attr(at->node, name);
    *has = xml_has(at->node, name);
    if (*has && !dec_parse(text, out))
        return load_refuse(in, at, "is no number", text);
    return 0;
}

static int read_look(struct loading *in, const struct element *at, struct metric *metric)
{
    const xmlNode *node = at->node;
    int64_t decimals = 0;
    if (!str_int(xml_attr(node, "decimals"), &decimals))
        return load_refuse(in, at, "is no number", xml_attr(node, "decimals"));
    metric->unit = (enum unit)choice(xml_attr(node, "unit"), unit_names, 5);
    metric->unit_name = load_words(in, node, "suffix");
    metric->decimals = (int)decimals;
    metric->better = (enum better)choice(xml_attr(node, "better"), better_names, 3);
    metric->control =
        (enum control_chart)choice(xml_attr(node, "control"), control_names, 5);
    metric->name = load_words(in, node, "name");
    metric->numerator = load_words(in, node, "numerator");
    metric->denominator = load_words(in, node, "denominator");
    metric->excludes = load_words(in, node, "excludes");
    metric->note = load_words(in, node, "note");
    if (xml_has(node, "min-n") && !str_int(xml_attr(node, "min-n"), &metric->min_n))
        return load_refuse(in, at, "is too large", xml_attr(node, "min-n"));
    metric->goal_open = str_eq(xml_attr(node, "goal"), STR("none"));
    if ((!metric->goal_open &&
         read_decimal(in, at, "goal", &metric->has_goal, &metric->goal) != 0) ||
        read_decimal(in, at, "warn", &metric->has_warn, &metric->warn) != 0)
        return -1;
    if ((metric->has_goal || metric->has_warn) && metric->better == BETTER_NONE)
        return load_refuse(in, at, "has a goal but neither way is better", metric->id);
    if (metric->kind == METRIC_RATE &&
        (dec_real(metric->goal) > 1 || dec_real(metric->warn) > 1))
        return load_refuse(in, at, "goal and warn of a rate are shares: 0.9 is 90 %",
                           metric->id);
    return 0;
}

/* A day is 24 hours on one clock and some working hours on the other; nobody would know
 * which one a number of days means. */
static int read_clock(struct loading *in, const struct element *at, struct metric *metric)
{
    bool business = str_eq(xml_attr(at->node, "clock"), STR("business"));
    metric->clock = business ? CLOCK_BUSINESS : CLOCK_ELAPSED;
    if (business && metric->unit == UNIT_DAYS)
        return load_refuse(in, at, "working time is printed in h or min, not in d",
                           metric->id);
    if (business && metric->limit && metric->limit->in_days)
        return load_refuse(in, at, "a limit of working time is given in h or min, not d",
                           metric->limit->id);
    return 0;
}

/* What is not held has no moment at which it is so old. */
static int read_age(struct loading *in, const struct element *at, struct metric *metric)
{
    metric->at_end = true;
    if (metric->of->on)
        return load_refuse(in, at, "only what is held has an age at the window's end",
                           metric->id);
    return load_time(in, at, "from", metric->of->kind, &metric->from);
}

static int read_span(struct loading *in, const struct element *at, struct metric *metric)
{
    if (xml_has(at->node, "at"))
        return read_age(in, at, metric);
    if (read_clock(in, at, metric) != 0)
        return -1;
    return load_time(in, at, "from", metric->of->kind, &metric->from) ||
                   load_time(in, at, "to", metric->of->kind, &metric->to) ||
                   load_stops(in, at, metric)
               ? -1
               : 0;
}

static int read_bands(struct loading *in, const struct element *at, struct metric *metric)
{
    metric->band =
        arena_new(in->load->arena, xml_count(at->node, "band"), sizeof *metric->band);
    for (const xmlNode *c = xml_first(at->node, "band"); c; c = xml_next(c, "band")) {
        struct element here = {c, at->path};
        struct band *band = &metric->band[metric->nbands++];
        band->has_to = xml_has(c, "to");
        if (band->has_to != (xml_next(c, "band") != NULL))
            return load_refuse(in, &here, "every band but the last has a 'to'",
                               xml_attr(c, "to"));
        if (band->has_to &&
            load_stored(in, &here, xml_attr(c, "to"), metric->value, &band->to) != 0)
            return -1;
        if (metric->nbands > 1 && band->has_to && band->to <= band[-1].to)
            return load_refuse(in, &here, "bands must ascend", xml_attr(c, "to"));
        if (!str_int(xml_attr(c, "is"), &band->is))
            return load_refuse(in, &here, "is no number", xml_attr(c, "is"));
    }
    return 0;
}

static int read_value(struct loading *in, const struct element *at, struct metric *metric)
{
    if (!xml_has(at->node, "field")) {
        metric->form = FACT_SPAN;
        return read_span(in, at, metric);
    }
    metric->form = FACT_FIELD;
    if (load_field(in, at, "field", metric->of->kind, &metric->value) != 0)
        return -1;
    if (field_is_text(metric->value) || field_is_time(metric->value))
        return load_refuse(in, at, "field holds no amounts", metric->value->id);
    return read_bands(in, at, metric);
}

static int read_within(struct loading *in, const struct element *at,
                       struct metric *metric)
{
    metric->form = FACT_WITHIN;
    metric->absent = (enum absent)choice(xml_attr(at->node, "absent"), absent_names, 3);
    return load_limit(in, at, metric) != 0 ? -1 : read_span(in, at, metric);
}

static int read_p(struct loading *in, const struct element *at, struct metric *metric)
{
    struct dec p = {0};
    struct str text = xml_attr(at->node, "p");
    if (!dec_parse(text, &p) || p.scale > 6)
        return load_refuse(in, at, "p has at most six digits after the point", text);
    metric->p_num = p.n;
    metric->p_den = 1;
    for (int i = 0; i < p.scale; i++)
        metric->p_den *= 10;
    if (p.n < 0 || p.n > metric->p_den)
        return load_refuse(in, at, "p lies between 0 and 1", text);
    return 0;
}

static int read_side(struct loading *in, const struct element *at, const char *child,
                     const struct metric *self, const struct metric **out)
{
    struct element here = {xml_first(at->node, child), at->path};
    struct str id = xml_attr(here.node, "metric");
    const struct metric *side = metrics_metric(in->out, id);
    if (!side || side == self)
        return load_unknown(in, &here, "metric declared before this one", id,
                            in->out->metric, in->out->nmetrics, sizeof *self);
    if (side->kind != METRIC_COUNT && side->kind != METRIC_SUM)
        return load_refuse(in, &here, "a ratio is of counts or sums", id);
    *out = side;
    return 0;
}

static int read_ratio(struct loading *in, const struct element *at, struct metric *metric)
{
    metric->ratio_scale = 1;
    if (xml_has(at->node, "scale") &&
        !str_int(xml_attr(at->node, "scale"), &metric->ratio_scale))
        return load_refuse(in, at, "is too large", xml_attr(at->node, "scale"));
    return read_side(in, at, "over", metric, &metric->over) ||
                   read_side(in, at, "under", metric, &metric->under)
               ? -1
               : 0;
}

static int read_fact(struct loading *in, const struct element *at, struct metric *metric)
{
    const xmlNode *value = xml_first(at->node, "value");
    const xmlNode *within = xml_first(at->node, "within");
    const xmlNode *hit = xml_first(at->node, "hit");
    const xmlNode *repeat = xml_first(at->node, "repeat");
    if (metric->kind == METRIC_QUANTILE && read_p(in, at, metric) != 0)
        return -1;
    if (value)
        return read_value(in, &(struct element){value, at->path}, metric);
    if (within)
        return read_within(in, &(struct element){within, at->path}, metric);
    if (repeat)
        return load_repeat(in, &(struct element){repeat, at->path}, metric);
    if (!hit)
        return 0;
    metric->form = FACT_TEST;
    return load_tests(in, &(struct element){hit, at->path}, metric->of->kind,
                      &metric->hit);
}

static bool is_cut(const struct metric *metric, const struct dimension *dimension)
{
    for (size_t i = 0; i < metric->ncuts; i++)
        if (metric->cut[i] == dimension)
            return true;
    return false;
}

static int put_cut(struct loading *in, const struct element *at, struct metric *metric,
                   struct str id)
{
    const struct metrics *out = in->out;
    const struct dimension *dimension = metrics_dimension(out, id);
    if (!dimension)
        return load_unknown(in, at, "dimension", id, out->dimension, out->ndimensions,
                            sizeof *out->dimension);
    if (is_cut(metric, dimension))
        return 0;
    if (metric->of && !dimension_reach(dimension, metric->of->kind))
        return load_refuse(in, at, "dimension does not reach the metric's kind", id);
    metric->cut[metric->ncuts++] = dimension;
    return 0;
}

static int read_cuts(struct loading *in, const struct element *at, const char *attribute,
                     struct metric *metric)
{
    struct str rest = xml_attr(at->node, attribute), id;
    while (str_split(&rest, ' ', &id))
        if (id.n > 0 && put_cut(in, at, metric, id) != 0)
            return -1;
    return 0;
}

/* A p chart is of shares, a u chart of counts per something. */
static int check_control(struct loading *in, const struct element *at,
                         const struct metric *metric)
{
    bool counts = metric->kind == METRIC_RATIO && metric->over->kind == METRIC_COUNT;
    if ((metric->control == CONTROL_P && metric->kind != METRIC_RATE) ||
        (metric->control == CONTROL_U && !counts))
        return load_refuse(in, at, "its figures are not of this control chart",
                           metric->id);
    return 0;
}

static int read_metric(struct loading *in, const struct element *at,
                       struct metric *metric)
{
    struct str of = xml_attr(at->node, "of");
    const struct metrics *out = in->out;
    metric->id = load_id(in, at);
    metric->path = at->path;
    metric->line = xml_line(at->node);
    metric->kind = (enum metric_kind)choice(xml_attr(at->node, "kind"), kind_names, 6);
    metric->cut = arena_new(in->load->arena, out->ndimensions + 1, sizeof *metric->cut);
    if (read_look(in, at, metric) != 0)
        return -1;
    if (metric->kind == METRIC_RATIO)
        return read_ratio(in, at, metric) || check_control(in, at, metric) ||
                       read_cuts(in, at, "cut", metric)
                   ? -1
                   : 0;
    metric->of = metrics_population(out, of);
    if (!metric->of)
        return load_unknown(in, at, "population", of, out->population, out->npopulations,
                            sizeof *out->population);
    return read_fact(in, at, metric) || check_control(in, at, metric) ||
                   read_cuts(in, at, "cut", metric)
               ? -1
               : 0;
}

/* <cut metrics="a b" by="x y"/> adds breakdowns without repeating the metrics. */
static int add_cuts(struct loading *in, const struct element *at)
{
    struct str rest = xml_attr(at->node, "metrics"), id;
    struct metrics *out = in->out;
    while (str_split(&rest, ' ', &id)) {
        if (id.n == 0)
            continue;
        const struct metric *found = metrics_metric(out, id);
        if (!found)
            return load_unknown(in, at, "metric", id, out->metric, out->nmetrics,
                                sizeof *out->metric);
        if (read_cuts(in, at, "by", &out->metric[found->index]) != 0)
            return -1;
    }
    return 0;
}

static int check_ratio(struct loading *in, const struct element *at,
                       const struct metric *metric)
{
    for (size_t i = 0; i < metric->ncuts && metric->kind == METRIC_RATIO; i++)
        if (!is_cut(metric->over, metric->cut[i]) ||
            !is_cut(metric->under, metric->cut[i]))
            return load_refuse(in, at, "both sides of a ratio must have its cut",
                               metric->cut[i]->id);
    return 0;
}

/* After all are read: the other may be declared below. */
static int read_judge(struct loading *in, const struct element *at, struct metric *metric)
{
    struct str id = xml_attr(at->node, "judged-by");
    const struct metrics *out = in->out;
    if (!id.n)
        return 0;
    metric->judged_by = metrics_metric(out, id);
    if (!metric->judged_by || metric->judged_by == metric)
        return load_unknown(in, at, "other metric", id, out->metric, out->nmetrics,
                            sizeof *out->metric);
    return 0;
}

int load_metrics(struct loading *in)
{
    struct metrics *out = in->out;
    int status = 0;
    out->metric = arena_new(in->load->arena, in->metric.n, sizeof *out->metric);
    for (size_t i = 0; i < in->metric.n && status == 0; i++) {
        out->metric[i].index = (uint32_t)i;
        status = read_metric(in, &in->metric.item[i], &out->metric[i]);
        out->nmetrics = i + 1;
    }
    for (size_t i = 0; i < in->cut.n && status == 0; i++)
        status = add_cuts(in, &in->cut.item[i]);
    for (size_t i = 0; i < in->metric.n && status == 0; i++)
        status = check_ratio(in, &in->metric.item[i], &out->metric[i]) != 0
                     ? -1
                     : read_judge(in, &in->metric.item[i], &out->metric[i]);
    return status;
}
