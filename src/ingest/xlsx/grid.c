/* grid: events of a sheet become rows, which wait in a queue until they are asked for;
 * when it is empty the next piece of the sheet is read. Row and column numbers may be
 * absent, and may only grow. What the sheet says of its own extent is not asked. */
#include "ingest/xlsx/grid.h"

#include <string.h>

#include "ingest/xlsx/part.h"
#include "ingest/xlsx/rich.h"
#include "ingest/xlsx/value.h"

#include "base/banned.h"

enum cell_type {
    CELL_NUMBER,
    CELL_SHARED,
    CELL_INLINE,
    CELL_TEXT,
    CELL_FLAG,
    CELL_ERROR,
    CELL_ISO
};

struct grid_cell {
    size_t column; /* from 0 */
    struct str text;
    bool own; /* in the grid's arena, else a shared string */
};
struct grid_row {
    uint64_t number;
    size_t first, n; /* cells */
    size_t own;      /* bytes of text in the arena */
};

struct grid {
    struct grid_book book;
    struct part *part;
    bool ended;
    struct grid_row *row; /* whole ones, from `at` */
    size_t at, nrows, rows_cap;
    struct grid_cell *cell; /* of the rows, then of the open row */
    size_t ncells, cells_cap;
    struct arena text, spare;
    struct grid_row open;
    size_t next_column;
    bool in_data, in_row, in_cell, in_value, in_formula, in_string;
    size_t column, style; /* of the cell at hand */
    enum cell_type type;
    bool has_value, has_formula;
    struct buf value, formula;
    struct rich rich;
    struct str *dense; /* the row handed out */
    size_t dense_cap;
    uint64_t cells_given, text_given;
    struct merges merges;
};

static bool is(struct str name, char letter)
{
    return name.n == 1 && name.p[0] == letter;
}

static int refuse(const struct grid *grid, const char *what, struct err *err)
{
    return err_set(err, ERR_GATE, package_path(grid->book.package),
                   (long)grid->open.number, "%s", what);
}

/* "AB" of column 27, as people see it. */
static int refuse_cell(const struct grid *grid, const char *what, struct err *err)
{
    char letters[8];
    size_t at = sizeof letters;
    letters[--at] = '\0';
    for (size_t n = grid->column + 1; n > 0; n = (n - 1) / 26)
        letters[--at] = (char)('A' + (n - 1) % 26);
    return err_set(err, ERR_GATE, package_path(grid->book.package),
                   (long)grid->open.number, "cell %s%llu %s", letters + at,
                   (unsigned long long)grid->open.number, what);
}

static int start_row(struct grid *grid, const struct part_element *element,
                     struct err *err)
{
    struct str written = str_trim(part_attribute(element, STR("r")));
    uint64_t last = grid->open.number;
    int64_t number = (int64_t)last + 1;
    if (written.n > 0 && !str_int(written, &number))
        return refuse(
            grid, "the row behind this one has no number; the workbook is damaged", err);
    if (number <= (int64_t)last || number > GRID_ROWS_MAX)
        return refuse(grid,
                      number > GRID_ROWS_MAX
                          ? "the row behind this one is beyond row 1,048,576"
                          : "the row behind this one has a lower number; open the "
                            "workbook and save it again",
                      err);
    grid->open = (struct grid_row){.number = (uint64_t)number, .first = grid->ncells};
    grid->next_column = 0;
    grid->in_row = true;
    return 0;
}

/* Column of "AB12", from 0; -1 when there is none within the limit. */
static long column_of(struct str reference)
{
    long column = 0;
    size_t i = 0;
    for (; i < reference.n; i++) {
        char c = (char)(reference.p[i] & ~0x20);
        if (c < 'A' || c > 'Z')
            break;
        column = column * 26 + (c - 'A' + 1);
        if (column > CELLS_MAX)
            return -1;
    }
    return column - 1;
}

