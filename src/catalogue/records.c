/* records: reads the record kinds. All files are opened first and a kind's elements (its
 * last definition, then extensions) gathered, so that every kind, field and reference is
 * built once, at its final place. Refuses what the schema cannot see: reserved ids, ids
 * used twice, unknown keys, parents and orders, one header that would fit two fields. */
#include "catalogue/records_load.h"

#include "base/fold.h"

#include "base/banned.h"

struct draft { /* a kind as gathered from the files */
    struct str id;
    struct elements part;
};

static void put_element(struct elements *list, struct element element)
{
    list->item = mem_room(list->item, list->n, &list->cap, sizeof *list->item);
    list->item[list->n++] = element;
}

static struct draft *lookup_draft(struct loading *in, struct str id)
{
    for (size_t i = 0; i < in->n; i++)
        if (str_eq(in->draft[i].id, id))
            return &in->draft[i];
    return NULL;
}

/* A definition starts its kind afresh, in the place of an earlier one; an extension adds. */
static int put_kind(struct loading *in, struct element at)
{
    static const char *const reserved[] = {"import",    "file",    "finding",
                                           "catalogue", "edition", "kind"};
    struct str id = xml_attr(at.node, "id");
    struct draft *draft = lookup_draft(in, id);
    if (records_reserves(reserved, sizeof reserved / sizeof *reserved, id))
        return records_refuse(in, &at, "kind id is reserved for the store", id);
    if (draft == NULL && xml_yes(at.node, "extend"))
        return records_refuse(in, &at, "extends a kind that is not declared before", id);
    if (draft == NULL) {
        in->draft = mem_room(in->draft, in->n, &in->cap, sizeof *in->draft);
        draft = &in->draft[in->n++];
        *draft = (struct draft){.id = id};
    } else if (!xml_yes(at.node, "extend")) {
        if (draft->part.item[0].path == at.path)
            return records_refuse(in, &at, "kind is declared twice in one file", id);
        draft->part.n = 0;
    }
    put_element(&draft->part, at);
    return 0;
}

/* Fields of all parts: the last declaration of an id, at the place of its first. */
static int gather_fields(struct loading *in, const struct draft *draft,
                         struct elements *out)
{
    for (size_t p = 0; p < draft->part.n; p++) {
        const struct element *part = &draft->part.item[p];
        for (const xmlNode *c = xml_first(part->node, "field"); c != NULL;
             c = xml_next(c, "field")) {
            struct element field = {c, part->path};
            size_t i = 0;
            while (i < out->n &&
                   !str_eq(xml_attr(out->item[i].node, "id"), xml_attr(c, "id")))
                i++;
            if (i < out->n && out->item[i].node->parent == c->parent)
                return records_refuse(in, &field, "field is declared twice",
                                      xml_attr(c, "id"));
            if (i < out->n)
                out->item[i] = field;
            else
                put_element(out, field);
        }
    }
    return 0;
}

struct named { /* a header that a field answers to */
    struct str folded;
    uint64_t hash;
    const struct field *field;
};

/* Two fields of a kind that answer to one header would make the mapping a matter of
 * order; differing case or width alone does not tell them apart. Adds the names of `field`
 * to the list, which holds those of the fields before; the other field, or NULL. */
static const struct field *clash(struct loading *in, const struct field *field,
                                 struct named *list, size_t *n)
{
    size_t before = *n;
    for (size_t k = 0; k < field->nsynonyms; k++) {
        struct str name = fold_text(in->load->arena, field->synonym[k]);
        uint64_t hash = str_hash(name);
        for (size_t i = 0; i < before; i++)
            if (list[i].hash == hash && str_eq(list[i].folded, name))
                return list[i].field;
        list[(*n)++] = (struct named){name, hash, field};
    }
    return NULL;
}

static size_t count_names(const struct elements *list)
{
    size_t n = 0;
    for (size_t i = 0; i < list->n; i++)
        n += 1 + xml_count(list->item[i].node, "name") +
             xml_count(list->item[i].node, "as");
    return n;
}

