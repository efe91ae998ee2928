/* csv_dialect: counts the candidate delimiters of each of the first rows, outside quotes.
 * The right one stands equally often in every row, so the one whose median is largest
 * wins, and of equal ones the more frequent: a title line above the header or a stray mark
 * in a text does not sway it. */
#include "ingest/csv_dialect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

static const char candidates[] = ",;\t|"; /* in order of preference */
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

static char most_regular(struct census *census)
{
    size_t rows = census->rows ? census->rows : 1, best = 0;
    int64_t weights[CANDIDATES];
    for (size_t i = 0; i < CANDIDATES; i++) {
        weights[i] = weight(census->count[i], rows);
        if (weights[i] > weights[best])
            best = i;
    }
    return candidates[best];
}

void csv_dialect_of(struct csv_dialect *dialect, const struct source *source,
                    struct str head)
{
    struct census census;
    dialect->quote = source->no_quote ? '\0' : source->quote ? source->quote : '"';
    take_census(&census, head, dialect->quote);
    dialect->line_end = census.line_end;
    dialect->delimiter = source->delimiter ? source->delimiter : most_regular(&census);
}

void csv_dialect_print(const struct csv_dialect *dialect, char *out, size_t size)
{
    static const char *const names[CANDIDATES] = {"comma", "semicolon", "tab", "bar"};
    const char *found = strchr(candidates, dialect->delimiter);
    char delimiter[16] = "", quote[16] = "";
    if (found != NULL)
        snprintf(delimiter, sizeof delimiter, "%s", names[found - candidates]);
    else
        snprintf(delimiter, sizeof delimiter, "'%c'", dialect->delimiter);
    if (dialect->quote == '\0')
        snprintf(quote, sizeof quote, ", unquoted");
    else if (dialect->quote != '"')
        snprintf(quote, sizeof quote, ", quote %c", dialect->quote);
    snprintf(out, size, "csv, %s%s, %s", delimiter, quote, dialect->line_end);
}
