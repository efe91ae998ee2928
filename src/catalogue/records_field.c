/* records_field: one field of a kind: its type, bounds, units and the names it goes by. */
#include "catalogue/records_load.h"

#include "base/num.h"

#include "base/banned.h"

static const char *const type_names[] = {"id",   "text", "ref",  "int",  "decimal",
                                         "flag", "time", "date", "month"};

static enum field_type type_of(struct str name)
{
    enum field_type type = FIELD_ID;
    while (type < FIELD_MONTH && !str_eq(name, str_of(type_names[type])))
        type++; /* the schema admits these names only */
    return type;
}

/* A bound in the units the field is stored in. */
static int read_bound(struct loading *in, const struct element *at, const char *attribute,
                      struct field *field, bool *has, int64_t *bound)
{
    struct dec dec;
    struct str text = xml_attr(at->node, attribute);
    if (!xml_has(at->node, attribute))
        return 0;
    if (!dec_parse(text, &dec) || dec.scale > field->scale)
        return records_refuse(in, at, "bound has more digits than the field", text);
    *has = true;
    *bound = dec.n;
    for (int i = dec.scale; i < field->scale; i++)
        if (__builtin_mul_overflow(*bound, 10, bound))
            return records_refuse(in, at, "bound is too large", text);
    return 0;
}

static void read_synonyms(struct loading *in, const xmlNode *node, struct field *field)
{
    struct arena *arena = in->load->arena;
    size_t n = 1 + xml_count(node, "name") + xml_count(node, "as");
    field->synonym = arena_new(arena, n, sizeof *field->synonym);
    field->synonym[field->nsynonyms++] = field->id;
    for (const xmlNode *c = xml_first(node, NULL); c != NULL; c = xml_next(c, NULL))
        if (xml_is(c, "name") || xml_is(c, "as"))
            field->synonym[field->nsynonyms++] = xml_text(arena, c);
}

static void read_units(struct loading *in, const xmlNode *node, struct field *field)
{
    static const struct {
        const char *name;
        int64_t seconds;
    } length[] = {{"seconds", 1}, {"minutes", 60}, {"hours", 3600}, {"days", 86400}};
    struct arena *arena = in->load->arena;
    field->forms = in->forms;
    for (size_t i = 0; i < sizeof length / sizeof *length; i++)
        if (str_eq(xml_attr(node, "length"), str_of(length[i].name)))
            field->length = length[i].seconds;
    field->unit = arena_new(arena, xml_count(node, "unit"), sizeof *field->unit);
    for (const xmlNode *c = xml_first(node, "unit"); c != NULL; c = xml_next(c, "unit")) {
        int64_t power = 0;
        (void)str_int(xml_attr(c, "power"), &power); /* absent: 0; the schema bounds it */
        field->unit[field->nunits++] =
            (struct field_unit){xml_text(arena, c), (int)power};
    }
}

/* The texts of one element are parted by '|': they may hold blanks. */
static void read_usuals(struct loading *in, const xmlNode *node, struct field *field)
{
    struct arena *arena = in->load->arena;
    size_t n = 0;
    for (const xmlNode *c = xml_first(node, "usual"); c != NULL; c = xml_next(c, "usual"))
        n += xml_text(arena, c).n / 2 + 1;
    field->usual = arena_new(arena, n, sizeof *field->usual);
    for (const xmlNode *c = xml_first(node, "usual"); c != NULL;
         c = xml_next(c, "usual")) {
        struct str rest = xml_text(arena, c), text, to = xml_attr(c, "to");
        while (str_split(&rest, '|', &text))
            if (text.n > 0)
                field->usual[field->nusuals++] =
                    (struct field_usual){text, arena_str(arena, to)};
    }
}

int records_read_field(struct loading *in, const struct element *at, struct field *field,
                       uint32_t index)
{
    static const char *const reserved[] = {"row",   "file", "line",  "since",
                                           "until", "key",  "rowid", "oid"};
    const xmlNode *node = at->node;
    struct str type = xml_attr(node, "type"), scale = xml_attr(node, "scale");
    int64_t digits = 0;
    field->id = arena_str(in->load->arena, xml_attr(node, "id"));
    if (records_reserves(reserved, sizeof reserved / sizeof *reserved, field->id))
        return records_refuse(in, at, "field id is reserved for the store", field->id);
    field->name = xml_localized(in->load->arena, node, "name", in->load->lang);
    field->type = type_of(type);
    field->index = index;
    field->required = xml_yes(node, "required");
    field->personal = xml_yes(node, "personal");
    field->ahead = xml_yes(node, "ahead");
    if (scale.n > 0 && !str_int(scale, &digits))
        return records_refuse(in, at, "scale is not a number", scale);
    field->scale = (int)digits;
    read_synonyms(in, node, field);
    read_units(in, node, field);
    read_usuals(in, node, field);
    return read_bound(in, at, "min", field, &field->has_min, &field->min) != 0
               ? -1
               : read_bound(in, at, "max", field, &field->has_max, &field->max);
}
