/* ranking: the best and the worst keys of a cut by one metric. Only keys with observations
 * enough take part, and the others are named: of few, luck makes the first and the last.
 * Equal figures share a rank; where the list ends within such a tie, that is said. */
#include "compose/composer.h"

#include <stdlib.h>

#include "base/banned.h"

enum { SHOW_MAX = 100, NAMED = 8 };

struct ranked {
    const struct figure *figure;
    size_t rank; /* 1 the best; equal figures have the same */
    int better;
};
struct ranking {
    struct composer *c;
    const struct block *block;
    const struct metric *metric;
    struct ranked *item;
    size_t n, total, show;
    int64_t least;
    struct str *few; /* those that have too few */
    size_t nfew;
};

static int by_figure(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    int order = figure_compare(y->figure, x->figure) * x->better;
    return order != 0 ? order : str_cmp(x->figure->key, y->figure->key);
}

/* Rows without the key are nobody's and take no rank. */
static void gather(struct ranking *r)
{
    size_t n;
    const struct str *key = figures_keys(r->c->figures, r->block->cut, &n);
    int better = r->metric->better == BETTER_DOWN ? -1 : 1;
    r->item = arena_new(r->c->arena, n + 1, sizeof *r->item);
    r->few = arena_new(r->c->arena, n + 1, sizeof *r->few);
    for (size_t i = 0; i < n; i++) {
        const struct figure *figure =
            figure_cut(r->c, r->metric, r->c->period, r->block->cut, key[i]);
        if (!figure_known(figure) || figure_key(figure).n == 0)
            continue;
        r->total++;
        if (figure->n < r->least)
            r->few[r->nfew++] = figure->key;
        else
            r->item[r->n++] = (struct ranked){figure, 0, better};
    }
    if (r->n > 0)
        qsort(r->item, r->n, sizeof *r->item, by_figure);
    for (size_t i = 0; i < r->n; i++) {
        bool tied =
            i > 0 && figure_compare(r->item[i].figure, r->item[i - 1].figure) == 0;
        r->item[i].rank = tied ? r->item[i - 1].rank : i + 1;
    }
}

static void put_ranked(const struct ranking *r, struct node *table, size_t i,
                       const char *group)
{
    struct composer *c = r->c;
    const struct format *f = &c->format;
    const struct figure *figure = r->item[i].figure;
    bool shared = (i > 0 && r->item[i - 1].rank == r->item[i].rank) ||
                  (i + 1 < r->n && r->item[i + 1].rank == r->item[i].rank);
    struct doc_cell *row = put_row(c, table);
    row[0] = bold(cell_text(say(c, group)));
    row[1] = cell_count(f, (int64_t)r->item[i].rank);
    if (shared)
        row[1].text = FILL(c, "ranking.shared", {"rank", row[1].text});
    row[2] = cell_text(figure->key);
    row[3] = bold(cell_figure(f, figure));
    row[4] = muted(cell_fraction(f, figure));
    row[5] = muted(cell_interval(f, figure));
    row[6] = cell_judgement(f, figure);
}

/* How many equal ones the list leaves out at the inner end of a group. */
static size_t left_out(const struct ranking *r, size_t last, int step)
{
    size_t n = 0, i = last + (size_t)step;
    for (; i < r->n && r->item[i].rank == r->item[last].rank; i += (size_t)step)
        n++;
    return n;
}

static struct str tie_text(const struct ranking *r)
{
    struct composer *c = r->c;
    size_t ties = left_out(r, r->show - 1, 1) + left_out(r, r->n - r->show, -1);
    return ties == 0
               ? STR_NONE
               : FILL(c, "ranking.tie", {"n", text_count(&c->format, (int64_t)ties)});
}

static struct str then_say(struct composer *c, struct str first, struct str then)
{
    return then.n ? FILL(c, "list.sentences", {"first", first}, {"then", then}) : first;
}

static struct str note_of(const struct ranking *r, size_t shown)
{
    struct composer *c = r->c;
    const struct format *f = &c->format;
    struct str few = STR_NONE;
    struct str names = joined(c, r->few, r->nfew < NAMED ? r->nfew : NAMED);
    if (r->nfew > NAMED)
        names = FILL(c, "list.more", {"list", names});
    if (r->nfew > 0)
        few = FILL(c, "ranking.few", {"n", text_count(f, (int64_t)r->nfew)},
                   {"least", text_count(f, r->least)}, {"names", names});
    if (r->n == 0)
        return few;
    struct str note = FILL(c, "ranking.note", {"shown", text_count(f, (int64_t)shown)},
                           {"ranked", text_count(f, (int64_t)r->n)},
                           {"total", text_count(f, (int64_t)r->total)});
    note = then_say(c, note, shown < r->n ? tie_text(r) : STR_NONE);
    return then_say(c, note, few);
}

static void put_groups(const struct ranking *r, struct node *table)
{
    if (r->n <= 2 * r->show) {
        for (size_t i = 0; i < r->n; i++)
            put_ranked(r, table, i, "ranking.all");
        return;
    }
    for (size_t i = 0; i < r->show; i++)
        put_ranked(r, table, i, "ranking.best");
    for (size_t i = r->n; i-- > r->n - r->show;)
        put_ranked(r, table, i, "ranking.worst");
}

int compose_ranking(struct composer *c, const struct block *block, struct node *parent,
                    struct err *err)
{
    if (block->nmetrics != 1 || block->metric[0]->better == BETTER_NONE)
        return err_set(err, ERR_JOB, c->pack->path.p, block->line,
                       "<ranking> is of one metric that has a better way");
    if (block_yes(block, "optional") && !cut_has_keys(c, block->cut))
        return 0;
    struct ranking r = {.c = c,
                        .block = block,
                        .metric = block->metric[0],
                        .show = (size_t)block_number(block, "show", 5),
                        .least = block_number(block, "min-n", block->metric[0]->min_n)};
    if (r.show == 0 || r.show > SHOW_MAX)
        r.show = 5;
    gather(&r);
    struct node *table = put_table(
        c, parent, block->type,
        HEADS({"", HEAD_TEXT, 14}, {"col.rank", HEAD_NUMBER, 12}, {"", HEAD_TEXT, 0},
              {"", HEAD_NUMBER, 0}, {"col.fraction", HEAD_NUMBER, 0},
              {"col.interval", HEAD_NUMBER, 0}, {"col.state", HEAD_FIXED, 0}));
    table->table.title = block->title;
    table->table.column[2].name = block->cut->name;
    table->table.column[3].name = r.metric->name;
    table->table.empty = r.nfew > 0 ? say(c, "ranking.none") : none_counted(c, r.metric);
    put_groups(&r, table);
    merge_rows(table, 0, 0);
    table->table.note = note_of(&r, r.n <= 2 * r.show ? r.n : 2 * r.show);
    return 0;
}
