/* formula: a figure as a live formula. Where a register of the workbook holds every
 * row that the metric counts, its parts are counted there (state 3 hit, 2 miss; values);
 * a value whose numerator and denominator stand in its own row is their quotient. What
 * nothing in the workbook tells stays a number. */
#include <math.h>
#include <string.h>

#include "render/xlsx/sheet.h"

#include "base/banned.h"

enum { KEY_MAX = 250 };
#define ANY_NUMBER "\">-1E+300\""

struct figure_name {
    struct str metric, window, cut, key;
};
struct facts { /* where the facts of a metric stand */
    const struct sheet_entry *entry;
    struct str state, value, rows; /* ranges; empty: no such column */
    struct str where;              /* ",range,"key"" of the cut */
    struct str key_range, key;
};

static bool parse_name(struct str text, struct figure_name *name)
{
    struct str rest = text;
    return str_split(&rest, '|', &name->metric) && str_split(&rest, '|', &name->window) &&
           (str_split(&rest, '|', &name->cut), name->key = rest, true);
}

static struct str column_letters(struct arena *arena, size_t column)
{
    if (column < 26)
        return arena_printf(arena, "%c", (char)('A' + column));
    return arena_printf(arena, "%c%c", (char)('A' + column / 26 - 1),
                        (char)('A' + column % 26));
}

static struct str range_of(struct arena *arena, const struct sheet_entry *entry,
                           size_t column)
{
    struct str c = column_letters(arena, column);
    return arena_printf(arena, "'%.*s'!$%s$2:$%s$%llu", STR_ARG(entry->name), c.p, c.p,
                        (unsigned long long)entry->rows + 1);
}

static const struct doc_measure *measure_of(const struct sheet_list *list,
                                            struct str metric)
{
    for (size_t i = 0; i < list->doc->nmeasures; i++)
        if (str_eq(list->doc->measure[i].metric, metric))
            return &list->doc->measure[i];
    return NULL;
}

static void take_columns(struct arena *arena, const struct sheet_entry *entry,
                         const struct doc_measure *measure, struct facts *facts)
{
    const struct doc_table *table = &entry->node->table;
    for (size_t c = 0; c < table->ncolumns; c++) {
        const struct doc_column *column = &table->column[c];
        if (column->fact == FACT_COLUMN_NONE || !str_eq(column->metric, measure->facts))
            continue;
        *(column->fact == FACT_COLUMN_STATE ? &facts->state : &facts->value) =
            range_of(arena, entry, c);
    }
    if (measure->population.n > 0 && str_eq(measure->population, table->population))
        facts->rows = range_of(arena, entry, 0);
}

/* What a formula can hold as a text and compare by: no pattern, no sign that a file cannot
 * have, no more than a text within a formula may have. */
static bool is_plain_key(struct str key)
{
    for (size_t i = 0; i < key.n; i++)
        if ((unsigned char)key.p[i] < ' ' ||
            (i + 2 < key.n && memcmp(key.p + i, "\xEF\xBF", 2) == 0))
            return false;
    return key.n > 0 && key.n <= KEY_MAX && strchr("<>=", key.p[0]) == NULL &&
           memchr(key.p, '"', key.n) == NULL && memchr(key.p, '*', key.n) == NULL &&
           memchr(key.p, '?', key.n) == NULL && memchr(key.p, '~', key.n) == NULL;
}

/* False when the register has no column of that dimension, or the key would be read as
 * a pattern. */
static bool take_cut(struct arena *arena, const struct figure_name *name,
                     struct facts *facts)
{
    const struct doc_table *table = &facts->entry->node->table;
    facts->where = STR("");
    if (name->cut.n == 0)
        return true;
    for (size_t c = 0; c < table->ncolumns && is_plain_key(name->key); c++) {
        if (!str_eq(table->column[c].dimension, name->cut))
            continue;
        facts->key_range = range_of(arena, facts->entry, c);
        facts->key = name->key;
        facts->where =
            arena_printf(arena, ",%s,\"%.*s\"", facts->key_range.p, STR_ARG(name->key));
        return true;
    }
    return false;
}

