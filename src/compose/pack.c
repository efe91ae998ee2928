/* pack: reads a document template into blocks and resolves what they name. */
#include "compose/pack.h"

#include <libxml/tree.h>

#include "base/file.h"
#include "base/banned.h"

struct reading {
    struct pack *pack;
    const struct job *job;
    struct err *err;
};

struct str block_text(const struct block *block, const char *param)
{
    for (size_t i = 0; i < block->nparams; i++)
        if (str_eq(block->param[i].name, str_of(param)))
            return block->param[i].value;
    return STR_NONE;
}

int64_t block_number(const struct block *block, const char *param, int64_t otherwise)
{
    int64_t value;
    return str_int(block_text(block, param), &value) ? value : otherwise;
}

bool block_yes(const struct block *block, const char *param)
{
    return str_eq(block_text(block, param), STR("yes"));
}

const struct field *block_field(const struct block *block, const char *param)
{
    struct str id = block_text(block, param);
    return id.n && block->kind ? kind_field(block->kind, id) : NULL;
}

const struct block *block_child(const struct block *block, const char *type)
{
    for (const struct block *child = block->first; child; child = child->next)
        if (str_eq(child->type, str_of(type)))
            return child;
    return NULL;
}

static int unknown(struct reading *in, const struct block *block, const char *what,
                   struct str id)
{
    return err_set(in->err, ERR_JOB, in->pack->path.p, block->line,
                   "<%.*s> names %s '%.*s', which no catalogue of the job has",
                   STR_ARG(block->type), what, STR_ARG(id));
}

static size_t count_words(struct str text)
{
    struct str piece;
    size_t n = 0;
    while (str_split(&text, ' ', &piece))
        n += piece.n != 0;
    return n;
}

static int resolve_metrics(struct reading *in, struct block *block, struct str list)
{
    struct str id;
    block->metric = arena_new(in->pack->arena, count_words(list), sizeof *block->metric);
    while (str_split(&list, ' ', &id)) {
        if (!id.n)
            continue;
        const struct metric *metric = metrics_metric(&in->job->metrics, id);
        if (!metric)
            return unknown(in, block, "metric", id);
        block->metric[block->nmetrics++] = metric;
    }
    return 0;
}

/* What has a goal is held to it, also where the job alone declares it. */
static void take_goals(struct reading *in, struct block *block)
{
    const struct metrics *all = &in->job->metrics;
    block->metric = arena_new(in->pack->arena, all->nmetrics + 1, sizeof *block->metric);
    for (size_t i = 0; i < all->nmetrics; i++)
        if (all->metric[i].has_goal)
            block->metric[block->nmetrics++] = &all->metric[i];
}

static bool has_cut(const struct metric *metric, const struct dimension *cut)
{
    for (size_t i = 0; i < metric->ncuts; i++)
        if (metric->cut[i] == cut)
            return true;
    return false;
}

static int check_cut(struct reading *in, const struct block *block)
{
    bool may_lack = block->cut && block->cut->optional && block_yes(block, "optional");
    for (size_t i = 0; block->cut && !may_lack && i < block->nmetrics; i++)
        if (!has_cut(block->metric[i], block->cut))
            return err_set(in->err, ERR_JOB, in->pack->path.p, block->line,
                           "metric '%.*s' is not broken down by '%.*s'; add the cut to "
                           "the metric or leave it out of the block",
                           STR_ARG(block->metric[i]->id), STR_ARG(block->cut->id));
    return 0;
}

/* The values that a histogram shows are those that its percentile was taken of. */
static int check_histogram(struct reading *in, const struct block *block)
{
    if (!str_eq(block->type, STR("histogram")) || block->nmetrics == 0 ||
        block->metric[0]->kind == METRIC_QUANTILE)
        return 0;
    return err_set(in->err, ERR_JOB, in->pack->path.p, block->line,
                   "a histogram shows the values behind a percentile, and metric '%.*s' "
                   "is none; name a metric of kind=\"quantile\" first",
                   STR_ARG(block->metric[0]->id));
}

/* Parameters "field-x" name fields of the block's kind. */
static int check_fields(struct reading *in, const struct block *block)
{
    for (size_t i = 0; i < block->nparams; i++)
        if (str_starts(block->param[i].name, STR("field-")) &&
            !(block->kind && kind_field(block->kind, block->param[i].value)))
            return unknown(in, block, "field", block->param[i].value);
    return 0;
}

