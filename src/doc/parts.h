/* parts: what each kind of node of the document tree carries; charts have their own
 * header. All texts live in the document's arena. */
#ifndef PARTS_H
#define PARTS_H

#include "doc/cell.h"

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

#endif
