/* metrics_benchmark: benchmarks with their values. Refuses a value for a key of a
 * dimension that its metric is not broken down by, and days that run backwards. */
#include "catalogue/benchmark.h"
#include "catalogue/metrics_load.h"

#include "base/civil.h"
#include "base/banned.h"

/* YYYY-MM-DD; the schema admits no other form, but years that civil days have not. */
static int read_day(struct loading *in, const struct element *at, const char *name,
                    int64_t *day)
{
    struct str text = xml_attr(at->node, name), rest = text, piece;
    int64_t part[3] = {0};
    for (int i = 0; i < 3 && str_split(&rest, '-', &piece); i++)
        if (!str_int(piece, &part[i]))
            return load_refuse(in, at, "is no date", text);
    struct civil date = {(int)part[0], (int)part[1], (int)part[2], 0, 0, 0};
    if (part[0] < 1 || part[0] > 9999 || !civil_valid(&date))
        return load_refuse(in, at, "is no date", text);
    *day = civil_days(date.year, date.month, date.day);
    return 0;
}

static bool is_cut_by(const struct metric *metric, const struct dimension *cut)
{
    for (size_t i = 0; i < metric->ncuts; i++)
        if (metric->cut[i] == cut)
            return true;
    return false;
}

static int read_key(struct loading *in, const struct element *at,
                    struct benchmark_value *value)
{
    const struct metrics *out = in->out;
    struct str by = xml_attr(at->node, "by");
    if (!by.n)
        return 0;
    value->cut = metrics_dimension(out, by);
    if (!value->cut)
        return load_unknown(in, at, "dimension", by, out->dimension, out->ndimensions,
                            sizeof *out->dimension);
    if (!is_cut_by(value->metric, value->cut))
        return load_refuse(in, at, "the metric is not broken down by", by);
    value->key = arena_str(in->load->arena, xml_attr(at->node, "key"));
    return 0;
}

static int read_value(struct loading *in, const struct element *at,
                      struct benchmark_value *value)
{
    const struct metrics *out = in->out;
    struct str id = xml_attr(at->node, "metric"), is = xml_attr(at->node, "is");
    value->metric = metrics_metric(out, id);
    if (!value->metric)
        return load_unknown(in, at, "metric", id, out->metric, out->nmetrics,
                            sizeof *out->metric);
    if (!dec_parse(is, &value->is))
        return load_refuse(in, at, "is no number", is);
    return read_key(in, at, value);
}

static int add_value(struct loading *in, const struct element *at,
                     struct benchmark *benchmark)
{
    struct benchmark_value *value = &benchmark->value[benchmark->nvalues];
    if (read_value(in, at, value) != 0)
        return -1;
    for (size_t i = 0; i < benchmark->nvalues; i++) {
        const struct benchmark_value *other = &benchmark->value[i];
        if (other->metric == value->metric && other->cut == value->cut &&
            str_eq(other->key, value->key))
            return load_refuse(in, at, "is given twice in one benchmark",
                               value->metric->id);
    }
    benchmark->nvalues++;
    return 0;
}

static int read_benchmark(struct loading *in, const struct element *at,
                          struct benchmark *benchmark)
{
    const xmlNode *node = at->node;
    benchmark->id = load_id(in, at);
    benchmark->name = load_words(in, node, "name");
    benchmark->source = load_words(in, node, "source");
    if (read_day(in, at, "from", &benchmark->first) != 0 ||
        read_day(in, at, "until", &benchmark->last) != 0)
        return -1;
    if (benchmark->last < benchmark->first)
        return load_refuse(in, at, "ends before it begins", benchmark->id);
    benchmark->value =
        arena_new(in->load->arena, xml_count(node, "value"), sizeof *benchmark->value);
    for (const xmlNode *c = xml_first(node, "value"); c; c = xml_next(c, "value"))
        if (add_value(in, &(struct element){c, at->path}, benchmark) != 0)
            return -1;
    return 0;
}

int load_benchmarks(struct loading *in)
{
    struct metrics *out = in->out;
    out->benchmark = arena_new(in->load->arena, in->benchmark.n, sizeof *out->benchmark);
    for (size_t i = 0; i < in->benchmark.n; i++) {
        if (read_benchmark(in, &in->benchmark.item[i], &out->benchmark[i]) != 0)
            return -1;
        out->nbenchmarks = i + 1;
    }
    return 0;
}