static bool find_facts(struct arena *arena, const struct sheet_list *list,
                       const struct doc_measure *measure, const struct figure_name *name,
                       struct facts *facts)
{
    for (size_t i = 0; i < list->n; i++) {
        const struct sheet_entry *entry = &list->entry[i];
        if (entry->node->kind == DOC_SECTION || !entry->node->table.whole_population ||
            entry->rows == 0)
            continue;
        memset(facts, 0, sizeof *facts);
        facts->entry = entry;
        take_columns(arena, entry, measure, facts);
        if ((facts->state.n > 0 || facts->value.n > 0 || facts->rows.n > 0) &&
            take_cut(arena, name, facts))
            return true;
    }
    return false;
}

static struct str count_state(struct arena *arena, const struct facts *f, int state)
{
    return f->state.n == 0
               ? STR("")
               : arena_printf(arena, "COUNTIFS(%s,%d%s)", f->state.p, state, f->where.p);
}

static struct str count_rows(struct arena *arena, const struct facts *f)
{
    if (f->rows.n == 0)
        return count_state(arena, f, 3);
    return f->where.n > 0 ? arena_printf(arena, "COUNTIFS(%s)", f->where.p + 1)
                          : arena_printf(arena, "ROWS(%s)", f->rows.p);
}

static struct str count_values(struct arena *arena, const struct facts *f)
{
    return f->value.n == 0 ? STR("")
                           : arena_printf(arena, "COUNTIFS(%s," ANY_NUMBER "%s)",
                                          f->value.p, f->where.p);
}

static struct str sum_values(struct arena *arena, const struct facts *f)
{
    if (f->value.n == 0)
        return STR("");
    return f->where.n > 0 ? arena_printf(arena, "SUMIFS(%s%s)", f->value.p, f->where.p)
                          : arena_printf(arena, "SUM(%s)", f->value.p);
}

static struct str due_states(struct arena *arena, const struct facts *f)
{
    return f->state.n == 0 ? STR("")
                           : arena_printf(arena, "COUNTIFS(%s,3%s)+COUNTIFS(%s,2%s)",
                                          f->state.p, f->where.p, f->state.p, f->where.p);
}

static struct str upper_part(struct arena *arena, const struct doc_measure *measure,
                             const struct facts *f)
{
    switch (measure->kind) {
    case MEASURE_COUNT:
        return count_rows(arena, f);
    case MEASURE_RATE:
        return count_state(arena, f, 3);
    case MEASURE_SUM:
    case MEASURE_MEAN:
        return sum_values(arena, f);
    case MEASURE_QUANTILE:
    case MEASURE_RATIO:
        break;
    }
    return STR("");
}

static struct str lower_part(struct arena *arena, const struct doc_measure *measure,
                             const struct facts *f)
{
    switch (measure->kind) {
    case MEASURE_RATE:
        return due_states(arena, f);
    case MEASURE_MEAN:
    case MEASURE_QUANTILE:
    case MEASURE_SUM:
        return count_values(arena, f);
    case MEASURE_COUNT:
        return count_rows(arena, f);
    case MEASURE_RATIO:
        break;
    }
    return STR("");
}

/* The part of a ratio is the whole of one of its two metrics. */
static struct str ratio_part(struct arena *arena, const struct sheet_list *list,
                             struct str metric, const struct figure_name *name)
{
    const struct doc_measure *measure = measure_of(list, metric);
    struct facts facts;
    if (measure == NULL || !find_facts(arena, list, measure, name, &facts))
        return STR("");
    return upper_part(arena, measure, &facts);
}

static struct str quantile(struct arena *arena, const struct doc_measure *measure,
                           const struct facts *f)
{
    if (f->value.n == 0)
        return STR("");
    return f->key.n > 0
               ? arena_printf(arena, "PERCENTILE(IF(%s=\"%.*s\",%s),%.15g)",
                              f->key_range.p, STR_ARG(f->key), f->value.p, measure->p)
               : arena_printf(arena, "PERCENTILE(%s,%.15g)", f->value.p, measure->p);
}

static struct str quotient(struct arena *arena, struct str over, struct str under,
                           double scale)
{
    if (over.n == 0 || under.n == 0)
        return STR("");
    return scale == 1 ? arena_printf(arena, "%s/(%s)", over.p, under.p)
                      : arena_printf(arena, "%s/(%s)*%.15g", over.p, under.p, scale);
}

