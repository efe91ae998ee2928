/* stream: cells as ECMA-376 part 1 (18.3.1.4) has them: inline strings, numbers with
 * just the digits they need and no more than ten decimals: 9 microseconds of a date. */
#include "render/xlsx/stream.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "render/xlsx/zip.h"

#include "base/banned.h"

enum { ROW_MAX = 64 << 20, SERIAL_1970 = 25569, DAY_SECONDS = 86400 };

#define TEN_DECIMALS   INT64_C(10000000000)
#define DECIMALS_BELOW 1e8 /* as many times ten decimals fit an int64_t */

void stream_begin(struct stream *stream, struct book *book, lxw_worksheet *worksheet,
                  uint32_t first)
{
    lxw_worksheet_write_single_row(worksheet);
    *stream = (struct stream){.book = book, .worksheet = worksheet, .number = first};
    buf_init(&stream->row, ROW_MAX);
}

static char *put_digits(char *at, unsigned value)
{
    char digit[12];
    size_t n = sizeof digit;
    do
        digit[--n] = (char)('0' + value % 10);
    while (value /= 10);
    return mempcpy(at, digit + n, sizeof digit - n);
}

static char *put_letters(char *at, uint16_t column)
{
    char letter[4];
    size_t n = sizeof letter;
    for (unsigned rest = column + 1U; rest > 0; rest = (rest - 1) / 26)
        letter[--n] = (char)('A' + (rest - 1) % 26);
    return mempcpy(at, letter + n, sizeof letter - n);
}

static void begin_row(struct stream *stream)
{
    stream->ndigits =
        (size_t)(put_digits(stream->digits, stream->number + 1U) - stream->digits);
    buf_put(&stream->row, "<row r=\"", 8);
    buf_put(&stream->row, stream->digits, stream->ndigits);
    buf_put(&stream->row, "\">", 2);
}

static void put_cell_head(struct stream *stream, uint16_t column, lxw_format *format)
{
    char text[64], *at = text;
    if (stream->row.n == 0)
        begin_row(stream);
    at = put_letters(mempcpy(at, "<c r=\"", 6), column);
    at = mempcpy(at, stream->digits, stream->ndigits);
    at = put_digits(mempcpy(at, "\" s=\"", 5), (unsigned)lxw_format_get_xf_index(format));
    *at++ = '"';
    buf_put(&stream->row, text, (size_t)(at - text));
    if (column > stream->widest)
        stream->widest = column;
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* "_x0041_" would be read as an escape. */
static bool is_escape(const char *p, size_t n)
{
    return n >= 7 && p[0] == '_' && p[1] == 'x' && is_hex(p[2]) && is_hex(p[3]) &&
           is_hex(p[4]) && is_hex(p[5]) && p[6] == '_';
}

/* U+FFFE or U+FFFF, which XML does not have. */
static bool is_no_character(const char *p, size_t n)
{
    return n >= 3 && memcmp(p, "\xEF\xBF", 2) == 0 && (unsigned char)p[2] >= 0xBE;
}

/* The bytes it stands for. */
static size_t put_special(struct buf *buf, const char *p, size_t n)
{
    unsigned char c = (unsigned char)*p;
    if (is_no_character(p, n)) {
        buf_text(buf, (unsigned char)p[2] == 0xBE ? "_xFFFE_" : "_xFFFF_");
        return 3;
    }
    if (c == '&')
        buf_put(buf, "&amp;", 5);
    else if (c == '<')
        buf_put(buf, "&lt;", 4);
    else if (c == '>')
        buf_put(buf, "&gt;", 4);
    else if (c == '_' && is_escape(p, n))
        buf_put(buf, "_x005F_", 7);
    else if (c < 0x20 && c != '\n' && c != '\t')
        buf_printf(buf, "_x%04X_", c);
    else
        buf_char(buf, (char)c);
    return 1;
}

static void put_escaped(struct buf *buf, struct str text)
{
    size_t from = 0;
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if ((c > '_' && c != 0xEF) ||
            (c >= 0x20 && c != '&' && c != '<' && c != '>' && c != '_' && c != 0xEF))
            continue;
        buf_put(buf, text.p + from, i - from);
        from = i + put_special(buf, text.p + i, text.n - i);
        i = from - 1;
    }
    buf_put(buf, text.p + from, text.n - from);
}

/* At most what a cell holds, counted in characters. */
static struct str cut(const struct book *book, struct str text)
{
    struct str rest = text;
    uint32_t cp;
    if (text.n <= CELL_TEXT_MAX)
        return text;
    for (size_t i = 0; i < CELL_TEXT_MAX && utf8_next(&rest, &cp); i++)
        continue;
    if (rest.n > 0)
        book_text_was_cut(book);
    return (struct str){text.p, text.n - rest.n};
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t';
}

