/* statistics: what changed beyond chance, in which months a process was out of control, and
 * whether the sample resembles its population. */
#include "compose/figures/statistics.h"

#include <math.h>

#include "compose/series.h"

#include "base/banned.h"

static const double CHANCE = 0.05; /* what is rarer is no chance */

struct doc_cell cell_probability(const struct format *f, double p)
{
    struct doc_cell cell = cell_decimal(f, num_round_real(p, 3), 3);
    cell.real = p;
    if (p < 0.001)
        cell.text = STR("< 0.001");
    return cell;
}

static struct str signed_digits(const struct format *f, const struct metric *metric,
                                double effect)
{
    double scale = metric->unit == UNIT_PERCENT ? 100 : 1;
    return num_print(f->arena, num_round_real(effect * scale, metric->decimals),
                     metric->decimals, NUM_GROUP | NUM_SIGNED | NUM_TYPOGRAPHIC);
}

static struct doc_cell cell_effect(const struct format *f, const struct metric *metric,
                                   double effect)
{
    struct str unit = metric->unit == UNIT_PERCENT
                          ? words_text(f->words, "unit.percentage-points")
                          : figure_unit(f, metric);
    struct str digits = signed_digits(f, metric, effect);
    return cell_text(
        unit.n ? arena_printf(f->arena, "%.*s %.*s", STR_ARG(digits), STR_ARG(unit))
               : digits);
}

static struct doc_cell effect_interval(const struct format *f,
                                       const struct metric *metric,
                                       const struct comparison *c)
{
    struct words_arg range[] = {{"low", signed_digits(f, metric, c->low)},
                                {"high", signed_digits(f, metric, c->high)}};
    return cell_text(words_fill(f->words, f->arena, "compare.range", range, N_OF(range)));
}

static const char *comparison_word(const struct metric *metric,
                                   const struct comparison *c)
{
    if (c->method == COMPARE_NONE)
        return "compare.none";
    if (c->few)
        return "compare.few";
    if (c->p >= CHANCE)
        return "compare.same";
    if (metric->better == BETTER_NONE)
        return "compare.different";
    return (c->effect > 0) == (metric->better == BETTER_UP) ? "compare.better"
                                                            : "compare.worse";
}

/* --- comparison ---------------------------------------------------------------- */

enum { COMPARISON_COLUMNS = 7 };

static const struct head comparison_head[COMPARISON_COLUMNS] = {
    {"col.metric", HEAD_TEXT, 0},        {"col.then", HEAD_NUMBER, 0},
    {"col.now", HEAD_NUMBER, 0},         {"col.difference", HEAD_NUMBER, 0},
    {"col.difference-95", HEAD_TEXT, 0}, {"col.p", HEAD_NUMBER, 0},
    {"col.conclusion", HEAD_TEXT, 0}};

static void put_effect(struct composer *c, struct doc_cell *row,
                       const struct metric *metric, const struct comparison *said)
{
    const struct format *f = &c->format;
    bool known = said->method != COMPARE_NONE;
    row[3] = known ? cell_effect(f, metric, said->effect) : cell_dash(f);
    row[4] = known ? effect_interval(f, metric, said) : cell_dash(f);
    row[5] = known ? cell_probability(f, said->p) : cell_dash(f);
    row[6] = cell_text(say(c, comparison_word(metric, said)));
}

static const struct window *earlier(const struct composer *c, const struct block *block)
{
    bool year = str_eq(block_text(block, "with"), STR("year-ago"));
    return year ? c->year_ago : c->last;
}

static struct comparison put_pair(struct composer *c, struct node *table,
                                  const struct metric *metric, struct str name,
                                  const struct figure *then, const struct figure *now)
{
    struct comparison said = compare_figures(then, now);
    struct doc_cell *row = put_row(c, table);
    row[0] = cell_text(name);
    row[1] = cell_figure(&c->format, then);
    row[2] = cell_figure(&c->format, now);
    put_effect(c, row, metric, &said);
    return said;
}

