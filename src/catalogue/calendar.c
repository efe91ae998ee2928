/* calendar: compiles the weekly hours and the exceptions of each year into one table of
 * working spans with running totals, indexed by day: worked() is two look-ups. */
#include "catalogue/calendar.h"

#include <string.h>

#include "base/civil.h"

#include "base/banned.h"

enum { SPANS_A_DAY = CALENDAR_HOURS, YEAR_MIN = 1970, YEAR_MAX = 2200 };

struct span {
    int64_t from, until; /* local civil seconds */
    int64_t before;      /* working seconds before `from` since the first day */
};

struct week {
    struct span hour[8][SPANS_A_DAY]; /* by weekday 1-7, seconds of the day */
    size_t n[8];
};

struct exception { /* days off, or make-up working days */
    int year;
    int64_t from, until; /* days, both included */
    bool off;
    struct str name;
};

struct calendar {
    struct exception *exception;
    size_t nexceptions;
    struct str id, name, path;
    int first_year, last_year;
    int64_t first_day, days;
    struct span *span;
    size_t nspans;
    size_t *of_day; /* index of the first span that ends after the day begins; days + 1 */
};

struct building {
    struct calendar *calendar;
    struct cat_load *load;
    struct week week;
    uint8_t *weekday; /* by day since YEAR_MIN: 0 unlisted, 1-7 hours of, 8 off */
    size_t days;
    const char *path;
};

enum { DAY_OFF = 8 };

static int64_t clock_seconds(struct str text)
{
    return ((text.p[0] - '0') * 10 + (text.p[1] - '0')) * 3600 +
           ((text.p[3] - '0') * 10 + (text.p[4] - '0')) * 60;
}

static int64_t date_days(struct str text)
{
    int64_t part[3] = {0};
    struct str piece;
    for (int i = 0; i < 3 && str_split(&text, '-', &piece); i++)
        str_int(piece, &part[i]);
    return civil_days((int)part[0], (int)part[1], (int)part[2]);
}

static int load_hours(struct building *b, const xmlNode *week, int day, struct err *err)
{
    b->week.n[day] = 0;
    int64_t last = 0;
    for (const xmlNode *c = xml_first(week, "hours"); c; c = xml_next(c, "hours")) {
        struct span span = {.from = clock_seconds(xml_attr(c, "from")),
                            .until = clock_seconds(xml_attr(c, "until"))};
        if (span.from < last || span.until <= span.from || b->week.n[day] == SPANS_A_DAY)
            return err_set(err, ERR_JOB, b->path, xml_line(c),
                           "hours of a day must follow one another, %d spans at most",
                           SPANS_A_DAY);
        last = span.until;
        b->week.hour[day][b->week.n[day]++] = span;
    }
    return 0;
}

static int load_weeks(struct building *b, const xmlNode *root, struct err *err)
{
    for (const xmlNode *c = xml_first(root, "week"); c; c = xml_next(c, "week")) {
        struct str days = xml_attr(c, "days"), day;
        while (str_split(&days, ' ', &day))
            if (day.n == 1 && load_hours(b, c, day.p[0] - '0', err) != 0)
                return -1;
    }
    return 0;
}

static int mark_days(struct building *b, const xmlNode *node, int year, int64_t from,
                     int64_t until, uint8_t as, struct err *err)
{
    if (until < from || from < civil_days(year - 1, 12, 1) ||
        until >= civil_days(year + 1, 2, 1))
        return err_set(err, ERR_JOB, b->path, xml_line(node),
                       "days do not belong to the year %d they stand in", year);
    int64_t base = civil_days(YEAR_MIN, 1, 1);
    for (int64_t d = from; d <= until; d++)
        if (d >= base && (size_t)(d - base) < b->days && b->weekday[d - base] != 0)
            b->weekday[d - base] = as; /* only days of listed years */
    return 0;
}

/* A year that is given again begins anew. */
static void forget_exceptions(struct calendar *c, int year)
{
    size_t kept = 0;
    for (size_t i = 0; i < c->nexceptions; i++)
        if (c->exception[i].year != year)
            c->exception[kept++] = c->exception[i];
    c->nexceptions = kept;
}

