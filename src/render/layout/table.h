/* table: tables and registers: columns from content, rows that wrap, heads of two
 * levels, parts that go on over pages. A table wider than the page is set in groups of
 * columns that repeat the first. */
#ifndef RENDER_LAYOUT_TABLE_H
#define RENDER_LAYOUT_TABLE_H

#include "render/layout/flow.h"

struct table_look { /* sizes in pt, measures in mm */
    double size, leading, pad_top, pad_bottom;
    double head_size, head_leading, head_pad;
    bool zebra;
};

struct table_column {
    size_t index; /* in the document's columns */
    double x, w;  /* of the cell's content, without padding */
};

struct table {
    struct flow *f;
    const struct doc_table *table;
    const struct table_look *look;
    struct table_look own;
    double x, w;
    size_t *shown, nshown; /* printed columns */
    double *head, *word;   /* widths of shown columns: of their names, of a word there, */
    double *content;       /* what their texts take, */
    double *wanted, *least;    /* what they should have, and the least that is usable */
    size_t *group_at, ngroups; /* first shown column of each group */
    struct table_column *column;
    size_t ncolumns; /* of the group selected */
    bool has_head, two_levels;
    double head_height;
    uint64_t cuts;   /* texts that had to be cut */
    bool rows_whole; /* tagged by row, not by cell */
};

/* Measures: begin, then every row that is to count, then fit to the place. */
void table_begin(struct table *, struct flow *, const struct doc_table *, bool dense);
void table_measure(struct table *, const struct doc_cell *, bool sum);
void table_fit(struct table *, double x, double w);
void table_select(struct table *, size_t group); /* columns to draw from now on */

/* A row set into lines. `lines` is that of its tallest cell; one that spans rows adds what
 * they do not hold to the last of them. */
struct table_row {
    const struct node *node; /* NULL: of a register */
    const struct doc_cell *cell;
    struct pdf_para *para; /* by column of the group */
    size_t lines;
    bool sum;
    bool leads; /* it begins a part: what spans it from above is printed again */
};
struct table_row table_set_row(struct table *, struct arena *, const struct doc_cell *,
                               bool sum);
struct table_row table_set_node(struct table *, struct arena *, const struct node *row);
double table_row_height(const struct table *, size_t lines);
/* Lines from..from+n-1 of the row with its top at y; the mark goes with the first. */
void table_draw_row(struct table *, const struct table_row *, size_t from, size_t n,
                    double y);
void table_draw_head(struct table *, double y); /* with the rules above and below */
void table_draw_rule(const struct table *, double y, double weight, struct colour);
void table_report_cuts(struct table *, struct str name);

/* Spans (span.c). */
/* A rule over the columns that no cell of `row` is under a span from above in. */
void span_rule(const struct table *, const struct doc_cell *row, double y, double weight,
               struct colour);
/* How many rows below this one belong on its page, so that texts over rows are whole. */
size_t span_keep(struct table *, struct arena *, const struct node *row);
/* Lines a row needs for the texts that end in it. */
size_t span_lines(struct table *, struct arena *, const struct node *row, size_t own);
/* Prints again, for the eye, what spans the row from above. */
void span_repeat(struct table *, const struct table_row *, double y);

/* Blocks: a table as a whole in a column, and flowing over pages. */
double table_height(struct flow *, const struct node *, double w);
void table_draw(struct flow *, const struct node *, double x, double y, double w);
double table_least(struct flow *, const struct node *,
                   double w); /* to stay with a head */
void table_flow(struct flow *, const struct node *);

/* Cells (cell.c). */
/* Columns of the group that a cell of column i takes; where they lie. */
size_t cell_columns(const struct table *, const struct doc_cell *, size_t i);
struct table_column cell_place(const struct table *, const struct doc_cell *, size_t i);
double cell_width(const struct table *, const struct doc_cell *, bool sum);
struct pdf_para cell_lines(struct table *, struct arena *, const struct doc_cell *,
                           const struct table_column *, bool sum);
void cell_draw(struct table *, const struct table_row *, size_t column, size_t from,
               size_t n, double y);
/* Lines of a cell from baseline y down, with its mark where `from` is 0. */
void cell_draw_lines(struct table *, const struct doc_cell *, const struct pdf_para *,
                     struct table_column, bool sum, size_t from, size_t n, double y);

#endif