static struct comparison put_arm(struct composer *c, struct node *table,
                                 const struct block *block, const struct metric *metric,
                                 const char *param, const char *word)
{
    struct str key = block_text(block, param);
    struct str name = FILL(c, word, {"name", metric->name}, {"key", key});
    return put_pair(c, table, metric, name,
                    figure_cut(c, metric, earlier(c, block), block->cut, key),
                    figure_cut(c, metric, c->period, block->cut, key));
}

/* Where it was tried, where it was not, and how much more the first changed. */
static void put_trial(struct composer *c, struct node *table, const struct block *block,
                      const struct metric *metric)
{
    struct comparison pilot = put_arm(c, table, block, metric, "pilot", "compare.pilot");
    struct comparison rest =
        put_arm(c, table, block, metric, "control", "compare.control");
    struct comparison net = compare_changes(&pilot, &rest);
    struct doc_cell *row = put_row(c, table);
    row[0] = bold(cell_text(FILL(c, "compare.net", {"name", metric->name})));
    row[1] = row[2] = cell_dash(&c->format);
    put_effect(c, row, metric, &net);
}

int compose_comparison(struct composer *c, const struct block *block, struct node *parent,
                       struct err *err)
{
    bool trial = block_text(block, "pilot").n > 0;
    struct node *table =
        put_table(c, parent, block->type, comparison_head, COMPARISON_COLUMNS);
    if (trial && !block->cut)
        return err_set(err, ERR_JOB, c->pack->path.p, block->line,
                       "a pilot and a control are keys of a cut");
    table->table.title = block->title;
    table->table.column[1].name =
        say(c, earlier(c, block) == c->last ? "col.last" : "col.year-ago");
    for (size_t i = 0; i < block->nmetrics; i++) {
        const struct metric *metric = block->metric[i];
        if (trial)
            put_trial(c, table, block, metric);
        else
            put_pair(c, table, metric, metric->name,
                     figure_of(c, metric, earlier(c, block)),
                     figure_of(c, metric, c->period));
    }
    table->table.note = say(c, "compare.note");
    return 0;
}

/* --- control charts ------------------------------------------------------------ */

static struct doc_cell limit_of(struct composer *c, const struct series *s, double limit)
{
    int decimals = s->metric->decimals + 1;
    struct doc_cell cell =
        cell_decimal(&c->format, num_round_real(limit, decimals), decimals);
    cell.real = limit;
    return cell;
}

/* The months that break one rule; nothing if none does. */
static struct str signals_by(struct composer *c, const struct series *s, int rule)
{
    struct str month[MONTHS];
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++)
        if (s->rule[i] == rule)
            month[n++] = str_of(c->month[i]->name);
    if (!n)
        return STR_NONE;
    return FILL(c, "signal.rule", {"rule", arena_printf(c->arena, "%d", rule)},
                {"months", joined(c, month, n)});
}

static struct str signals_of(struct composer *c, const struct series *s)
{
    struct str said = STR_NONE;
    for (int rule = 1; rule <= CONTROL_RULES; rule++) {
        struct str by = signals_by(c, s, rule);
        if (said.n && by.n)
            said = FILL(c, "list.parts", {"first", said}, {"then", by});
        else if (by.n)
            said = by;
    }
    return said.n ? said : say(c, "signal.none");
}

static const char *chart_word(enum control_chart chart, bool dispersed)
{
    switch (chart) {
    case CONTROL_P:
        return dispersed ? "chart.p-laney" : "chart.p";
    case CONTROL_U:
        return dispersed ? "chart.u-laney" : "chart.u";
    default:
        return "chart.xmr";
    }
}

