/* benchmarks: figures of the period against what others reach (metrics catalogue), and
 * against what each grade of the standard asks for. A benchmark that does not hold for the
 * whole period is listed and not compared. */
#include "compose/figures/benchmarks.h"

#include "base/civil.h"
#include "catalogue/benchmark.h"
#include "compose/plain.h"
#include "measure/against.h"

#include "base/banned.h"

/* --- both ---------------------------------------------------------------------- */

static struct doc_cell cell_standing(struct composer *c, enum standing standing)
{
    static const struct {
        enum doc_state mark;
        const char *word;
    } look[] = {
        [STANDING_REACHED] = {MARK_MET, "standing.reached"},
        [STANDING_BEHIND] = {MARK_MISSED, "standing.behind"},
        [STANDING_CHANCE] = {MARK_WARN, "standing.chance"},
        [STANDING_APART] = {MARK_NONE, "standing.apart"},
        [STANDING_FEW] = {MARK_DASH, "judge.few"},
        [STANDING_NO_VALUE] = {MARK_DASH, "judge.no-value"},
    };
    return cell_state(&c->format, look[standing].mark, look[standing].word);
}

static const char *standing_code(enum standing standing)
{
    static const char *const code[] = {"met",   "behind", "within-interval",
                                       "apart", "few",    "no-value"};
    return code[standing];
}

static struct doc_cell gap_cell(struct composer *c, const struct figure *now,
                                struct dec bound)
{
    return figure_known(now) ? cell_gap(&c->format, now, bound) : cell_dash(&c->format);
}

static double gap_real(const struct figure *now, struct dec bound)
{
    return now->value - dec_real(bound);
}

/* --- benchmarks ------------------------------------------------------------------ */

struct held { /* one value of a benchmark against its figure */
    const struct benchmark *benchmark;
    const struct benchmark_value *value;
    const struct figure *now;
    bool holds; /* in the whole period */
};

static bool holds_in(const struct benchmark *b, const struct period *period)
{
    return b->first <= period->first && period->after - 1 <= b->last;
}

static struct held hold(struct composer *c, const struct benchmark *benchmark,
                        const struct benchmark_value *value)
{
    return (struct held){benchmark, value,
                         figure_cut(c, value->metric, c->period, value->cut, value->key),
                         holds_in(benchmark, c->in->period)};
}

static struct str name_of(struct composer *c, const struct benchmark_value *value)
{
    if (!value->cut)
        return value->metric->name;
    return FILL(c, "benchmark.of", {"metric", value->metric->name}, {"key", value->key});
}

static struct str day_text(struct composer *c, int64_t day)
{
    struct civil date = civil_of(day * CIVIL_DAY);
    return arena_printf(c->arena, "%04d-%02d-%02d", date.year, date.month, date.day);
}

static void put_held(struct composer *c, struct node *table, const struct held *held)
{
    const struct format *f = &c->format;
    const struct benchmark_value *value = held->value;
    struct doc_cell *row = put_row(c, table);
    row[0] = cell_text(name_of(c, value));
    row[1] = bold(cell_figure(f, held->now));
    row[2] = muted(cell_interval(f, held->now));
    row[3] = cell_bound(f, value->metric, value->is);
    row[4] = held->holds ? gap_cell(c, held->now, value->is) : cell_dash(f);
    row[5] = cell_text(held->benchmark->name);
    row[6] = held->holds ? cell_standing(c, figure_against(held->now, value->is))
                         : cell_state(f, MARK_DASH, "benchmark.not-valid");
}

static struct str sources_text(struct composer *c)
{
    const struct metrics *m = &c->job->metrics;
    struct str *source = arena_new(c->arena, m->nbenchmarks + 1, sizeof *source);
    for (size_t i = 0; i < m->nbenchmarks; i++) {
        const struct benchmark *b = &m->benchmark[i];
        source[i] =
            FILL(c, "benchmark.source", {"name", b->name}, {"source", b->source},
                 {"from", day_text(c, b->first)}, {"until", day_text(c, b->last)});
    }
    return FILL(c, "benchmark.note", {"sources", joined(c, source, m->nbenchmarks)});
}

