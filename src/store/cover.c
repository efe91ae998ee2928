/* cover: which span of time a file speaks for. */
#include "store/cover.h"

#include "base/period.h"

#include "base/banned.h"

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (unsigned char)c >= 0x80;
}

/* Length of "2026-10", "2026-H1", "2026-Q3", "2026-W40" at the start of s, bounded by
 * something else; 0 if there is none. A bare year is too often a number or a wish. */
static size_t period_length(struct str s)
{
    size_t n = 5;
    for (size_t i = 0; i < 4; i++)
        if (i >= s.n || s.p[i] < '0' || s.p[i] > '9')
            return 0;
    if (s.n <= n || s.p[4] != '-')
        return 0;
    while (n < s.n && is_word(s.p[n]))
        n++;
    /* A full date is a day of export, not a span. */
    return n < s.n && s.p[n] == '-' ? 0 : n;
}

static bool named_period(struct period *period, struct str name, const struct zone *zone)
{
    for (size_t i = 0; i < name.n; i++) {
        struct err ignored = {0};
        struct str rest = {name.p + i, name.n - i};
        if (i > 0 && is_word(name.p[i - 1]))
            continue;
        rest.n = period_length(rest);
        if (rest.n > 0 && period_parse(period, rest, zone, &ignored) == 0)
            return true;
    }
    return false;
}

int cover_find(struct cover *cover, const struct source *source, struct str name,
               const struct zone *zone, int64_t first, int64_t last, struct err *err)
{
    struct period period;
    *cover = (struct cover){false, 0, 0};
    if (source->covers.n > 0) {
        if (period_parse(&period, source->covers, zone, err) < 0)
            return -1;
        *cover = (struct cover){true, period.from, period.until};
    } else if (named_period(&period, name, zone)) {
        *cover = (struct cover){true, period.from, period.until};
    } else if (first <= last) {
        *cover = (struct cover){true, first, last + 1};
    }
    return 0;
}
