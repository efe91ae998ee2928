/* metrics: reads metrics catalogues: gathers the elements of all files, builds dimensions
 * and limits, and leaves populations, metrics and registers to their own files. */
#include "catalogue/metrics_load.h"

#include "base/utf8.h"

#include "base/banned.h"

enum { KEYS_CUT = 500 }; /* of a dimension that does not say how many */

int load_refuse(struct loading *in, const struct element *at, const char *what,
                struct str text)
{
    return err_set(in->err, ERR_JOB, at->path, xml_line(at->node), "%s: '%.*s'", what,
                   STR_ARG(text));
}

static const struct str *id_at(const void *list, size_t index, size_t size)
{
    return (const struct str *)(const void *)((const char *)list + index * size);
}

const void *load_find(const void *list, size_t n, size_t size, struct str id)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(*id_at(list, i, size), id))
            return id_at(list, i, size);
    return NULL;
}

int load_unknown(struct loading *in, const struct element *at, const char *what,
                 struct str id, const void *list, size_t n, size_t size)
{
    struct str nearest = STR_NONE;
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < n; i++) {
        struct str known = *id_at(list, i, size);
        size_t far = utf8_distance(id, known);
        if (far < best) {
            best = far;
            nearest = known;
        }
    }
    if (nearest.n == 0)
        return err_set(in->err, ERR_JOB, at->path, xml_line(at->node),
                       "unknown %s '%.*s': none is declared", what, STR_ARG(id));
    return err_set(in->err, ERR_JOB, at->path, xml_line(at->node),
                   "unknown %s '%.*s'; the nearest known one is '%.*s'", what,
                   STR_ARG(id), STR_ARG(nearest));
}

struct str load_id(struct loading *in, const struct element *at)
{
    return arena_str(in->load->arena, xml_attr(at->node, "id"));
}

struct str load_words(struct loading *in, const xmlNode *node, const char *child)
{
    return xml_localized(in->load->arena, node, child, in->load->lang);
}

int load_field(struct loading *in, const struct element *at, const char *attribute,
               const struct kind *kind, const struct field **field)
{
    struct str id = xml_attr(at->node, attribute);
    *field = kind_field(kind, id);
    if (*field)
        return 0;
    load_unknown(in, at, "field", id, kind->field, kind->nfields, sizeof *kind->field);
    return -1;
}

int load_time(struct loading *in, const struct element *at, const char *attribute,
              const struct kind *kind, const struct field **field)
{
    if (load_field(in, at, attribute, kind, field) != 0)
        return -1;
    if (!field_is_time(*field))
        return load_refuse(in, at, "field holds no times", (*field)->id);
    return 0;
}

int load_path(struct loading *in, const struct element *at, const struct kind *kind,
              const struct field **via, const struct field **field)
{
    *via = NULL;
    if (xml_has(at->node, "via")) {
        if (load_field(in, at, "via", kind, via) != 0)
            return -1;
        if (!(*via)->parent)
            return load_refuse(in, at, "field is no reference", (*via)->id);
        kind = (*via)->parent;
    }
    return load_field(in, at, "field", kind, field);
}

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
                {"register", &in->reg}};
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
                   load_metrics(in) || load_registers(in)
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

void metrics_uncut(struct metrics *m, const struct dimension *dimension)
{
    for (size_t i = 0; i < m->nmetrics; i++) {
        struct metric *metric = &m->metric[i];
        size_t kept = 0;
        for (size_t c = 0; c < metric->ncuts; c++)
            if (metric->cut[c] != dimension)
                metric->cut[kept++] = metric->cut[c];
        metric->ncuts = kept;
    }
}

const struct metric *metrics_metric(const struct metrics *m, struct str id)
{
    return load_find(m->metric, m->nmetrics, sizeof *m->metric, id);
}

const struct dimension *metrics_dimension(const struct metrics *m, struct str id)
{
    return load_find(m->dimension, m->ndimensions, sizeof *m->dimension, id);
}

const struct population *metrics_population(const struct metrics *m, struct str id)
{
    return load_find(m->population, m->npopulations, sizeof *m->population, id);
}

const struct register_def *metrics_register(const struct metrics *m, struct str id)
{
    return load_find(m->reg, m->nregs, sizeof *m->reg, id);
}
