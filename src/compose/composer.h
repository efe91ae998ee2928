/* composer: what the block functions of compose share while a document is being made.
 * Each block type is one function that appends to the node it is given. */
#ifndef COMPOSER_H
#define COMPOSER_H

#include "compose/compose.h"
#include "compose/format.h"
#include "compose/pack.h"

enum { MONTHS = 13 };

/* Rows that one rule touched in one source, for the data quality statement. */
struct tally {
    struct str source, code, field;
    struct str name; /* of a rule of the catalogue; else empty */
    bool rejects;
    const char *treatment; /* of store.h */
    int64_t rows;
    size_t seen; /* place of its first finding among the others' */
};
struct composer {
    struct doc *doc;
    struct arena *arena; /* the document's */
    const struct results *in;
    const struct job *job;
    const struct words *words;
    const struct figures *figures;
    const struct assessment *assessed;
    const struct pack *pack;
    struct format format;
    const struct window *period, *last, *year_ago;
    const struct window
        *month[MONTHS]; /* oldest first; the last holds the period's end */
    size_t nmonths;
    struct store_file *file;
    size_t nfiles;
    struct tally *tally;
    size_t ntallies, tally_room;
    char letter;     /* of the next chapter */
    int subsections; /* of the open chapter */
};

typedef int block_fn(struct composer *, const struct block *, struct node *parent,
                     struct err *);

void compose_head(struct composer *); /* document information, header, footer, words */

block_fn compose_cover, compose_control, compose_contents, compose_signature,
    compose_identity;
block_fn compose_lead, compose_score, compose_points, compose_tiles, compose_radar;
block_fn compose_findings, compose_alerts, compose_trends, compose_clauses,
    compose_overview, compose_gaps, compose_bounds;
block_fn compose_pareto, compose_compare, compose_actions, compose_loop,
    compose_loop_sheet, compose_watch, compose_fishbone, compose_risks, compose_stack;
block_fn compose_ranking, compose_silent, compose_recurring;
block_fn compose_comparison, compose_signals, compose_representative,
    compose_other_figures, compose_benchmarks, compose_levels;
block_fn compose_limits, compose_breakdown, compose_metric_table, compose_histogram;
block_fn compose_register, compose_sheet_register, compose_coverage, compose_to_supply,
    compose_evidence;
block_fn compose_quality, compose_readings, compose_reasons, compose_zeros,
    compose_sources, compose_definitions, compose_orphans, compose_unknown, compose_gates;
block_fn compose_figure_sheet, compose_trend_sheet, compose_reject_sheet,
    compose_datasets;

/* nodes.c: appending nodes. */
struct node *put_text(struct composer *, struct node *parent, enum doc_kind, struct str);
struct node *put_item(struct composer *, struct node *parent, struct doc_cell);
enum head_look { HEAD_TEXT, HEAD_NUMBER, HEAD_FIXED, HEAD_BAR };
struct head {
    const char *word; /* id; "": no head */
    enum head_look look;
    double width;
};
struct node *put_table(struct composer *, struct node *parent, struct str origin,
                       const struct head *, size_t n);
struct doc_cell *put_row(struct composer *, struct node *table);
struct doc_cell *put_sum(struct composer *, struct node *table);
/* The cell spans n columns; those right of it are emptied. */
void merge_columns(struct doc_cell *, size_t n);
/* Where columns first..last show the same text in rows that follow each other, the first
 * of them spans them all; groups of a column lie within those of the column before. */
void merge_rows(struct node *table, size_t first, size_t last);
struct doc_cell muted(struct doc_cell);
struct doc_cell bold(struct doc_cell);
void set_bar(struct doc_cell *, double bar, double tick, bool alert);
struct str sheet_name(struct composer *, struct str); /* cut and cleaned to fit a sheet */
/* An in-memory dataset: rows are cells in the document's arena. */
struct node *put_dataset(struct composer *, struct node *parent, const char *id,
                         struct str sheet, const struct head *, size_t n,
                         const char *const *ids);
struct doc_cell *put_data(struct composer *, struct node *dataset);
/* The same as a printed register. */
struct node *put_data_register(struct composer *, struct node *parent, const char *id,
                               struct str sheet, const struct head *, size_t n);

#define N_OF(array) (sizeof(array) / sizeof *(array))
#define HEADS(...)                                                                       \
    (const struct head[]){__VA_ARGS__},                                                  \
        sizeof((const struct head[]){__VA_ARGS__}) / sizeof(struct head)

#include "compose/lookup.h"
#include "compose/phrase.h"

#endif
