/* typing: see typing.h. */
#include "ingest/typing.h"

#include <string.h>

#include "base/civil.h"
#include "base/fold.h"
#include "base/num.h"
#include "ingest/value/length.h"
#include "ingest/value/number.h"
#include "ingest/value/when.h"

#include "base/banned.h"

static bool is_listed(struct str text, const struct str *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(text, list[i]))
            return true;
    return false;
}

/* Most cells begin and end with a visible ASCII or other character: only blanks and the
 * bytes of U+3000 are worth a second look. */
/* At the first or last byte of a text: see str_trim. */
static bool may_be_blank(char c)
{
    unsigned char byte = (unsigned char)c;
    if (byte < 0x80)
        return byte == ' ' || (byte >= '\t' && byte <= '\r');
    return byte <= 0x8F || byte == 0xA0 || byte == 0xAF || byte == 0xBF || byte == 0xC2 ||
           byte == 0xE2 || byte == 0xE3 || byte == 0xEF;
}

/* ="0123" and '0123 are how spreadsheets are told that a number is a text; an export that
 * writes them means 0123. An apostrophe may also be of the text: ids alone lose it. */
static struct str unwrap(const struct field *field, struct str text)
{
    if (text.n >= 3 && text.p[0] == '=' && text.p[1] == '"' &&
        memchr(text.p + 2, '"', text.n - 2) == text.p + text.n - 1)
        return str_trim((struct str){text.p + 2, text.n - 3});
    bool id = field->type == FIELD_ID || field->type == FIELD_REF;
    if (id && text.p[0] == '\'' && memchr(text.p + 1, '\'', text.n - 1) == NULL)
        return (struct str){text.p + 1, text.n - 1};
    return text;
}

/* As it is written first: folding is slow, and few need it. */
static struct str map_value(const struct map *map, struct str text)
{
    for (size_t i = 0; i < map->nvalues; i++)
        if (str_eq(text, map->value[i].from))
            return map->value[i].to;
    for (size_t i = 0; i < map->nvalues; i++)
        if (fold_equal(text, map->value[i].from))
            return map->value[i].to;
    return map->has_other ? map->other : text;
}

struct str typing_clean(const struct source *source, const struct slot *slot,
                        struct str raw)
{
    const struct map *map = slot->map;
    struct str text = raw;
    if (raw.n > 0 && (may_be_blank(raw.p[0]) || may_be_blank(raw.p[raw.n - 1])))
        text = str_trim(raw);
    if (text.n > 0 && (text.p[0] == '=' || text.p[0] == '\''))
        text = unwrap(slot->field, text);
    if (text.n == 0)
        return STR_NONE;
    if (is_listed(text, source->missing, source->nmissing))
        return STR_NONE;
    if (map == NULL)
        return text;
    if (is_listed(text, map->missing, map->nmissing))
        return STR_NONE;
    return map->nvalues > 0 || map->has_other ? map_value(map, text) : text;
}

/* A time that a typed cell held, beside texts in the declared formats. */
static bool parse_typed(const struct field *field, struct str text, struct moment *out)
{
    return when_parse_as(NULL, field->type, text, STR("%Y-%m-%d"), out) ||
           when_parse_as(NULL, field->type, text, STR("%Y-%m-%d %H:%M:%S"), out);
}

static int type_time(const struct slot *slot, struct str text, struct local *local,
                     int64_t *out, bool *odd)
{
    const struct field *field = slot->field;
    const struct map *map = slot->map;
    bool fits = false;
    struct moment moment = {0, false};
    if (map == NULL || map->nformats == 0)
        fits = when_parse(field->forms, field->type, text, &moment);
    else
        for (size_t i = 0; i < map->nformats && !fits; i++)
            fits =
                when_parse_as(field->forms, field->type, text, map->format[i], &moment);
    if (!fits && slot->typed)
        fits = parse_typed(field, text, &moment);
    if (!fits)
        return FINDING_TIME;
    *out = moment.utc ? moment.at : local_to_utc(local, moment.at, odd);
    *odd = *odd && field->type == FIELD_TIME;
    return TYPING_FITS;
}

static bool read_flag(const struct forms *forms, struct str text, int64_t *out)
{
    static const char *const words[] = {"0", "1", "n", "y", "no", "yes", "false", "true"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == text.n && strncasecmp(words[i], text.p, text.n) == 0) {
            *out = (int64_t)(i % 2);
            return true;
        }
    if (forms == NULL)
        return false;
    *out = forms_find(forms, FORM_YES, text) != NULL;
    return *out == 1 || forms_find(forms, FORM_NO, text) != NULL;
}

