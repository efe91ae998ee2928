/* rows: rows of delimited text (RFC 4180 and what spreadsheets make of the rest). From
 * decoded text to cells that point into a window of it; quoted cells are unescaped in
 * place, nothing is allocated for a cell. A quote opens a cell only as its first byte;
 * what follows a closing quote is taken as it stands, and a quote elsewhere is a
 * character, as spreadsheets read it. LF, CRLF and CR end a row. Refused: a quote that is
 * never closed, NUL bytes, cells and rows beyond the limits of reader.h. */
#include "ingest/csv/dialect.h"
#include "ingest/text/decode.h"
#include "ingest/reader.h"

#include <stdio.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/mem.h"

#include "base/banned.h"

enum { WINDOW = 1 << 18, STRIDE = 16 /* bytes that a scan looks at together */ };

struct csv {
    const char *path;
    struct decode *text;
    struct csv_dialect dialect;
    char *window; /* cap bytes, and a stride more that begins with a sentinel */
    size_t cap;
    bool at_end;    /* of the text: nothing follows `end` */
    char *row;      /* first byte of the row being read */
    char *in, *end; /* unread text; *end is '\n', which stops every scan */
    char *from;     /* cell being read: its text from here ... */
    char *out;      /* ... to here, once quotes are resolved */
    char *tail;     /* unread text behind a closing quote */
    uint64_t line;  /* of `in`, 1-based */
    struct str *cell;
    size_t n, cells_cap;
    bool plain_stop[256], quoted_stop[256];
};

static int refuse(const struct csv *csv, uint64_t line, const char *what, struct err *err)
{
    return err_set(err, ERR_GATE, csv->path, (long)line, "%s", what);
}

/* The row now begins at `base`: every pointer into it follows. */
static void relocate(struct csv *csv, char *base)
{
    const char *old = csv->row;
    for (size_t i = 0; i < csv->n; i++)
        csv->cell[i].p = base + (csv->cell[i].p - old);
    csv->in = base + (csv->in - old);
    csv->end = base + (csv->end - old);
    csv->from = base + (csv->from - old);
    csv->out = base + (csv->out - old);
    csv->tail = base + (csv->tail - old);
    csv->row = base;
}

/* Makes the row begin the window and the window at least twice the row. */
static int make_room(struct csv *csv, struct err *err)
{
    size_t n = (size_t)(csv->end - csv->row);
    if (n > ROW_MAX)
        return refuse(csv, csv->line, "the row that ends here is longer than 32 MiB",
                      err);
    if (n > csv->cap / 2) {
        char *wider = mem_new(csv->cap * 2 + STRIDE, 1);
        memcpy(wider, csv->row, n);
        relocate(csv, wider);
        mem_free(csv->window);
        csv->window = wider;
        csv->cap *= 2;
    } else {
        memmove(csv->window, csv->row, n);
        relocate(csv, csv->window);
    }
    return 0;
}

/* Reads on behind `end`; 1 when the text ends there. */
static int read_more(struct csv *csv, struct err *err)
{
    size_t n;
    if (csv->at_end)
        return 1;
    if (make_room(csv, err) != 0 ||
        decode_read(csv->text, csv->end, csv->cap - (size_t)(csv->end - csv->window), &n,
                    err) != 0)
        return -1;
    csv->end += n;
    *csv->end = '\n';
    csv->at_end = n == 0;
    return csv->at_end;
}

/* Whether the byte behind `in` is `c`; in < end. -1: error. */
static int next_is(struct csv *csv, char c, struct err *err)
{
    if (csv->in + 1 == csv->end && read_more(csv, err) < 0)
        return -1;
    return csv->in + 1 < csv->end && csv->in[1] == c;
}

/* Whether the whole delimiter stands at `in`, where its first byte does. -1: error. */
static int delimits(struct csv *csv, struct err *err)
{
    size_t width = csv->dialect.width;
    while ((size_t)(csv->end - csv->in) < width) {
        int status = read_more(csv, err);
        if (status != 0)
            return status < 0 ? -1 : 0;
    }
    return memcmp(csv->in, csv->dialect.delimiter, width) == 0;
}

/* What stops a scan, but is the first byte of another character. */
static int passes(struct csv *csv, struct err *err)
{
    if (csv->dialect.width == 1 || *csv->in != csv->dialect.delimiter[0])
        return 0;
    int found = delimits(csv, err);
    csv->in += found == 0;
    return found < 0 ? -1 : !found;
}

