/* rows: the tables of an HTML file, one below the other, as a spreadsheet opens them:
 * what web systems export as .xls is mostly that. A row's line is its number among all
 * rows. A cell holds its value in its first row and column, also where it spans more; a
 * table within a cell makes rows of its own. */
#include <stdio.h>
#include <string.h>

#include <libxml/HTMLparser.h>

#include "base/utf8.h"
#include "ingest/html/scan.h"
#include "ingest/loose_rows.h"

#include "base/banned.h"

enum { TABLES_DEEP = 16, SPAN_ACROSS = 1000, SPAN_DOWN = 65534 };
#define PLACES_MAX ((uint64_t)1 << 28) /* passed over because cells above take them */
static const char line_break = '\v';   /* among blanks, which are worth one together */

struct html_table {
    size_t column; /* of the next cell */
    uint64_t row;
    uint64_t *spanned; /* by column: the last row that a cell above takes */
    size_t cap;
    bool in_row;
};

struct html_rows {
    struct reader *reader; /* whose next is being called */
    const struct source *source;
    struct html_scan *scan;
    struct loose_rows rows;
    struct html_table table[TABLES_DEEP];
    size_t depth, tables; /* open ones; all that were met */
    int64_t wanted;       /* which table; 0: all */
    uint64_t line, passed;
    size_t across, down; /* of the cell at hand */
    bool in_cell, whole, ended;
    struct buf raw, text; /* of the cell: as written, and as it reads */
};

static struct html_table *at_hand(struct html_rows *h)
{
    return &h->table[h->depth - 1];
}

/* The text of a cell. */

static void put_number(struct buf *out, struct str digits)
{
    int64_t number = 0;
    char utf8[4];
    bool hexadecimal = digits.n > 1 && (digits.p[0] | 0x20) == 'x';
    for (size_t i = hexadecimal; i < digits.n && number <= 0x10FFFF; i++) {
        char c = (char)(digits.p[i] | 0x20);
        int digit = c >= 'a' && c <= 'f' ? c - 'a' + 10 : digits.p[i] - '0';
        number = number * (hexadecimal ? 16 : 10) + digit;
    }
    bool valid = number > 0 && number <= 0x10FFFF && (number < 0xD800 || number > 0xDFFF);
    size_t n = utf8_put(valid ? (uint32_t)number : 0xFFFD, utf8);
    if (number == 0xA0)
        buf_char(out, ' ');
    else
        buf_put(out, utf8, n);
}

static bool is_number(struct str name)
{
    size_t from = name.n > 1 && (name.p[0] | 0x20) == 'x';
    for (size_t i = from; i < name.n; i++) {
        char c = (char)(name.p[i] | 0x20);
        if (!(name.p[i] >= '0' && name.p[i] <= '9') &&
            !(from == 1 && c >= 'a' && c <= 'f'))
            return false;
    }
    return name.n > from;
}

/* An entity behind '&'; what is none stays as it is written. */
static size_t put_entity(struct buf *out, struct str rest)
{
    char name[12];
    size_t n = 0;
    while (n < rest.n && n + 1 < sizeof name && rest.p[n] != ';' && rest.p[n] != '&' &&
           rest.p[n] != ' ')
        n++;
    bool ends = n < rest.n && rest.p[n] == ';';
    if (ends && n > 1 && rest.p[0] == '#' && is_number((struct str){rest.p + 1, n - 1})) {
        put_number(out, (struct str){rest.p + 1, n - 1});
        return n + 1;
    }
    memcpy(name, rest.p, n);
    name[n] = '\0';
    const htmlEntityDesc *known = ends ? htmlEntityLookup((const xmlChar *)name) : NULL;
    if (known != NULL) {
        char utf8[4];
        size_t bytes = utf8_put(known->value == 0xA0 ? ' ' : known->value, utf8);
        buf_put(out, utf8, bytes);
        return n + 1;
    }
    buf_char(out, '&');
    return 0;
}

