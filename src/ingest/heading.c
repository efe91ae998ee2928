/* heading: candidates for the header. Rows of one header are joined column by column with
 * '/'; a cell that spans several columns is written once, in the first of them, and holds
 * for those on its right that have names of their own below it. */
#include "ingest/heading.h"

#include "base/buf.h"

#include "base/banned.h"

enum { NAME_LIMIT = 1 << 22 };

void heading_init(struct heading *h, struct arena *arena, const struct source *source,
                  struct reader *reader)
{
    static const struct source plain;
    if (reader->headed)
        source = &plain;
    size_t rows = source->header_rows > 0 ? (size_t)source->header_rows : 1;
    *h = (struct heading){.arena = arena, .source = source, .reader = reader};
    h->row = arena_new(arena, rows, sizeof *h->row);
}

static int wanted_rows(const struct heading *h)
{
    bool none = h->source->header_line == HEADER_NONE;
    return h->source->header_rows > 0 && !none ? h->source->header_rows : 1;
}

static bool is_blank(const struct raw_row *row)
{
    for (size_t i = 0; i < row->n; i++)
        if (str_trim(row->cell[i]).n > 0)
            return false;
    return true;
}

static struct raw_row copy_row(struct arena *arena, const struct raw_row *row)
{
    struct str *cell = arena_new(arena, row->n, sizeof *cell);
    struct raw_row copy = *row;
    for (size_t i = 0; i < row->n; i++)
        cell[i] = arena_str(arena, row->cell[i]);
    copy.cell = cell;
    return copy;
}

/* Holds the next row that is not blank and not above the declared line; when all wanted
 * rows are held already, the oldest makes way. */
static int hold_row(struct heading *h, struct err *err)
{
    struct raw_row row;
    int status, wanted = wanted_rows(h);
    do {
        status = reader_next(h->reader, &row, err);
        if (status != 0)
            return status;
        h->read++;
    } while ((int64_t)row.line < h->source->header_line || is_blank(&row));
    if (h->nrows == wanted) {
        for (int i = 1; i < wanted; i++)
            h->row[i - 1] = h->row[i];
        h->nrows--;
    }
    h->row[h->nrows++] = copy_row(h->arena, &row);
    return 0;
}

static struct str cell_at(const struct heading *h, int row, size_t column)
{
    const struct raw_row *r = &h->row[row];
    return column < r->n ? str_trim(r->cell[column]) : STR_NONE;
}

static bool has_name_below(const struct heading *h, int row, size_t column)
{
    for (int i = row + 1; i < h->nrows; i++)
        if (cell_at(h, i, column).n > 0)
            return true;
    return false;
}

/* Whether the cell on the left spans this one too: both have names below, and no group
 * above begins here. */
static bool is_spanned(const struct heading *h, int row, size_t column)
{
    if (column == 0 || !has_name_below(h, row, column) ||
        !has_name_below(h, row, column - 1))
        return false;
    for (int i = 0; i <= row; i++)
        if (cell_at(h, i, column).n > 0)
            return false;
    return true;
}

static struct str name_of(const struct heading *h, int row, size_t column)
{
    while (is_spanned(h, row, column))
        column--;
    return cell_at(h, row, column);
}

/* A cell that spans several rows is written once, or in each of them. */
static struct str join_names(struct heading *h, struct buf *joined, size_t column)
{
    struct str last = STR_NONE;
    buf_clear(joined);
    for (int row = 0; row < h->nrows; row++) {
        struct str name = name_of(h, row, column);
        if (name.n == 0 || str_eq(name, last))
            continue;
        if (joined->n > 0)
            buf_char(joined, '/');
        buf_str(joined, name);
        last = name;
    }
    return arena_str(h->arena, buf_view(joined));
}

static void name_columns(struct heading *h)
{
    struct buf joined;
    buf_init(&joined, NAME_LIMIT);
    h->n = 0;
    for (int i = 0; i < h->nrows; i++)
        h->n = h->row[i].n > h->n ? h->row[i].n : h->n;
    h->name = arena_new(h->arena, h->n, sizeof *h->name);
    for (size_t i = 0; i < h->n; i++)
        h->name[i] = join_names(h, &joined, i);
    h->line = h->row[0].line;
    buf_release(&joined);
}

int heading_next(struct heading *h, struct err *err)
{
    int status, limit = h->source->header_line == 0 ? HEADING_TRIES : 1;
    if (h->tries++ == limit)
        return 1;
    do
        status = hold_row(h, err);
    while (status == 0 && h->nrows < wanted_rows(h));
    if (status != 0)
        return status;
    if (h->source->header_line != HEADER_NONE) {
        name_columns(h);
        return 0;
    }
    h->first = h->row[0];
    h->line = h->first.line;
    h->n = h->first.n;
    h->name = arena_new(h->arena, h->n, sizeof *h->name);
    return 0;
}

uint64_t heading_above(const struct heading *h)
{
    return h->read - (uint64_t)h->nrows;
}
