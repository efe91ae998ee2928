/* figure: finished figures. Const after measure_run: assess and compose look up, never
 * compute. A value is an exact fraction numerator / denominator in the figure's own
 * terms (a rate is 0..1, hours are hours), so that printing rounds the fraction itself. */
#ifndef FIGURE_H
#define FIGURE_H

#include "base/period.h"
#include "base/sha256.h"
#include "catalogue/metrics.h"

enum window_role {
    WINDOW_PERIOD,
    WINDOW_LAST,
    WINDOW_YEAR_AGO,
    WINDOW_TO_DATE,
    WINDOW_MONTH,
    WINDOW_PART
};
struct window {
    enum window_role role;
    struct period period; /* name: period.text; role LAST etc. printed by role */
    char name[32];        /* unique: "period", "last", "year-ago", "to-date", "2026-10",
                                  "part:2025-H1" */
};

/* Why there is no value. Three different zeros: no file was imported for the span, no
 * rows in it, all rows filtered out; and NONE_DUE: nothing applicable or due yet. */
enum missing {
    FIGURE_OK,
    FIGURE_NO_FILE,
    FIGURE_NO_ROWS,
    FIGURE_FILTERED,
    FIGURE_NONE_DUE
};

/* Seconds or 10^scale that one printed unit of the metric's value has. */
int64_t metric_divisor(const struct metric *);

/* The word that figures.json and tables have for it; "" for FIGURE_OK. */
const char *figure_missing(enum missing);

struct figure {
    const struct metric *metric;
    const struct window *window;
    const struct dimension *cut; /* NULL: total */
    struct str key;              /* of the cut; empty: total */
    enum missing missing;
    int64_t rows, hit, miss, pending; /* rows of the kind in the window; facts by state */
    num_wide numerator, denominator;  /* exact value = numerator / denominator */
    /* As printed under the value: hits and hits + misses; the sum and n of a mean; the
     * two amounts of a ratio. shown_den is 0 where there is no fraction (counts, sums,
     * quantiles). In stored units: shown_num = amount x 10^shown_scale; the lower amount
     * of a ratio has a scale of its own. */
    int64_t shown_num, shown_den;
    int shown_scale, shown_den_scale;
    int64_t n; /* observations the value rests on */
    double value;
    double variance; /* of a mean's values: n - 1 below, n for bands; else 0 */
    bool has_interval;
    double low, high; /* 95 %: Wilson (rates), t (means), closed form (bands),
                                      exact Poisson (ratio of counts) */
};

/* The key as programs read it: empty for rows without one, whatever the job's language
 * calls them. */
struct str figure_key(const struct figure *);

struct figures;
const struct figure *figures_lookup(const struct figures *, const struct metric *,
                                    const struct window *, const struct dimension *cut,
                                    struct str key); /* NULL: no such cell */
const struct window *figures_windows(const struct figures *, size_t *n);
const struct window *figures_window(const struct figures *, enum window_role);
/* Keys of a dimension in the period, byte order. */
const struct str *figures_keys(const struct figures *, const struct dimension *,
                               size_t *n);
/* Every figure that figures.json lists, in its order: metric, window, cut, key. Totals
 * for all windows; cuts for the period, the last and the year-ago window. */
size_t figures_count(const struct figures *);
const struct figure *figures_at(const struct figures *, size_t);
/* Of all of these, and of nothing else: the same rows give the same digest, in whatever
 * files and formats they came. */
struct sha256 figures_digest(const struct figures *);

enum judgement {
    JUDGE_NONE,
    JUDGE_MET,
    JUDGE_WARN,
    JUDGE_MISSED,
    JUDGE_FEW,
    JUDGE_NO_VALUE
};
/* Exact comparison with goal and warn, before any rounding. JUDGE_NONE: no goal. */
enum judgement figure_judge(const struct figure *);
/* True when the printed (rounded) value would look as if the goal were met. */
bool figure_near_miss(const struct figure *);
/* Exact decimal digits to print: value (x 100 for percent) with the metric's decimals. */
int64_t figure_digits(const struct figure *);

/* Keys of a cut by hit count descending, then key: share and running share exact. */
struct pareto_row {
    struct str key;
    int64_t count, running, total;
    const struct figure *figure;
};
size_t figures_pareto(const struct figures *, const struct metric *,
                      const struct window *, const struct dimension *, struct arena *,
                      struct pareto_row **);

#endif
