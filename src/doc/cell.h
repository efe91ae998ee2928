/* cell: one printed value and the number behind it; columns and rows of such values. Made
 * once, by compose, so that pages, sheets and JSON cannot disagree. */
#ifndef CELL_H
#define CELL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/* States of figures, clauses, evidence and actions. Renderers have a shape, a colour and
 * a cell style for each; the word beside it is in the cell's text. */
enum doc_state {
    MARK_NONE,
    MARK_MET,
    MARK_PARTLY,
    MARK_WARN,
    MARK_MISSED,
    MARK_ABSENT,
    MARK_UNRATED,
    MARK_PENDING,
    MARK_DASH,
    MARK_UNCONFIRMED,
    MARK_OUTSIDE
};

enum doc_type { DOC_TEXT, DOC_INTEGER, DOC_DECIMAL, DOC_PERCENT, DOC_TIME, DOC_DATE };
enum doc_flag {
    FLAG_BOLD = 1,
    FLAG_ALERT = 2,
    FLAG_MUTED = 4,
    FLAG_HASH = 8,
    FLAG_FRAMED = 16,  /* the small frame of an unconfirmed number */
    FLAG_MISSING = 32, /* no value: text is a dash or a reason */
    FLAG_UNDER = 64,   /* lies under a cell of a row above, which spans it: empty */
    FLAG_BESIDE = 128  /* lies under a cell left of it in its row: empty */
};

struct doc_cell {
    enum doc_type type;
    enum doc_state mark; /* glyph before the text */
    unsigned flags;
    uint16_t rows, columns; /* of a table it spans, down and to the right; 0: one */
    int64_t num; /* value = num / 10^scale; PERCENT: 0.964 is 964 / 10^3; times: local
                               seconds (civil), so that sheets show what the page shows */
    int scale;
    int decimals;    /* printed after the point (percent: of the printed number) */
    double real;     /* unrounded value; equals num / 10^scale when that is exact */
    struct str text; /* printed form, made once */
    struct str link; /* id of a section, register or dataset; may be empty */
    bool has_bar;
    double bar, tick; /* inline bar 0..1 and target tick (negative: none) */
    struct str
        figure; /* "metric|window|cut|key" when the cell shows a figure; empty else */
    enum {
        PART_VALUE,
        PART_NUMERATOR,
        PART_DENOMINATOR,
        PART_N,
        PART_LOW,
        PART_HIGH
    } part;
    struct str anchor; /* in the first cell of a dataset's row: links to it lead here */
    int level;         /* there too: outline level of the row, 0 none */
};

enum doc_align { ALIGN_LEFT, ALIGN_RIGHT, ALIGN_CENTRE };
struct doc_column {
    struct str id;   /* of datasets and registers: stable name for programs */
    struct str name; /* head; may contain one line feed */
    struct str
        group; /* label over this and its neighbours of equal group; may be empty */
    enum doc_align align;
    double width; /* mm; 0: from content */
    bool fixed;   /* never wraps: ids, dates, numbers */
    bool bar;     /* inline bars are drawn here */
    bool print;   /* false: sheets only */
    enum doc_type type;
    /* A fact column of a register: sheets build live formulas on it. */
    struct str metric; /* whose fact; empty: none */
    enum { FACT_COLUMN_NONE, FACT_COLUMN_STATE, FACT_COLUMN_VALUE } fact;
    bool input;           /* of a reading sheet: readers write here, all else is locked */
    struct str dimension; /* this column holds the keys of, where a sheet can
                             tell them apart; may be empty */
};

/* Rows of a register or dataset. Several renderers walk them, also at the same time: each
 * walk is its own. Read them through a cursor. */
struct doc_rows {
    void *self;
    uint64_t total;
    int (*begin)(void *self, void **walk, struct err *);
    int (*next)(void *walk, struct doc_cell *cell,
                struct err *); /* one a column; 1: end */
    void (*end)(void *walk);   /* safe on NULL */
    void (*close)(void *self); /* may be NULL */
};

struct doc_fact { /* a label and its value: cover facts, definitions, document table */
    struct str label;
    struct doc_cell value;
    struct str extra; /* third line on the cover; may be empty */
};

#endif
