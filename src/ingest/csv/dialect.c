/* dialect: counts the candidate delimiters of each of the first rows, outside quotes.
 * The right one stands equally often in the header and in nearly every row below it: of
 * those that do, the one that begins first wins, then the one that makes more columns. So
 * a title above the header, a decimal comma or a stray mark in a text does not sway it.
 * When none is regular, the one whose median is largest is taken. */
#include "ingest/csv/dialect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/banned.h"

/* In order of preference. Those of several bytes also stand in texts, so they must divide
 * the very first row: the full-width comma, semicolon and bar, the ideographic comma, the
 * section sign, the broken bar and the not sign. */
static const char *const candidates[] = {",",
                                         ";",
                                         "\t",
                                         "|",
                                         "\x01",
                                         "\x1F",
                                         "^",
                                         "~",
                                         "\xEF\xBC\x8C",
                                         "\xEF\xBC\x9B",
                                         "\xEF\xBD\x9C",
                                         "\xE3\x80\x81",
                                         "\xC2\xA7",
                                         "\xC2\xA6",
                                         "\xC2\xAC"};
enum { CANDIDATES = sizeof candidates / sizeof *candidates, SINGLE = 8, ROWS = 20 };

struct census {
    int count[CANDIDATES][ROWS + 1];
    size_t rows; /* complete ones; the next entry is the row that the head cuts */
    const char *line_end;
};

static const char *line_end_at(const char *p, const char *end)
{
    if (*p == '\n')
        return "LF";
    return p + 1 < end && p[1] == '\n' ? "CRLF" : "CR";
}

/* Behind the closing quote of the cell whose text begins at p. */
static const char *skip_quoted(const char *p, const char *end, char quote)
{
    while (p < end && !(*p == quote && (p + 1 == end || p[1] != quote)))
        p += *p == quote ? 2 : 1;
    return p < end ? p + 1 : end;
}

/* The candidate that stands at p, or CANDIDATES. */
static size_t candidate_at(const char *p, const char *end)
{
    for (size_t i = 0; i < CANDIDATES; i++)
        if (*p == candidates[i][0] &&
            str_starts((struct str){p, (size_t)(end - p)}, str_of(candidates[i])))
            return i;
    return CANDIDATES;
}

/* Behind the quoted cell that begins at p, after the candidate `before` or in front of the
 * row; p where none does. A quote after a sign that also stands in texts must end where a
 * cell does. */
static const char *pass_quoted(const char *p, const char *end, char quote, size_t before)
{
    if (quote == '\0' || *p != quote)
        return p;
    const char *behind = skip_quoted(p + 1, end, quote);
    bool ends = behind == end || *behind == '\n' || *behind == '\r' ||
                candidate_at(behind, end) == before;
    return before < SINGLE || ends ? behind : p;
}

static void take_census(struct census *census, struct str head, char quote)
{
    const char *p = head.p, *end = head.p + head.n;
    bool row_starts = true;
    size_t before = 0; /* the candidate in front of p; CANDIDATES: none */
    *census = (struct census){.line_end = "no line end"};
    while (p < end && census->rows < ROWS) {
        const char *behind = before < CANDIDATES ? pass_quoted(p, end, quote, before) : p;
        if (behind > p) {
            p = behind;
            before = CANDIDATES;
            row_starts = false;
            continue;
        }
        if (*p == '\n' || *p == '\r') {
            if (census->rows == 0 && !row_starts)
                census->line_end = line_end_at(p, end);
            census->rows += !row_starts;
            row_starts = true;
            before = 0;
        } else {
            before = candidate_at(p, end);
            row_starts = false;
            if (before < CANDIDATES)
                census->count[before][census->rows]++;
        }
        p += before < CANDIDATES && !row_starts ? strlen(candidates[before]) : 1;
    }
}

