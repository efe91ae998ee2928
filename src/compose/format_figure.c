/* format: figures, their parts and what is thought of them. Values are exact fractions
 * until here; digits come from figure_digits or num_round and nowhere else. */
#include "compose/format.h"

#include <math.h>
#include <string.h>

#include "base/fold.h"
#include "base/num.h"
#include "base/utf8.h"
#include "measure/against.h"
#include "base/banned.h"

#define EN_DASH "\xe2\x80\x93"
#define THIN    "\xe2\x80\x89" /* round a slash */
#define NARROW  "\xe2\x80\xaf" /* before a unit; does not break */

static bool is_percent(const struct metric *metric)
{
    return metric->unit == UNIT_PERCENT;
}

struct str figure_unit(const struct format *f, const struct metric *metric)
{
    static const char *const word[] = {NULL, NULL, "unit.hours", "unit.minutes",
                                       "unit.days"};
    if (metric->unit_name.n)
        return metric->unit_name;
    if (is_percent(metric))
        return STR("%");
    return word[metric->unit] ? words_text(f->words, word[metric->unit]) : STR_NONE;
}

/* One character says too little: "h" is in many names. */
static bool has_word(struct str name, struct str word)
{
    return utf8_count(word) > 1 && memmem(name.p, name.n, word.p, word.n) != NULL;
}

struct str unit_beside(const struct format *f, const struct metric *metric)
{
    struct str unit = figure_unit(f, metric);
    struct str name = fold_text(f->arena, metric->name);
    return has_word(name, fold_text(f->arena, unit)) ? STR_NONE : unit;
}

struct str figure_id(struct arena *arena, const struct figure *figure)
{
    return arena_printf(
        arena, "%.*s|%s|%.*s|%.*s", STR_ARG(figure->metric->id), figure->window->name,
        STR_ARG(figure->cut ? figure->cut->id : STR_NONE), STR_ARG(figure->key));
}

double figure_shown(const struct figure *figure)
{
    return is_percent(figure->metric) ? figure->value * 100 : figure->value;
}

double dec_shown(const struct metric *metric, struct dec value)
{
    return is_percent(metric) ? dec_real(value) * 100 : dec_real(value);
}

const char *missing_word(enum missing missing)
{
    static const char *const word[] = {"missing.none", "missing.no-file",
                                       "missing.no-rows", "missing.filtered",
                                       "missing.none-due"};
    return word[missing];
}

const char *missing_why(enum missing missing)
{
    return missing == FIGURE_NO_FILE ? "missing.why-no-file" : missing_word(missing);
}

struct str figure_bare(const struct format *f, const struct figure *figure)
{
    if (!figure || figure->missing != FIGURE_OK)
        return cell_dash(f).text;
    return num_print(f->arena, figure_digits(figure), figure->metric->decimals,
                     NUM_GROUP | NUM_TYPOGRAPHIC);
}

/* Percent closes up to its number, other units follow after a narrow space. */
static struct str with_unit(const struct format *f, const struct metric *metric,
                            struct str digits)
{
    struct str unit = figure_unit(f, metric);
    if (!unit.n)
        return digits;
    return arena_printf(f->arena, "%.*s%s%.*s", STR_ARG(digits),
                        is_percent(metric) ? "" : NARROW, STR_ARG(unit));
}

static struct doc_cell number_cell(const struct metric *metric, int64_t digits)
{
    int decimals = metric->decimals;
    return (struct doc_cell){.type = is_percent(metric) ? DOC_PERCENT
                                     : decimals         ? DOC_DECIMAL
                                                        : DOC_INTEGER,
                             .num = digits,
                             .scale = is_percent(metric) ? decimals + 2 : decimals,
                             .decimals = decimals};
}

struct doc_cell cell_figure(const struct format *f, const struct figure *figure)
{
    if (!figure)
        return cell_dash(f);
    struct doc_cell cell = cell_dash(f);
    if (figure->missing == FIGURE_NO_FILE)
        cell.text = words_text(f->words, missing_word(FIGURE_NO_FILE));
    if (figure->missing == FIGURE_OK) {
        cell = number_cell(figure->metric, figure_digits(figure));
        cell.real = figure->value;
        cell.text = with_unit(f, figure->metric, figure_bare(f, figure));
    }
    cell.figure = figure_id(f->arena, figure);
    cell.part = PART_VALUE;
    return cell;
}

