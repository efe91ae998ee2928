/* rows FILE [SHEET]: what the reader of the program makes of a file, a line a row: number,
 * then cells as JSON strings; at the end "# dialect" on standard error. With ROWS_QUIET
 * set only counts are printed, to see what reading costs. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "ingest/reader.h"

static void print_cell(struct str cell)
{
    putchar('"');
    for (size_t i = 0; i < cell.n; i++) {
        unsigned char c = (unsigned char)cell.p[i];
        if (c == '"' || c == '\\')
            printf("\\%c", c);
        else if (c < ' ')
            printf("\\u%04x", c);
        else
            putchar(c);
    }
    putchar('"');
}

static void print_row(const struct raw_row *row)
{
    printf("%" PRIu64 " [", row->line);
    for (size_t i = 0; i < row->n; i++) {
        if (i > 0)
            putchar(',');
        print_cell(row->cell[i]);
    }
    puts("]");
}

/* Not getrusage's, which begins with what the process was before it became this program. */
static long peak_megabytes(void)
{
    char line[128];
    long kilobytes = 0;
    FILE *status = fopen("/proc/self/status", "r");
    while (status != NULL && fgets(line, sizeof line, status) != NULL)
        if (sscanf(line, "VmHWM: %ld", &kilobytes) == 1)
            break;
    if (status != NULL)
        fclose(status);
    return kilobytes / 1024;
}

static void print_cost(uint64_t rows, uint64_t cells, uint64_t bytes)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    double cpu = (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
                 (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
    printf("%" PRIu64 " rows, %" PRIu64 " filled cells, %" PRIu64
           " bytes, %.2f CPU s, %ld MB\n",
           rows, cells, bytes, cpu, peak_megabytes());
}

int main(int argc, char **argv)
{
    struct source source = {.id = STR("rows")};
    struct reader reader = {.ops = NULL};
    struct raw_row row;
    struct err err = {.code = ERR_NONE};
    uint64_t rows = 0, cells = 0, bytes = 0;
    bool quiet = getenv("ROWS_QUIET") != NULL;
    if (argc < 2)
        return 3;
    if (argc > 2)
        source.sheet = str_of(argv[2]);
    int status = reader_open(&reader, argv[1], &source, &err);
    while (status == 0 && (status = reader_next(&reader, &row, &err)) == 0) {
        rows++;
        for (size_t i = 0; i < row.n; i++) {
            cells += row.cell[i].n > 0;
            bytes += row.cell[i].n;
        }
        if (!quiet)
            print_row(&row);
    }
    if (quiet)
        print_cost(rows, cells, bytes);
    if (status < 0)
        fprintf(stderr, "refused %s:%ld: %s\n", err.file, err.line, err.msg);
    else
        fprintf(stderr, "# %s\n", reader.dialect);
    reader_close(&reader);
    return status < 0 ? (int)err.code : 0;
}
