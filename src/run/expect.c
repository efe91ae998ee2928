/* expect: see the header. A required field's finding says no more than that: what is wrong
 * with its text is worked out from the type here. */
#include "run/expect.h"

#include "ingest/typing.h"
#include "ingest/value/when.h"
#include "ingest/value/when_number.h"

#include "base/banned.h"

struct asking {
    struct arena *arena;
    const struct job *job;
    const struct field *field;
    const struct map *map; /* may be NULL */
    struct str raw;
};

static struct str word(const struct asking *in, const char *id)
{
    return words_text(in->job->words, id);
}

static struct str fill(const struct asking *in, const char *id, const char *name,
                       struct str value)
{
    const struct words_arg arg = {name, value};
    return words_fill(in->job->words, in->arena, id, &arg, 1);
}

static struct str join(struct arena *arena, struct str list, struct str more)
{
    return list.n == 0 ? more
                       : arena_printf(arena, "%.*s, %.*s", STR_ARG(list), STR_ARG(more));
}

static struct str expect_time(const struct asking *in)
{
    static const char *const id[] = {"expect.time", "expect.date", "expect.month"};
    struct str formats = STR_NONE;
    char format[64];
    int first, second;
    for (size_t i = 0; in->map != NULL && i < in->map->nformats; i++)
        formats = join(in->arena, formats, in->map->format[i]);
    if (in->map != NULL && in->map->after != NULL)
        return word(in, "expect.length");
    if (formats.n > 0)
        return fill(in, "expect.formats", "formats", formats);
    if (when_like_serial(in->raw))
        return word(in, "expect.serial");
    if (when_like_unix(in->raw) != NULL)
        return fill(in, "expect.declare", "format", str_of(when_like_unix(in->raw)));
    if (when_era_format(in->field->forms, in->raw, format, sizeof format))
        return fill(in, "expect.declare", "format", str_of(format));
    if (when_day_month(in->raw, &first, &second))
        return word(in, "expect.day-month");
    if (when_names_month(in->field->forms, in->raw) &&
        when_derive(in->field->forms, in->raw, true, format, sizeof format))
        return fill(in, "expect.declare", "format", str_of(format));
    return word(in, id[in->field->type - FIELD_TIME]);
}

static struct str bound(const struct asking *in, int64_t value)
{
    return num_print(in->arena, value, in->field->scale, NUM_PLAIN);
}

static struct str expect_range(const struct asking *in)
{
    const struct field *f = in->field;
    const struct words_arg args[] = {{"min", bound(in, f->min)},
                                     {"max", bound(in, f->max)}};
    const char *id = f->has_min && f->has_max ? "expect.between"
                     : f->has_min             ? "expect.least"
                                              : "expect.most";
    return words_fill(in->job->words, in->arena, id, args, 2);
}

static struct str expect_number(const struct asking *in)
{
    const struct field *f = in->field;
    if (f->length > 0)
        return word(in, "expect.length");
    if (f->type == FIELD_INT)
        return word(in, "expect.integer");
    return fill(in, "expect.decimal", "n", arena_printf(in->arena, "%d", f->scale));
}

static struct str expect_flag(const struct asking *in)
{
    const struct forms *forms = in->field->forms;
    struct str yes = STR("Y, TRUE, 1"), no = STR("N, FALSE, 0");
    for (size_t i = 0; i < forms->n[FORM_YES] && i < 3; i++)
        yes = join(in->arena, yes, forms->form[FORM_YES][i].text);
    for (size_t i = 0; i < forms->n[FORM_NO] && i < 3; i++)
        no = join(in->arena, no, forms->form[FORM_NO][i].text);
    const struct words_arg args[] = {{"yes", yes}, {"no", no}};
    return words_fill(in->job->words, in->arena, "expect.flag", args, 2);
}

/* Of the field's type, for a cell that is there and no such value. */
static struct str expect_type(const struct asking *in)
{
    if (typing_is_formula(in->raw))
        return word(in, "expect.formula");
    switch (in->field->type) {
    case FIELD_TIME:
    case FIELD_DATE:
    case FIELD_MONTH:
        return expect_time(in);
    case FIELD_FLAG:
        return expect_flag(in);
    case FIELD_INT:
    case FIELD_DECIMAL:
        return expect_number(in);
    default:
        return typing_lost_digits(in->raw) ? word(in, "expect.id") : STR_NONE;
    }
}

static struct str expect_order(const struct asking *in, const struct kind *kind)
{
    struct str firsts = STR_NONE;
    for (size_t i = 0; i < kind->norders; i++)
        if (kind->order[i].then == in->field)
            firsts = join(in->arena, firsts, kind->order[i].first->name);
    return firsts.n > 0 ? fill(in, "expect.order", "fields", firsts) : STR_NONE;
}

const struct source *expect_source(const struct job *job, struct str id)
{
    for (size_t i = 0; i < job->nsources; i++)
        if (str_eq(job->source[i].id, id))
            return &job->source[i];
    return NULL;
}

struct str expect_text(struct arena *arena, const struct job *job,
                       const struct source *source, struct str code,
                       const struct field *field, struct str raw)
{
    struct asking in = {arena, job, field, NULL, str_trim(raw)};
    if (field == NULL || source == NULL)
        return STR_NONE;
    for (size_t i = 0; i < source->nmaps; i++)
        if (source->map[i].field == field)
            in.map = &source->map[i];
    if (str_eq(code, STR("order")))
        return expect_order(&in, source->kind);
    if (str_eq(code, STR("range")))
        return expect_range(&in);
    if (str_eq(code, STR("merged")))
        return word(&in, "expect.merged");
    if (str_eq(code, STR("required")))
        return in.raw.n == 0 ? word(&in, "expect.some") : expect_type(&in);
    if (str_eq(code, STR("time")) || str_eq(code, STR("number")) ||
        str_eq(code, STR("flag")) || str_eq(code, STR("digits")) ||
        str_eq(code, STR("fault")))
        return expect_type(&in);
    return STR_NONE;
}

struct str expect_finding(struct arena *arena, const struct job *job,
                          const struct store_finding *finding)
{
    const struct source *source = expect_source(job, finding->source);
    const struct field *field = source != NULL && finding->field.n > 0
                                    ? kind_field(source->kind, finding->field)
                                    : NULL;
    return expect_text(arena, job, source, finding->code, field, finding->raw);
}
