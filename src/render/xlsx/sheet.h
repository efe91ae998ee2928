/* sheet: which worksheets there are, how each opens and closes: widths, heights, print
 * set-up. Chapters flow down a sheet of their own, registers and lists stream onto one. */
#ifndef RENDER_XLSX_SHEET_H
#define RENDER_XLSX_SHEET_H

#include "render/xlsx/book.h"

enum { SHEET_COLUMNS = 256, TEXT_SPAN = 8, READING_TOP = 2 };

struct sheet {
    struct book *book;
    lxw_worksheet *worksheet;
    struct str name;
    uint32_t row;                /* the next free one */
    double width[SHEET_COLUMNS]; /* widest text so far, in characters */
    uint16_t columns;
    uint16_t aside; /* charts' numbers stand from this column on; 0: none */
    uint16_t reach; /* px that the widest row of charts takes */
    uint32_t top;   /* rows above the title */
    bool right;     /* the next chart stands beside the last */
    bool fixed;     /* widths are as set, not measured */
    struct tall {   /* texts that wrap: rows get their height when widths are known */
        uint32_t row;
        uint16_t first, last;
        double width, size;
    } * tall;
    size_t ntall, tall_cap;
};

/* Worksheets in the order of the document; made before any is written, so that contents,
 * links and formulas can name those that come later. */
struct sheet_entry {
    struct str name, about, id;
    const struct node *node;
    uint64_t rows; /* UINT64_MAX: not a table */
    lxw_worksheet *worksheet;
};
struct sheet_anchor {
    struct str id;
    size_t entry;
    uint32_t row;
};
struct sheet_list {
    struct sheet_entry *entry;
    size_t n, cap;
    struct sheet_anchor *anchor;
    size_t nanchors, anchor_cap;
    const struct doc *doc;
};
int sheet_list_make(struct sheet_list *, struct book *, struct err *);
void sheet_list_release(struct sheet_list *);
/* Cell to go to for an id, as "'Sheet'!A1"; empty when it stands on no sheet. */
struct str sheet_target(const struct sheet_list *, struct arena *, struct str id);
/* The section is told by rows of a list; its own text is left to the page. */
bool sheet_is_listed(const struct sheet_list *, struct str id);

void sheet_open(struct sheet *, struct book *, const struct sheet_entry *);
void sheet_close(struct sheet *);    /* column widths, row heights, print set-up */
double sheet_text_width(struct str); /* characters, wide ones count two */
void sheet_widen(struct sheet *, size_t column, double width);
/* A link to the list of sheets. */
void sheet_back(struct sheet *, const struct sheet_list *, uint32_t row, uint16_t column);
/* Text keeps clear of a number at its left. */
int sheet_indent(const struct doc_table *, size_t column);
/* The look of a cell in a row of a table, or of its sum. */
struct look sheet_look(const struct sheet *, const struct doc_table *, size_t column,
                       bool sum);
/* The row is as high as a text of this width needs in these columns. */
void sheet_wrap(struct sheet *, uint32_t row, uint16_t first, uint16_t last, double width,
                double size);

/* cell.c: where the sheet stands. */
/* Merges rows and columns from the sheet's row on; what they show is written after. */
void sheet_merge(struct sheet *, uint16_t column, size_t rows, size_t columns,
                 const struct look *);
void sheet_cell(struct sheet *, const struct sheet_list *, uint16_t column,
                const struct doc_cell *, const char *formula, const struct look *);
void sheet_bar(struct sheet *, uint16_t column, const struct doc_cell *,
               const struct look *);
/* A text over the columns first to last, all of one look. */
void sheet_across(struct sheet *, uint32_t row, uint16_t first, uint16_t last, struct str,
                  const struct look *);
void sheet_height(struct sheet *, uint32_t row, double height);
/* tiles.c */
enum { DASHBOARD_COLUMNS = 16 };
void sheet_score(struct sheet *, const struct doc_score *, uint16_t column);
void sheet_tiles(struct sheet *, const struct sheet_list *, const struct node *tiles);
/* flow.c */
void sheet_node(struct sheet *, const struct sheet_list *, const struct node *);
void sheet_line(struct sheet *, struct str, const struct look *, double height);
void sheet_contents(struct sheet *, const struct sheet_list *);
/* definitions.c: a row a metric. */
void sheet_definitions(struct sheet *, const struct node *parent);
/* dash.c: the dashboard, one landscape page. */
void sheet_dashboard(struct sheet *, const struct sheet_list *, const struct node *);
/* rows.c: a register or list; read.c: a list that is read like a page. */
int sheet_rows(struct sheet *, const struct sheet_list *, const struct node *,
               struct err *);
int sheet_reading(struct sheet *, const struct sheet_list *, const struct node *,
                  struct err *);
/* chart.c: native charts; their numbers stand in small grey from row and column on. */
struct chart_place {
    uint32_t row, data_row;
    uint16_t column, data_column;
    uint16_t width, height; /* px */
    int x_offset;           /* px, from the column */
};
bool sheet_chart_draws(const struct chart *);
uint32_t sheet_chart(struct sheet *, const struct chart *, struct chart_place);
/* matrix.c: charts without a native form, as cells. */
typedef void sheet_cells_fn(struct sheet *, const struct chart *);
/* How a chart without a native form becomes cells; NULL: it has one, or is empty. */
sheet_cells_fn *sheet_chart_cells(const struct chart *);
/* formula.c: formula of one cell of a row over the registers of the workbook or over
 * its neighbours; empty when the cell is no figure or nothing in the workbook tells it. */
struct str formula_of(struct arena *, const struct sheet_list *,
                      const struct doc_cell *row, size_t ncells, size_t at,
                      uint32_t sheet_row);

#endif