static int read_fields(struct loading *in, const struct draft *draft, struct kind *kind)
{
    struct elements list = {0};
    int status = gather_fields(in, draft, &list);
    size_t nnamed = 0;
    struct named *named = mem_new(count_names(&list) + 1, sizeof *named);
    kind->field = arena_new(in->load->arena, list.n, sizeof *kind->field);
    for (size_t i = 0; i < list.n && status == 0; i++) {
        struct field *field = &kind->field[i];
        const struct field *other;
        status = records_read_field(in, &list.item[i], field, (uint32_t)i);
        kind->nfields = i + 1;
        other = status == 0 ? clash(in, field, named, &nnamed) : NULL;
        if (other != NULL)
            status =
                err_set(in->err, ERR_JOB, list.item[i].path, xml_line(list.item[i].node),
                        "fields '%.*s' and '%.*s' share a header name",
                        STR_ARG(other->id), STR_ARG(field->id));
    }
    mem_free(list.item);
    mem_free(named);
    return status;
}

static int read_key(struct loading *in, const struct element *at, struct kind *kind)
{
    struct str rest = xml_attr(at->node, "key"), id, event = xml_attr(at->node, "event");
    kind->key = arena_new(in->load->arena, rest.n / 2 + 1, sizeof *kind->key);
    while (str_split(&rest, ' ', &id)) {
        const struct field *field = kind_field(kind, id);
        if (id.n == 0)
            continue;
        if (field == NULL)
            return records_refuse(in, at, "key is not a field of the kind", id);
        kind->key[kind->nkey++] = field;
    }
    if (event.n == 0)
        return 0;
    kind->event = kind_field(kind, event);
    if (kind->event == NULL || !field_is_time(kind->event))
        return records_refuse(in, at, "event is not a field of times", event);
    return 0;
}

static bool comparable(const struct field *a, const struct field *b)
{
    return field_is_time(a) == field_is_time(b) && !field_is_text(a) &&
           !field_is_text(b) && a->scale == b->scale;
}

static int read_order(struct loading *in, const struct element *at, struct kind *kind)
{
    struct str id = xml_attr(at->node, "first"), rest = xml_attr(at->node, "then");
    const struct field *first = kind_field(kind, id);
    if (first == NULL)
        return records_refuse(in, at, "order names no field of the kind", id);
    while (str_split(&rest, ' ', &id)) {
        const struct field *then = kind_field(kind, id);
        if (id.n == 0)
            continue;
        if (then == NULL)
            return records_refuse(in, at, "order names no field of the kind", id);
        if (!comparable(first, then))
            return records_refuse(in, at, "order compares fields of different types", id);
        kind->order[kind->norders++] = (struct order_rule){first, then};
    }
    return 0;
}

static int read_orders(struct loading *in, const struct draft *draft, struct kind *kind)
{
    size_t most = 0;
    for (size_t p = 0; p < draft->part.n; p++)
        most += xml_count(draft->part.item[p].node, "order") * kind->nfields;
    kind->order = arena_new(in->load->arena, most, sizeof *kind->order);
    for (size_t p = 0; p < draft->part.n; p++)
        for (const xmlNode *c = xml_first(draft->part.item[p].node, "order"); c != NULL;
             c = xml_next(c, "order"))
            if (read_order(in, &(struct element){c, draft->part.item[p].path}, kind) != 0)
                return -1;
    return 0;
}

static int read_doubts(struct loading *in, const struct draft *draft, struct kind *kind)
{
    size_t most = 0;
    for (size_t p = 0; p < draft->part.n; p++)
        most += xml_count(draft->part.item[p].node, "flag");
    for (size_t p = 0; p < draft->part.n; p++)
        if (records_read_doubts(in, &draft->part.item[p], kind, most) != 0)
            return -1;
    return 0;
}