/* The first byte from `in` on that stops plain text; *end is one. */
static char *find_stop(const struct csv *csv)
{
    char *p = csv->in;
#ifdef __SSE2__
    const __m128i delimiter = _mm_set1_epi8(csv->dialect.delimiter[0]);
    const __m128i feed = _mm_set1_epi8('\n'), back = _mm_set1_epi8('\r');
    const __m128i nul = _mm_setzero_si128();
    for (;; p += STRIDE) {
        __m128i text = _mm_loadu_si128((const __m128i *)(const void *)p);
        __m128i ends =
            _mm_or_si128(_mm_cmpeq_epi8(text, feed), _mm_cmpeq_epi8(text, back));
        __m128i others =
            _mm_or_si128(_mm_cmpeq_epi8(text, delimiter), _mm_cmpeq_epi8(text, nul));
        int stops = _mm_movemask_epi8(_mm_or_si128(ends, others));
        if (stops != 0)
            return p + __builtin_ctz((unsigned)stops);
    }
#else
    while (!csv->plain_stop[(unsigned char)*p])
        p++;
    return p;
#endif
}

/* Decides on what stopped the scan, and scans on where it does not end the cell. */
static int judge_stop(struct csv *csv, struct err *err)
{
    for (;; csv->in = find_stop(csv)) {
        if (csv->in == csv->end) {
            int status = read_more(csv, err);
            if (status != 0)
                return status < 0 ? -1 : 0;
        } else if (*csv->in == '\0') {
            return refuse(csv, csv->line,
                          "a NUL byte: the file is damaged, or UTF-16 without its mark",
                          err);
        } else {
            int passed = passes(csv, err);
            if (passed <= 0)
                return passed;
        }
    }
}

/* Moves `in` to the delimiter, line end or end of text that ends the cell. */
static int read_plain(struct csv *csv, struct err *err)
{
    csv->in = find_stop(csv);
    bool plain = csv->in < csv->end && *csv->in != '\0' && csv->dialect.width == 1;
    return plain ? 0 : judge_stop(csv, err);
}

static void keep_byte(struct csv *csv)
{
    *csv->out++ = *csv->in++;
}

/* Takes the text up to the next byte that matters inside quotes. */
static void keep_run(struct csv *csv)
{
    const bool *stop = csv->quoted_stop;
    char *p = csv->in;
    while (!stop[(unsigned char)*p])
        p++;
    size_t n = (size_t)(p - csv->in);
    if (csv->out != csv->in)
        memmove(csv->out, csv->in, n);
    csv->out += n;
    csv->in = p;
}

static int unterminated(const struct csv *csv, uint64_t line, struct err *err)
{
    return refuse(csv, line,
                  "the quote opened on this line is never closed; correct it, or declare "
                  "quote=\"none\" for a file without quoting",
                  err);
}

/* From behind the opening quote to behind the closing one. */
static int read_quoted(struct csv *csv, struct err *err)
{
    uint64_t began = csv->line;
    for (;;) {
        keep_run(csv);
        if (csv->in == csv->end) {
            int status = read_more(csv, err);
            if (status != 0)
                return status < 0 ? -1 : unterminated(csv, began, err);
        } else if (*csv->in == csv->dialect.quote) {
            int doubled = next_is(csv, csv->dialect.quote, err);
            csv->in++;
            if (doubled <= 0)
                return doubled;
            keep_byte(csv);
        } else if (*csv->in == '\0') {
            return refuse(csv, csv->line, "a NUL byte: the file is damaged", err);
        } else {
            bool pair = *csv->in == '\n' && csv->out > csv->from && csv->out[-1] == '\r';
            csv->line += !pair;
            keep_byte(csv);
        }
        if (csv->out - csv->from > CELL_MAX)
            return refuse(csv, began,
                          "the cell begun on this line is longer than 1 MiB; perhaps a "
                          "quote is not closed",
                          err);
    }
}

