/* xlsx_sheet: the document flows down a worksheet: one node after the other, tables cell
 * by cell. A section, register or dataset that names a sheet opens it. */
#ifndef XLSX_SHEET_H
#define XLSX_SHEET_H

#include "render/xlsx_book.h"

enum { SHEET_COLUMNS = 64 };

struct sheet {
    struct book *book;
    lxw_worksheet *worksheet;
    struct str name;
    uint32_t row;                /* the next free one */
    double width[SHEET_COLUMNS]; /* widest text so far, in characters */
    uint16_t columns;
    bool streaming;
};

/* Places where a worksheet of its own begins, in order; built before any is written, so
 * that contents, links and formulas can name sheets that come later. */
struct sheet_entry {
    struct str name, about, id;
    const struct node *node;
    uint64_t rows; /* UINT64_MAX: not a table */
};
struct sheet_list {
    struct sheet_entry *entry;
    size_t n, cap;
};
void sheet_list_make(struct sheet_list *, const struct doc *);
void sheet_list_release(struct sheet_list *);
/* Name of the sheet where the node with this id stands; empty when there is none. */
struct str sheet_of_id(const struct sheet_list *, struct str id);

void sheet_open(struct sheet *, struct book *, struct str name, bool streaming);
void sheet_close(struct sheet *);    /* column widths, print set-up */
double sheet_text_width(struct str); /* characters, wide ones count two */
void sheet_widen(struct sheet *, size_t column, double width);

/* xlsx_flow.c */
void sheet_node(struct sheet *, const struct sheet_list *, const struct node *);
/* xlsx_rows.c: a register or dataset on its own sheet. */
int sheet_rows(struct sheet *, const struct node *, struct err *);
/* xlsx_chart.c: native chart with its numbers in the cells above it. */
void sheet_chart(struct sheet *, const struct chart *, uint16_t column, uint16_t span);
void sheet_charts(struct sheet *, const struct node *charts);
/* xlsx_formula.c: formula of a figure cell over the registers of the workbook; empty
 * when no register holds its whole population. */
struct str formula_of(struct arena *, const struct sheet_list *, const struct doc_cell *);

#endif