int compose_benchmarks(struct composer *c, const struct block *block, struct node *parent,
                       struct err *err)
{
    const struct metrics *m = &c->job->metrics;
    (void)err;
    struct node *table = put_table(
        c, parent, block->type,
        HEADS({"col.metric", HEAD_TEXT, 0}, {"col.now", HEAD_NUMBER, 0},
              {"col.interval", HEAD_NUMBER, 0}, {"col.benchmark-value", HEAD_NUMBER, 0},
              {"col.gap", HEAD_NUMBER, 0}, {"col.benchmark", HEAD_TEXT, 0},
              {"col.state", HEAD_FIXED, 0}));
    table->table.title = block->title;
    table->table.empty = say(c, "benchmark.none");
    for (size_t i = 0; i < m->nbenchmarks; i++)
        for (size_t k = 0; k < m->benchmark[i].nvalues; k++) {
            struct held held = hold(c, &m->benchmark[i], &m->benchmark[i].value[k]);
            put_held(c, table, &held);
        }
    if (m->nbenchmarks)
        table->table.note = sources_text(c);
    return 0;
}

/* What the benchmark says of all rows of the metric; there is one value at most. */
static const struct benchmark_value *value_of(const struct benchmark *benchmark,
                                              const struct metric *metric)
{
    for (size_t i = 0; i < benchmark->nvalues; i++)
        if (benchmark->value[i].metric == metric && !benchmark->value[i].cut)
            return &benchmark->value[i];
    return NULL;
}

static struct str held_text(struct composer *c, const struct held *held)
{
    const struct benchmark_value *value = held->value;
    enum standing standing = figure_against(held->now, value->is);
    return FILL(c, "benchmark.item", {"metric", value->metric->name},
                {"name", held->benchmark->name},
                {"value", cell_bound(&c->format, value->metric, value->is).text},
                {"gap", gap_cell(c, held->now, value->is).text},
                {"state", cell_standing(c, standing).text});
}

struct str benchmark_text(struct composer *c, const struct metric *metric)
{
    const struct metrics *m = &c->job->metrics;
    struct str *item = arena_new(c->arena, m->nbenchmarks + 1, sizeof *item);
    size_t n = 0;
    for (size_t i = 0; i < m->nbenchmarks; i++) {
        const struct benchmark_value *value = value_of(&m->benchmark[i], metric);
        if (!value)
            continue;
        struct held held = hold(c, &m->benchmark[i], value);
        if (held.holds && figure_known(held.now))
            item[n++] = held_text(c, &held);
    }
    return n ? joined(c, item, n) : STR_NONE;
}

/* --- grades ---------------------------------------------------------------------- */

static void put_score_row(struct composer *c, struct node *table,
                          const struct grade *grade)
{
    const struct format *f = &c->format;
    const struct assessment *a = c->assessed;
    int64_t gap = a->milli_score - grade->milli;
    struct doc_cell *row = put_row(c, table);
    row[0] = bold(cell_text(grade->name));
    row[1] = cell_text(say(c, a->trial ? "score.trial" : "score.label"));
    row[2] = a->judged ? cell_points(f, a->milli_score) : cell_dash(f);
    row[3] = cell_points(f, grade->milli);
    row[4] = row[5] = cell_dash(f);
    if (!a->judged)
        return;
    /* Never nearer than it is: the score was cut, so the gap is as printed. */
    row[4] = cell_decimal(f, row[2].num - row[3].num, row[2].scale);
    row[4].text = num_print(c->arena, row[4].num, row[4].scale,
                            NUM_GROUP | NUM_SIGNED | NUM_TYPOGRAPHIC);
    row[5] = cell_standing(c, gap >= 0 ? STANDING_REACHED : STANDING_BEHIND);
}

static void put_need_row(struct composer *c, struct node *table,
                         const struct grade *grade, const struct grade_need *need)
{
    const struct format *f = &c->format;
    const struct figure *now = figure_of(c, need->metric, c->period);
    struct doc_cell *row = put_row(c, table);
    row[0] = cell_text(grade->name);
    row[1] = cell_text(need->metric->name);
    row[2] = cell_figure(f, now);
    row[3] = cell_bound(f, need->metric, need->is);
    row[4] = gap_cell(c, now, need->is);
    row[5] = cell_standing(c, figure_against(now, need->is));
}

