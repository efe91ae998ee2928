/* instant: local times in and out, by way of civil and zone. */
#include "base/instant.h"

#include <string.h>

#include "base/civil.h"

#include "base/banned.h"

/* Fixed digits: `pattern` has '0' for a digit, any other character stands for itself. */
static bool fits(struct str text, const char *pattern)
{
    if (text.n != strlen(pattern))
        return false;
    for (size_t i = 0; i < text.n; i++) {
        bool digit = text.p[i] >= '0' && text.p[i] <= '9';
        if (pattern[i] == '0' ? !digit : text.p[i] != pattern[i])
            return false;
    }
    return true;
}

static int digits(struct str text, size_t at, size_t n)
{
    int value = 0;
    for (size_t i = at; i < at + n && i < text.n; i++)
        value = value * 10 + (text.p[i] - '0');
    return value;
}

int instant_parse(struct str text, const struct zone *zone, int64_t *utc, struct err *err)
{
    static const char *const forms[] = {"0000-00-00", "0000-00-00 00:00",
                                        "0000-00-00T00:00", "0000-00-00 00:00:00",
                                        "0000-00-00T00:00:00"};
    bool known = false;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        known = known || fits(text, forms[i]);
    struct civil civil = {.year = digits(text, 0, 4),
                          .month = digits(text, 5, 2),
                          .day = digits(text, 8, 2),
                          .hour = digits(text, 11, 2),
                          .minute = digits(text, 14, 2),
                          .second = digits(text, 17, 2)};
    if (!known || !civil_valid(&civil))
        return err_set(err, ERR_JOB, NULL, 0,
                       "'%.*s' is not a time; write it as 2026-11-03 08:00",
                       STR_ARG(text));
    *utc = zone_to_utc(zone, civil_seconds(&civil), NULL);
    return 0;
}

struct str instant_print(struct arena *arena, int64_t utc, const struct zone *zone)
{
    int32_t offset = zone_offset(zone, utc);
    struct civil c = civil_of(utc + offset);
    int minutes = (offset < 0 ? -offset : offset) / 60;
    return arena_printf(arena, "%04d-%02d-%02d %02d:%02d:%02d %c%02d:%02d", c.year,
                        c.month, c.day, c.hour, c.minute, c.second,
                        offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}