int compose_signals(struct composer *c, const struct block *block, struct node *parent,
                    struct err *err)
{
    struct node *table = put_table(
        c, parent, block->type,
        HEADS({"col.metric", HEAD_TEXT, 0}, {"col.chart", HEAD_TEXT, 0},
              {"series.centre", HEAD_NUMBER, 0}, {"series.lower", HEAD_NUMBER, 0},
              {"series.upper", HEAD_NUMBER, 0}, {"col.signals", HEAD_TEXT, 0}));
    (void)err;
    table->table.title = block->title;
    for (size_t i = 0; i < block->nmetrics; i++) {
        struct series s = series_of(c, block->metric[i]);
        struct doc_cell *row = put_row(c, table);
        row[0] = cell_text(s.metric->name);
        row[1] = s.has_limits ? cell_text(say(c, chart_word(s.chart, s.dispersion > 1)))
                              : cell_dash(&c->format);
        row[2] = s.has_limits ? limit_of(c, &s, s.centre) : cell_dash(&c->format);
        row[3] = s.has_limits ? limit_of(c, &s, s.lower) : cell_dash(&c->format);
        row[4] = s.has_limits ? limit_of(c, &s, s.upper) : cell_dash(&c->format);
        row[5] = cell_text(s.has_limits ? signals_of(c, &s) : say(c, "signal.few"));
    }
    table->table.note = say(c, "signal.note");
    return 0;
}

/* --- representativeness --------------------------------------------------------- */

struct representative representative_of(struct composer *c, const struct block *block)
{
    struct representative r;
    representative_find(&r, c->figures, block->metric[0], block->metric[1], c->period,
                        block->cut, c->arena);
    return r;
}

static struct str representative_text(struct composer *c, const struct block *block,
                                      const struct representative *r)
{
    if (r->classes < 2)
        return say(c, "represent.few");
    return FILL(
        c, r->p < CHANCE ? "represent.differs" : "represent.fits",
        {"cut", block->cut->name},
        {"chi", cell_decimal(&c->format, num_round_real(r->chi_square, 2), 2).text},
        {"df", text_count(&c->format, r->classes - 1)},
        {"p", cell_probability(&c->format, r->p).text});
}

/* Two metrics that count: the sample, then its population. */
int compose_representative(struct composer *c, const struct block *block,
                           struct node *parent, struct err *err)
{
    const struct format *f = &c->format;
    if (block->nmetrics != 2 || !block->cut || block->metric[0]->kind != METRIC_COUNT ||
        block->metric[1]->kind != METRIC_COUNT)
        return err_set(err, ERR_JOB, c->pack->path.p, block->line,
                       "<representative> needs a cut and two metrics that count: the "
                       "sample and its population");
    struct node *table = put_table(
        c, parent, block->type,
        HEADS({"", HEAD_TEXT, 0}, {"", HEAD_NUMBER, 0}, {"col.part", HEAD_NUMBER, 0},
              {"", HEAD_NUMBER, 0}, {"col.part", HEAD_NUMBER, 0},
              {"col.expected-n", HEAD_NUMBER, 0}, {"col.residual", HEAD_NUMBER, 0}));
    struct representative r = representative_of(c, block);
    table->table.title = block->title;
    table->table.column[0].name = block->cut->name;
    table->table.column[1].name = block->metric[0]->name;
    table->table.column[3].name = block->metric[1]->name;
    for (size_t i = 0; i < r.n; i++) {
        const struct segment_share *s = &r.segment[i];
        struct doc_cell *row = put_row(c, table);
        row[0] = cell_text(s->key);
        row[1] = cell_count(f, s->sample);
        row[2] = cell_share(f, s->sample, r.sample, 1);
        row[3] = cell_count(f, s->population);
        row[4] = cell_share(f, s->population, r.population, 1);
        row[5] = cell_decimal(f, num_round_real(s->expected, 1), 1);
        row[6] = cell_decimal(f, num_round_real(s->residual, 2), 2);
        if (fabs(s->residual) > 2)
            row[6].flags |= FLAG_BOLD;
    }
    table->table.note = representative_text(c, block, &r);
    return 0;
}
