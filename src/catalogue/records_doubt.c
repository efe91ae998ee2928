/* records_doubt: reads the rules that flag rows; refuses fields that the test cannot ask. */
#include "catalogue/records_load.h"

#include "base/banned.h"

static int refuse(struct loading *in, const struct element *at, const char *what)
{
    return err_set(in->err, ERR_JOB, at->path, xml_line(at->node), "flag '%.*s': %s",
                   STR_ARG(xml_attr(at->node, "id")), what);
}

static enum doubt_test test_of(struct str name)
{
    static const char *const names[] = {"absent", "quick", "far", "again", "future"};
    size_t i = 0;
    while (i < DOUBT_OFF && !str_eq(name, str_of(names[i])))
        i++; /* the schema admits these names and "off" */
    return (enum doubt_test)i;
}

static bool is_instant(const struct field *field)
{
    return field != NULL && field_is_time(field);
}

/* What the test asks of its fields; NULL: all is there. */
static const char *misfit(const struct kind *kind, const struct doubt *d, bool spans)
{
    if (d->test == DOUBT_OFF)
        return NULL;
    if (d->field == NULL || (spans && d->to == NULL))
        return "names a field that the kind does not have";
    switch (d->test) {
    case DOUBT_ABSENT:
        return d->field->type == FIELD_REF ? NULL : "its field refers to no kind";
    case DOUBT_QUICK:
        return is_instant(d->field) && is_instant(d->to) ? NULL : "asks for two times";
    case DOUBT_FUTURE:
        return is_instant(d->field) ? NULL : "asks for a time";
    case DOUBT_AGAIN:
        return kind->event != NULL ? NULL : "asks for a kind with an event";
    default:
        if (spans)
            return is_instant(d->field) && is_instant(d->to) ? NULL
                                                             : "asks for two times";
        return field_is_text(d->field) || field_is_time(d->field) ? "asks for a number"
                                                                  : NULL;
    }
}

static int read_doubt(struct loading *in, const struct element *at,
                      const struct kind *kind, struct doubt *d)
{
    const xmlNode *node = at->node;
    struct arena *arena = in->load->arena;
    struct str times = xml_attr(node, "times"), seconds = xml_attr(node, "seconds");
    *d = (struct doubt){.id = arena_str(arena, xml_attr(node, "id")),
                        .test = test_of(xml_attr(node, "test")),
                        .field = kind_field(kind, xml_attr(node, "field")),
                        .to = kind_field(kind, xml_attr(node, "to"))};
    if (d->test != DOUBT_OFF)
        d->name = xml_localized(arena, node, "name", in->load->lang);
    if (times.n > 0 && !dec_parse(times, &d->times))
        return refuse(in, at, "times= is no number");
    if (seconds.n > 0 && !str_int(seconds, &d->seconds))
        return refuse(in, at, "seconds= is too large");
    const char *what = misfit(kind, d, xml_has(node, "to"));
    return what != NULL ? refuse(in, at, what) : 0;
}

int records_read_doubts(struct loading *in, const struct element *at, struct kind *kind,
                        size_t room)
{
    if (kind->doubt == NULL)
        kind->doubt = arena_new(in->load->arena, room, sizeof *kind->doubt);
    for (const xmlNode *c = xml_first(at->node, "flag"); c; c = xml_next(c, "flag")) {
        struct doubt d;
        size_t i = 0;
        if (read_doubt(in, &(struct element){c, at->path}, kind, &d) != 0)
            return -1;
        while (i < kind->ndoubts && !str_eq(kind->doubt[i].id, d.id))
            i++;
        kind->doubt[i] = d;
        kind->ndoubts += i == kind->ndoubts;
    }
    return 0;
}