struct doc_cell cell_numerator(const struct format *f, const struct figure *figure)
{
    const struct metric *metric = figure->metric;
    struct doc_cell cell = cell_decimal(f, figure->shown_num, figure->shown_scale);
    if (metric->kind == METRIC_MEAN && metric->form == FACT_SPAN)
        cell.real = figure->value * (double)figure->n; /* before it was rounded */
    return cell;
}

struct doc_cell cell_denominator(const struct format *f, const struct figure *figure)
{
    return cell_decimal(f, figure->shown_den, figure->shown_den_scale);
}

struct doc_cell cell_part(const struct format *f, const struct figure *figure, int part)
{
    struct doc_cell cell = cell_dash(f);
    if (figure && part == PART_N)
        cell = cell_count(f, figure->n);
    else if (figure && figure->missing == FIGURE_OK && part == PART_NUMERATOR)
        cell = cell_numerator(f, figure);
    else if (figure && figure->missing == FIGURE_OK && part == PART_DENOMINATOR)
        cell = cell_denominator(f, figure);
    else if (figure && figure->has_interval && (part == PART_LOW || part == PART_HIGH)) {
        const struct metric *metric = figure->metric;
        double value = part == PART_LOW ? figure->low : figure->high;
        int scale = metric->decimals + (is_percent(metric) ? 2 : 0);
        cell = number_cell(metric, num_round_real(value, scale));
        cell.real = value;
        cell.text =
            num_print(f->arena, cell.num, metric->decimals, NUM_GROUP | NUM_TYPOGRAPHIC);
    }
    if (!figure)
        return cell;
    cell.figure = figure_id(f->arena, figure);
    cell.part = part == PART_N             ? PART_N
                : part == PART_NUMERATOR   ? PART_NUMERATOR
                : part == PART_DENOMINATOR ? PART_DENOMINATOR
                : part == PART_LOW         ? PART_LOW
                                           : PART_HIGH;
    return cell;
}

struct doc_cell cell_fraction(const struct format *f, const struct figure *figure)
{
    if (!figure || figure->missing == FIGURE_NO_FILE)
        return cell_dash(f);
    struct str num = num_print(f->arena, figure->shown_num, figure->shown_scale,
                               NUM_GROUP | NUM_TYPOGRAPHIC);
    if (figure->metric->kind == METRIC_COUNT)
        return cell_dash(f);
    if (figure->metric->kind == METRIC_SUM || figure->metric->kind == METRIC_QUANTILE)
        return cell_text(
            arena_printf(f->arena, "n = %.*s", STR_ARG(text_count(f, figure->n))));
    return cell_text(arena_printf(f->arena, "%.*s" THIN "/" THIN "%.*s", STR_ARG(num),
                                  STR_ARG(cell_denominator(f, figure).text)));
}

struct doc_cell cell_interval(const struct format *f, const struct figure *figure)
{
    if (!figure || !figure->has_interval || figure->missing != FIGURE_OK)
        return cell_dash(f);
    struct str low = cell_part(f, figure, PART_LOW).text;
    struct str high = cell_part(f, figure, PART_HIGH).text;
    return cell_text(
        arena_printf(f->arena, "%.*s" EN_DASH "%.*s", STR_ARG(low), STR_ARG(high)));
}

/* A goal is printed with the metric's decimals, or its own where it has more. */
static struct str goal_digits(const struct format *f, const struct metric *metric,
                              struct dec goal)
{
    int own = goal.scale - (is_percent(metric) ? 2 : 0);
    int decimals = own > metric->decimals ? own : metric->decimals;
    num_wide power = 1;
    for (int i = 0; i < goal.scale; i++)
        power *= 10;
    int64_t digits = num_round(goal.n, power, decimals + (is_percent(metric) ? 2 : 0));
    return num_print(f->arena, digits, decimals, NUM_GROUP | NUM_TYPOGRAPHIC);
}

static struct doc_cell bound_cell(const struct metric *metric, struct dec bound)
{
    return (struct doc_cell){.type = is_percent(metric) ? DOC_PERCENT : DOC_DECIMAL,
                             .num = bound.n,
                             .scale = bound.scale,
                             .decimals = metric->decimals,
                             .real = dec_real(bound)};
}

struct doc_cell cell_bound(const struct format *f, const struct metric *metric,
                           struct dec bound)
{
    struct doc_cell cell = bound_cell(metric, bound);
    cell.text = with_unit(f, metric, goal_digits(f, metric, bound));
    return cell;
}