static enum cell_type type_of(struct str type)
{
    if (type.n == 0 || is(type, 'n'))
        return CELL_NUMBER;
    if (is(type, 's'))
        return CELL_SHARED;
    if (is(type, 'b'))
        return CELL_FLAG;
    if (is(type, 'e'))
        return CELL_ERROR;
    if (is(type, 'd'))
        return CELL_ISO;
    return str_eq(type, STR("inlineStr")) ? CELL_INLINE : CELL_TEXT;
}

static size_t style_of(struct str style)
{
    int64_t number = 0;
    return str_int(style, &number) && number >= 0 ? (size_t)number : 0;
}

static int start_cell(struct grid *grid, const struct part_element *element,
                      struct err *err)
{
    long column = (long)grid->next_column;
    grid->type = CELL_NUMBER;
    grid->style = 0;
    for (size_t i = 0; i < element->n; i++) {
        const struct part_attribute *a = &element->attribute[i];
        if (is(a->name, 'r') && a->value.n > 0)
            column = column_of(a->value);
        else if (is(a->name, 's'))
            grid->style = style_of(a->value);
        else if (is(a->name, 't'))
            grid->type = type_of(a->value);
    }
    if (column < 0 || column >= CELLS_MAX)
        return refuse(grid, "a cell of this row is beyond column XFD, or nowhere", err);
    grid->column = (size_t)column;
    if (grid->column < grid->next_column)
        return refuse_cell(grid,
                           "is there twice or behind a later one; open the workbook and "
                           "save it again",
                           err);
    grid->next_column = grid->column + 1;
    grid->in_cell = true;
    grid->has_value = grid->has_formula = false;
    buf_clear(&grid->value);
    buf_clear(&grid->formula);
    rich_clear(&grid->rich);
    return 0;
}

/* "B3:B7"; they stand behind the rows. What is no such reference is left alone. */
static void take_merge(struct grid *grid, struct str reference)
{
    struct str first, rest = reference;
    int64_t from, until;
    if (!str_split(&rest, ':', &first) || first.n == 0 || rest.n == 0)
        return;
    size_t letters = 0, other = 0;
    while (letters < first.n && (first.p[letters] < '0' || first.p[letters] > '9'))
        letters++;
    while (other < rest.n && (rest.p[other] < '0' || rest.p[other] > '9'))
        other++;
    long column = column_of(first);
    if (column >= 0 &&
        str_int((struct str){first.p + letters, first.n - letters}, &from) &&
        str_int((struct str){rest.p + other, rest.n - other}, &until) && from > 0 &&
        until > from)
        merges_put(&grid->merges, (size_t)column, (uint64_t)from, (uint64_t)until);
}

static int start(void *self, const struct part_element *element, struct err *err)
{
    struct grid *grid = self;
    if (grid->in_string) {
        rich_start(&grid->rich, element);
    } else if (grid->in_cell) {
        grid->in_value = is(element->name, 'v');
        grid->in_formula = is(element->name, 'f');
        grid->in_string = str_eq(element->name, STR("is"));
        grid->has_value |= grid->in_value;
        grid->has_formula |= grid->in_formula;
        if (grid->in_formula)
            buf_char(&grid->formula, '=');
    } else if (grid->in_row) {
        return is(element->name, 'c') ? start_cell(grid, element, err) : 0;
    } else if (grid->in_data) {
        return str_eq(element->name, STR("row")) ? start_row(grid, element, err) : 0;
    } else if (str_eq(element->name, STR("mergeCell"))) {
        take_merge(grid, part_attribute(element, STR("ref")));
    } else {
        grid->in_data = str_eq(element->name, STR("sheetData"));
    }
    return 0;
}