/* What each grade asks for: its line, and figures where the standard names any. */
int compose_levels(struct composer *c, const struct block *block, struct node *parent,
                   struct err *err)
{
    const struct standard *standard = c->assessed->standard;
    size_t needs = 0;
    (void)err;
    struct node *table =
        put_table(c, parent, block->type,
                  HEADS({"grade.label", HEAD_FIXED, 0}, {"col.asked", HEAD_TEXT, 0},
                        {"col.now", HEAD_NUMBER, 0}, {"col.at-least", HEAD_NUMBER, 0},
                        {"col.gap", HEAD_NUMBER, 0}, {"col.state", HEAD_FIXED, 0}));
    table->table.title = block->title;
    for (size_t i = 0; i < standard->ngrades; i++) {
        const struct grade *grade = &standard->grade[i];
        put_score_row(c, table, grade);
        for (size_t k = 0; k < grade->nneeds; k++)
            put_need_row(c, table, grade, &grade->need[k]);
        needs += grade->nneeds;
    }
    table->table.note = say(c, needs ? "levels.note" : "levels.no-needs");
    return 0;
}

/* --- for programs ---------------------------------------------------------------- */

static void put_benchmark_rows(struct composer *c, struct node *parent)
{
    static const char *const ids[] = {"benchmark",       "name",   "source", "from",
                                      "until",           "metric", "cut",    "key",
                                      "benchmark_value", "value",  "gap",    "state"};
    const struct metrics *m = &c->job->metrics;
    struct node *node = plain_table(c, parent, "benchmarks", ids, N_OF(ids));
    for (size_t i = 0; i < m->nbenchmarks; i++)
        for (size_t k = 0; k < m->benchmark[i].nvalues; k++) {
            const struct benchmark *b = &m->benchmark[i];
            struct held held = hold(c, b, &b->value[k]);
            const struct benchmark_value *v = held.value;
            bool known = figure_known(held.now);
            struct doc_cell *row = put_data(c, node);
            row[0] = cell_text(b->id);
            row[1] = cell_text(b->name);
            row[2] = cell_text(b->source);
            row[3] = cell_text(day_text(c, b->first));
            row[4] = cell_text(day_text(c, b->last));
            row[5] = cell_text(v->metric->id);
            row[6] = v->cut ? cell_text(v->cut->id) : plain_none();
            row[7] = v->cut ? cell_text(v->key) : plain_none();
            row[8] = plain_real(dec_real(v->is));
            row[9] = known ? plain_real(held.now->value) : plain_none();
            row[10] = known && held.holds ? plain_real(gap_real(held.now, v->is))
                                          : plain_none();
            row[11] = cell_text(
                str_of(held.holds ? standing_code(figure_against(held.now, v->is))
                                  : "not-valid"));
        }
}

static void put_level_rows(struct composer *c, struct node *parent)
{
    static const char *const ids[] = {"from",  "grade", "metric", "needed",
                                      "value", "gap",   "state"};
    const struct standard *standard = c->assessed->standard;
    struct node *node = plain_table(c, parent, "levels", ids, N_OF(ids));
    for (size_t i = 0; i < standard->ngrades; i++)
        for (size_t k = 0; k < standard->grade[i].nneeds; k++) {
            const struct grade *grade = &standard->grade[i];
            const struct grade_need *need = &grade->need[k];
            const struct figure *now = figure_of(c, need->metric, c->period);
            struct doc_cell *row = put_data(c, node);
            row[0] = plain_real((double)grade->milli / 1000);
            row[1] = cell_text(grade->name);
            row[2] = cell_text(need->metric->id);
            row[3] = plain_real(dec_real(need->is));
            row[4] = figure_known(now) ? plain_real(now->value) : plain_none();
            row[5] =
                figure_known(now) ? plain_real(gap_real(now, need->is)) : plain_none();
            row[6] = cell_text(str_of(standing_code(figure_against(now, need->is))));
        }
}

void put_benchmark_data(struct composer *c, struct node *parent)
{
    put_benchmark_rows(c, parent);
    put_level_rows(c, parent);
}