static struct str from_registers(struct arena *arena, const struct sheet_list *list,
                                 const struct doc_measure *measure,
                                 const struct figure_name *name,
                                 const struct doc_cell *cell)
{
    struct facts f;
    struct str over, under;
    if (measure->kind == MEASURE_RATIO) {
        over = ratio_part(arena, list, measure->over, name);
        under = ratio_part(arena, list, measure->under, name);
        return cell->part == PART_NUMERATOR     ? over
               : cell->part == PART_DENOMINATOR ? under
               : cell->part == PART_VALUE ? quotient(arena, over, under, measure->scale)
                                          : STR("");
    }
    if (!find_facts(arena, list, measure, name, &f))
        return STR("");
    over = upper_part(arena, measure, &f);
    under = lower_part(arena, measure, &f);
    if (cell->part == PART_N)
        return under;
    if (measure->kind == MEASURE_QUANTILE)
        return cell->part == PART_VALUE ? quantile(arena, measure, &f) : STR("");
    if (cell->part == PART_NUMERATOR)
        return over;
    bool whole = measure->kind == MEASURE_COUNT || measure->kind == MEASURE_SUM;
    if (cell->part == PART_DENOMINATOR)
        return whole ? STR("") : under;
    return cell->part != PART_VALUE ? STR("")
           : whole                  ? over
                                    : quotient(arena, over, under, 1);
}

static const struct doc_cell *part_in_row(const struct doc_cell *row, size_t ncells,
                                          struct str figure, int part, size_t *at)
{
    for (*at = 0; *at < ncells; ++*at)
        if ((int)row[*at].part == part && str_eq(row[*at].figure, figure) &&
            book_cell_is_number(&row[*at]))
            return &row[*at];
    return NULL;
}

/* "D5/E5": only when that gives the value that is printed. */
static struct str from_neighbours(struct arena *arena, const struct doc_measure *measure,
                                  const struct doc_cell *row, size_t ncells,
                                  const struct doc_cell *cell, uint32_t sheet_row)
{
    size_t n, d;
    double scale = measure->kind == MEASURE_RATIO ? measure->scale : 1;
    const struct doc_cell *over =
        part_in_row(row, ncells, cell->figure, PART_NUMERATOR, &n);
    const struct doc_cell *under =
        part_in_row(row, ncells, cell->figure, PART_DENOMINATOR, &d);
    if (cell->part != PART_VALUE || over == NULL || under == NULL ||
        !book_cell_is_number(cell) || book_cell_value(under) == 0)
        return STR("");
    double value = book_cell_value(over) / book_cell_value(under) * scale;
    if (fabs(value - book_cell_value(cell)) > 1e-9 * fmax(1, fabs(value)))
        return STR("");
    return quotient(
        arena, arena_printf(arena, "%s%u", column_letters(arena, n).p, sheet_row + 1),
        arena_printf(arena, "%s%u", column_letters(arena, d).p, sheet_row + 1), scale);
}

struct str formula_of(struct arena *arena, const struct sheet_list *list,
                      const struct doc_cell *row, size_t ncells, size_t at,
                      uint32_t sheet_row)
{
    const struct doc_cell *cell = &row[at];
    struct figure_name name;
    bool missing = !book_cell_is_number(cell);
    if (cell->figure.n == 0 || (missing && cell->part != PART_VALUE) ||
        !parse_name(cell->figure, &name) || !str_eq(name.window, STR("period")))
        return STR("");
    const struct doc_measure *measure = measure_of(list, name.metric);
    if (measure == NULL ||
        (missing && (measure->kind <= MEASURE_SUM || measure->kind == MEASURE_QUANTILE)))
        return STR("");
    struct str formula = from_neighbours(arena, measure, row, ncells, cell, sheet_row);
    if (formula.n == 0)
        formula = from_registers(arena, list, measure, &name, cell);
    if (formula.n == 0)
        return STR("");
    bool array = measure->kind == MEASURE_QUANTILE && name.cut.n > 0;
    if (cell->part != PART_VALUE)
        return arena_printf(arena, "=%s", formula.p);
    struct str dash = missing ? cell->text : STR("\xE2\x80\x94");
    return arena_printf(arena,
                        array ? "{=IFERROR(%s,\"%.*s\")}" : "=IFERROR(%s,\"%.*s\")",
                        formula.p, STR_ARG(dash));
}