static int put_cell(struct grid *grid, struct str text, bool own, struct err *err)
{
    if (text.n == 0)
        return 0;
    if (own) {
        grid->open.own += text.n;
        if (grid->open.own > ROW_MAX)
            return refuse(grid, "the row is longer than 32 MiB", err);
        text = arena_str(&grid->text, text);
    } else {
        grid->text_given += text.n;
        if (grid->text_given > GRID_TEXT_FROM + GRID_TEXT_RATIO * part_size(grid->part))
            return refuse(grid,
                          "up to this row long strings are repeated beyond all "
                          "proportion, as a bomb does; export it as CSV if it is genuine",
                          err);
    }
    if (grid->ncells == grid->cells_cap)
        grid->cell =
            mem_room(grid->cell, grid->ncells, &grid->cells_cap, sizeof *grid->cell);
    grid->cell[grid->ncells++] = (struct grid_cell){grid->column, text, own};
    return 0;
}

static int put_shared(struct grid *grid, struct str value, struct err *err)
{
    int64_t number;
    struct str text;
    if (value.n == 0)
        return 0;
    if (!str_int(value, &number) || number < 0 ||
        !strings_at(grid->book.strings, (size_t)number, &text))
        return refuse_cell(grid,
                           "names a shared string that the workbook does not have; it "
                           "is damaged",
                           err);
    return put_cell(grid, text, false, err);
}

static struct str number_text(const struct grid *grid, struct str value,
                              char out[VALUE_MAX])
{
    enum cell_format format = formats_of(grid->book.formats, grid->style);
    if (format == FORMAT_NUMBER)
        return value_number(value, out);
    return value_time(value, format, grid->book.from_1904, out);
}

/* Only the text of strings that formulas gave may hold escapes here. */
static struct str plain_text(struct grid *grid)
{
    if (memchr(grid->value.p, '_', grid->value.n) != NULL)
        rich_unescape(&grid->value, 0);
    return buf_view(&grid->value);
}

/* Libraries that write formulas without computing them leave the value out, or empty; an
 * empty text is a result, and is marked as one. */
static bool is_uncomputed(const struct grid *grid)
{
    return grid->has_formula &&
           (!grid->has_value || (grid->type == CELL_NUMBER && grid->value.n == 0));
}

static int end_cell(struct grid *grid, struct err *err)
{
    char out[VALUE_MAX];
    struct str value = buf_view(&grid->value);
    grid->in_cell = false;
    if (buf_failed(&grid->value) || buf_failed(&grid->rich.text) ||
        buf_failed(&grid->formula))
        return refuse_cell(grid, "is longer than 1 MiB", err);
    if (is_uncomputed(grid))
        return put_cell(grid, buf_view(&grid->formula), true, err);
    switch (grid->type) {
    case CELL_SHARED:
        return put_shared(grid, str_trim(value), err);
    case CELL_INLINE:
        return put_cell(grid, grid->rich.text.n > 0 ? buf_view(&grid->rich.text) : value,
                        true, err);
    case CELL_TEXT:
        return put_cell(grid, plain_text(grid), true, err);
    case CELL_FLAG:
        value = str_trim(value);
        if (value.n > 0)
            value = part_is_true(value) ? STR("TRUE") : STR("FALSE");
        return put_cell(grid, value, true, err);
    case CELL_ISO:
        return put_cell(grid, value_iso(str_trim(value), out), true, err);
    case CELL_NUMBER:
        return put_cell(grid, number_text(grid, str_trim(value), out), true, err);
    default:
        return put_cell(grid, value, true, err);
    }
}

static void end_row(struct grid *grid)
{
    grid->in_row = false;
    grid->open.n = grid->ncells - grid->open.first;
    if (grid->open.n == 0)
        return;
    if (grid->nrows == grid->rows_cap)
        grid->row = mem_room(grid->row, grid->nrows, &grid->rows_cap, sizeof *grid->row);
    grid->row[grid->nrows++] = grid->open;
}

static int end(void *self, struct str name, struct err *err)
{
    struct grid *grid = self;
    if (grid->in_string) {
        grid->in_string = !str_eq(name, STR("is"));
        if (grid->in_string)
            rich_end(&grid->rich, name);
    } else if (grid->in_cell) {
        grid->in_value = grid->in_formula = false;
        return is(name, 'c') ? end_cell(grid, err) : 0;
    } else if (grid->in_row) {
        if (str_eq(name, STR("row")))
            end_row(grid);
    } else if (str_eq(name, STR("sheetData"))) {
        grid->in_data = false;
    }
    return 0;
}

