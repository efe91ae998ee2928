/* fuzz text: everything of base that reads a short text. Besides not crashing, what was
 * accepted must print as something that is accepted again with the same meaning. */
#include <stdint.h>
#include <stdlib.h>

#include "base/num.h"
#include "base/period.h"
#include "base/utf8.h"
#include "base/zone_rule.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void must(bool held)
{
    if (!held)
        abort();
}

static void try_utf8(struct str s)
{
    struct str rest = s;
    uint32_t cp;
    bool valid = utf8_valid(s) == s.n;
    size_t characters = 0, bytes = 0;
    while (utf8_next(&rest, &cp)) {
        char out[4];
        characters++;
        bytes += utf8_put(cp, out);
    }
    must(characters == utf8_count(s));
    must(!valid || bytes == s.n);
}

static void try_numbers(struct str s, struct arena *a)
{
    struct dec d, again;
    int64_t n, n_again;
    if (dec_parse(s, &d)) {
        must(dec_parse(num_print(a, d.n, d.scale, NUM_GROUP), &again));
        must(again.n == d.n && again.scale == d.scale);
    }
    if (str_int(s, &n))
        must(str_int(num_print(a, n, 0, NUM_PLAIN), &n_again) && n == n_again);
}

static void try_period(struct str s, const struct zone *zone)
{
    struct period p, again;
    if (period_parse(&p, s, zone, NULL) < 0)
        return;
    must(p.first < p.after && p.from < p.until);
    must(period_parse(&again, str_of(p.text), zone, NULL) == 0);
    must(again.from == p.from && again.until == p.until);
    struct period next = period_shift(&p, 1, zone);
    must(next.first == p.after);
    must(period_shift(&next, -1, zone).first == p.first);
}

static void try_rule(struct str s)
{
    struct zone_rule rule;
    if (!zone_rule_parse(&rule, s))
        return;
    for (int64_t utc = -86400 * 400; utc < 86400 * 800; utc += 86400 * 7 + 11)
        must(abs(zone_rule_offset(&rule, utc)) <= 168 * 3600);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static struct zone *zone;
    if (!zone)
        must(zone_open(&zone, STR("Europe/London"), NULL) == 0);
    struct arena a;
    arena_init(&a);
    struct str s = arena_str(&a, (struct str){(const char *)data, n});
    must(str_trim(s).n <= s.n);
    try_utf8(s);
    try_numbers(s, &a);
    try_period(s, zone);
    try_rule(s);
    arena_release(&a);
    return 0;
}