void stream_text(struct stream *stream, uint16_t column, struct str text,
                 lxw_format *format)
{
    struct str shown = cut(stream->book, text);
    bool blanks = shown.n > 0 && (is_blank(shown.p[0]) || is_blank(shown.p[shown.n - 1]));
    put_cell_head(stream, column, format);
    buf_str(&stream->row, blanks ? STR(" t=\"inlineStr\"><is><t xml:space=\"preserve\">")
                                 : STR(" t=\"inlineStr\"><is><t>"));
    put_escaped(&stream->row, shown);
    buf_put(&stream->row, "</t></is></c>", 13);
}

static void put_integer(struct buf *buf, int64_t number)
{
    if (number < 0)
        buf_char(buf, '-');
    buf_unsigned(buf, number < 0 ? (uint64_t) - (number + 1) + 1U : (uint64_t)number);
}

void stream_integer(struct stream *stream, uint16_t column, int64_t number,
                    lxw_format *format)
{
    put_cell_head(stream, column, format);
    buf_put(&stream->row, "><v>", 4);
    put_integer(&stream->row, number);
    buf_put(&stream->row, "</v></c>", 8);
}

/* value / 10^scale without zeros at the end. */
static void put_scaled(struct buf *buf, int64_t value, int scale)
{
    static const uint64_t power[] = {1,         10,         100,        1000,
                                     10000,     100000,     1000000,    10000000,
                                     100000000, 1000000000, 10000000000};
    uint64_t size = value < 0 ? (uint64_t) - (value + 1) + 1U : (uint64_t)value;
    uint64_t rest = size % power[scale];
    if (value < 0)
        buf_char(buf, '-');
    buf_unsigned(buf, size / power[scale]);
    if (rest == 0)
        return;
    for (; rest % 10 == 0; rest /= 10)
        scale--;
    size_t at = buf->n;
    buf_unsigned(buf, rest + power[scale]); /* its leading 1 makes room for the point */
    buf->p[at] = '.';
}

/* Local civil seconds as days since 1899-12-30. */
static void put_serial(struct buf *buf, int64_t seconds)
{
    int64_t day = seconds / DAY_SECONDS, rest = seconds % DAY_SECONDS;
    if (rest < 0) {
        day--;
        rest += DAY_SECONDS;
    }
    int64_t fraction = (rest * TEN_DECIMALS + DAY_SECONDS / 2) / DAY_SECONDS;
    put_scaled(buf, (day + SERIAL_1970) * TEN_DECIMALS + fraction, 10);
}

/* num / 10^scale where that is the value, else ten decimals; numbers too large for these
 * as the shortest that reads back. */
static void put_decimal(struct stream *stream, const struct doc_cell *cell)
{
    static const double power[] = {1, 10, 100, 1000, 10000, 100000, 1000000};
    int scale = cell->scale;
    if (!isfinite(cell->real))
        book_check(stream->book, LXW_ERROR_PARAMETER_VALIDATION,
                   "a number that is not finite");
    else if (scale >= 0 && scale <= 6 && (double)cell->num / power[scale] == cell->real)
        put_scaled(&stream->row, cell->num, scale);
    else if (fabs(cell->real) < DECIMALS_BELOW)
        put_scaled(&stream->row, llround(cell->real * (double)TEN_DECIMALS), 10);
    else
        buf_printf(&stream->row, "%.17g", cell->real);
}

void stream_cell(struct stream *stream, uint16_t column, const struct doc_cell *cell,
                 lxw_format *format)
{
    put_cell_head(stream, column, format);
    buf_put(&stream->row, "><v>", 4);
    if (cell->type == DOC_TIME || cell->type == DOC_DATE)
        put_serial(&stream->row, cell->num);
    else if (cell->type == DOC_INTEGER)
        put_integer(&stream->row, cell->num);
    else
        put_decimal(stream, cell);
    buf_put(&stream->row, "</v></c>", 8);
}

void stream_end_row(struct stream *stream)
{
    if (stream->row.n > 0) {
        buf_put(&stream->row, "</row>", 6);
        xlsx_pack_put(stream->book->pack, buf_view(&stream->row));
        buf_clear(&stream->row);
    }
    stream->number++;
}

void stream_finish(struct stream *stream)
{
    lxw_worksheet *ws = stream->worksheet;
    char mark[XLSX_ZIP_MARK];
    int n = xlsx_zip_mark(mark, xlsx_pack_end(stream->book->pack));
    fwrite(mark, 1, (size_t)n, ws->optimize_tmpfile);
    if (stream->number > 0 && stream->number - 1 > ws->dim_rowmax)
        ws->dim_rowmax = stream->number - 1;
    if (stream->widest > ws->dim_colmax)
        ws->dim_colmax = stream->widest;
    buf_release(&stream->row);
}
