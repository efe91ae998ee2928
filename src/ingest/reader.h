/* reader: bytes of a file become raw rows. A format is one row of function pointers in
 * reader_open.c, chosen by the first bytes of the file; what a cell means is not its business.
 * Everything here refuses the file as a whole (ERR_GATE) when its structure is broken. */
#ifndef READER_H
#define READER_H

#include "catalogue/job.h"
#include "ingest/merges.h"

/* Limits of one row; the file is refused beyond them. */
enum { CELL_MAX = 1 << 20, CELLS_MAX = 16384, ROW_MAX = 1 << 25 };

struct raw_row {
    const struct str *cell; /* UTF-8, as read; valid until the next call */
    size_t n;
    uint64_t line; /* of the file: where the row begins, 1-based */
    bool unended;  /* the text ends here without a line end: the row may be cut */
    bool unplaced; /* an event without id or time (events.c); the cell tells which */
};
/* Stands for a cell that holds something, but no text; known by its address. */
extern const struct str reader_no_text;

struct reader;
struct reader_ops {
    const char *name;
    bool packed; /* reads through text/bytes.h, and so gzip files too */
    bool (*probe)(struct str head); /* the first bytes, unpacked, up to 4 KiB */
    int (*open)(struct reader *, const struct source *, struct err *);
    int (*next)(struct reader *, struct raw_row *, struct err *); /* 0 row, 1 end, -1 */
    void (*close)(struct reader *); /* also after a failed open */
};

struct reader {
    const struct reader_ops *ops;
    const char *path;
    void *state;          /* of the format */
    struct str encoding;  /* set by open: "UTF-8"; static text */
    char dialect[160];    /* set by open: "csv, comma, CRLF" */
    bool replaced;        /* set by open: the text holds U+FFFD */
    bool headed;          /* set by open: the first row is the header, in any case */
    uint64_t skipped;     /* lines passed over before the first row */
    bool sparse;          /* set by open: cells behind the last of a row are empty */
    bool typed;           /* set by open: times are typed cells, which come in ISO form */
    struct merges merges; /* that were met, whole at the end of the rows */
};

/* `path` is borrowed until reader_close. */
int reader_open(struct reader *, const char *path, const struct source *, struct err *);
int reader_next(struct reader *, struct raw_row *, struct err *);
void reader_close(struct reader *); /* safe on a zeroed struct */
/* Without a header the first row tells how many columns there are; its last cells may be
 * empty: so many are mapped by position. */
size_t reader_mapped_width(const struct source *);

/* Names of a workbook's visible sheets with cells, at most `cap`; none where the file is no
 * workbook or cannot be read, which opening it tells. */
size_t reader_sheets(const char *path, struct arena *, struct str *name, size_t cap);

extern const struct reader_ops csv_reader;
extern const struct reader_ops xlsx_reader;
extern const struct reader_ops sqlite_reader;
extern const struct reader_ops sheet_xml_reader;
extern const struct reader_ops html_reader;
extern const struct reader_ops xes_reader;
extern const struct reader_ops xml_reader; /* after those that know their own root */

#endif
