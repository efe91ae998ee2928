/* doc: the document tree, what an edition says, in order and in its final words. Compose
 * builds it, doc_check enforces containment, then it is const and every renderer walks
 * the same tree: they decide placement and look, never numbers, order or wording. All
 * nodes and texts live in the document's arena. */
#ifndef DOC_H
#define DOC_H

#include "base/diag.h"
#include "base/err.h"
#include "doc/chart.h"
#include "doc/doc_measure.h"
#include "doc/parts.h"

enum doc_kind {
#define DOC_KIND(id, name, parents, leaf) DOC_##id,
#include "doc/doc_kinds.def"
#undef DOC_KIND
    DOC_KINDS
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
    struct str marks;         /* of the plain summary: what [+] and the others mean */
    struct str sheet_head[4]; /* of the list of sheets: number, name, content, rows */
    struct str page_of;       /* "Page {n} of {of}" */
    struct str continued;     /* "(continued, page {n} of {of})" */
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