static void mark_week(struct building *b, int year)
{
    forget_exceptions(b->calendar, year);
    int64_t base = civil_days(YEAR_MIN, 1, 1);
    for (int64_t d = civil_days(year, 1, 1); d < civil_days(year + 1, 1, 1); d++)
        b->weekday[d - base] = (uint8_t)civil_weekday(d);
}

static int load_exceptions(struct building *b, const xmlNode *year, int number,
                           struct err *err)
{
    for (const xmlNode *c = xml_first(year, NULL); c; c = xml_next(c, NULL)) {
        bool off = xml_is(c, "off");
        int64_t from = date_days(xml_attr(c, off ? "from" : "on"));
        int64_t until = xml_has(c, "until") ? date_days(xml_attr(c, "until")) : from;
        struct str as = xml_attr(c, "as");
        uint8_t look = off ? DAY_OFF : as.n > 0 ? (uint8_t)(as.p[0] - '0') : 1;
        if (mark_days(b, c, number, from, until, look, err) != 0)
            return -1;
        b->calendar->exception[b->calendar->nexceptions++] =
            (struct exception){number, from, until, off, xml_text(b->load->arena, c)};
    }
    return 0;
}

/* All weeks before all exceptions: a notice of one year may name days of the next. */
static int load_years(struct building *b, const xmlNode *root, struct err *err)
{
    for (int pass = 0; pass < 2; pass++)
        for (const xmlNode *c = xml_first(root, "year"); c; c = xml_next(c, "year")) {
            int64_t number = 0;
            str_int(xml_attr(c, "number"), &number);
            if (pass == 0)
                mark_week(b, (int)number);
            else if (load_exceptions(b, c, (int)number, err) != 0)
                return -1;
        }
    return 0;
}

static void make_room(struct building *b, const xmlNode *root)
{
    struct calendar *c = b->calendar;
    size_t n = c->nexceptions;
    for (const xmlNode *y = xml_first(root, "year"); y; y = xml_next(y, "year"))
        n += xml_count(y, "off") + xml_count(y, "work");
    struct exception *more = arena_new(b->load->arena, n + 1, sizeof *more);
    for (size_t i = 0; i < c->nexceptions; i++)
        more[i] = c->exception[i];
    c->exception = more;
}

static int load_file(struct building *b, const struct cat_file *file, struct err *err)
{
    struct arena *arena = b->load->arena;
    struct str schema = arena_printf(arena, "%s/calendar.rng", b->load->schemas);
    xmlDoc *xml = NULL;
    b->path = file->path.p;
    if (xml_load(&xml, file->text, file->path.p, schema.p, err) != 0)
        return -1;
    const xmlNode *root = xmlDocGetRootElement(xml);
    b->calendar->id = arena_str(arena, xml_attr(root, "id"));
    b->calendar->path = arena_str(arena, file->path);
    b->calendar->name = xml_localized(arena, root, "name", b->load->lang);
    make_room(b, root);
    int result = load_weeks(b, root, err) != 0 || load_years(b, root, err) != 0 ? -1 : 0;
    xmlFreeDoc(xml);
    return result;
}

static int find_years(struct building *b, struct err *err)
{
    struct calendar *c = b->calendar;
    size_t first = 0, after = b->days;
    while (first < b->days && b->weekday[first] == 0)
        first++;
    while (after > first && b->weekday[after - 1] == 0)
        after--;
    for (size_t d = first; d < after; d++)
        if (b->weekday[d] == 0)
            return err_set(err, ERR_JOB, b->path, 0,
                           "calendar '%.*s' leaves out a year between two others",
                           STR_ARG(c->id));
    int64_t base = civil_days(YEAR_MIN, 1, 1);
    c->first_day = base + (int64_t)first;
    c->days = (int64_t)(after - first);
    c->first_year = civil_of(c->first_day * CIVIL_DAY).year;
    c->last_year = civil_of((c->first_day + c->days - 1) * CIVIL_DAY).year;
    return 0;
}

