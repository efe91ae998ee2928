/* typing: see typing.h. Numbers are exact: a decimal with more digits than its field keeps
 * is a finding, never rounded in silence. */
#include "ingest/typing.h"

#include <string.h>

#include "base/civil.h"
#include "base/num.h"
#include "ingest/when.h"

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
static bool may_be_blank(char c)
{
    return (c >= '\t' && c <= '\r') || c == ' ' || c == '\xE3' || c == '\x80';
}

struct str typing_clean(const struct source *source, const struct slot *slot,
                        struct str raw)
{
    const struct map *map = slot->map;
    struct str text = raw;
    if (raw.n > 0 && (may_be_blank(raw.p[0]) || may_be_blank(raw.p[raw.n - 1])))
        text = str_trim(raw);
    if (text.n == 0)
        return STR_NONE;
    if (is_listed(text, source->missing, source->nmissing))
        return STR_NONE;
    if (map == NULL)
        return text;
    if (is_listed(text, map->missing, map->nmissing))
        return STR_NONE;
    for (size_t i = 0; i < map->nvalues; i++)
        if (str_eq(text, map->value[i].from))
            return map->value[i].to;
    return text;
}

static int type_time(const struct slot *slot, struct str text, struct local *local,
                     int64_t *out, bool *odd)
{
    const struct field *field = slot->field;
    const struct map *map = slot->map;
    bool fits = false;
    int64_t at = 0;
    if (map == NULL || map->nformats == 0)
        fits = when_parse(field->type, text, &at);
    else
        for (size_t i = 0; i < map->nformats && !fits; i++)
            fits = when_parse_as(field->type, text, map->format[i], &at);
    if (!fits)
        return FINDING_TIME;
    *out = local_to_utc(local, at, odd);
    *odd = *odd && field->type == FIELD_TIME;
    return TYPING_FITS;
}

static bool read_decimal(struct str text, int scale, int64_t *out)
{
    struct dec dec;
    if (!dec_parse(text, &dec))
        return false;
    for (; dec.scale > scale; dec.scale--, dec.n /= 10)
        if (dec.n % 10 != 0)
            return false;
    for (; dec.scale < scale; dec.scale++)
        if (__builtin_mul_overflow(dec.n, 10, &dec.n))
            return false;
    *out = dec.n;
    return true;
}

/* "1,234" is an integer too, "12.0" is not. */
static bool read_integer(struct str text, int64_t *out)
{
    if (str_int(text, out))
        return true;
    return memchr(text.p, '.', text.n) == NULL && read_decimal(text, 0, out);
}

static bool read_flag(struct str text, int64_t *out)
{
    static const char *const words[] = {"0", "1", "n", "y", "no", "yes", "false", "true"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == text.n && strncasecmp(words[i], text.p, text.n) == 0) {
            *out = (int64_t)(i % 2);
            return true;
        }
    return false;
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
        return read_flag(text, out) ? TYPING_FITS : FINDING_RANGE;
    case FIELD_INT:
        if (!read_integer(text, out))
            return FINDING_NUMBER;
        break;
    default:
        if (!read_decimal(text, field->scale, out))
            return FINDING_NUMBER;
        break;
    }
    if ((field->has_min && *out < field->min) || (field->has_max && *out > field->max))
        return FINDING_RANGE;
    return TYPING_FITS;
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