static int compare(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

/* Upper median of the rows' counts; equal medians are told apart by the total. */
static int64_t weight(int *count, size_t rows)
{
    int64_t total = 0;
    for (size_t i = 0; i < rows; i++)
        total += count[i];
    qsort(count, rows, sizeof *count, compare);
    return ((int64_t)count[rows / 2] << 32) + total;
}

/* The commonest count of a candidate that is not 0, how many rows have it, and the first
 * of these. */
struct regular {
    int count;
    size_t rows, first;
};

static struct regular regularity(const int *count, size_t rows)
{
    struct regular best = {0, 0, 0};
    for (size_t i = 0; i < rows; i++) {
        struct regular seen = {count[i], 0, i};
        for (size_t k = 0; k < rows; k++)
            seen.rows += count[k] == count[i];
        if (seen.count > 0 && seen.rows > best.rows)
            best = seen;
    }
    return best;
}

static bool better(const struct regular *a, const struct regular *b)
{
    return b->rows == 0 || a->first < b->first ||
           (a->first == b->first && a->count > b->count);
}

static const char *most_regular(struct census *census)
{
    size_t rows = census->rows ? census->rows : 1, best = CANDIDATES, heaviest = 0;
    struct regular chosen = {0, 0, 0};
    int64_t weights[SINGLE];
    for (size_t i = 0; i < CANDIDATES; i++) {
        struct regular seen = regularity(census->count[i], rows);
        if (seen.rows * 10 < (rows - seen.first) * 7 || seen.rows == 0 ||
            (i >= SINGLE && seen.first > 0) || !better(&seen, &chosen))
            continue;
        best = i;
        chosen = seen;
    }
    if (best < CANDIDATES && chosen.rows > 1)
        return candidates[best];
    for (size_t i = 0; i < SINGLE; i++) {
        weights[i] = weight(census->count[i], rows);
        if (weights[i] > weights[heaviest])
            heaviest = i;
    }
    return candidates[heaviest];
}

static bool ends_cell(const char *p, const char *end, struct str delimiter)
{
    return p == end || *p == '\n' || *p == '\r' ||
           str_starts((struct str){p, (size_t)(end - p)}, delimiter);
}

/* Whether apostrophes quote: of the cells in the first rows, those that begin with one end
 * with one, and each row below the first has such a cell; no cell begins with '"'. */
static bool apostrophes_quote(struct str head, struct str delimiter)
{
    const char *p = head.p, *end = head.p + head.n;
    size_t rows = 0, quoted = 0;
    while (p < end && rows < ROWS) {
        size_t in_row = 0;
        for (bool more = true; more; p += more ? delimiter.n : 0) {
            if (p < end && *p == '"')
                return false;
            if (p < end && *p == '\'') {
                p = skip_quoted(p + 1, end, '\'');
                in_row++;
                if (!ends_cell(p, end, delimiter))
                    return false;
            }
            while (!ends_cell(p, end, delimiter))
                p++;
            more = p < end && *p != '\n' && *p != '\r';
        }
        while (p < end && (*p == '\n' || *p == '\r'))
            p++;
        if (in_row == 0 && rows > 0)
            return false;
        quoted += in_row;
        rows++;
    }
    return rows > 1 && quoted > 0;
}

/* Excel's first line for its own kind, "sep=;", quoted or not. Its length, or 0. */
static size_t sep_line(struct str head, uint32_t *delimiter)
{
    struct str rest = head;
    bool quoted = str_starts(rest, STR("\""));
    uint32_t said;
    rest.p += quoted;
    rest.n -= quoted;
    if (!str_starts(rest, STR("sep=")))
        return 0;
    rest.p += 4;
    rest.n -= 4;
    if (!utf8_next(&rest, &said) || said == '\r' || said == '\n' || said == '"' ||
        said == '\'' || (quoted && !str_starts(rest, STR("\""))))
        return 0;
    rest.p += quoted;
    rest.n -= quoted;
    if (rest.n == 0 || (*rest.p != '\n' && *rest.p != '\r'))
        return 0;
    *delimiter = said;
    size_t pair = *rest.p == '\r' && rest.n > 1 && rest.p[1] == '\n';
    return (size_t)(rest.p - head.p) + 1 + pair;
}

static void set_delimiter(struct csv_dialect *dialect, struct str sign)
{
    dialect->width = sign.n;
    memcpy(dialect->delimiter, sign.p, sign.n);
}

static struct str delimiter_of(const struct csv_dialect *dialect)
{
    return (struct str){dialect->delimiter, dialect->width};
}

void csv_dialect_of(struct csv_dialect *dialect, const struct source *source,
                    struct str head)
{
    struct census census;
    uint32_t said = 0;
    char sign[4];
    dialect->lead = sep_line(head, &said);
    head.p += dialect->lead;
    head.n -= dialect->lead;
    dialect->quote = source->no_quote ? '\0' : source->quote ? source->quote : '"';
    take_census(&census, head, dialect->quote);
    dialect->line_end = census.line_end;
    said = source->delimiter ? source->delimiter : said;
    set_delimiter(dialect, said ? (struct str){sign, utf8_put(said, sign)}
                                : str_of(most_regular(&census)));
    if (source->quote == '\0' && !source->no_quote &&
        apostrophes_quote(head, delimiter_of(dialect)))
        dialect->quote = '\'';
}

void csv_dialect_print(const struct csv_dialect *dialect, char *out, size_t size)
{
    static const char *const names[] = {"comma", "semicolon", "tab", "bar"};
    struct str sign = delimiter_of(dialect);
    char delimiter[16] = "", quote[16] = "";
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(sign, str_of(candidates[i])))
            snprintf(delimiter, sizeof delimiter, "%s", names[i]);
    if (delimiter[0] == '\0' && (sign.n > 1 || (*sign.p > ' ' && *sign.p <= '~')))
        snprintf(delimiter, sizeof delimiter, "'%.*s'", STR_ARG(sign));
    else if (delimiter[0] == '\0')
        snprintf(delimiter, sizeof delimiter, "\\x%02X",
                 (unsigned)(unsigned char)*sign.p);
    if (dialect->quote == '\0')
        snprintf(quote, sizeof quote, ", unquoted");
    else if (dialect->quote != '"')
        snprintf(quote, sizeof quote, ", quote %c", dialect->quote);
    snprintf(out, size, "csv, %s%s, %s", delimiter, quote, dialect->line_end);
}
