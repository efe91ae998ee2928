/* table_text: CSV rows leave as they fill; an aligned table is kept until its widths are
 * known. Widths count display columns, so that wide characters line up. */
#include "base/table_text.h"

#include <inttypes.h>
#include <string.h>

#include "base/num.h"
#include "base/utf8.h"

#include "base/banned.h"

void table_text_begin(struct table_text *table, FILE *stream, size_t columns, bool csv)
{
    memset(table, 0, sizeof *table);
    arena_init(&table->arena);
    table->stream = stream;
    table->columns = columns;
    table->csv = csv;
}

/* A spreadsheet would run it: such a cell gets an apostrophe in front; numbers keep their
 * sign. */
static bool is_formula(struct str text)
{
    struct dec number;
    if (text.n == 0 || memchr("=+-@\t\r", text.p[0], 6) == NULL)
        return false;
    return !dec_parse(text, &number);
}

static bool is_plain(struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (memchr(",\"\r\n", text.p[i], 4) != NULL)
            return false;
    return !is_formula(text);
}

static void put_csv_cell(FILE *stream, struct str text)
{
    if (is_plain(text)) {
        fwrite(text.p, 1, text.n, stream);
        return;
    }
    fputs(is_formula(text) ? "\"'" : "\"", stream);
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"')
            fputc('"', stream);
        fputc(text.p[i], stream);
    }
    fputc('"', stream);
}

static void flush_csv(struct table_text *table)
{
    for (size_t i = 0; i < table->n; i++) {
        put_csv_cell(table->stream, table->cell[i]);
        fputc(i + 1 < table->n ? ',' : '\n', table->stream);
    }
    table->n = 0;
    arena_reset(&table->arena);
}

void table_text_put(struct table_text *table, struct str text)
{
    table->cell = mem_room(table->cell, table->n, &table->cap, sizeof *table->cell);
    struct arena *arena =
        &table->arena; /* a terminal may stand behind an aligned table */
    table->cell[table->n++] =
        table->csv ? arena_str(arena, text) : utf8_tamed(arena, text);
    if (table->csv && table->n == table->columns)
        flush_csv(table);
}

void table_text_put_integer(struct table_text *table, int64_t number)
{
    struct arena arena;
    arena_init(&arena);
    table_text_put(table, arena_printf(&arena, "%" PRId64, number));
    arena_release(&arena);
}

static void print_aligned(struct table_text *table)
{
    size_t *width = arena_new(&table->arena, table->columns, sizeof *width);
    for (size_t i = 0; i < table->n; i++) {
        size_t w = utf8_columns(table->cell[i]);
        if (w > width[i % table->columns])
            width[i % table->columns] = w;
    }
    for (size_t i = 0; i < table->n; i++) {
        size_t column = i % table->columns;
        fwrite(table->cell[i].p, 1, table->cell[i].n, table->stream);
        if (column + 1 == table->columns)
            fputc('\n', table->stream);
        else
            fprintf(table->stream, "%*s",
                    (int)(width[column] - utf8_columns(table->cell[i]) + 2), "");
    }
}

void table_text_end(struct table_text *table)
{
    if (!table->csv && table->columns > 0)
        print_aligned(table);
    mem_free(table->cell);
    arena_release(&table->arena);
}