struct doc_cell cell_goal(const struct format *f, const struct metric *metric, bool tight)
{
    if (!metric->has_goal)
        return cell_dash(f);
    struct doc_cell cell = bound_cell(metric, metric->goal);
    const char *sign = metric->better == BETTER_DOWN ? "\xe2\x89\xa4" : "\xe2\x89\xa5";
    struct str digits = goal_digits(f, metric, metric->goal);
    cell.text =
        arena_printf(f->arena, "%s%s%.*s", sign, tight ? "" : " ", STR_ARG(digits));
    return cell;
}

static num_wide difference(const struct figure *now, const struct figure *then)
{
    return now->numerator * then->denominator - then->numerator * now->denominator;
}

static bool both_known(const struct figure *now, const struct figure *then)
{
    return now && then && now->missing == FIGURE_OK && then->missing == FIGURE_OK;
}

int figure_compare(const struct figure *now, const struct figure *then)
{
    if (!both_known(now, then))
        return 0;
    num_wide d = difference(now, then);
    return d > 0 ? 1 : d < 0 ? -1 : 0;
}

/* Signed, in points where the figure is a percentage. */
static struct doc_cell signed_cell(const struct format *f, const struct metric *metric,
                                   int64_t digits, double real)
{
    struct doc_cell cell = number_cell(metric, digits);
    cell.real = real;
    if (is_percent(metric)) { /* 2.4 points: "+2.4 %" would say something else */
        cell.type = DOC_DECIMAL;
        cell.scale = metric->decimals;
        cell.real = real * 100;
    }
    struct str text = num_print(f->arena, digits, metric->decimals,
                                NUM_GROUP | NUM_SIGNED | NUM_TYPOGRAPHIC);
    struct str unit = is_percent(metric) ? words_text(f->words, "unit.percentage-points")
                                         : figure_unit(f, metric);
    cell.text = unit.n ? arena_printf(f->arena, "%.*s" NARROW "%.*s", STR_ARG(text),
                                      STR_ARG(unit))
                       : text;
    return cell;
}

struct doc_cell cell_gap(const struct format *f, const struct figure *figure,
                         struct dec bound)
{
    return signed_cell(f, figure->metric, figure_gap(figure, bound),
                       figure->value - dec_real(bound));
}

int figure_gain(const struct figure *now, const struct figure *then)
{
    if (!both_known(now, then) || now->metric->better == BETTER_NONE)
        return 0;
    return figure_compare(now, then) * (now->metric->better == BETTER_DOWN ? -1 : 1);
}

struct doc_cell cell_change(const struct format *f, const struct figure *now,
                            const struct figure *then)
{
    if (!both_known(now, then))
        return cell_dash(f);
    const struct metric *metric = now->metric;
    int scale = metric->decimals + (is_percent(metric) ? 2 : 0);
    int64_t digits =
        num_round(difference(now, then), now->denominator * then->denominator, scale);
    return signed_cell(f, metric, digits, now->value - then->value);
}

enum doc_state judgement_mark(enum judgement judgement)
{
    static const enum doc_state mark[] = {MARK_NONE,   MARK_MET,  MARK_WARN,
                                          MARK_MISSED, MARK_DASH, MARK_DASH};
    return mark[judgement];
}

/* "95.0 that is a miss" prints its goal, so that nobody thinks it an error. */
static struct str near_mark(const struct format *f, const struct figure *figure)
{
    struct str goal = goal_digits(f, figure->metric, figure->metric->goal);
    return arena_printf(f->arena, "%s %.*s",
                        figure->metric->better == BETTER_DOWN ? ">" : "<", STR_ARG(goal));
}

struct doc_cell cell_judgement(const struct format *f, const struct figure *figure)
{
    static const char *const word[] = {"judge.none",   "judge.met", "judge.warn",
                                       "judge.missed", "judge.few", "judge.no-value"};
    if (!figure)
        return cell_dash(f);
    enum judgement judgement = figure_judge(figure);
    if (judgement == JUDGE_NO_VALUE) {
        enum doc_state mark = figure->missing == FIGURE_NO_FILE ? MARK_ABSENT
                              : figure->missing == FIGURE_NONE_DUE && figure->pending > 0
                                  ? MARK_PENDING
                                  : MARK_DASH;
        return cell_state(f, mark, missing_word(figure->missing));
    }
    struct doc_cell cell = cell_state(f, judgement_mark(judgement), word[judgement]);
    if (figure_near_miss(figure)) {
        struct str mark = near_mark(f, figure);
        cell.text =
            arena_printf(f->arena, "%.*s %.*s", STR_ARG(cell.text), STR_ARG(mark));
    }
    return cell;
}
