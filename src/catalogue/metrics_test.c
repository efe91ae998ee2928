/* metrics_test: the closed list of predicates, and the populations that they narrow. A
 * predicate fits the type of its field or the catalogue is refused. */
#include "catalogue/metrics_load.h"

#include "base/banned.h"

int load_stored(struct loading *in, const struct element *at, struct str text,
                const struct field *field, int64_t *out)
{
    struct dec dec;
    if (!dec_parse(text, &dec))
        return load_refuse(in, at, "is no number", text);
    if (dec.scale > field->scale)
        return load_refuse(in, at, "has more digits than the field", text);
    *out = dec.n;
    for (int i = dec.scale; i < field->scale; i++)
        if (__builtin_mul_overflow(*out, 10, out))
            return load_refuse(in, at, "is too large", text);
    return 0;
}

static const struct {
    const char *attribute;
    enum test_op op;
} operators[] = {{"is", TEST_IS},   {"not", TEST_NOT}, {"in", TEST_IN},
                 {"min", TEST_MIN}, {"max", TEST_MAX}, {"present", TEST_PRESENT}};

static int put_value(struct loading *in, const struct element *at, struct test *test,
                     struct str text)
{
    size_t i = test->nvalues++;
    test->value[i] = arena_str(in->load->arena, text);
    if (field_is_text(test->field))
        return 0;
    return load_stored(in, at, text, test->field, &test->number[i]);
}

static int read_values(struct loading *in, const struct element *at, struct test *test,
                       struct str text)
{
    struct str rest = text, piece;
    size_t most = test->op == TEST_IN ? text.n / 2 + 1 : 1;
    test->value = arena_new(in->load->arena, most, sizeof *test->value);
    test->number = arena_new(in->load->arena, most, sizeof *test->number);
    if (test->op != TEST_IN)
        return put_value(in, at, test, text);
    while (str_split(&rest, ' ', &piece))
        if (piece.n && put_value(in, at, test, piece) != 0)
            return -1;
    return test->nvalues ? 0 : load_refuse(in, at, "names no value", text);
}

static int read_where(struct loading *in, const struct element *at,
                      const struct kind *kind, struct test *test)
{
    size_t i = 0;
    if (load_path(in, at, kind, &test->via, &test->field) != 0)
        return -1;
    while (!xml_has(at->node, operators[i].attribute))
        i++; /* the schema wants one of them */
    test->op = operators[i].op;
    struct str text = xml_attr(at->node, operators[i].attribute);
    if (test->op == TEST_PRESENT) {
        test->op = str_eq(text, STR("no")) ? TEST_ABSENT : TEST_PRESENT;
        return 0;
    }
    if (field_is_time(test->field))
        return load_refuse(in, at, "a time can only be present or not", test->field->id);
    if ((test->op == TEST_MIN || test->op == TEST_MAX) && field_is_text(test->field))
        return load_refuse(in, at, "a text has no least and greatest", test->field->id);
    return read_values(in, at, test, text);
}

static bool is_test(const xmlNode *node)
{
    return xml_is(node, "where") || xml_is(node, "any") || xml_is(node, "all");
}

int load_tests(struct loading *in, const struct element *at, const struct kind *kind,
               struct test **out)
{
    struct test **end = out;
    *out = NULL;
    for (const xmlNode *c = xml_first(at->node, NULL); c; c = xml_next(c, NULL)) {
        struct element here = {c, at->path};
        struct test *test;
        int status;
        if (!is_test(c))
            continue;
        *end = test = arena_new(in->load->arena, 1, sizeof *test);
        end = &test->next;
        test->op = xml_is(c, "any") ? TEST_ANY : TEST_ALL;
        status = xml_is(c, "where") ? read_where(in, &here, kind, test)
                                    : load_tests(in, &here, kind, &test->child);
        if (status != 0)
            return -1;
    }
    return 0;
}

/* Kind and clock, declared or those of the population it narrows. */
static int read_base(struct loading *in, const struct element *at,
                     struct population *population)
{
    struct str of = xml_attr(at->node, "of"), kind = xml_attr(at->node, "kind");
    const struct metrics *out = in->out;
    if (of.n) {
        const struct population *base = metrics_population(out, of);
        if (!base)
            return load_unknown(in, at, "population declared before this one", of,
                                out->population, out->npopulations,
                                sizeof *out->population);
        population->base = base;
        population->kind = base->kind;
        population->on = base->on;
        population->from = base->from;
        population->until = base->until;
        return 0;
    }
    population->kind = records_kind(in->records, kind);
    if (!population->kind)
        return load_unknown(in, at, "kind", kind, in->records->kind, in->records->nkinds,
                            sizeof *in->records->kind);
    if (xml_has(at->node, "on"))
        return load_time(in, at, "on", population->kind, &population->on);
    return load_time(in, at, "held-from", population->kind, &population->from) ||
                   load_time(in, at, "held-until", population->kind, &population->until)
               ? -1
               : 0;
}

int load_populations(struct loading *in)
{
    struct metrics *out = in->out;
    out->population =
        arena_new(in->load->arena, in->population.n, sizeof *out->population);
    for (size_t i = 0; i < in->population.n; i++) {
        const struct element *at = &in->population.item[i];
        struct population *population = &out->population[i];
        population->id = load_id(in, at);
        population->name = load_words(in, at->node, "name");
        population->where_text = load_words(in, at->node, "says");
        if (read_base(in, at, population) != 0 ||
            load_tests(in, at, population->kind, &population->where) != 0)
            return -1;
        out->npopulations = i + 1;
    }
    return 0;
}
