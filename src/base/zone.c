/* zone: the transitions of a TZif file (RFC 8536, version 2 or later) and, after the
 * last of them, the rule of its footer (base/zone_rule). */
#include "base/zone.h"

#include <string.h>

#include "base/civil.h"
#include "base/file.h"
#include "base/zone_rule.h"
#include "base/banned.h"

#define FOLDER      "/usr/share/zoneinfo/"
#define FILE_LIMIT  (1 << 20)
#define HEADER_SIZE 44
#define NAME_MAX_   64
/* Largest distance of any local time from UTC, a day to be safe. */
#define OFFSET_REACH CIVIL_DAY

struct zone {
    struct arena arena;
    struct str name;
    struct sha256 digest;
    size_t n;
    int64_t *at;        /* transition instants, ascending */
    int32_t *from_then; /* offset from that instant on */
    int32_t before;     /* offset before the first transition */
    bool has_rule;
    struct zone_rule rule;
};

struct counts {
    uint32_t is_ut, is_standard, leap, time, type, chars;
};

static uint32_t read_u32(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static int64_t read_i64(const unsigned char *p)
{
    return (int64_t)((uint64_t)read_u32(p) << 32 | read_u32(p + 4));
}

/* Header at `at` of the text; false when it is none or reaches beyond sane counts. */
static bool read_header(struct str s, size_t at, struct counts *c)
{
    if (s.n < at + HEADER_SIZE || memcmp(s.p + at, "TZif", 4) != 0 || s.p[at + 4] < '2')
        return false;
    const unsigned char *p = (const unsigned char *)s.p + at + 20;
    *c = (struct counts){read_u32(p),      read_u32(p + 4),  read_u32(p + 8),
                         read_u32(p + 12), read_u32(p + 16), read_u32(p + 20)};
    const uint32_t most = FILE_LIMIT / 16;
    return c->is_ut <= most && c->is_standard <= most && c->leap <= most &&
           c->time <= most && c->type >= 1 && c->type <= 256 && c->chars <= most;
}

static size_t body_size(const struct counts *c, size_t time_size)
{
    return c->time * (time_size + 1) + c->type * (size_t)6 + c->chars +
           c->leap * (time_size + 4) + c->is_standard + c->is_ut;
}

static bool read_transitions(struct zone *z, struct str s, size_t at,
                             const struct counts *c)
{
    const unsigned char *times = (const unsigned char *)s.p + at;
    const unsigned char *indexes = times + c->time * (size_t)8;
    const unsigned char *types = indexes + c->time;
    z->n = c->time;
    z->at = arena_new(&z->arena, z->n + 1, sizeof *z->at);
    z->from_then = arena_new(&z->arena, z->n + 1, sizeof *z->from_then);
    z->before = (int32_t)read_u32(types);
    for (size_t i = 0; i < z->n; i++) {
        z->at[i] = read_i64(times + i * 8);
        if (indexes[i] >= c->type || (i > 0 && z->at[i] <= z->at[i - 1]))
            return false;
        z->from_then[i] = (int32_t)read_u32(types + indexes[i] * (size_t)6);
        if (z->from_then[i] <= -OFFSET_REACH || z->from_then[i] >= OFFSET_REACH)
            return false;
    }
    return true;
}

static bool read_footer(struct zone *z, struct str s, size_t at)
{
    if (at + 2 > s.n || s.p[at] != '\n')
        return false;
    struct str footer = {s.p + at + 1, s.n - at - 1};
    struct str rule;
    if (!str_split(&footer, '\n', &rule) || !footer.p)
        return false;
    z->has_rule = rule.n > 0;
    return rule.n == 0 || zone_rule_parse(&z->rule, rule);
}

/* The version 1 block, with 32-bit times, is skipped. */
static bool read_tzif(struct zone *z, struct str s)
{
    struct counts c;
    if (!read_header(s, 0, &c))
        return false;
    size_t second = HEADER_SIZE + body_size(&c, 4);
    if (!read_header(s, second, &c))
        return false;
    size_t body = second + HEADER_SIZE;
    size_t end = body + body_size(&c, 8);
    return end <= s.n && read_transitions(z, s, body, &c) && read_footer(z, s, end);
}

static bool name_fits(struct str name)
{
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (!letter && !(c >= '0' && c <= '9') && !strchr("_+/-", c))
            return false;
    }
    return name.n > 0 && name.n <= NAME_MAX_ && name.p[0] != '/';
}

static int load(struct zone *z, struct str name, struct err *e)
{
    struct str text;
    z->name = arena_str(&z->arena, name);
    struct str path = file_join(&z->arena, STR(FOLDER), name);
    if (!file_exists(path.p))
        return err_set(e, ERR_JOB, NULL, 0,
                       "unknown time zone \"%s\"; names are like Asia/Shanghai, the list "
                       "comes with the system's tzdata",
                       z->name.p);
    if (file_read(path.p, FILE_LIMIT, &z->arena, &text, e) < 0)
        return -1;
    if (!read_tzif(z, text))
        return err_set(e, ERR_JOB, path.p, 0,
                       "is not a time zone file of version 2 or later");
    z->digest = sha256_of(text.p, text.n);
    return 0;
}

int zone_open(struct zone **out, struct str name, struct err *e)
{
    if (!name_fits(name))
        return err_set(e, ERR_JOB, NULL, 0,
                       "\"%.*s\" is no time zone name; they are like Asia/Shanghai",
                       (int)(name.n < 80 ? name.n : 80), name.p ? name.p : "");
    struct zone *z = mem_new(1, sizeof *z);
    arena_init(&z->arena);
    if (load(z, name, e) < 0) {
        zone_close(z);
        return -1;
    }
    *out = z;
    return 0;
}

void zone_close(struct zone *z)
{
    if (!z)
        return;
    arena_release(&z->arena);
    mem_free(z);
}

/* The first transition after that instant. */
static size_t first_after(const struct zone *z, int64_t utc)
{
    size_t low = 0, high = z->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (z->at[middle] <= utc)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

int32_t zone_offset(const struct zone *z, int64_t utc)
{
    size_t next = first_after(z, utc);
    if (next == z->n && z->has_rule)
        return zone_rule_offset(&z->rule, utc);
    return next == 0 ? z->before : z->from_then[next - 1];
}

bool zone_is_steady(const struct zone *z, int64_t day)
{
    int64_t from = day - OFFSET_REACH, until = day + CIVIL_DAY + OFFSET_REACH;
    size_t next = first_after(z, from);
    bool by_rule = next == z->n && z->has_rule && z->rule.has_summer;
    return next == first_after(z, until) && !by_rule;
}

/* The offsets a day before and after are the two that may be in force; which of them
 * really give the local time back tells unique, ambiguous and gap apart. */
int64_t zone_to_utc(const struct zone *z, int64_t local, enum zone_fit *fit)
{
    int32_t old = zone_offset(z, local - OFFSET_REACH);
    int32_t new = zone_offset(z, local + OFFSET_REACH);
    int64_t by_old = local - old, by_new = local - new;
    bool old_holds = zone_offset(z, by_old) == old;
    bool new_holds = zone_offset(z, by_new) == new;
    enum zone_fit found = ZONE_UNIQUE;
    if (old_holds && new_holds && old != new)
        found = ZONE_AMBIGUOUS;
    else if (!old_holds && !new_holds)
        found = ZONE_GAP;
    if (fit)
        *fit = found;
    if (found == ZONE_AMBIGUOUS)
        return by_old < by_new ? by_old : by_new;
    return new_holds && !old_holds ? by_new : by_old;
}

struct sha256 zone_digest(const struct zone *z)
{
    return z->digest;
}
