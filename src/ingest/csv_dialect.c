/* csv_dialect: counts the candidate delimiters of each of the first rows, outside quotes.
 * The right one stands equally often in the header and in nearly every row below it: of
 * those that do, the one that begins first wins, then the one that makes more columns. So
 * a title above the header, a decimal comma or a stray mark in a text does not sway it.
 * When none is regular, the one whose median is largest is taken. */
#include "ingest/csv_dialect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

static const char candidates[] = ",;\t|\x01\x1F^~"; /* in order of preference */
enum { CANDIDATES = sizeof candidates - 1, ROWS = 20 };

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

static void take_census(struct census *census, struct str head, char quote)
{
    const char *p = head.p, *end = head.p + head.n;
    bool cell_starts = true, row_starts = true;
    *census = (struct census){.line_end = "no line end"};
    while (p < end && census->rows < ROWS) {
        const char *found = *p ? strchr(candidates, *p) : NULL;
        if (cell_starts && quote != '\0' && *p == quote) {
            p = skip_quoted(p + 1, end, quote);
            cell_starts = row_starts = false;
            continue;
        }
        if (*p == '\n' || *p == '\r') {
            if (census->rows == 0 && !row_starts)
                census->line_end = line_end_at(p, end);
            census->rows += !row_starts;
            cell_starts = row_starts = true;
        } else {
            cell_starts = found != NULL;
            row_starts = false;
            if (found != NULL)
                census->count[found - candidates][census->rows]++;
        }
        p++;
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

static char most_regular(struct census *census)
{
    size_t rows = census->rows ? census->rows : 1, best = CANDIDATES, heaviest = 0;
    struct regular chosen = {0, 0, 0};
    int64_t weights[CANDIDATES];
    for (size_t i = 0; i < CANDIDATES; i++) {
        struct regular seen = regularity(census->count[i], rows);
        if (seen.rows * 10 < (rows - seen.first) * 7 || seen.rows == 0 ||
            !better(&seen, &chosen))
            continue;
        best = i;
        chosen = seen;
    }
    if (best < CANDIDATES && chosen.rows > 1)
        return candidates[best];
    for (size_t i = 0; i < CANDIDATES; i++) {
        weights[i] = weight(census->count[i], rows);
        if (weights[i] > weights[heaviest])
            heaviest = i;
    }
    return candidates[heaviest];
}

static bool ends_cell(const char *p, const char *end, char delimiter)
{
    return p == end || *p == delimiter || *p == '\n' || *p == '\r';
}

/* Whether apostrophes quote: of the cells in the first rows, those that begin with one end
 * with one, and each row below the first has such a cell; no cell begins with '"'. */
static bool apostrophes_quote(struct str head, char delimiter)
{
    const char *p = head.p, *end = head.p + head.n;
    size_t rows = 0, quoted = 0;
    while (p < end && rows < ROWS) {
        size_t in_row = 0;
        for (bool more = true; more; p += more) {
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
            more = p < end && *p == delimiter;
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
static size_t sep_line(struct str head, char *delimiter)
{
    struct str rest = head;
    bool quoted = str_starts(rest, STR("\""));
    rest.p += quoted;
    rest.n -= quoted;
    if (!str_starts(rest, STR("sep=")) || rest.n < 6 + (size_t)quoted ||
        (quoted && rest.p[5] != '"'))
        return 0;
    const char *end = rest.p + 5 + quoted;
    if (memchr("\r\n\"\'", rest.p[4], 4) != NULL || (*end != '\n' && *end != '\r'))
        return 0;
    *delimiter = rest.p[4];
    size_t pair = *end == '\r' && end + 1 < head.p + head.n && end[1] == '\n';
    return (size_t)(end - head.p) + 1 + pair;
}

void csv_dialect_of(struct csv_dialect *dialect, const struct source *source,
                    struct str head)
{
    struct census census;
    char said = '\0';
    dialect->lead = sep_line(head, &said);
    head.p += dialect->lead;
    head.n -= dialect->lead;
    dialect->quote = source->no_quote ? '\0' : source->quote ? source->quote : '"';
    take_census(&census, head, dialect->quote);
    dialect->line_end = census.line_end;
    dialect->delimiter = source->delimiter ? source->delimiter
                         : said            ? said
                                           : most_regular(&census);
    if (source->quote == '\0' && !source->no_quote &&
        apostrophes_quote(head, dialect->delimiter))
        dialect->quote = '\'';
}

void csv_dialect_print(const struct csv_dialect *dialect, char *out, size_t size)
{
    static const char *const names[] = {"comma", "semicolon", "tab", "bar"};
    const char *found = strchr(candidates, dialect->delimiter);
    size_t named = found != NULL ? (size_t)(found - candidates) : CANDIDATES;
    char delimiter[16] = "", quote[16] = "";
    if (named < sizeof names / sizeof *names)
        snprintf(delimiter, sizeof delimiter, "%s", names[named]);
    else if (dialect->delimiter > ' ' && dialect->delimiter <= '~')
        snprintf(delimiter, sizeof delimiter, "'%c'", dialect->delimiter);
    else
        snprintf(delimiter, sizeof delimiter, "\\x%02X",
                 (unsigned)(unsigned char)dialect->delimiter);
    if (dialect->quote == '\0')
        snprintf(quote, sizeof quote, ", unquoted");
    else if (dialect->quote != '"')
        snprintf(quote, sizeof quote, ", quote %c", dialect->quote);
    snprintf(out, size, "csv, %s%s, %s", delimiter, quote, dialect->line_end);
}
