/* format: the one place that prints numbers, times and figures. Each function gives a
 * cell that holds the printed text and the number behind it, so that a page and a sheet
 * show the same digits. Texts live in the arena of the format. */
#ifndef FORMAT_H
#define FORMAT_H

#include "catalogue/words.h"
#include "base/zone.h"
#include "doc/doc.h"
#include "measure/figure.h"

struct format {
    struct arena *arena;
    const struct words *words;
    const struct zone *zone;
    int year; /* of the period: times of this year are printed without it */
};

struct doc_cell cell_text(struct str);
struct doc_cell cell_count(const struct format *, int64_t);
struct doc_cell cell_decimal(const struct format *, int64_t n, int scale);
/* numerator / denominator as percent; a dash when there is nothing to divide by. */
struct doc_cell cell_share(const struct format *, int64_t num, int64_t den, int decimals);
struct doc_cell cell_points(const struct format *, int64_t milli); /* 2 decimals, down */
struct doc_cell cell_hours(const struct format *, int64_t seconds);
struct doc_cell cell_time(const struct format *, int64_t utc);  /* "10-12 08:50" */
struct doc_cell cell_stamp(const struct format *, int64_t utc); /* "2026-10-12 08:50" */
struct doc_cell cell_date(const struct format *, int64_t utc);
struct doc_cell cell_month(const struct format *, int64_t utc);
struct doc_cell cell_dash(const struct format *);
struct doc_cell cell_text_or_dash(const struct format *, struct str);
struct doc_cell cell_date_or_dash(const struct format *, bool has, int64_t utc);
struct doc_cell cell_state(const struct format *, enum doc_state, const char *word);
struct str text_zone(const struct format *, int64_t utc); /* "UTC+08:00" */
struct str text_count(const struct format *, int64_t);
/* "C2***19": the first and last two characters of what names a person. */
struct str text_masked(struct arena *, struct str);

/* Figures. A missing value prints as a dash, or the word for why there is none. */
struct str figure_unit(const struct format *, const struct metric *);
/* Beside its name; empty where the name has it already ("Training hours"). */
struct str unit_beside(const struct format *, const struct metric *);
struct doc_cell cell_figure(const struct format *, const struct figure *); /* "96.4%" */
struct str figure_bare(const struct format *, const struct figure *);      /* "96.4" */
struct doc_cell cell_numerator(const struct format *, const struct figure *);
struct doc_cell cell_denominator(const struct format *, const struct figure *);
struct doc_cell cell_part(const struct format *, const struct figure *, int part);
struct doc_cell cell_fraction(const struct format *, const struct figure *);
struct doc_cell cell_interval(const struct format *, const struct figure *);
struct doc_cell cell_goal(const struct format *, const struct metric *, bool tight);
/* A value that a figure is held against, printed like one; and how far it is from it. */
struct doc_cell cell_bound(const struct format *, const struct metric *, struct dec);
struct doc_cell cell_gap(const struct format *, const struct figure *, struct dec);
struct doc_cell cell_change(const struct format *, const struct figure *now,
                            const struct figure *then);
struct doc_cell cell_judgement(const struct format *, const struct figure *);
struct str figure_id(struct arena *, const struct figure *); /* "metric|window|cut|key" */
/* In the unit it is printed in: percent 96.4. */
double figure_shown(const struct figure *);
double dec_shown(const struct metric *, struct dec);
const char *missing_why(enum missing);  /* where there is room for it */
const char *missing_word(enum missing); /* id of the reason's word */
enum doc_state judgement_mark(enum judgement);
/* -1, 0, 1: the sign of now - then, exactly; 0 when either has no value. */
int figure_compare(const struct figure *now, const struct figure *then);
/* 1: now is better than then, -1: worse; 0: neither, or the metric has no direction. */
int figure_gain(const struct figure *now, const struct figure *then);

#endif
