/* metrics: reads metrics catalogues: gathers the elements of all files, builds dimensions
 * and limits, and leaves populations, metrics, registers and benchmarks to
 * their own files. */
#include "catalogue/metrics_load.h"

#include "base/banned.h"

enum { KEYS_CUT = 500 }; /* of a dimension that does not say how many */

static int read_dimension(struct loading *in, const struct element *at,
                          struct dimension *dimension)
{
    const xmlNode *node = at->node;
    dimension->id = load_id(in, at);
    dimension->name = load_words(in, node, "name");
    dimension->optional = xml_has(node, "optional");
    dimension->blank = xml_first(node, "blank")
                           ? load_words(in, node, "blank")
                           : arena_str(in->load->arena, xml_attr(node, "blank"));
    dimension->most = KEYS_CUT;
    int64_t most;
    if (xml_has(node, "keys") && str_int(xml_attr(node, "keys"), &most))
        dimension->most = (size_t)most; /* the schema bounds it */
    dimension->of =
        arena_new(in->load->arena, xml_count(node, "of"), sizeof *dimension->of);
    for (const xmlNode *c = xml_first(node, "of"); c; c = xml_next(c, "of")) {
        struct element here = {c, at->path};
        struct str id = xml_attr(c, "kind");
        struct dimension_of *of = &dimension->of[dimension->nof];
        of->kind = records_kind(in->records, id);
        if (!of->kind)
            return load_unknown(in, &here, "kind", id, in->records->kind,
                                in->records->nkinds, sizeof *in->records->kind);
        for (size_t i = 0; i < dimension->nof; i++)
            if (dimension->of[i].kind == of->kind)
                return load_refuse(in, &here, "dimension has the kind twice", id);
        if (load_path(in, &here, of->kind, &of->via, &of->field) != 0)
            return -1;
        dimension->nof++;
    }
    return 0;
}

static int64_t seconds_of(struct str unit)
{
    return str_eq(unit, STR("d"))     ? 86400
           : str_eq(unit, STR("h"))   ? 3600
           : str_eq(unit, STR("min")) ? 60
                                      : 1;
}

static int read_limit(struct loading *in, const struct element *at, struct limit *limit)
{
    int64_t unit = seconds_of(xml_attr(at->node, "unit"));
    struct str by = xml_attr(at->node, "by");
    const struct metrics *out = in->out;
    limit->id = load_id(in, at);
    limit->in_days = str_eq(xml_attr(at->node, "unit"), STR("d"));
    limit->by = by.n ? metrics_dimension(out, by) : NULL;
    if (by.n && !limit->by)
        return load_unknown(in, at, "dimension", by, out->dimension, out->ndimensions,
                            sizeof *out->dimension);
    limit->at = arena_new(in->load->arena, xml_count(at->node, "at"), sizeof *limit->at);
    for (const xmlNode *c = xml_first(at->node, "at"); c; c = xml_next(c, "at")) {
        struct limit_at *entry = &limit->at[limit->nat++];
        entry->key = arena_str(in->load->arena, xml_attr(c, "key"));
        if (!str_int(xml_attr(c, "is"), &entry->seconds) ||
            __builtin_mul_overflow(entry->seconds, unit, &entry->seconds))
            return load_refuse(in, &(struct element){c, at->path}, "limit is too large",
                               xml_attr(c, "is"));
    }
    return 0;
}

static int load_dimensions(struct loading *in)
{
    struct metrics *out = in->out;
    out->dimension = arena_new(in->load->arena, in->dimension.n, sizeof *out->dimension);
    for (size_t i = 0; i < in->dimension.n; i++) {
        out->dimension[i].index = (uint32_t)i;
        if (read_dimension(in, &in->dimension.item[i], &out->dimension[i]) != 0)
            return -1;
        out->ndimensions = i + 1;
    }
    return 0;
}

static int load_limits(struct loading *in)
{
    struct metrics *out = in->out;
    out->limit = arena_new(in->load->arena, in->limit.n, sizeof *out->limit);
    for (size_t i = 0; i < in->limit.n; i++) {
        if (read_limit(in, &in->limit.item[i], &out->limit[i]) != 0)
            return -1;
        out->nlimits = i + 1;
    }
    return 0;
}

/* Takes the place of an earlier element of its id; twice in one file is a mistake. */
static int gather(struct loading *in, struct elements *list, struct element at)
{
    struct str id = xml_attr(at.node, "id");
    for (size_t i = 0; i < list->n && id.n; i++) {
        if (!str_eq(xml_attr(list->item[i].node, "id"), id))
            continue;
        if (list->item[i].path == at.path)
            return load_refuse(in, &at, "declared twice in one file", id);
        list->item[i] = at;
        return 0;
    }
    list->item = mem_room(list->item, list->n, &list->cap, sizeof *list->item);
    list->item[list->n++] = at;
    return 0;
}

static int gather_file(struct loading *in, const xmlNode *root, const char *path)
{
    const struct {
        const char *name;
        struct elements *list;
    } part[] = {{"dimension", &in->dimension},
                {"limit", &in->limit},
                {"population", &in->population},
                {"metric", &in->metric},
                {"cut", &in->cut},
                {"register", &in->reg},
                {"benchmark", &in->benchmark}};
    for (const xmlNode *c = xml_first(root, NULL); c; c = xml_next(c, NULL))
        for (size_t i = 0; i < sizeof part / sizeof *part; i++)
            if (xml_is(c, part[i].name) &&
                gather(in, part[i].list, (struct element){c, path}) != 0)
                return -1;
    return 0;
}

static int open_file(struct loading *in, const struct cat_file *file, const char *schema,
                     xmlDoc **doc)
{
    struct str path = arena_str(in->load->arena, file->path);
    if (xml_load(doc, file->text, path.p, schema, in->err) != 0)
        return -1;
    return gather_file(in, xmlDocGetRootElement(*doc), path.p);
}

static int build(struct loading *in)
{
    return load_dimensions(in) || load_limits(in) || load_populations(in) ||
                   load_metrics(in) || load_registers(in) || load_benchmarks(in)
               ? -1
               : 0;
}

static void release(struct loading *in, xmlDoc **docs, size_t n)
{
    mem_free(in->dimension.item);
    mem_free(in->limit.item);
    mem_free(in->population.item);
    mem_free(in->metric.item);
    mem_free(in->cut.item);
    mem_free(in->reg.item);
    mem_free(in->benchmark.item);
    for (size_t i = 0; i < n; i++)
        xmlFreeDoc(docs[i]);
    mem_free(docs);
}

int metrics_load(struct metrics *out, struct cat_load *load, size_t first, size_t n,
                 const struct records *records, struct err *err)
{
    struct loading in = {.load = load, .records = records, .out = out, .err = err};
    struct str schema = arena_printf(load->arena, "%s/metrics.rng", load->schemas);
    xmlDoc **docs = mem_new(n ? n : 1, sizeof *docs);
    int status = 0;
    *out = (struct metrics){0};
    for (size_t i = 0; i < n && status == 0; i++)
        status = open_file(&in, &load->file[first + i], schema.p, &docs[i]);
    if (status == 0)
        status = build(&in);
    release(&in, docs, n);
    return status;
}
