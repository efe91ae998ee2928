/* metrics_register: a register: whose rows it lists, its columns and its order. */
#include "catalogue/metrics_load.h"

#include "base/banned.h"

static const struct {
    const char *name;
    enum column_role role;
} facts[] = {{"metric", COLUMN_METRIC}, {"limit", COLUMN_LIMIT},
             {"value", COLUMN_VALUE},   {"overrun", COLUMN_OVERRUN},
             {"open", COLUMN_OPEN},     {"state", COLUMN_STATE},
             {"file", COLUMN_FILE},     {"line", COLUMN_LINE},
             {"number", COLUMN_NUMBER}, {"due", COLUMN_DUE}};

static bool needs_metric(enum column_role role)
{
    return role == COLUMN_LIMIT || role == COLUMN_VALUE || role == COLUMN_OVERRUN ||
           role == COLUMN_OPEN || role == COLUMN_STATE || role == COLUMN_DUE;
}

static bool needs_limit(enum column_role role)
{
    return role == COLUMN_LIMIT || role == COLUMN_OVERRUN || role == COLUMN_DUE ||
           role == COLUMN_OPEN;
}

/* Whose rows: misses of metrics of one kind, or a population. */
static int read_rows(struct loading *in, const struct element *at,
                     struct register_def *reg)
{
    const struct metrics *out = in->out;
    struct str of = xml_attr(at->node, "of");
    reg->misses = arena_new(in->load->arena, xml_count(at->node, "misses") + 1,
                            sizeof *reg->misses);
    for (const xmlNode *c = xml_first(at->node, "misses"); c; c = xml_next(c, "misses")) {
        struct element here = {c, at->path};
        struct str id = xml_attr(c, "of");
        const struct metric *metric = metrics_metric(out, id);
        if (!metric)
            return load_unknown(in, &here, "metric", id, out->metric, out->nmetrics,
                                sizeof *out->metric);
        if (metric->kind != METRIC_RATE)
            return load_refuse(in, &here, "only a rate has misses", id);
        if (reg->nmisses && reg->misses[0]->of->kind != metric->of->kind)
            return load_refuse(in, &here, "misses of one register are of one kind", id);
        reg->misses[reg->nmisses++] = metric;
    }
    if ((of.n == 0) == (reg->nmisses == 0))
        return load_refuse(in, at, "a register has either 'of' or misses", reg->id);
    if (of.n == 0)
        return 0;
    reg->of = metrics_population(out, of);
    return reg->of ? 0
                   : load_unknown(in, at, "population", of, out->population,
                                  out->npopulations, sizeof *out->population);
}

static const struct kind *kind_of(const struct register_def *reg)
{
    return reg->of ? reg->of->kind : reg->misses[0]->of->kind;
}

static int read_fact_column(struct loading *in, const struct element *at,
                            const struct register_def *reg, struct column *column)
{
    struct str id = xml_attr(at->node, "of"), fact = xml_attr(at->node, "fact");
    const struct metrics *out = in->out;
    size_t i = 0;
    while (!str_eq(fact, str_of(facts[i].name)))
        i++; /* the schema admits these names only */
    column->role = facts[i].role;
    if (column->name.n == 0)
        return load_refuse(in, at, "a fact column needs a name", fact);
    if (id.n == 0) {
        bool plain = !needs_metric(column->role) && column->role != COLUMN_METRIC;
        return plain || reg->nmisses
                   ? 0
                   : load_refuse(in, at, "column must say of which metric", fact);
    }
    column->of = metrics_metric(out, id);
    if (!column->of)
        return load_unknown(in, at, "metric", id, out->metric, out->nmetrics,
                            sizeof *out->metric);
    if (!column->of->of || column->of->of->kind != kind_of(reg))
        return load_refuse(in, at, "metric is not of the register's kind", id);
    if (needs_limit(column->role) && column->of->form != FACT_WITHIN)
        return load_refuse(in, at, "metric has no limit", id);
    return 0;
}

static int read_column(struct loading *in, const struct element *at,
                       const struct register_def *reg, struct column *column)
{
    struct str id = xml_attr(at->node, "dimension");
    const struct metrics *out = in->out;
    column->name = load_words(in, at->node, "name");
    if (xml_has(at->node, "fact"))
        return read_fact_column(in, at, reg, column);
    if (!id.n) {
        column->role = COLUMN_FIELD;
        if (load_path(in, at, kind_of(reg), &column->via, &column->field) != 0)
            return -1;
        if (column->name.n == 0)
            column->name = column->field->name;
        return 0;
    }
    column->role = COLUMN_DIMENSION;
    column->dimension = metrics_dimension(out, id);
    if (!column->dimension)
        return load_unknown(in, at, "dimension", id, out->dimension, out->ndimensions,
                            sizeof *out->dimension);
    for (size_t i = 0; i < column->dimension->nof; i++)
        if (column->dimension->of[i].kind == kind_of(reg)) {
            if (column->name.n == 0)
                column->name = column->dimension->name;
            return 0;
        }
    return load_refuse(in, at, "dimension does not reach the register's kind", id);
}

/* What an <order by=> may name: the column's field, dimension or fact. */
static bool is_called(const xmlNode *column, struct str id)
{
    return str_eq(xml_attr(column, "field"), id) ||
           str_eq(xml_attr(column, "dimension"), id) ||
           str_eq(xml_attr(column, "fact"), id);
}

static int read_order(struct loading *in, const struct element *at,
                      struct register_def *reg)
{
    reg->order =
        arena_new(in->load->arena, xml_count(at->node, "order") + 1, sizeof *reg->order);
    for (const xmlNode *c = xml_first(at->node, "order"); c; c = xml_next(c, "order")) {
        struct order_by *order = &reg->order[reg->norders++];
        struct str by = xml_attr(c, "by");
        const xmlNode *column = xml_first(at->node, "column");
        order->down = str_eq(xml_attr(c, "way"), STR("down"));
        for (; column && !is_called(column, by); column = xml_next(column, "column"))
            order->column++;
        if (!column || reg->column[order->column].role == COLUMN_NUMBER)
            return load_refuse(in, &(struct element){c, at->path},
                               "orders by what is no column of the register", by);
    }
    return 0;
}

static int read_register(struct loading *in, const struct element *at,
                         struct register_def *reg)
{
    reg->id = load_id(in, at);
    reg->name = load_words(in, at->node, "name");
    if (read_rows(in, at, reg) != 0)
        return -1;
    reg->column =
        arena_new(in->load->arena, xml_count(at->node, "column"), sizeof *reg->column);
    for (const xmlNode *c = xml_first(at->node, "column"); c; c = xml_next(c, "column"))
        if (read_column(in, &(struct element){c, at->path}, reg,
                        &reg->column[reg->ncolumns++]) != 0)
            return -1;
    return read_order(in, at, reg);
}

int load_registers(struct loading *in)
{
    struct metrics *out = in->out;
    out->reg = arena_new(in->load->arena, in->reg.n, sizeof *out->reg);
    for (size_t i = 0; i < in->reg.n; i++) {
        if (read_register(in, &in->reg.item[i], &out->reg[i]) != 0)
            return -1;
        out->nregs = i + 1;
    }
    return 0;
}