/* Blanks together are one; with a break among them, a line feed. */
static struct str read_text(struct html_rows *h)
{
    struct str raw = buf_view(&h->raw);
    char blank = '\0';
    buf_clear(&h->text);
    for (size_t i = 0; i < raw.n;) {
        char c = raw.p[i++];
        if (c == line_break)
            blank = '\n';
        else if (c == ' ' || (c >= '\t' && c <= '\r'))
            blank = blank != '\0' ? blank : ' ';
        else {
            if (blank != '\0' && h->text.n > 0)
                buf_char(&h->text, blank);
            blank = '\0';
            if (c == '&')
                i += put_entity(&h->text, (struct str){raw.p + i, raw.n - i});
            else
                buf_char(&h->text, c);
        }
    }
    return str_trim(buf_view(&h->text));
}

/* Rows and cells. */

static int refuse(const struct html_rows *h, const char *what, struct err *err)
{
    return err_set(err, ERR_GATE, h->reader->path, (long)h->line, "the row %s", what);
}

static bool is_wanted(const struct html_rows *h)
{
    return h->wanted == 0 || (uint64_t)h->wanted == h->tables;
}

/* The columns of the cell are taken in the rows below it. */
static void span(struct html_table *t, size_t across, size_t down)
{
    size_t end = t->column + across;
    if (end > t->cap && down > 0) {
        t->spanned = mem_grow(t->spanned, end, sizeof *t->spanned);
        memset(t->spanned + t->cap, 0, (end - t->cap) * sizeof *t->spanned);
        t->cap = end;
    }
    for (size_t i = t->column; i < end && down > 0; i++)
        t->spanned[i] = t->row + down;
}

static int end_cell(struct html_rows *h, struct err *err)
{
    if (!h->in_cell)
        return 0;
    struct html_table *t = at_hand(h);
    h->in_cell = false;
    if (buf_failed(&h->raw))
        return refuse(h, "has a cell that is longer than 1 MiB", err);
    if (t->column + h->across > CELLS_MAX)
        return refuse(h, "has more than 16,384 cells", err);
    const char *wrong =
        is_wanted(h) ? loose_rows_put(&h->rows, t->column, read_text(h)) : NULL;
    if (wrong != NULL)
        return refuse(h, wrong, err);
    if (is_wanted(h))
        merges_put(&h->reader->merges, t->column, h->line, h->line + h->down);
    span(t, h->across, h->down);
    t->column += h->across;
    return 0;
}

static int end_row(struct html_rows *h, struct err *err)
{
    if (end_cell(h, err) != 0)
        return -1;
    struct html_table *t = at_hand(h);
    if (!t->in_row)
        return 0;
    t->in_row = false;
    loose_rows_end(&h->rows, h->line);
    return 0;
}

static void start_row(struct html_rows *h)
{
    struct html_table *t = at_hand(h);
    t->in_row = true;
    t->column = 0;
    t->row++;
    h->line++;
}

static size_t span_of(int64_t written, size_t most)
{
    return written < 1 ? 1 : (uint64_t)written > most ? most : (size_t)written;
}

static int start_cell(struct html_rows *h, const struct html_tag *tag, struct err *err)
{
    if (end_cell(h, err) != 0)
        return -1;
    struct html_table *t = at_hand(h);
    if (!t->in_row)
        start_row(h);
    size_t from = t->column;
    while (t->column < t->cap && t->spanned[t->column] >= t->row)
        t->column++;
    h->passed += t->column - from;
    if (h->passed > PLACES_MAX)
        return refuse(h, "has cells above it that span more than any sheet holds", err);
    h->in_cell = true;
    h->across = span_of(html_number(tag, STR("colspan")), SPAN_ACROSS);
    h->down = span_of(html_number(tag, STR("rowspan")), SPAN_DOWN) - 1;
    buf_clear(&h->raw);
    return 0;
}

/* What stands before a table within a cell is a row of its own. */
static int start_table(struct html_rows *h, struct err *err)
{
    if (h->depth > 0 && end_row(h, err) != 0)
        return -1;
    if (h->depth == TABLES_DEEP)
        return err_set(err, ERR_GATE, h->reader->path, 0,
                       "tables are nested deeper than %d", TABLES_DEEP);
    struct html_table *t = &h->table[h->depth++];
    t->column = 0;
    t->in_row = false;
    t->row += SPAN_DOWN + 1; /* no cell of a table before this one reaches here */
    h->tables++;
    return 0;
}

static int end_table(struct html_rows *h, struct err *err)
{
    if (end_row(h, err) != 0)
        return -1;
    h->depth--;
    return 0;
}

static bool is_one_of(struct str name, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(name, str_of(names[i])))
            return true;
    return false;
}