static void read_said(struct loading *in, const xmlNode *node, struct kind *kind)
{
    size_t n = xml_count(node, "name") + xml_count(node, "as");
    kind->said = arena_new(in->load->arena, n, sizeof *kind->said);
    for (const xmlNode *c = xml_first(node, NULL); c != NULL; c = xml_next(c, NULL))
        if (xml_is(c, "name") || xml_is(c, "as"))
            kind->said[kind->nsaid++] = xml_text(in->load->arena, c);
}

static int read_kind(struct loading *in, const struct draft *draft, struct kind *kind)
{
    const struct element *at = &draft->part.item[0];
    kind->id = arena_str(in->load->arena, draft->id);
    kind->name = xml_localized(in->load->arena, at->node, "name", in->load->lang);
    read_said(in, at->node, kind);
    if (read_fields(in, draft, kind) != 0 || read_key(in, at, kind) != 0)
        return -1;
    return read_orders(in, draft, kind) != 0 ? -1 : read_doubts(in, draft, kind);
}

/* Parents of reference fields, once every kind stands. */
static int read_parents(struct loading *in, const struct draft *draft,
                        struct records *records, struct kind *kind)
{
    size_t references = 0;
    for (size_t p = 0; p < draft->part.n; p++)
        for (const xmlNode *c = xml_first(draft->part.item[p].node, "field"); c != NULL;
             c = xml_next(c, "field")) {
            struct element at = {c, draft->part.item[p].path};
            struct str id = xml_attr(c, "id"), parent = xml_attr(c, "kind");
            if (kind_field(kind, id)->type != FIELD_REF || parent.n == 0)
                continue;
            if (++references > KIND_REFERENCES_MAX)
                return records_refuse(
                    in, &at, "one reference more than the 8 a kind may have", id);
            const struct kind *found = records_kind(records, parent);
            if (found == NULL)
                return records_refuse(in, &at, "reference to a kind that is not declared",
                                      parent);
            if (found->nkey != 1)
                return records_refuse(
                    in, &at, "reference to a kind whose key is several fields", parent);
            kind->field[kind_field(kind, id)->index].parent = found;
        }
    return 0;
}

static int read_all(struct loading *in, struct records *records)
{
    records->kind = arena_new(in->load->arena, in->n, sizeof *records->kind);
    for (size_t i = 0; i < in->n; i++) {
        records->kind[i].index = (uint32_t)i;
        if (read_kind(in, &in->draft[i], &records->kind[i]) != 0)
            return -1;
        records->nkinds = i + 1;
    }
    for (size_t i = 0; i < in->n; i++)
        if (read_parents(in, &in->draft[i], records, &records->kind[i]) != 0)
            return -1;
    return 0;
}

static int open_file(struct loading *in, const struct cat_file *file, const char *schema,
                     xmlDoc **doc)
{
    struct str path = arena_str(in->load->arena, file->path);
    const xmlNode *root;
    if (xml_load(doc, file->text, path.p, schema, in->err) != 0)
        return -1;
    root = xmlDocGetRootElement(*doc);
    for (const xmlNode *c = xml_first(root, "kind"); c != NULL; c = xml_next(c, "kind"))
        if (put_kind(in, (struct element){c, path.p}) != 0)
            return -1;
    return forms_read(in->forms, in->load, root, path.p, in->err);
}

int records_load(struct records *records, struct cat_load *load, size_t first, size_t n,
                 struct err *err)
{
    struct loading in = {.load = load, .err = err};
    struct str schema = arena_printf(load->arena, "%s/records.rng", load->schemas);
    xmlDoc **docs = mem_new(n, sizeof *docs);
    int status = 0;
    in.forms = arena_new(load->arena, 1, sizeof *in.forms);
    *records = (struct records){.forms = in.forms};
    for (size_t i = 0; i < n && status == 0; i++)
        status = open_file(&in, &load->file[first + i], schema.p, &docs[i]);
    if (status == 0)
        status = read_all(&in, records);
    for (size_t i = 0; i < in.n; i++)
        mem_free(in.draft[i].part.item);
    mem_free(in.draft);
    for (size_t i = 0; i < n; i++)
        xmlFreeDoc(docs[i]);
    mem_free(docs);
    return status;
}
