/* metrics_load: the attributes that elements of a metrics catalogue have in common, and
 * what is wrong with them in words. */
#include "catalogue/metrics_load.h"

#include "base/utf8.h"

#include "base/banned.h"

int load_refuse(struct loading *in, const struct element *at, const char *what,
                struct str text)
{
    return err_set(in->err, ERR_JOB, at->path, xml_line(at->node), "%s: '%.*s'", what,
                   STR_ARG(text));
}

int load_unknown(struct loading *in, const struct element *at, const char *what,
                 struct str id, const void *list, size_t n, size_t size)
{
    struct str nearest = STR_NONE;
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < n; i++) {
        struct str known =
            *(const struct str *)(const void *)((const char *)list + i * size);
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

int load_limit(struct loading *in, const struct element *at, struct metric *metric)
{
    struct str id = xml_attr(at->node, "limit");
    const struct metrics *out = in->out;
    metric->limit = load_find(out->limit, out->nlimits, sizeof *out->limit, id);
    if (!metric->limit)
        return load_unknown(in, at, "limit", id, out->limit, out->nlimits,
                            sizeof *out->limit);
    if (metric->limit->by && !dimension_reach(metric->limit->by, metric->of->kind))
        return load_refuse(in, at, "limit goes by a dimension that the kind has not",
                           metric->limit->by->id);
    return 0;
}
