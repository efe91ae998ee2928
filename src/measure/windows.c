/* windows: which spans are measured, and their cutting into segments. */
#include "measure/windows.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"

#include "base/banned.h"

enum { MONTHS = 13, WINDOWS_MAX = 4 + MONTHS + 6 };

static void put(struct windows *w, enum window_role role, const struct period *period,
                const char *prefix, const char *name)
{
    struct window *window = &w->window[w->n++];
    assert(w->n <= WINDOWS_MAX);
    window->role = role;
    window->period = *period;
    snprintf(window->name, sizeof window->name, "%s%s", prefix, name);
}

/* From the first of January of the year that holds the period's last day. */
static int put_to_date(struct windows *w, struct arena *arena,
                       const struct period *period, const struct zone *zone,
                       struct err *err)
{
    struct civil last = civil_of((period->after - 1) * CIVIL_DAY);
    struct period to_date;
    struct str text = arena_printf(arena, "%04d-01-01..%04d-%02d-%02d", last.year,
                                   last.year, last.month, last.day);
    if (period_parse(&to_date, text, zone, err) != 0)
        return -1;
    put(w, WINDOW_TO_DATE, &to_date, "", "to-date");
    return 0;
}

static void put_months(struct windows *w, const struct period *period,
                       const struct zone *zone)
{
    struct period last = period_holding(PERIOD_MONTH, period->after - 1, zone);
    for (int i = 1 - MONTHS; i <= 0; i++) {
        struct period month = period_shift(&last, i, zone);
        put(w, WINDOW_MONTH, &month, "", month.text);
    }
}

static void put_parts(struct windows *w, const struct period *period,
                      const struct zone *zone)
{
    static const enum period_unit unit[] = {PERIOD_HALF, PERIOD_QUARTER};
    if (period->unit != PERIOD_YEAR)
        return;
    for (size_t i = 0; i < 2; i++) {
        struct period part = period_holding(unit[i], period->first, zone);
        for (; part.first < period->after; part = period_shift(&part, 1, zone))
            put(w, WINDOW_PART, &part, "part:", part.text);
    }
}

static int ascending(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void cut(struct windows *w, struct arena *arena)
{
    size_t n = 0, kept = 0;
    w->edge = arena_new(arena, 2 * w->n, sizeof *w->edge);
    w->run = arena_new(arena, w->n, sizeof *w->run);
    for (size_t i = 0; i < w->n; i++) {
        w->edge[n++] = w->window[i].period.from;
        w->edge[n++] = w->window[i].period.until;
    }
    qsort(w->edge, n, sizeof *w->edge, ascending);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || w->edge[kept - 1] != w->edge[i])
            w->edge[kept++] = w->edge[i];
    w->nsegments = kept - 1;
    for (size_t i = 0; i < w->n; i++) {
        while (w->edge[w->run[i].first] < w->window[i].period.from)
            w->run[i].first++;
        w->run[i].after = w->run[i].first;
        while (w->edge[w->run[i].after] < w->window[i].period.until)
            w->run[i].after++;
    }
}

int windows_build(struct windows *w, struct arena *arena, const struct period *period,
                  const struct zone *zone, struct err *err)
{
    struct period last = period_shift(period, -1, zone);
    struct period year_ago = period_year_ago(period, zone);
    *w = (struct windows){0};
    w->window = arena_new(arena, WINDOWS_MAX, sizeof *w->window);
    put(w, WINDOW_PERIOD, period, "", "period");
    put(w, WINDOW_LAST, &last, "", "last");
    put(w, WINDOW_YEAR_AGO, &year_ago, "", "year-ago");
    if (put_to_date(w, arena, period, zone, err) != 0)
        return -1;
    put_months(w, period, zone);
    put_parts(w, period, zone);
    cut(w, arena);
    return 0;
}

int windows_segment(const struct windows *w, int64_t instant)
{
    size_t low = 0, high = w->nsegments; /* edge[low] <= instant < edge[high] */
    if (instant < w->edge[0] || instant >= w->edge[high])
        return -1;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (instant < w->edge[middle])
            high = middle;
        else
            low = middle;
    }
    return (int)low;
}
