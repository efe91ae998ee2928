/* alike: a scatter by the upper bits of the keys, about a row a stretch, and a sort within
 * each stretch, which a key with many rows makes long. */
#include "measure/alike.h"

#include <stdlib.h>

#include "measure/numbering.h"
#include "measure/statement.h"

#include "base/banned.h"

enum { BITS_MAX = 24, GROUP_BITS = 9 };
static const int64_t EPOCH = -631152000; /* 1950 */

uint64_t alike_key(uint64_t before, struct str text)
{
    uint64_t sum = (before ^ numbering_hash(text)) * 0x9e3779b97f4a7c15;
    return sum ^ sum >> 29;
}

static uint32_t packed(int64_t at)
{
    if (at < EPOCH)
        return 0;
    return at - EPOCH > UINT32_MAX ? UINT32_MAX : (uint32_t)(at - EPOCH);
}

int64_t alike_time(const struct alike_row *row)
{
    return EPOCH + row->at;
}

static int by_key(const void *a, const void *b)
{
    const struct alike_row *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

static size_t stretch_of(const struct alike *a, uint64_t key)
{
    return (size_t)(key >> a->shift);
}

/* Where each stretch begins, counted from how many rows each has. */
static size_t count_stretches(struct alike *a)
{
    unsigned bits = 1;
    while (bits < BITS_MAX && (size_t)1 << bits < a->n)
        bits++;
    size_t stretches = (size_t)1 << bits;
    a->shift = 64 - bits;
    a->first = mem_new(stretches + 1, sizeof *a->first);
    for (size_t i = 0; i < a->n; i++)
        a->first[stretch_of(a, a->row[i].key) + 1]++;
    for (size_t i = 0; i < stretches; i++)
        a->first[i + 1] += a->first[i];
    return stretches;
}

/* Each row is carried to the next free place of its group of stretches, 2^`grouped` of
 * them, where the row that lay there is taken up, until one belongs where the hole is. */
static void scatter(struct alike *a, size_t stretches, unsigned grouped)
{
    size_t groups = stretches >> grouped;
    uint32_t *next = mem_new(groups, sizeof *next);
    for (size_t i = 0; i < groups; i++)
        next[i] = a->first[i << grouped];
    for (size_t i = 0; i < groups; i++)
        while (next[i] < a->first[(i + 1) << grouped]) {
            struct alike_row *here = &a->row[next[i]], carried = *here;
            size_t to = stretch_of(a, carried.key) >> grouped;
            struct alike_row *there = &a->row[next[to]++];
            *here = *there;
            *there = carried;
        }
    mem_free(next);
}

/* Groups first: within one of them the second pass stays in the processor's cache. */
static void sort_rows(struct alike *a)
{
    size_t stretches = count_stretches(a);
    unsigned bits = 64 - a->shift;
    if (bits > GROUP_BITS)
        scatter(a, stretches, bits - GROUP_BITS);
    scatter(a, stretches, 0);
    for (size_t i = 0; i < stretches; i++) {
        size_t n = a->first[i + 1] - a->first[i];
        if (n > 1)
            qsort(&a->row[a->first[i]], n, sizeof *a->row, by_key);
    }
}

static int put_row(struct alike *a, sqlite3_stmt *stmt, size_t nsame, struct err *err)
{
    int64_t number = sqlite3_column_int64(stmt, 0);
    if (number > UINT32_MAX)
        return err_set(err, ERR_GATE, NULL, 0, "too many rows to look for what repeats");
    a->row = mem_room(a->row, a->n, &a->cap, sizeof *a->row);
    struct alike_row *row = &a->row[a->n++];
    *row = (struct alike_row){0, packed(sqlite3_column_int64(stmt, 1)), (uint32_t)number};
    for (size_t i = 0; i < nsame; i++)
        row->key = alike_key(row->key, db_str(stmt, 2 + (int)i));
    return 0;
}

int alike_read(struct alike *a, sqlite3 *db, struct worktime *worktime,
               const struct alike_fields *fields, int64_t as_of, int64_t event,
               struct err *err)
{
    struct query query;
    sqlite3_stmt *stmt;
    *a = (struct alike){0};
    query_init(&query, as_of, event);
    facts_alike(&query, fields);
    int status = statement_open(db, &query, &stmt, err);
    while (status == 0 && (status = worktime_step(worktime, stmt, err)) == 0)
        status = put_row(a, stmt, fields->nsame, err);
    sqlite3_finalize(stmt);
    query_release(&query);
    if (status < 0)
        return -1;
    sort_rows(a);
    return 0;
}

void alike_release(struct alike *a)
{
    mem_free(a->row);
    mem_free(a->first);
}

/* The first row of the stretch that is not before (key, at); `after`: that is behind. */
static size_t bound(const struct alike *a, uint64_t key, uint32_t at, bool after)
{
    size_t low = a->first[stretch_of(a, key)], high = a->first[stretch_of(a, key) + 1];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct alike_row *row = &a->row[middle];
        bool before =
            row->key != key ? row->key < key : row->at < at || (after && row->at == at);
        if (before)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct alike_row *alike_nearest(const struct alike *a, uint64_t key, int64_t at,
                                      int64_t own, bool back)
{
    size_t first = a->first[stretch_of(a, key)], end = a->first[stretch_of(a, key) + 1];
    size_t i = bound(a, key, packed(at), back);
    if (!back) {
        i += i < end && a->row[i].row == own;
        return i < end && a->row[i].key == key ? &a->row[i] : NULL;
    }
    if (i > first && a->row[i - 1].row == own)
        i--;
    return i > first && a->row[i - 1].key == key ? &a->row[i - 1] : NULL;
}
