/* statistics_data: the same for programs: control limits of every metric and month,
 * comparisons of every metric, representativeness as the pack asks for it. */
#include "compose/series.h"
#include "compose/statistics.h"

#include "base/banned.h"

static struct doc_cell real_cell(double value)
{
    return (struct doc_cell){.type = DOC_DECIMAL, .real = value};
}

static struct doc_cell whole_cell(struct composer *c, int64_t n)
{
    return (struct doc_cell){.type = DOC_INTEGER,
                             .num = n,
                             .real = (double)n,
                             .text = num_print(c->arena, n, 0, NUM_PLAIN)};
}

static struct node *put_set(struct composer *c, struct node *parent, const char *id,
                            const char *const *ids, size_t n)
{
    struct head *head = arena_new(c->arena, n, sizeof *head);
    for (size_t i = 0; i < n; i++)
        head[i].word = "";
    struct node *node = put_dataset(c, parent, id, STR_NONE, head, n, ids);
    node->table.title = str_of(id);
    return node;
}

static void put_control(struct composer *c, struct node *parent)
{
    static const char *const ids[] = {"metric", "month", "chart",      "centre",
                                      "lower",  "upper", "dispersion", "rule"};
    static const char *const chart[] = {"", "", "p", "u", "xmr"};
    struct node *set = put_set(c, parent, "control-limits", ids, N_OF(ids));
    for (size_t m = 0; m < c->job->metrics.nmetrics; m++) {
        struct series s = series_of(c, &c->job->metrics.metric[m]);
        double scale = s.metric->unit == UNIT_PERCENT ? 100 : 1;
        for (size_t i = 0; i < s.n && s.has_limits; i++) {
            if (!figure_known(s.figure[i]))
                continue;
            struct doc_cell *row = put_data(c, set);
            row[0] = cell_text(s.metric->id);
            row[1] = cell_text(str_of(c->month[i]->name));
            row[2] = cell_text(str_of(chart[s.chart]));
            row[3] = real_cell(s.centre / scale);
            row[4] = real_cell(s.low[i] / scale);
            row[5] = real_cell(s.high[i] / scale);
            row[6] = real_cell(s.dispersion);
            row[7] = whole_cell(c, s.rule[i]);
        }
    }
}

static void put_comparisons(struct composer *c, struct node *parent)
{
    static const char *const ids[] = {"metric", "with", "method", "difference",
                                      "low",    "high", "p",      "few"};
    static const char *const method[] = {"", "newcombe", "welch", "multinomial",
                                         "poisson"};
    const struct window *with[] = {c->last, c->year_ago};
    struct node *set = put_set(c, parent, "comparisons", ids, N_OF(ids));
    for (size_t i = 0; i < 2 * c->job->metrics.nmetrics; i++) {
        const struct metric *metric = &c->job->metrics.metric[i / 2];
        const struct window *then = with[i % 2];
        struct comparison said =
            compare_figures(figure_of(c, metric, then), figure_of(c, metric, c->period));
        if (said.method == COMPARE_NONE)
            continue;
        struct doc_cell *row = put_data(c, set);
        row[0] = cell_text(metric->id);
        row[1] = cell_text(str_of(then->name));
        row[2] = cell_text(str_of(method[said.method]));
        row[3] = real_cell(said.effect);
        row[4] = real_cell(said.low);
        row[5] = real_cell(said.high);
        row[6] = real_cell(said.p);
        row[7] = whole_cell(c, said.few);
    }
}

static void put_tests(struct composer *c, struct node *set, const struct block *first)
{
    for (const struct block *block = first; block; block = block->next) {
        put_tests(c, set, block->first);
        if (!str_eq(block->type, STR("representative")) || block->nmetrics != 2 ||
            !block->cut)
            continue;
        struct representative r = representative_of(c, block);
        struct doc_cell *row = put_data(c, set);
        row[0] = cell_text(block->metric[0]->id);
        row[1] = cell_text(block->metric[1]->id);
        row[2] = cell_text(block->cut->id);
        row[3] = whole_cell(c, r.sample);
        row[4] = whole_cell(c, r.classes);
        row[5] = real_cell(r.chi_square);
        row[6] = real_cell(r.p);
    }
}

void put_statistics(struct composer *c, struct node *parent)
{
    static const char *const ids[] = {"sample",  "population", "cut", "n",
                                      "classes", "chi-square", "p"};
    put_control(c, parent);
    put_comparisons(c, parent);
    put_tests(c, put_set(c, parent, "representativeness", ids, N_OF(ids)),
              c->pack->first);
}
