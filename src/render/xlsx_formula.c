/* xlsx_formula: a rate printed in a cell as a live formula over the register that holds
 * its whole population: hits / (hits + misses) by the register's state column. Figures
 * without such a register stay numbers. */
#include <string.h>

#include "render/xlsx_sheet.h"

#include "base/banned.h"

struct figure_name {
    struct str metric, window, cut, key;
};

static bool parse_name(struct str text, struct figure_name *name)
{
    struct str rest = text;
    return str_split(&rest, '|', &name->metric) && str_split(&rest, '|', &name->window) &&
           (str_split(&rest, '|', &name->cut), name->key = rest, true);
}

struct place { /* one column of a register's sheet */
    struct str sheet;
    uint64_t rows;
    size_t column;
};

static struct str column_letters(struct arena *arena, size_t column)
{
    if (column < 26)
        return arena_printf(arena, "%c", (char)('A' + column));
    return arena_printf(arena, "%c%c", (char)('A' + column / 26 - 1),
                        (char)('A' + column % 26));
}

static struct str range_of(struct arena *arena, const struct place *place)
{
    struct str c = column_letters(arena, place->column);
    return arena_printf(arena, "'%.*s'!$%s$2:$%s$%llu", STR_ARG(place->sheet), c.p, c.p,
                        (unsigned long long)place->rows + 1);
}

static const struct doc_table *register_of(const struct sheet_list *list,
                                           struct str metric, struct place *state)
{
    for (size_t i = 0; i < list->n; i++) {
        const struct node *node = list->entry[i].node;
        if (node->kind == DOC_SECTION || !node->table.whole_population ||
            node->table.rows.total == 0)
            continue;
        for (size_t c = 0; c < node->table.ncolumns; c++) {
            const struct doc_column *column = &node->table.column[c];
            if (column->fact != FACT_COLUMN_STATE || !str_eq(column->metric, metric))
                continue;
            *state = (struct place){list->entry[i].name, node->table.rows.total, c};
            return &node->table;
        }
    }
    return NULL;
}

/* ",range,"key"" for a cut; false when the register has no column of that dimension. */
static bool condition_of(struct arena *arena, const struct doc_table *table,
                         const struct place *state, const struct figure_name *name,
                         struct str *condition)
{
    *condition = STR("");
    if (name->cut.n == 0)
        return true;
    if (memchr(name->key.p, '"', name->key.n) != NULL ||
        memchr(name->key.p, '*', name->key.n) != NULL ||
        memchr(name->key.p, '?', name->key.n) != NULL)
        return false;
    for (size_t c = 0; c < table->ncolumns; c++) {
        if (!str_eq(table->column[c].dimension, name->cut))
            continue;
        struct place place = {state->sheet, state->rows, c};
        *condition = arena_printf(arena, ",%s,\"%.*s\"", range_of(arena, &place).p,
                                  STR_ARG(name->key));
        return true;
    }
    return false;
}

struct str formula_of(struct arena *arena, const struct sheet_list *list,
                      const struct doc_cell *cell)
{
    struct figure_name name;
    struct place state;
    struct str condition;
    if (cell->figure.n == 0 || cell->type != DOC_PERCENT || cell->part != PART_VALUE ||
        !parse_name(cell->figure, &name) || !str_eq(name.window, STR("period")))
        return STR("");
    const struct doc_table *table = register_of(list, name.metric, &state);
    if (table == NULL || !condition_of(arena, table, &state, &name, &condition))
        return STR("");
    struct str range = range_of(arena, &state);
    return arena_printf(arena,
                        "=IFERROR(COUNTIFS(%s,3%s)/(COUNTIFS(%s,3%s)+COUNTIFS(%s,2%s)),"
                        "\"\xE2\x80\x94\")",
                        range.p, condition.p, range.p, condition.p, range.p, condition.p);
}
