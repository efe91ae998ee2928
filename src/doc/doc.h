/* doc: the document tree, what an edition says, in order and in its final words. Compose
 * builds it, doc_check enforces containment, then it is const and every renderer walks
 * the same tree: they decide placement and look, never numbers, order or wording. All
 * nodes and texts live in the document's arena. */
#ifndef DOC_H
#define DOC_H

#include "base/diag.h"
#include "base/err.h"
#include "doc/cell.h"
#include "doc/chart.h"
#include "doc/doc_measure.h"

enum doc_kind {
#define DOC_KIND(id, name, parents, leaf) DOC_##id,
#include "doc/doc_kinds.def"
#undef DOC_KIND
    DOC_KINDS
};

struct doc_section {
    struct str id, number, title,
        subtitle;    /* number: "A", "D.2", "3.1.4"; may be empty */
    struct str path; /* running header at the right: "C  Chapter > 3.1.4 Section" */
    int level;       /* 1 chapter, 2, 3 (contents and outline) */
    bool new_page, landscape, unconfirmed, in_contents;
    bool auditor;     /* auditor's record column beside it on every page */
    struct str sheet; /* name of the worksheet it opens; empty: goes on */
};
struct doc_table {
    struct str title; /* may be empty */
    struct doc_column *column;
    size_t ncolumns;
    struct str note;
    struct str empty;    /* sentence printed across when there are no rows */
    bool register_style; /* 7 pt, zebra */
    struct str id;
    struct str sheet;      /* REGISTER, DATASET: sheet name (<= 31 chars, valid) */
    struct str file;       /* DATASET: published as this CSV file too; may be empty */
    uint64_t cap;          /* REGISTER: rows printed at most; 0: all */
    uint64_t volume;       /* REGISTER: pages a volume beyond the cap; 0: none */
    struct str cap_note;   /* printed when the cap cuts: with numbers filled in */
    struct doc_rows rows;  /* REGISTER, DATASET */
    bool whole_population; /* REGISTER: holds every row its metrics count in the period */
    struct str population; /* then: which */
    bool reading; /* DATASET: read row by row like a page, not filtered like a list */
};
struct doc_row {
    struct doc_cell *cell; /* ncolumns of the table */
    bool sum;              /* rule above, bold */
};
struct doc_tile {
    struct str name, unit, target, change, foot_left, foot_right, figure;
    struct doc_cell value;
    enum doc_state mark; /* at the right; also colours the top rule */
    int trend;           /* -1 down, 0 none, 1 up: the arrow before `change` */
    bool has_strip;      /* interval strip: all in figure terms */
    double low, high, at, goal, axis_from, axis_until;
    bool has_goal;
};
struct doc_score {
    struct str label, value, grade_label, grade, formula, distance, note;
    double at; /* 60..100 */
    struct doc_grade_line {
        double at;
        struct str text;
    } line[8];
    size_t nlines;
};
struct doc_verdict {
    struct str label;
    struct doc_cell state, points; /* points: "10.70 / 12.00" */
    bool unconfirmed;
};
struct doc_definition {
    struct str name, id_line, factor, numerator, denominator; /* factor: "1000 ×"; no
                               denominator: the numerator alone is the sentence */
    struct doc_fact *fact;
    size_t nfacts;
};
struct doc_signature {
    struct doc_fact *box; /* role and unit/name: prepared, reviewed, approved */
    size_t nboxes;
    struct str sign, date, seal; /* captions */
};
struct doc_cover {
    struct str organisation, kind, title, title_alt, period, dates;
    struct str logo; /* PNG file; may be empty */
    struct doc_bar { /* one an item of the standard */
        struct str label;
        double share; /* 0..1 */
        bool applicable, evaluated, gap_before;
    } * bar;
    size_t nbars;
    struct str bars_note;
    struct doc_fact fact[4];
    struct doc_fact scope;
    struct doc_fact *person;
    size_t npersons;
    struct str confidentiality;
    struct str provisional, provisional_note; /* empty: a final edition */
};
enum box_look { BOX_PLAIN, BOX_ALERT };
struct doc_box {
    enum box_look look;
    struct str title;
};
struct doc_item {
    struct str lead; /* number or state word; may be empty */
    struct doc_cell cell;
};

struct node {
    enum doc_kind kind;
    struct node *parent, *first, *last, *next, *prev;
    struct str origin; /* pack block, clause or metric it came from; for dumps */
    union {
        struct doc_section section;
        struct str text; /* HEADING, LEAD, PARA, NOTE */
        struct {
            struct str text, note;
        } requirement;
        int span; /* PANE: columns of 12 */
        struct doc_box box;
        struct doc_item item;
        struct doc_table table; /* TABLE, REGISTER, DATASET */
        struct doc_row row;
        struct doc_score score;
        struct doc_tile tile;
        struct chart chart;
        struct doc_verdict verdict;
        struct doc_definition definition;
        struct doc_signature signature;
        struct doc_cover cover;
    };
};

/* Printed words a renderer needs for its own furniture; filled by compose from the words
 * catalogue. "{n}" and "{of}" are page numbers, "{rows}" and "{total}" rows. */
struct doc_words {
    struct str page_of;   /* "Page {n} of {of}" */
    struct str continued; /* "(continued, page {n} of {of})" */
    struct str contents, auditor, auditor_ok, auditor_fail, auditor_note, signature, date;
    struct str rows_on_page;                 /* "{rows} rows here of {total}" */
    struct str unconfirmed;                  /* mark of what is not confirmed */
    struct str of_pages;                     /* cover: "{of} pages" */
    struct str volume;                       /* "Volume {n} of {of}" */
    struct str metric, metric_line, formula; /* heads of the list of definitions */
};
struct doc {
    struct arena arena;
    struct node *root;
    struct str title, author, subject, keywords, language; /* document information */
    struct str organisation, period; /* running header, left: bold, then the document */
    struct str header, footer;       /* the pack and its period; class, revision and the
                                          * identity's short digest */
    struct str provisional;          /* tag on every page; empty: final */
    struct str revision;             /* "r2" */
    struct str producer;
    int64_t as_of;           /* local civil seconds; dates of the files */
    int32_t as_of_offset;    /* seconds east of UTC */
    struct str legend_sheet; /* name of the dashboard sheet; may be empty */
    struct doc_measure *measure;
    size_t nmeasures;
    struct doc_words words;
};

struct doc *doc_new(void);
void doc_free(struct doc *); /* closes the rows of registers */
/* The row whose cell is seen in a column of this row: its own, or one above. */
const struct node *doc_span_row(const struct node *row, size_t column);
struct node *doc_put(struct doc *, struct node *parent, enum doc_kind, struct str origin);
const char *doc_kind_name(enum doc_kind);
bool doc_kind_is_leaf(enum doc_kind);
bool doc_may_hold(enum doc_kind parent, enum doc_kind child);
/* Containment, empty titles, table widths, duplicate ids, links that lead nowhere, sheet
 * names. Findings go to the list; -1 when one refuses. */
int doc_check(const struct doc *, struct diag_list *, struct err *);

/* Enter and leave events of a node and all below it, in document order; leaves only
 * enter. */
struct doc_walk {
    const struct node *root, *node;
    bool entering;
    const struct node *next_node;
    bool next_entering;
};
void doc_walk_init(struct doc_walk *, const struct node *root);
bool doc_walk_step(struct doc_walk *); /* false: done */

#endif