int typing_value(const struct slot *slot, struct str text, struct local *local,
                 int64_t *out, bool *odd)
{
    const struct field *field = slot->field;
    *odd = false;
    switch (field->type) {
    case FIELD_TIME:
    case FIELD_DATE:
    case FIELD_MONTH:
        return type_time(slot, text, local, out, odd);
    case FIELD_FLAG:
        return read_flag(field->forms, text, out) ? TYPING_FITS : FINDING_FLAG;
    default:
        if (!number_read(field, slot->map != NULL && slot->map->decimal_comma, text, out))
            return FINDING_NUMBER;
        break;
    }
    if ((field->has_min && *out < field->min) || (field->has_max && *out > field->max))
        return FINDING_RANGE;
    return TYPING_FITS;
}

bool typing_passed(const struct slot *slot, struct str text, int64_t *seconds)
{
    const struct field clock = {
        .type = FIELD_INT, .length = 1, .forms = slot->field->forms};
    const struct field plain = {.type = FIELD_DECIMAL, .scale = 6};
    bool comma = slot->map->decimal_comma;
    int64_t millionths;
    if (length_read(&clock, comma, text, seconds))
        return true;
    if (!number_read(&plain, comma, text, &millionths) || millionths < 0 ||
        __builtin_mul_overflow(millionths, slot->map->after_unit, &millionths))
        return false;
    *seconds = (millionths + 500000) / 1000000;
    return true;
}

/* "===" and "=> see there" are none. */
bool typing_is_formula(struct str text)
{
    if (text.n < 3 || text.p[0] != '=' ||
        !((text.p[1] >= 'A' && text.p[1] <= 'Z') ||
          memchr("$'[\"", text.p[1], 4) != NULL))
        return false;
    for (size_t i = 2; i < text.n; i++)
        if ((text.p[i] >= '0' && text.p[i] <= '9') ||
            memchr("(]!&", text.p[i], 4) != NULL)
            return true;
    return false;
}

/* What spreadsheets write for a formula that failed, in every language. */
bool typing_is_fault(const struct slot *slot, struct str text)
{
    static const char *const faults[] = {
        "#N/A",   "#REF!",         "#VALUE!",   "#DIV/0!",   "#NAME?",
        "#NUM!",  "#NULL!",        "#SPILL!",   "#CALC!",    "#FIELD!",
        "#BUSY!", "#GETTING_DATA", "#UNKNOWN!", "#BLOCKED!", "#CONNECT!"};
    if (slot->typed && typing_is_formula(text))
        return true;
    if (text.n < 4 || text.p[0] != '#')
        return false;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        if (str_eq(text, str_of(faults[i])))
            return true;
    return false;
}

/* "1.23457E+17": what a spreadsheet shows of a long number; its last digits are gone. */
bool typing_lost_digits(struct str text)
{
    size_t at = 0, digits = 0;
    if (text.n < 4 || memchr(text.p, '+', text.n) == NULL)
        return false;
    while (at < text.n &&
           ((text.p[at] >= '0' && text.p[at] <= '9') || (at == 1 && text.p[at] == '.')))
        at++;
    if (at == 0 || at + 2 >= text.n || (text.p[at] | 0x20) != 'e' ||
        text.p[at + 1] != '+')
        return false;
    for (at += 2; at < text.n && text.p[at] >= '0' && text.p[at] <= '9'; at++)
        digits++;
    return at == text.n && digits <= 3;
}

struct str typing_spell(struct arena *arena, const struct field *field, int64_t value,
                        const struct zone *zone)
{
    if (!field_is_time(field))
        return num_print(arena, value, field->scale, NUM_PLAIN);
    struct civil c = civil_of(value + zone_offset(zone, value));
    if (field->type == FIELD_MONTH)
        return arena_printf(arena, "%04d-%02d", c.year, c.month);
    if (field->type == FIELD_DATE)
        return arena_printf(arena, "%04d-%02d-%02d", c.year, c.month, c.day);
    return arena_printf(arena, "%04d-%02d-%02d %02d:%02d:%02d", c.year, c.month, c.day,
                        c.hour, c.minute, c.second);
}
