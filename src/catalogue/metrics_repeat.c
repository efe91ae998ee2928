/* metrics_repeat: what counts as coming back: another row of the kind with the same fields,
 * within a limit. Equal declarations become one, so that metrics share its index. */
#include "catalogue/metrics_load.h"

#include "base/banned.h"

static bool same_repeat(const struct repeat_def *a, const struct repeat_def *b)
{
    if (a->kind != b->kind || a->from != b->from || a->to != b->to ||
        a->among != b->among || a->back != b->back || a->nsame != b->nsame)
        return false;
    for (size_t i = 0; i < a->nsame; i++)
        if (a->same[i] != b->same[i])
            return false;
    return true;
}

/* The declaration as an earlier metric has it. */
static const struct repeat_def *known_repeat(const struct metrics *out,
                                             const struct repeat_def *repeat)
{
    for (size_t i = 0; i < out->nmetrics; i++) {
        const struct repeat_def *other = out->metric[i].repeat;
        if (other && same_repeat(other, repeat))
            return other;
    }
    return NULL;
}

static int read_same(struct loading *in, const struct element *at,
                     struct repeat_def *repeat)
{
    struct str rest = xml_attr(at->node, "same"), id;
    while (str_split(&rest, ' ', &id)) {
        const struct field *field = kind_field(repeat->kind, id);
        if (id.n == 0)
            continue;
        if (!field)
            return load_unknown(in, at, "field", id, repeat->kind->field,
                                repeat->kind->nfields, sizeof *field);
        if (!field_is_text(field))
            return load_refuse(in, at, "rows are the same by texts", id);
        if (repeat->nsame == REPEAT_SAME_MAX)
            return load_refuse(in, at, "too many fields to be the same", id);
        repeat->same[repeat->nsame++] = field;
    }
    return 0;
}

static int read_among(struct loading *in, const struct element *at,
                      struct repeat_def *repeat)
{
    const struct metrics *out = in->out;
    struct str id = xml_attr(at->node, "among");
    if (!id.n)
        return 0;
    repeat->among = metrics_population(out, id);
    if (!repeat->among)
        return load_unknown(in, at, "population", id, out->population, out->npopulations,
                            sizeof *out->population);
    if (repeat->among->kind != repeat->kind)
        return load_refuse(in, at, "is a population of another kind", id);
    return 0;
}

int load_repeat(struct loading *in, const struct element *at, struct metric *metric)
{
    struct repeat_def *repeat = arena_new(in->load->arena, 1, sizeof *repeat);
    metric->form = FACT_REPEAT;
    repeat->kind = metric->of->kind;
    repeat->back = str_eq(xml_attr(at->node, "look"), STR("back"));
    if (read_same(in, at, repeat) != 0 || read_among(in, at, repeat) != 0 ||
        load_time(in, at, "from", repeat->kind, &metric->from) != 0 ||
        load_time(in, at, "to", repeat->kind, &repeat->to) != 0 ||
        load_limit(in, at, metric) != 0)
        return -1;
    repeat->from = metric->from;
    metric->repeat = known_repeat(in->out, repeat);
    if (!metric->repeat) {
        repeat->index = (uint32_t)in->out->nrepeats++;
        metric->repeat = repeat;
    }
    return 0;
}
