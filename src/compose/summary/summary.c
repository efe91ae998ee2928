/* summary: the score, the points of each section of the standard, and the tiles. */
#include "compose/composer.h"

#include "base/banned.h"

static struct str points_text(struct composer *c, int64_t milli)
{
    return cell_points(&c->format, milli).text;
}

/* What is still missing is rounded up: nobody may think the next grade nearer. */
static struct str distance_text(struct composer *c)
{
    const struct assessment *a = c->assessed;
    if (!a->next)
        return say(c, "score.top");
    int64_t missing = (a->next->milli - a->milli_score + 9) / 10 * 10;
    if (missing <= 0) /* its line is reached, but not every figure it asks for */
        return FILL(c, "score.needs", {"grade", a->next->name});
    return FILL(c, "score.distance", {"grade", a->next->name},
                {"points", points_text(c, missing)});
}

static void grade_lines(struct composer *c, struct doc_score *score)
{
    const struct standard *standard = c->assessed->standard;
    for (size_t i = 0; i < standard->ngrades && score->nlines < N_OF(score->line); i++) {
        const struct grade *grade = &standard->grade[i];
        score->line[score->nlines++] = (struct doc_grade_line){
            (double)grade->milli / 1000,
            num_print(c->arena, grade->milli / 1000, 0, NUM_PLAIN)};
    }
}

int compose_score(struct composer *c, const struct block *block, struct node *parent,
                  struct err *err)
{
    const struct assessment *a = c->assessed;
    struct doc_score *score = &doc_put(c->doc, parent, DOC_SCORE, block->type)->score;
    (void)err;
    score->label = say(c, a->trial ? "score.trial" : "score.label");
    score->grade_label = say(c, a->trial ? "grade.trial" : "grade.label");
    score->value =
        a->judged ? points_text(c, a->milli_score) : cell_dash(&c->format).text;
    score->grade = grade_text(c);
    if (a->judged)
        score->formula =
            FILL(c, "score.formula", {"earned", points_text(c, a->milli_earned)},
                 {"points", points_text(c, a->milli_points)});
    score->distance = a->judged ? distance_text(c) : STR_NONE;
    score->note = a->trial ? say(c, "score.trial-note") : STR_NONE;
    score->at = (double)a->milli_score / 1000;
    grade_lines(c, score);
    return 0;
}

static struct str clause_label(struct composer *c, const struct clause *clause)
{
    return FILL(c, "clause.label", {"number", clause->number}, {"title", clause->title});
}

/* What was earned and its share; where nothing could be judged there is neither. */
static void put_earned(struct composer *c, struct doc_cell *row, int64_t earned,
                       int64_t points)
{
    const struct format *f = &c->format;
    bool judged = c->assessed->judged;
    row[1] = judged ? cell_points(f, earned) : cell_dash(f);
    row[2] = cell_points(f, points);
    row[3] = judged ? cell_share(f, earned, points, 1) : cell_dash(f);
}

int compose_points(struct composer *c, const struct block *block, struct node *parent,
                   struct err *err)
{
    const struct assessment *a = c->assessed;
    struct node *table =
        put_table(c, parent, block->type,
                  HEADS({"col.section", HEAD_TEXT, 0}, {"col.earned", HEAD_NUMBER, 0},
                        {"col.applicable", HEAD_NUMBER, 0}, {"col.share", HEAD_NUMBER, 0},
                        {"", HEAD_BAR, 24}));
    (void)err;
    for (size_t i = 0; i < a->standard->nclauses; i++) {
        const struct clause *clause = a->standard->clause[i];
        const struct verdict *v = verdict_of(c, clause);
        if (clause->depth != 0)
            continue;
        struct doc_cell *row = put_row(c, table);
        row[0] = cell_text(clause_label(c, clause));
        put_earned(c, row, v->milli_earned, v->milli_points);
        if (v->milli_points && a->judged)
            set_bar(&row[4], (double)v->milli_earned / (double)v->milli_points, -1,
                    false);
    }
    struct doc_cell *sum = put_sum(c, table);
    sum[0] = cell_text(say(c, "table.total"));
    put_earned(c, sum, a->milli_earned, a->milli_points);
    if (a->trial)
        table->table.note = say(c, "points.trial-note");
    return 0;
}

static void tile_strip(struct doc_tile *tile, const struct figure *figure)
{
    const struct metric *metric = figure->metric;
    if (!figure->has_interval || !metric->has_goal)
        return;
    double goal = dec_real(metric->goal);
    double from = figure->low < goal ? figure->low : goal;
    double until = figure->high > goal ? figure->high : goal;
    double pad = until > from ? (until - from) / 10 : 1;
    tile->has_strip = true;
    tile->low = figure->low;
    tile->high = figure->high;
    tile->at = figure->value;
    tile->goal = goal;
    tile->axis_from = from - pad;
    tile->axis_until = until + pad;
}

static void tile_missing(struct composer *c, struct doc_tile *tile,
                         const struct figure *figure)
{
    tile->value = cell_figure(&c->format, figure);
    if (tile->mark == MARK_PENDING)
        tile->value.text = say(c, missing_word(figure->missing));
    tile->unit = STR_NONE;
    tile->change = say(c, figure ? missing_why(figure->missing) : "missing.none");
    if (figure && figure->missing != FIGURE_NO_FILE)
        tile->foot_left = FILL(c, "tile.denominator",
                               {"fraction", cell_fraction(&c->format, figure).text});
    if (figure && figure->pending)
        tile->foot_right =
            FILL(c, "tile.pending", {"n", text_count(&c->format, figure->pending)});
}

static void tile_value(struct composer *c, struct doc_tile *tile,
                       const struct figure *figure)
{
    const struct format *f = &c->format;
    const struct figure *last = figure_of(c, figure->metric, c->last);
    tile->value = cell_figure(f, figure);
    tile->value.text = figure_bare(f, figure);
    tile->trend = figure_compare(figure, last);
    if (figure_known(last))
        tile->change = cell_change(f, figure, last).text;
    if (figure_judge(figure) == JUDGE_FEW)
        tile->change = FILL(c, "tile.few", {"n", text_count(f, figure->metric->min_n)});
    tile->foot_left = FILL(c, "tile.n", {"n", text_count(f, figure->n)});
    if (figure->has_interval)
        tile->foot_right =
            FILL(c, "tile.interval", {"interval", cell_interval(f, figure).text});
    tile_strip(tile, figure);
}

int compose_tiles(struct composer *c, const struct block *block, struct node *parent,
                  struct err *err)
{
    struct node *tiles = doc_put(c->doc, parent, DOC_TILES, block->type);
    (void)err;
    for (size_t i = 0; i < block->nmetrics; i++) {
        const struct metric *metric = block->metric[i];
        const struct figure *figure = figure_of(c, metric, c->period);
        struct doc_tile *tile = &doc_put(c->doc, tiles, DOC_TILE, metric->id)->tile;
        tile->name = metric->name;
        tile->unit = figure_unit(&c->format, metric);
        tile->has_goal = metric->has_goal;
        tile->mark = cell_judgement(&c->format, figure).mark;
        if (metric->has_goal)
            tile->target =
                FILL(c, "tile.goal", {"goal", cell_goal(&c->format, metric, true).text});
        if (figure_known(figure))
            tile_value(c, tile, figure);
        else
            tile_missing(c, tile, figure);
        tile->figure = tile->value.figure;
    }
    put_text(c, parent, DOC_NOTE, say(c, "tiles.legend"));
    return 0;
}