static void compile(struct building *b)
{
    struct calendar *c = b->calendar;
    size_t base = (size_t)(c->first_day - civil_days(YEAR_MIN, 1, 1));
    int64_t before = 0;
    c->span = arena_new(b->load->arena, (size_t)c->days * SPANS_A_DAY, sizeof *c->span);
    c->of_day = arena_new(b->load->arena, (size_t)c->days + 1, sizeof *c->of_day);
    for (size_t d = 0; d < (size_t)c->days; d++) {
        uint8_t day = b->weekday[base + d];
        int64_t midnight = (c->first_day + (int64_t)d) * CIVIL_DAY;
        c->of_day[d] = c->nspans;
        for (size_t i = 0; day != DAY_OFF && i < b->week.n[day]; i++) {
            struct span hour = b->week.hour[day][i];
            c->span[c->nspans++] =
                (struct span){midnight + hour.from, midnight + hour.until, before};
            before += hour.until - hour.from;
        }
    }
    c->of_day[c->days] = c->nspans;
}

int calendar_load(struct calendar **out, struct cat_load *load, size_t first, size_t n,
                  struct err *err)
{
    struct building b = {.load = load};
    b.calendar = arena_new(load->arena, 1, sizeof *b.calendar);
    b.days = (size_t)(civil_days(YEAR_MAX + 1, 1, 1) - civil_days(YEAR_MIN, 1, 1));
    b.weekday = mem_new(b.days, 1);
    int result = 0;
    for (size_t i = first; i < first + n && result == 0; i++)
        result = load_file(&b, &load->file[i], err);
    if (result == 0)
        result = find_years(&b, err);
    if (result == 0)
        compile(&b);
    mem_free(b.weekday);
    *out = b.calendar;
    return result;
}

struct str calendar_name(const struct calendar *c)
{
    return c->name;
}

struct str calendar_path(const struct calendar *c)
{
    return c->path;
}

void calendar_years(const struct calendar *c, int *first, int *last)
{
    *first = c->first_year;
    *last = c->last_year;
}

static int64_t day_of(int64_t seconds)
{
    return seconds / CIVIL_DAY - (seconds % CIVIL_DAY < 0);
}

/* Working seconds from the first day's midnight to `at`; -1 outside. */
static int64_t total_at(const struct calendar *c, int64_t at)
{
    int64_t day = day_of(at) - c->first_day;
    if (day < 0 || day >= c->days)
        return -1;
    size_t i = c->of_day[day], end = c->of_day[day + 1];
    while (i < end && c->span[i].until <= at)
        i++;
    if (i == c->nspans)
        return i == 0
                   ? 0
                   : c->span[i - 1].before + c->span[i - 1].until - c->span[i - 1].from;
    int64_t inside = i < end && at > c->span[i].from ? at - c->span[i].from : 0;
    return c->span[i].before + inside;
}

int64_t calendar_worked(const struct calendar *c, int64_t from, int64_t until)
{
    if (until <= from)
        return 0;
    int64_t a = total_at(c, from), b = total_at(c, until);
    return a < 0 || b < 0 ? -1 : b - a;
}

int64_t calendar_due(const struct calendar *c, int64_t from, int64_t seconds)
{
    int64_t start = total_at(c, from);
    if (start < 0)
        return INT64_MIN;
    if (seconds <= 0)
        return from;
    int64_t goal;
    if (__builtin_add_overflow(start, seconds, &goal))
        return INT64_MIN;
    size_t low = 0, high = c->nspans;
    while (low < high) { /* the first span whose end reaches the goal */
        size_t middle = low + (high - low) / 2;
        const struct span *s = &c->span[middle];
        if (s->before + s->until - s->from < goal)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == c->nspans)
        return INT64_MIN;
    return c->span[low].from + (goal - c->span[low].before);
}

struct calendar_day calendar_day(const struct calendar *c, int64_t day)
{
    struct calendar_day out = {.name = STR("")};
    int64_t at = day - c->first_day;
    if (at < 0 || at >= c->days)
        return out;
    for (size_t i = c->of_day[at]; i < c->of_day[at + 1]; i++)
        out.hours[out.nhours++] =
            (struct calendar_hours){c->span[i].from, c->span[i].until};
    for (size_t i = 0; i < c->nexceptions; i++)
        if (c->exception[i].from <= day && day <= c->exception[i].until) {
            out.off = c->exception[i].off;
            out.name = c->exception[i].name;
        }
    return out;
}
