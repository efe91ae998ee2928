/* definitions: what exactly each metric counts, printed from the very declaration that
 * the figures were computed from. */
#include "compose/used.h"

#include "base/banned.h"

static const char *interval_word(const struct metric *metric)
{
    switch (metric->kind) {
    case METRIC_RATE:
        return "interval.rate";
    case METRIC_MEAN:
        return metric->nbands ? "interval.bands" : "interval.mean";
    case METRIC_RATIO:
        return "interval.ratio";
    default:
        return NULL;
    }
}

static struct str better_text(struct composer *c, const struct metric *metric)
{
    static const char *const word[] = {"better.up", "better.down", "better.none"};
    return say(c, word[metric->better]);
}

static struct str id_line(struct composer *c, const struct metric *metric)
{
    struct str unit = figure_unit(&c->format, metric);
    return FILL(c, "definition.line", {"id", metric->id},
                {"unit", unit.n ? unit : say(c, "unit.none")},
                {"decimals", text_count(&c->format, metric->decimals)},
                {"better", better_text(c, metric)});
}

static struct str goal_text(struct composer *c, const struct metric *metric)
{
    if (!metric->has_goal && metric->judged_by)
        return FILL(c, "definition.judged-by", {"metric", metric->judged_by->name});
    if (!metric->has_goal)
        return metric->goal_open ? say(c, "definition.goal-open") : STR_NONE;
    struct metric warn = *metric;
    warn.goal = metric->warn;
    struct str goal = cell_goal(&c->format, metric, false).text;
    if (!metric->has_warn)
        return goal;
    return FILL(c, "definition.goal", {"goal", goal},
                {"warn", cell_goal(&c->format, &warn, false).text});
}

/* A fact without a text is not printed. */
static void put_fact(struct composer *c, struct doc_definition *d, const char *word,
                     struct str text)
{
    if (text.n)
        d->fact[d->nfacts++] = (struct doc_fact){say(c, word), cell_text(text), STR_NONE};
}

static struct str population_text(struct composer *c, const struct metric *metric)
{
    if (metric->kind == METRIC_RATIO)
        return FILL(c, "definition.ratio-of", {"over", metric->over->name},
                    {"under", metric->under->name});
    return metric->of->where_text.n ? metric->of->where_text : metric->of->name;
}

static void put_clock(struct composer *c, struct doc_definition *d,
                      const struct metric *metric)
{
    if (metric->form != FACT_SPAN && metric->form != FACT_WITHIN)
        return;
    put_fact(c, d, "definition.clock",
             metric->clock == CLOCK_ELAPSED
                 ? say(c, "definition.clock-elapsed")
                 : FILL(c, "definition.clock-business",
                        {"calendar", calendar_name(c->job->calendar)}));
}

static void put_formula(struct composer *c, struct doc_definition *d,
                        const struct metric *metric)
{
    d->numerator = metric->numerator.n ? metric->numerator : metric->name;
    d->denominator = metric->denominator;
    if (metric->kind == METRIC_RATIO) {
        d->numerator = metric->numerator.n ? metric->numerator : metric->over->name;
        d->denominator =
            metric->denominator.n ? metric->denominator : metric->under->name;
        if (metric->ratio_scale != 1)
            d->factor =
                arena_printf(c->arena, "%.*s \xc3\x97",
                             STR_ARG(text_count(&c->format, metric->ratio_scale)));
    }
}

static void put_definition(struct composer *c, struct node *parent,
                           const struct metric *metric)
{
    const struct figure *now = figure_of(c, metric, c->period);
    struct doc_definition *d =
        &doc_put(c->doc, parent, DOC_DEFINITION, metric->id)->definition;
    d->name = metric->name;
    d->id_line = id_line(c, metric);
    put_formula(c, d, metric);
    d->fact = arena_new(c->arena, 8, sizeof *d->fact);
    put_fact(c, d, "definition.population", population_text(c, metric));
    put_fact(c, d, "definition.excludes", metric->excludes);
    put_clock(c, d, metric);
    if (interval_word(metric))
        put_fact(c, d, "definition.interval", say(c, interval_word(metric)));
    put_fact(c, d, "definition.goal-label", goal_text(c, metric));
    if (metric->min_n > 0)
        put_fact(c, d, "definition.min-n", text_count(&c->format, metric->min_n));
    put_fact(c, d, "definition.note", metric->note);
    bool counted = metric->kind == METRIC_COUNT || metric->kind == METRIC_SUM;
    put_fact(c, d, "definition.now",
             figure_known(now) && !counted ? cell_fraction(&c->format, now).text
                                           : cell_figure(&c->format, now).text);
    d->fact[d->nfacts - 1].value.flags |= FLAG_BOLD;
}

int compose_definitions(struct composer *c, const struct block *block,
                        struct node *parent, struct err *err)
{
    size_t n;
    const struct metric **metric = used_metrics(c, &n);
    (void)block;
    (void)err;
    for (size_t i = 0; i < n; i++)
        put_definition(c, parent, metric[i]);
    put_text(c, parent, DOC_NOTE, say(c, "definitions.rounding"));
    return 0;
}