static int text(void *self, struct str piece, struct err *err)
{
    struct grid *grid = self;
    (void)err;
    if (grid->in_string)
        rich_text(&grid->rich, piece);
    else if (grid->in_value)
        buf_put(&grid->value, piece.p, piece.n);
    else if (grid->in_formula)
        buf_put(&grid->formula, piece.p, piece.n);
    return 0;
}

int grid_open(struct grid **out, const struct grid_book *book, struct str part,
              struct err *err)
{
    static const struct part_sink sink = {start, end, text};
    struct grid *grid = mem_new(1, sizeof *grid);
    grid->book = *book;
    buf_init(&grid->value, CELL_MAX);
    buf_init(&grid->formula, CELL_MAX);
    rich_init(&grid->rich);
    if (part_open(&grid->part, book->package, part, &sink, grid, err) != 0) {
        grid_close(grid);
        return -1;
    }
    *out = grid;
    return 0;
}

/* Empties the queue; cells of a row that is not yet whole stay. */
static void clear_queue(struct grid *grid)
{
    size_t kept = grid->in_row ? grid->ncells - grid->open.first : 0;
    struct arena text = grid->text;
    for (size_t i = 0; i < kept; i++) {
        struct grid_cell *cell = &grid->cell[i];
        *cell = grid->cell[grid->open.first + i];
        if (cell->own)
            cell->text = arena_str(&grid->spare, cell->text);
    }
    grid->open.first = 0;
    grid->ncells = kept;
    grid->at = grid->nrows = 0;
    grid->text = grid->spare;
    grid->spare = text;
    arena_reset(&grid->spare);
}

static int fill_queue(struct grid *grid, struct err *err)
{
    clear_queue(grid);
    while (grid->nrows == 0 && !grid->ended) {
        int status = part_step(grid->part, err);
        if (status < 0)
            return -1;
        grid->ended = status > 0;
    }
    return grid->nrows == 0;
}

static int give_row(struct grid *grid, const struct grid_row *from, struct raw_row *row,
                    struct err *err)
{
    const struct grid_cell *cell = grid->cell + from->first;
    size_t last = cell[from->n - 1].column + 1;
    size_t n = last > grid->book.width ? last : grid->book.width;
    grid->cells_given += n;
    if (grid->cells_given > GRID_CELLS_MAX)
        return refuse(grid, "up to this row there are more than 268 million cells", err);
    if (n > grid->dense_cap) {
        grid->dense = mem_grow(grid->dense, n, sizeof *grid->dense);
        grid->dense_cap = n;
    }
    for (size_t i = 0; i < n; i++)
        grid->dense[i] = STR_NONE;
    for (size_t i = 0; i < from->n; i++)
        grid->dense[cell[i].column] = cell[i].text;
    *row = (struct raw_row){.cell = grid->dense, .n = n, .line = from->number};
    return 0;
}

int grid_next(struct grid *grid, struct raw_row *row, struct err *err)
{
    if (grid->at == grid->nrows) {
        int status = fill_queue(grid, err);
        if (status != 0)
            return status;
    }
    return give_row(grid, &grid->row[grid->at++], row, err);
}

struct merges grid_merges(struct grid *grid)
{
    struct merges merges = grid->merges;
    grid->merges = (struct merges){0};
    return merges;
}

void grid_close(struct grid *grid)
{
    if (grid == NULL)
        return;
    merges_release(&grid->merges);
    part_close(grid->part);
    mem_free(grid->row);
    mem_free(grid->cell);
    mem_free(grid->dense);
    arena_release(&grid->text);
    arena_release(&grid->spare);
    buf_release(&grid->value);
    buf_release(&grid->formula);
    rich_release(&grid->rich);
    mem_free(grid);
}
