/* book: the checked way into libxlsxwriter. Every return code is looked at, numbers
 * are finite, texts are cut to what a cell holds and never read as formulas or escapes.
 * The first error sticks; book_close reports it. */
#ifndef RENDER_XLSX_BOOK_H
#define RENDER_XLSX_BOOK_H

#include <xlsxwriter.h>

#include "base/buf.h"
#include "doc/doc.h"
#include "render/render.h"
#include "render/style.h"
#include "render/xlsx/pack.h"

/* What a cell looks like; equal looks share one format. */
struct look {
    char number[120]; /* number format, "" general */
    struct colour ink, fill;
    bool bold, wrap, has_fill, rule_above, rule_below, hair_below, unlocked, underline;
    bool top; /* of a high row, as on the page; else in its middle */
    enum doc_align align;
    double size; /* pt; 0: 10 */
    int indent;
};

struct book {
    const struct doc *doc;
    const struct render_options *options;
    struct style style;
    struct arena arena;
    struct buf scratch;
    lxw_workbook *workbook;
    struct xlsx_pack *pack; /* rows that go past the library */
    struct book_format *format;
    size_t nformats, format_cap;
    struct render_counts counts;
    struct err first; /* code 0: none */
};

int book_open(struct book *, const struct doc *, const struct render_options *, FILE *,
              struct err *);
/* Writes the file; -1 with the first error of all. */
int book_close(struct book *, struct err *);
void book_release(struct book *);

/* Streaming sheets hold their rows on disk: written row by row, in order. */
lxw_worksheet *book_sheet(struct book *, struct str name, bool streaming);
struct look book_look(const struct book *);
lxw_format *book_format(struct book *, const struct look *);
/* With a format at hand, for rows by the ten thousand. */
void book_put_text(struct book *, lxw_worksheet *, uint32_t row, uint16_t col, struct str,
                   lxw_format *);
void book_put_number(struct book *, lxw_worksheet *, uint32_t row, uint16_t col, double,
                     lxw_format *);
void book_text(struct book *, lxw_worksheet *, uint32_t row, uint16_t col, struct str,
               const struct look *);
void book_number(struct book *, lxw_worksheet *, uint32_t row, uint16_t col, double,
                 const struct look *);
/* A formula of ours with the value a reader sees before it recalculates; `text` is the
 * cached value when there is no number. */
void book_formula(struct book *, lxw_worksheet *, uint32_t row, uint16_t col,
                  const char *formula, bool has_number, double number, struct str text,
                  const struct look *);
void book_link(struct book *, lxw_worksheet *, uint32_t row, uint16_t col,
               struct str target, struct str text, const struct look *);
void book_blank(struct book *, lxw_worksheet *, uint32_t row, uint16_t col,
                const struct look *);
void book_check(struct book *, lxw_error, const char *what);
enum { CELL_TEXT_MAX = 32767 }; /* characters */
void book_text_was_cut(const struct book *);
/* A document cell: typed, with its state's glyph, colour and number format. */
void book_cell(struct book *, lxw_worksheet *, uint32_t row, uint16_t col,
               const struct doc_cell *, const struct look *base);
/* Number format and ink of a typed cell, as book_cell uses them. */
void book_cell_look(const struct book *, const struct doc_cell *, struct look *);
/* The state of a fact is a number whose format prints its word. */
void book_state_look(const struct book *, const struct doc_cell *, struct look *);
struct str book_marked(struct arena *, const struct doc_cell *); /* glyph and text */
/* Value of a typed cell as a sheet keeps it: dates as serial days. */
double book_cell_value(const struct doc_cell *);
bool book_cell_is_number(const struct doc_cell *);
lxw_color_t book_colour(struct colour);

#endif