static int on_tag(void *self, const struct html_tag *tag, struct err *err)
{
    static const char *const lines[] = {"br", "p", "div", "li"};
    static const char *const groups[] = {"tr", "thead", "tbody", "tfoot"};
    struct html_rows *h = self;
    bool cell = str_eq(tag->name, STR("td")) || str_eq(tag->name, STR("th"));
    if (tag->closing &&
        (str_eq(tag->name, STR("html")) || str_eq(tag->name, STR("body"))))
        h->whole = true;
    if (str_eq(tag->name, STR("table")) && !tag->closing)
        return start_table(h, err);
    if (h->depth == 0)
        return 0;
    if (str_eq(tag->name, STR("table")))
        return end_table(h, err);
    if (cell)
        return tag->closing ? end_cell(h, err) : start_cell(h, tag, err);
    if (is_one_of(tag->name, groups, sizeof groups / sizeof *groups)) {
        if (end_row(h, err) != 0)
            return -1;
        if (!tag->closing && str_eq(tag->name, STR("tr")))
            start_row(h);
    } else if (h->in_cell && is_one_of(tag->name, lines, sizeof lines / sizeof *lines)) {
        buf_char(&h->raw, line_break);
    }
    return 0;
}

static int on_text(void *self, struct str text, struct err *err)
{
    struct html_rows *h = self;
    (void)err;
    if (h->in_cell)
        buf_str(&h->raw, text);
    return 0;
}

/* The reader. */

static int html_open(struct reader *reader, const struct source *source, struct err *err)
{
    static const struct html_handlers handlers = {on_tag, on_text};
    struct html_rows *h = reader->state = mem_new(1, sizeof *h);
    *h = (struct html_rows){.reader = reader, .source = source};
    loose_rows_init(&h->rows);
    h->rows.width = reader_mapped_width(source);
    buf_init(&h->raw, CELL_MAX);
    buf_init(&h->text, CELL_MAX);
    if (!str_int(source->sheet, &h->wanted) || h->wanted < 0)
        h->wanted = 0;
    if (html_scan_open(&h->scan, reader->path, source->encoding, &handlers, h, err) != 0)
        return -1;
    reader->encoding = html_scan_encoding(h->scan);
    reader->replaced = html_scan_replaced(h->scan);
    reader->sparse = true;
    snprintf(reader->dialect, sizeof reader->dialect, "html");
    if (h->wanted > 0)
        snprintf(reader->dialect, sizeof reader->dialect, "html, table %lld",
                 (long long)h->wanted);
    return 0;
}

/* An export that is a page of its own is a login or an error. */
static int finish(const struct html_rows *h, struct err *err)
{
    const char *path = h->reader->path;
    if (h->tables == 0)
        return err_set(err, ERR_GATE, path, 0,
                       "the file is a web page without a table, perhaps of a login that "
                       "ran out or an error; export it again");
    if ((h->depth > 0 && !h->whole) || html_scan_cut(h->scan))
        return err_set(err, ERR_GATE, path, (long)h->line,
                       "the file ends within a table: it was cut off; export it again");
    if (h->wanted > 0 && (uint64_t)h->wanted > h->tables)
        return err_set(err, ERR_GATE, path, 0,
                       "the file has no table %lld, only %zu of them",
                       (long long)h->wanted, h->tables);
    return 1;
}

static int html_next(struct reader *reader, struct raw_row *row, struct err *err)
{
    struct html_rows *h = reader->state;
    int status;
    h->reader = reader;
    while ((status = loose_rows_take(&h->rows, reader->path, row, err)) == 1) {
        if (h->ended)
            return finish(h, err);
        status = html_scan_step(h->scan, err);
        if (status < 0)
            return -1;
        h->ended = status > 0;
    }
    return status;
}

static void html_close(struct reader *reader)
{
    struct html_rows *h = reader->state;
    if (h == NULL)
        return;
    html_scan_close(h->scan);
    loose_rows_release(&h->rows);
    for (size_t i = 0; i < TABLES_DEEP; i++)
        mem_free(h->table[i].spanned);
    buf_release(&h->raw);
    buf_release(&h->text);
    mem_free(h);
    reader->state = NULL;
}

const struct reader_ops html_reader = {"html",    true,      html_probe,
                                       html_open, html_next, html_close};
