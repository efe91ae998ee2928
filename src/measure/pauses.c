/* pauses: interval algebra over merged lists, and its functions in SQL. */
#include "measure/pauses.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/db.h"

#include "base/banned.h"

enum { SPAN_ARGUMENTS = 2, LIST_ARGUMENTS = 3 };

struct pause pause_at(const struct pause_list *list, size_t i)
{
    struct pause out;
    memcpy(&out, (const char *)list->bytes + i * sizeof out, sizeof out);
    return out;
}

static int by_start(const void *a, const void *b)
{
    const struct pause *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return (x->until > y->until) - (x->until < y->until);
}

size_t pauses_merge(struct pause *pause, size_t n)
{
    size_t kept = 0;
    qsort(pause, n, sizeof *pause, by_start);
    for (size_t i = 0; i < n; i++) {
        if (pause[i].until <= pause[i].from)
            continue;
        if (kept == 0 || pause[i].from > pause[kept - 1].until)
            pause[kept++] = pause[i];
        else if (pause[i].until > pause[kept - 1].until)
            pause[kept - 1].until = pause[i].until;
    }
    return kept;
}

static int64_t elapsed_between(void *self, int64_t from, int64_t until)
{
    (void)self;
    return until > from ? until - from : 0;
}

static int64_t elapsed_after(void *self, int64_t from, int64_t seconds)
{
    int64_t due;
    (void)self;
    return __builtin_add_overflow(from, seconds, &due) ? INT64_MIN : due;
}

struct pause_clock pauses_elapsed(void)
{
    return (struct pause_clock){elapsed_between, elapsed_after, NULL};
}

int64_t pauses_between(const struct pause_clock *clock, int64_t from, int64_t until,
                       const struct pause_list *list)
{
    int64_t total = 0, at = from;
    for (size_t i = 0; i <= list->n && at < until; i++) {
        struct pause p = {until, until};
        if (i < list->n)
            p = pause_at(list, i);
        if (p.from > at) {
            int64_t some =
                clock->between(clock->self, at, p.from < until ? p.from : until);
            if (some < 0)
                return -1;
            total += some;
        }
        at = p.until > at ? p.until : at;
    }
    return total;
}

int64_t pauses_after(const struct pause_clock *clock, int64_t from, int64_t seconds,
                     const struct pause_list *list)
{
    int64_t at = from, left = seconds;
    for (size_t i = 0; i < list->n && left > 0; i++) {
        struct pause p = pause_at(list, i);
        if (p.until <= at)
            continue;
        if (p.from > at) {
            int64_t some = clock->between(clock->self, at, p.from);
            if (some < 0)
                return INT64_MIN;
            if (some >= left)
                break;
            left -= some;
        }
        at = p.until;
    }
    return clock->after(clock->self, at, left);
}

/* --- in SQL ------------------------------------------------------------------ */

struct gathering { /* of one aggregate; zeroed by SQLite */
    struct pause *pause;
    size_t n, cap;
};

static bool is_number(sqlite3_value *value)
{
    return sqlite3_value_type(value) == SQLITE_INTEGER;
}

static void gather(sqlite3_context *context, int n, sqlite3_value **argument)
{
    struct gathering *g = sqlite3_aggregate_context(context, (int)sizeof *g);
    (void)n;
    if (!g || !is_number(argument[0]) || !is_number(argument[1]))
        return;
    g->pause = mem_room(g->pause, g->n, &g->cap, sizeof *g->pause);
    g->pause[g->n++] = (struct pause){sqlite3_value_int64(argument[0]),
                                      sqlite3_value_int64(argument[1])};
}

static void answer(sqlite3_context *context, struct pause *pause, size_t n)
{
    n = pauses_merge(pause, n);
    if (n > 0)
        sqlite3_result_blob64(context, pause, n * sizeof *pause, SQLITE_TRANSIENT);
}

static void gathered(sqlite3_context *context)
{
    struct gathering *g = sqlite3_aggregate_context(context, 0);
    if (!g || !g->pause)
        return;
    answer(context, g->pause, g->n);
    mem_free(g->pause);
}

struct pause_list pauses_read(sqlite3_value *value)
{
    const void *bytes = sqlite3_value_blob(value);
    size_t n = (size_t)sqlite3_value_bytes(value) / sizeof(struct pause);
    return (struct pause_list){bytes, bytes ? n : 0};
}

static void with_pause(sqlite3_context *context, int n, sqlite3_value **argument)
{
    struct pause_list list = pauses_read(argument[0]);
    struct pause *pause = mem_new(list.n + 1, sizeof *pause);
    size_t kept = list.n;
    (void)n;
    for (size_t i = 0; i < list.n; i++)
        pause[i] = pause_at(&list, i);
    if (is_number(argument[1]) && is_number(argument[2]))
        pause[kept++] = (struct pause){sqlite3_value_int64(argument[1]),
                                       sqlite3_value_int64(argument[2])};
    answer(context, pause, kept);
    mem_free(pause);
}

static void elapsed(sqlite3_context *context, int n, sqlite3_value **argument)
{
    struct pause_clock clock = pauses_elapsed();
    struct pause_list list = pauses_read(argument[2]);
    (void)n;
    if (is_number(argument[0]) && is_number(argument[1]))
        sqlite3_result_int64(context,
                             pauses_between(&clock, sqlite3_value_int64(argument[0]),
                                            sqlite3_value_int64(argument[1]), &list));
}

static void elapsed_due(sqlite3_context *context, int n, sqlite3_value **argument)
{
    struct pause_clock clock = pauses_elapsed();
    struct pause_list list = pauses_read(argument[2]);
    (void)n;
    if (is_number(argument[0]) && is_number(argument[1]))
        sqlite3_result_int64(context,
                             pauses_after(&clock, sqlite3_value_int64(argument[0]),
                                          sqlite3_value_int64(argument[1]), &list));
}

int pauses_open(sqlite3 *db, struct err *err)
{
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    static const struct {
        const char *name;
        void (*function)(sqlite3_context *, int, sqlite3_value **);
    } scalar[] = {
        {"with_pause", with_pause}, {"elapsed", elapsed}, {"elapsed_due", elapsed_due}};
    for (size_t i = 0; i < sizeof scalar / sizeof *scalar; i++)
        if (sqlite3_create_function(db, scalar[i].name, LIST_ARGUMENTS, flags, NULL,
                                    scalar[i].function, NULL, NULL) != SQLITE_OK)
            return db_fail(db, err);
    if (sqlite3_create_function(db, "pauses", SPAN_ARGUMENTS, flags, NULL, NULL, gather,
                                gathered) != SQLITE_OK)
        return db_fail(db, err);
    return 0;
}
