/* statistics_data: the same for programs: control limits of every metric and month,
 * comparisons of every metric, representativeness as the pack asks for it. */
#include "compose/plain.h"
#include "compose/series.h"
#include "compose/figures/statistics.h"

#include "base/banned.h"

static void put_control(struct composer *c, struct node *parent)
{
    static const char *const ids[] = {"metric", "month", "chart",      "centre",
                                      "lower",  "upper", "dispersion", "rule"};
    static const char *const chart[] = {"", "", "p", "u", "xmr"};
    struct node *set = plain_table(c, parent, "control-limits", ids, N_OF(ids));
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
            row[3] = plain_real(s.centre / scale);
            row[4] = plain_real(s.low[i] / scale);
            row[5] = plain_real(s.high[i] / scale);
            row[6] = plain_real(s.dispersion);
            row[7] = plain_count(&c->format, s.rule[i]);
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
    struct node *set = plain_table(c, parent, "comparisons", ids, N_OF(ids));
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
        row[3] = plain_real(said.effect);
        row[4] = plain_real(said.low);
        row[5] = plain_real(said.high);
        row[6] = plain_real(said.p);
        row[7] = plain_count(&c->format, said.few);
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
        row[3] = plain_count(&c->format, r.sample);
        row[4] = plain_count(&c->format, r.classes);
        row[5] = plain_real(r.chi_square);
        row[6] = plain_real(r.p);
    }
}

void put_statistics(struct composer *c, struct node *parent)
{
    static const char *const ids[] = {"sample",  "population", "cut", "n",
                                      "classes", "chi-square", "p"};
    put_control(c, parent);
    put_comparisons(c, parent);
    put_tests(c, plain_table(c, parent, "representativeness", ids, N_OF(ids)),
              c->pack->first);
}
