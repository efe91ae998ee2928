/* working: reads one row's span and pauses as facts do, and cuts the span at every edge of
 * the calendar's days and hours and of the pauses. */
#include "measure/working.h"

#include "base/civil.h"
#include "measure/measure_run.h"
#include "measure/statement.h"

#include "base/banned.h"

struct cutting {
    struct measure *measure;
    struct arena *arena;
    struct working *out;
    size_t room;
    struct pause_list pauses;
    bool business;
};

static void put_piece(struct cutting *c, struct work_piece piece)
{
    struct working *w = c->out;
    struct work_piece *last = w->npieces ? &w->piece[w->npieces - 1] : NULL;
    if (piece.until <= piece.from)
        return;
    if (last && last->until == piece.from && last->kind == piece.kind &&
        str_eq(last->name, piece.name) && piece.kind != WORK_COUNTED) {
        last->until = piece.until;
        return;
    }
    if (w->npieces == c->room) {
        struct work_piece *more = arena_new(c->arena, 2 * c->room, sizeof *more);
        for (size_t i = 0; i < w->npieces; i++)
            more[i] = w->piece[i];
        w->piece = more;
        c->room *= 2;
    }
    w->piece[w->npieces++] = piece;
}

static bool is_paused(const struct cutting *c, int64_t at, int64_t *changes)
{
    for (size_t i = 0; i < c->pauses.n; i++) {
        struct pause p = pause_at(&c->pauses, i);
        if (at < p.from) {
            *changes = p.from;
            return false;
        }
        if (at < p.until) {
            *changes = p.until;
            return true;
        }
    }
    *changes = INT64_MAX;
    return false;
}

/* A stretch of working time, with the pauses in it. */
static void put_worked(struct cutting *c, int64_t from, int64_t until, struct str name)
{
    while (from < until) {
        int64_t end;
        bool paused = is_paused(c, from, &end);
        if (end > until)
            end = until;
        put_piece(c, (struct work_piece){
                         from, end, paused ? WORK_PAUSED : WORK_COUNTED, name,
                         paused        ? 0
                         : c->business ? worktime_clock(&c->measure->worktime)
                                             .between(&c->measure->worktime, from, end)
                                       : end - from});
        from = end;
    }
}

static int64_t clamp(int64_t at, int64_t low, int64_t high)
{
    return at < low ? low : at > high ? high : at;
}

/* One local day of the calendar, as far as the span reaches into it. */
static void put_day(struct cutting *c, int64_t day)
{
    const struct working *w = c->out;
    const struct zone *zone = c->measure->job->zone;
    struct calendar_day d = calendar_day(c->measure->job->calendar, day);
    int64_t at = clamp(zone_to_utc(zone, day * CIVIL_DAY, NULL), w->from, w->until);
    int64_t end = clamp(zone_to_utc(zone, (day + 1) * CIVIL_DAY, NULL), at, w->until);
    enum work_kind outside = WORK_OFF_HOURS;
    if (d.nhours == 0)
        outside = d.off ? WORK_HOLIDAY : WORK_REST_DAY;
    for (size_t i = 0; i < d.nhours; i++) {
        int64_t opens = clamp(zone_to_utc(zone, d.hours[i].from, NULL), at, end);
        int64_t closes = clamp(zone_to_utc(zone, d.hours[i].until, NULL), opens, end);
        put_piece(c, (struct work_piece){
                         .from = at,
                         .until = opens,
                         .kind = i > 0 ? WORK_BREAK : WORK_OFF_HOURS,
                     });
        put_worked(c, opens, closes, d.name);
        at = closes;
    }
    put_piece(c, (struct work_piece){.from = at,
                                     .until = end,
                                     .kind = outside,
                                     .name = d.nhours == 0 ? d.name : STR("")});
}

static int64_t local_day(const struct measure *m, int64_t utc)
{
    int64_t local = utc + zone_offset(m->job->zone, utc);
    return local / CIVIL_DAY - (local % CIVIL_DAY < 0);
}

static void cut_span(struct cutting *c)
{
    struct working *w = c->out;
    c->room = 16;
    w->piece = arena_new(c->arena, c->room, sizeof *w->piece);
    if (!c->business) {
        put_worked(c, w->from, w->until, STR(""));
    } else {
        int64_t last = local_day(c->measure, w->until);
        for (int64_t day = local_day(c->measure, w->from); day <= last; day++)
            put_day(c, day);
    }
    for (size_t i = 0; i < w->npieces; i++)
        w->counted += w->piece[i].counted;
}

static void read_span(struct cutting *c, sqlite3_stmt *stmt)
{
    struct working *w = c->out;
    w->from = sqlite3_column_int64(stmt, 0);
    w->open = sqlite3_column_type(stmt, 1) == SQLITE_NULL;
    w->until = w->open ? c->measure->as_of : sqlite3_column_int64(stmt, 1);
    w->outcome = (enum fact_outcome)sqlite3_column_int(stmt, 2);
    w->has_limit = sqlite3_column_type(stmt, 4) != SQLITE_NULL;
    w->limit = sqlite3_column_int64(stmt, 4);
    w->file = arena_str(c->arena, db_str(stmt, 6));
    w->line = sqlite3_column_int64(stmt, 7);
    c->pauses = pauses_read(sqlite3_column_value(stmt, 5));
    cut_span(c);
    struct pause_clock clock =
        c->business ? worktime_clock(&c->measure->worktime) : pauses_elapsed();
    if (w->has_limit)
        w->due = pauses_after(&clock, w->from, w->limit, &c->pauses);
}

int working_find(struct working *out, struct measure *m, const struct metric *metric,
                 struct str key, struct arena *arena, struct err *err)
{
    struct cutting cutting = {.measure = m,
                              .arena = arena,
                              .out = out,
                              .business = metric->clock == CLOCK_BUSINESS};
    struct query query;
    sqlite3_stmt *stmt = NULL;
    *out = (struct working){0};
    query_init(&query, m->as_of, m->event);
    facts_span(&query, metric, key);
    int status = statement_open(store_handle(m->store), &query, &stmt, err);
    if (status == 0)
        status = worktime_step(&m->worktime, stmt, err);
    if (status == 0)
        read_span(&cutting, stmt);
    sqlite3_finalize(stmt);
    query_release(&query);
    return status;
}
