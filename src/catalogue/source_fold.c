/* source_fold: see source_fold.h. What the schema cannot say: a column that <take> adds
 * must say what it takes. */
#include "catalogue/source_fold.h"

#include "base/banned.h"

static struct str keep(struct arena *arena, const xmlNode *node, const char *attribute)
{
    return arena_str(arena, xml_attr(node, attribute));
}

static bool is_among(const char *name, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(str_of(name), str_of(names[i])))
            return true;
    return false;
}

static void inherit(xmlNode *node, const xmlNode *from)
{
    static const char *const own[] = {"id", "kind", "name", "of"};
    static const char *const part[] = {"sheet", "table", "query", "rows"};
    bool names_part = false;
    for (size_t i = 0; i < sizeof part / sizeof *part; i++)
        names_part |= xml_has(node, part[i]);
    for (const xmlAttr *a = from->properties; a != NULL; a = a->next) {
        const char *name = (const char *)a->name;
        if (is_among(name, own, sizeof own / sizeof *own) || xml_has(node, name) ||
            (names_part && is_among(name, part, sizeof part / sizeof *part)))
            continue;
        struct str value = xml_attr(from, name);
        xmlNewProp(node, a->name, (const xmlChar *)(value.n > 0 ? value.p : ""));
    }
}

int source_fold_inherit(struct source *source, xmlNode *node, const struct source *above,
                        size_t n, const char *path, struct err *err)
{
    struct str of = xml_attr(node, "of");
    if (of.n == 0)
        return 0;
    for (size_t i = 0; i < n; i++)
        if (str_eq(above[i].id, of))
            source->of = &above[i];
    if (source->of == NULL)
        return err_set(
            err, ERR_JOB, path, xml_line(node),
            "source '%.*s' reads the files of '%.*s', which is no source above "
            "it",
            STR_ARG(xml_attr(node, "id")), STR_ARG(of));
    for (const xmlNode *c = node->prev; c != NULL; c = c->prev)
        if (xml_is(c, "source") && str_eq(xml_attr(c, "id"), of))
            inherit(node, c);
    return 0;
}

static enum pick read_pick(struct str pick)
{
    if (str_eq(pick, STR("count")))
        return TAKE_COUNT;
    return str_eq(pick, STR("last")) ? TAKE_LAST : TAKE_FIRST;
}

static int load_take(struct fold *fold, struct arena *arena, const xmlNode *node,
                     const char *path, struct err *err)
{
    struct take *take = &fold->take[fold->ntakes++];
    take->column = keep(arena, node, "column");
    take->pick = read_pick(xml_attr(node, "pick"));
    take->of = xml_has(node, "of") ? keep(arena, node, "of") : fold->order;
    take->when = keep(arena, node, "when");
    take->is = keep(arena, node, "is");
    if (take->pick == TAKE_COUNT)
        take->of = STR_NONE;
    else if (take->of.n == 0)
        return err_set(err, ERR_JOB, path, xml_line(node),
                       "<take column=\"%.*s\"> says not what it takes: give it of=, or "
                       "the fold an order=",
                       STR_ARG(take->column));
    return 0;
}

static int load_fold(struct source *source, struct arena *arena, const xmlNode *node,
                     const char *path, struct err *err)
{
    struct fold *fold = source->fold = arena_new(arena, 1, sizeof *fold);
    fold->by = keep(arena, node, "by");
    fold->order = keep(arena, node, "order");
    fold->sparse = xml_yes(node, "sparse");
    fold->format = arena_new(arena, xml_count(node, "format"), sizeof *fold->format);
    for (const xmlNode *c = xml_first(node, "format"); c; c = xml_next(c, "format"))
        fold->format[fold->nformats++] = xml_text(arena, c);
    fold->take = arena_new(arena, xml_count(node, "take"), sizeof *fold->take);
    for (const xmlNode *c = xml_first(node, "take"); c; c = xml_next(c, "take"))
        if (load_take(fold, arena, c, path, err) != 0)
            return -1;
    return 0;
}

int source_fold_load(struct source *source, struct arena *arena, const xmlNode *node,
                     const char *path, struct err *err)
{
    const xmlNode *fold = xml_first(node, "fold"), *split = xml_first(node, "split");
    if (split != NULL)
        source->split =
            (struct split){keep(arena, split, "column"), keep(arena, split, "by")};
    return fold != NULL ? load_fold(source, arena, fold, path, err) : 0;
}

static void put_part(struct sha256_run *run, struct str part)
{
    sha256_put(run, part.p, part.n);
    sha256_put(run, "\n", 1);
}

static void put_fold(struct sha256_run *run, const struct fold *fold)
{
    put_part(run, fold->by);
    put_part(run, fold->order);
    put_part(run, fold->sparse ? STR("sparse") : STR("full"));
    for (size_t i = 0; i < fold->nformats; i++)
        put_part(run, fold->format[i]);
    for (size_t i = 0; i < fold->ntakes; i++) {
        const struct take *take = &fold->take[i];
        const char pick = (char)('0' + take->pick);
        put_part(run, (struct str){&pick, 1});
        put_part(run, take->column);
        put_part(run, take->of);
        put_part(run, take->when);
        put_part(run, take->is);
    }
}

void source_fold_digest(const struct source *source, struct sha256_run *run)
{
    if (source->fold != NULL)
        put_fold(run, source->fold);
    put_part(run, source->split.column);
    put_part(run, source->split.by);
}
