/* rhythm: one read of the kind, sorted by key and time, or the index of what comes back
 * where it holds the same rows; each stretch of equal keys is one series. */
#include "measure/rhythm.h"

#include <stdlib.h>

#include "measure/measure_run.h"
#include "measure/statement.h"

#include "base/banned.h"

struct series {
    const struct alike_row *row;
    size_t n;
};
struct found {
    struct rhythm *item;
    size_t n, cap;
};

static int by_size(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static int by_times(const void *a, const void *b)
{
    const struct rhythm *x = a, *y = b;
    if (x->times != y->times)
        return x->times > y->times ? -1 : 1;
    if (x->last != y->last)
        return x->last > y->last ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* Of an even number the lower one: a gap that occurred. */
static int64_t median_gap(const struct series *s)
{
    int64_t *gap = mem_new(s->n, sizeof *gap), median;
    for (size_t i = 1; i < s->n; i++)
        gap[i - 1] = alike_time(&s->row[i]) - alike_time(&s->row[i - 1]);
    qsort(gap, s->n - 1, sizeof *gap, by_size);
    median = gap[(s->n - 2) / 2];
    mem_free(gap);
    return median;
}

static bool is_silent(const struct rhythm_ask *ask, const struct series *s,
                      int64_t moment, struct rhythm *out)
{
    const struct alike_row *last = &s->row[s->n - 1];
    if ((int64_t)s->n < ask->times || s->n < 2 ||
        moment - alike_time(last) <= ask->silence)
        return false;
    *out = (struct rhythm){last->row, (int64_t)s->n, alike_time(s->row), alike_time(last),
                           median_gap(s)};
    return out->gap <= ask->seconds;
}

/* The fullest stretch of `seconds` that ends with a row of the period. */
static bool is_recurring(const struct rhythm_ask *ask, const struct series *s,
                         int64_t from, struct rhythm *out)
{
    size_t first = 0;
    *out = (struct rhythm){0};
    for (size_t i = 0; i < s->n; i++) {
        int64_t at = alike_time(&s->row[i]), times;
        while (at - alike_time(&s->row[first]) > ask->seconds)
            first++;
        times = (int64_t)(i - first) + 1;
        if (at >= from && times >= out->times)
            *out =
                (struct rhythm){s->row[i].row, times, alike_time(&s->row[first]), at, 0};
    }
    return out->times >= ask->times && out->times > 1;
}

static void put_series(struct found *found, const struct rhythm_ask *ask,
                       const struct period *period, int64_t moment, struct series s)
{
    struct rhythm one;
    while (s.n > 0 && alike_time(&s.row[s.n - 1]) >= moment)
        s.n--;
    if (s.n == 0 || !(ask->silent ? is_silent(ask, &s, moment, &one)
                                  : is_recurring(ask, &s, period->from, &one)))
        return;
    found->item = mem_room(found->item, found->n, &found->cap, sizeof *found->item);
    found->item[found->n++] = one;
}

static void walk(struct found *found, const struct alike *rows,
                 const struct rhythm_ask *ask, const struct period *period,
                 int64_t moment)
{
    for (size_t i = 0, end; i < rows->n; i = end) {
        for (end = i + 1; end < rows->n && rows->row[end].key == rows->row[i].key;)
            end++;
        put_series(found, ask, period, moment, (struct series){&rows->row[i], end - i});
    }
}

int rhythm_find(struct measure *m, const struct rhythm_ask *ask,
                const struct period *period, struct arena *arena, struct rhythm **out,
                size_t *n, struct err *err)
{
    const struct alike_fields fields = {.kind = ask->kind,
                                        .same = ask->same,
                                        .nsame = ask->nsame,
                                        .at = ask->on,
                                        .among = ask->among};
    struct found found = {0};
    struct alike own = {0};
    const struct alike *rows = repeats_lookup(&m->repeats, &fields);
    int status = 0;
    if (!rows) {
        rows = &own;
        status = alike_read(&own, store_handle(m->store), &m->worktime, &fields, m->as_of,
                            m->event, err);
    }
    if (status == 0) {
        int64_t moment = period->until < m->as_of ? period->until : m->as_of;
        walk(&found, rows, ask, period, moment);
    }
    if (found.n > 0)
        qsort(found.item, found.n, sizeof *found.item, by_times);
    *n = found.n;
    *out = arena_new(arena, found.n + 1, sizeof **out);
    for (size_t i = 0; i < found.n; i++)
        (*out)[i] = found.item[i];
    mem_free(found.item);
    alike_release(&own);
    return status;
}

static struct row_value read_value(sqlite3_stmt *stmt, int column,
                                   const struct field *field, struct arena *arena)
{
    struct row_value value = {.type = field->type, .scale = field->scale};
    value.missing = sqlite3_column_type(stmt, column) == SQLITE_NULL;
    if (!value.missing && field_is_text(field))
        value.text = db_copy(stmt, column, arena);
    else if (!value.missing)
        value.num = sqlite3_column_int64(stmt, column);
    return value;
}

int rhythm_read(struct measure *m, const struct kind *kind, int64_t row,
                struct arena *arena, struct rhythm_row *out, struct err *err)
{
    struct query query;
    sqlite3_stmt *stmt;
    const int nfields = (int)kind->nfields;
    query_init(&query, m->as_of, m->event);
    facts_row(&query, kind, row);
    int status = statement_open(store_handle(m->store), &query, &stmt, err);
    if (status == 0)
        status = db_step(stmt, err);
    if (status == 0) {
        out->value = arena_new(arena, kind->nfields, sizeof *out->value);
        for (int i = 0; i < nfields; i++)
            out->value[i] = read_value(stmt, i, &kind->field[i], arena);
        out->file = db_copy(stmt, nfields, arena);
        out->line = sqlite3_column_int64(stmt, nfields + 1);
    }
    sqlite3_finalize(stmt);
    query_release(&query);
    return status < 0 ? -1 : 0;
}