static int read_cell(struct csv *csv, struct err *err)
{
    if (csv->in == csv->end && read_more(csv, err) < 0)
        return -1;
    csv->from = csv->in;
    if (csv->dialect.quote != '\0' && csv->in < csv->end &&
        *csv->in == csv->dialect.quote) {
        csv->from = csv->out = ++csv->in;
        if (read_quoted(csv, err) != 0)
            return -1;
        csv->tail = csv->in;
        if (read_plain(csv, err) != 0)
            return -1;
        size_t n = (size_t)(csv->in - csv->tail);
        memmove(csv->out, csv->tail, n);
        csv->out += n;
    } else {
        if (read_plain(csv, err) != 0)
            return -1;
        csv->out = csv->in;
    }
    if (csv->out - csv->from > CELL_MAX)
        return refuse(csv, csv->line, "a cell of this line is longer than 1 MiB", err);
    if (csv->n == CELLS_MAX)
        return refuse(csv, csv->line, "the row has more than 16,384 cells", err);
    if (csv->n == csv->cells_cap)
        csv->cell = mem_room(csv->cell, csv->n, &csv->cells_cap, sizeof *csv->cell);
    csv->cell[csv->n++] = (struct str){csv->from, (size_t)(csv->out - csv->from)};
    return 0;
}

/* Passes the line end at `in`. */
static int end_row(struct csv *csv, struct err *err)
{
    int pair = *csv->in == '\r' ? next_is(csv, '\n', err) : 0;
    if (pair < 0)
        return -1;
    csv->in += 1 + pair;
    csv->line++;
    return 0;
}

static int csv_next(struct reader *reader, struct raw_row *row, struct err *err)
{
    struct csv *csv = reader->state;
    bool unended;
    csv->row = csv->from = csv->out = csv->tail = csv->in;
    csv->n = 0;
    row->line = csv->line;
    if (csv->in == csv->end) {
        int status = read_more(csv, err);
        if (status != 0)
            return status;
    }
    for (;;) {
        if (read_cell(csv, err) != 0)
            return -1;
        unended = csv->in == csv->end;
        if (unended)
            break;
        if (*csv->in != csv->dialect.delimiter[0]) {
            if (end_row(csv, err) != 0)
                return -1;
            break;
        }
        csv->in += csv->dialect.width;
    }
    row->cell = csv->cell;
    row->n = csv->n;
    row->unended = unended;
    return 0;
}

static void mark_stops(struct csv *csv)
{
    static const unsigned char always[] = {'\0', '\n', '\r'};
    for (size_t i = 0; i < sizeof always; i++)
        csv->plain_stop[always[i]] = csv->quoted_stop[always[i]] = true;
    csv->plain_stop[(unsigned char)csv->dialect.delimiter[0]] = true;
    csv->quoted_stop[(unsigned char)csv->dialect.quote] = true;
}

static bool csv_probe(struct str head)
{
    (void)head; /* any text may be delimited */
    return true;
}

static void print_dialect(const struct csv *csv, struct reader *reader)
{
    char text[64];
    csv_dialect_print(&csv->dialect, text, sizeof text);
    snprintf(reader->dialect, sizeof reader->dialect, "%s%s%s", text,
             decode_packed(csv->text) ? ", gzip" : "",
             decode_guessed(csv->text) ? ", encoding guessed" : "");
}

static int csv_open(struct reader *reader, const struct source *source, struct err *err)
{
    struct csv *csv = reader->state = mem_new(1, sizeof *csv);
    csv->path = reader->path;
    csv->line = 1;
    csv->cap = WINDOW;
    csv->window = mem_new(csv->cap + STRIDE, 1);
    csv->row = csv->in = csv->end = csv->from = csv->out = csv->tail = csv->window;
    if (decode_open(&csv->text, reader->path, source->encoding, err) != 0)
        return -1;
    reader->encoding = decode_encoding(csv->text);
    if (read_more(csv, err) < 0)
        return -1;
    csv_dialect_of(&csv->dialect, source,
                   (struct str){csv->in, (size_t)(csv->end - csv->in)});
    csv->in += csv->dialect.lead;
    csv->line += csv->dialect.lead > 0;
    reader->skipped = csv->dialect.lead > 0;
    print_dialect(csv, reader);
    reader->replaced = decode_replaced(csv->text);
    mark_stops(csv);
    return 0;
}

static void csv_close(struct reader *reader)
{
    struct csv *csv = reader->state;
    if (csv == NULL)
        return;
    decode_close(csv->text);
    mem_free(csv->window);
    mem_free(csv->cell);
    mem_free(csv);
    reader->state = NULL;
}

const struct reader_ops csv_reader = {"csv",    true,     csv_probe,
                                      csv_open, csv_next, csv_close};