static int resolve(struct reading *in, struct block *block)
{
    struct str metrics = block_text(block, "metrics"), cut = block_text(block, "cut");
    struct str reg = block_text(block, "register"), kind = block_text(block, "kind");
    if (metrics.n && resolve_metrics(in, block, metrics) != 0)
        return -1;
    if (!metrics.n && str_eq(block->type, STR("loop")))
        take_goals(in, block);
    if (cut.n && !(block->cut = metrics_dimension(&in->job->metrics, cut)))
        return unknown(in, block, "dimension", cut);
    if (reg.n && !(block->reg = metrics_register(&in->job->metrics, reg)))
        return unknown(in, block, "register", reg);
    if (kind.n && !(block->kind = records_kind(&in->job->records, kind)))
        return unknown(in, block, "record kind", kind);
    return check_cut(in, block) != 0 || check_fields(in, block) != 0 ||
                   check_histogram(in, block) != 0
               ? -1
               : 0;
}

static void read_params(struct arena *arena, struct block *block, const xmlNode *node)
{
    size_t n = 0;
    for (const xmlAttr *a = node->properties; a; a = a->next)
        n++;
    block->param = arena_new(arena, n, sizeof *block->param);
    for (const xmlAttr *a = node->properties; a; a = a->next) {
        const char *name = (const char *)a->name;
        block->param[block->nparams++] = (struct block_param){
            arena_str(arena, str_of(name)), arena_str(arena, xml_attr(node, name))};
    }
}

static bool is_wording(const xmlNode *node)
{
    return xml_is(node, "title") || xml_is(node, "short");
}

static int read_blocks(struct reading *in, struct block **first, const xmlNode *parent)
{
    struct arena *arena = in->pack->arena;
    for (const xmlNode *node = xml_first(parent, NULL); node;
         node = xml_next(node, NULL)) {
        if (is_wording(node) || xml_is(node, "alternative") || xml_is(node, "for"))
            continue;
        struct block *block = arena_new(arena, 1, sizeof *block);
        block->type = arena_str(arena, str_of((const char *)node->name));
        block->line = xml_line(node);
        block->title = xml_localized(arena, node, "title", in->job->locale);
        block->short_title = xml_localized(arena, node, "short", in->job->locale);
        read_params(arena, block, node);
        block->id = block_text(block, "id");
        *first = block;
        first = &block->next;
        if (resolve(in, block) != 0 || read_blocks(in, &block->first, node) != 0)
            return -1;
    }
    return 0;
}

/* <for unit="quarter">: what the document is called for such a period. */
static void read_titles(struct reading *in, const xmlNode *root)
{
    static const char *const unit[] = {"year",  "half", "quarter",
                                       "month", "week", "days"};
    struct pack *pack = in->pack;
    for (const xmlNode *node = xml_first(root, "for"); node; node = xml_next(node, "for"))
        for (size_t i = 0; i <= PERIOD_DAYS; i++)
            if (str_eq(xml_attr(node, "unit"), str_of(unit[i]))) {
                pack->title_of[i] =
                    xml_localized(pack->arena, node, "title", in->job->locale);
                pack->title_alt_of[i] =
                    xml_localized(pack->arena, node, "alternative", in->job->locale);
            }
}

static int read_pack(struct reading *in, const xmlNode *root)
{
    struct pack *pack = in->pack;
    struct arena *arena = pack->arena;
    pack->id = arena_str(arena, xml_attr(root, "id"));
    pack->kind = arena_str(arena, xml_attr(root, "kind"));
    pack->title = xml_localized(arena, root, "title", in->job->locale);
    pack->title_alt = xml_localized(arena, root, "alternative", in->job->locale);
    read_titles(in, root);
    return read_blocks(in, &pack->first, root);
}

static const struct cat_file *pack_file(const struct job *job)
{
    for (size_t i = job->load.nfiles; i-- > 0;)
        if (str_eq(job->load.file[i].role, STR("pack")))
            return &job->load.file[i];
    return NULL;
}

int pack_load(struct pack **out, const struct job *job, struct arena *arena,
              struct err *err)
{
    const struct cat_file *file = pack_file(job);
    if (!file)
        return err_set(err, ERR_JOB, job->path.p, 0, "the job names no pack");
    struct pack *pack = arena_new(arena, 1, sizeof *pack);
    struct reading in = {pack, job, err};
    xmlDoc *doc = NULL;
    pack->arena = arena;
    pack->path = arena_str(arena, file->path);
    struct str schema = arena_printf(arena, "%s/pack.rng", job->load.schemas);
    int status = xml_load(&doc, file->text, pack->path.p, schema.p, err);
    if (status == 0)
        status = read_pack(&in, xmlDocGetRootElement(doc));
    xmlFreeDoc(doc);
    *out = pack;
    return status;
}
