/* alike: a scatter by the upper bits of the keys, about a row a stretch, and a sort within
 * each stretch, which a key with many rows makes long. */
#include "measure/alike.h"

#include <stdlib.h>
#include <string.h>

#include "measure/numbering.h"
#include "measure/scan_read.h"

#include "base/banned.h"

enum { BITS_MAX = 24, GROUP_BITS = 9 };
static const int64_t EPOCH = -631152000; /* 1950 */
/* Of a gap: 0, it did not ask; else seconds + 1, or there is none. */
static const uint32_t NONE = UINT32_MAX;

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

static uint32_t packed_gap(int64_t seconds)
{
    return seconds < 0 ? 1 : seconds + 1 >= NONE ? NONE - 1 : (uint32_t)seconds + 1;
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

/* --- looking ----------------------------------------------------------------- */

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

int64_t alike_gap(const struct alike *a, int64_t row)
{
    uint32_t gap = (size_t)row < a->ngaps ? a->gap[row] : 0;
    return gap == 0 ? ALIKE_NOT_ASKED : gap == NONE ? INT64_MAX : (int64_t)gap - 1;
}

/* --- reading ----------------------------------------------------------------- */

/* Who looks for another row and is answered apart: it is none that is looked for itself,
 * or its time does not go into 32 bits. */
struct stranger {
    uint64_t key;
    int64_t from;
    uint32_t row;
};
struct reading {
    struct alike *alike;
    size_t nsame;
    struct stranger *stranger;
    size_t nstrangers, cap;
};

/* Until it is answered, a row's gap is the time from which it looks. */
static uint32_t *gap_at(struct alike *a, uint32_t row)
{
    while (row >= a->ngaps) {
        size_t n = a->ngaps;
        a->gap = mem_room(a->gap, n, &a->ngaps, sizeof *a->gap);
        memset(a->gap + n, 0, (a->ngaps - n) * sizeof *a->gap);
    }
    return &a->gap[row];
}

static void put_sought(struct alike *a, struct alike_row row)
{
    a->row = mem_room(a->row, a->n, &a->cap, sizeof *a->row);
    a->row[a->n++] = row;
}

static void put_asker(struct reading *r, uint64_t key, int64_t from, uint32_t row,
                      bool sought)
{
    uint32_t *gap = gap_at(r->alike, row), short_from = packed(from);
    if (sought && short_from > 0 && short_from < UINT32_MAX) {
        *gap = short_from;
        return;
    }
    r->stranger = mem_room(r->stranger, r->nstrangers, &r->cap, sizeof *r->stranger);
    r->stranger[r->nstrangers++] = (struct stranger){key, from, row};
}

static int put_row(void *self, struct scan_row row, struct err *err)
{
    enum { ROW, AT, FROM, SAME };
    struct reading *r = self;
    bool sought = !scan_row_missing(row, AT);
    int64_t number = scan_row_number(row, ROW);
    uint64_t key = 0;
    if (number > UINT32_MAX)
        return err_set(err, ERR_GATE, NULL, 0, "too many rows to look for what repeats");
    for (size_t i = 0; i < r->nsame; i++)
        key = alike_key(key, scan_row_text(row, SAME + (int)i));
    if (sought)
        put_sought(r->alike, (struct alike_row){key, packed(scan_row_number(row, AT)),
                                                (uint32_t)number});
    if (!scan_row_missing(row, FROM))
        put_asker(r, key, scan_row_number(row, FROM), (uint32_t)number, sought);
    return 0;
}

/* --- answering --------------------------------------------------------------- */

static void answer(struct alike *a, const struct stranger *asker, bool back)
{
    const struct alike_row *found =
        alike_nearest(a, asker->key, asker->from, asker->row, back);
    int64_t at = found ? alike_time(found) : 0;
    a->gap[asker->row] =
        found ? packed_gap(back ? asker->from - at : at - asker->from) : NONE;
}

/* In the order of the keys, where the rows that are alike lie side by side: what is asked
 * row by row later was found here without a leap. */
static void answer_all(struct alike *a, const struct reading *r, bool back)
{
    for (size_t i = 0; i < a->n; i++) {
        const struct alike_row *row = &a->row[i];
        if (row->row < a->ngaps && a->gap[row->row] != 0)
            answer(a, &(struct stranger){row->key, EPOCH + a->gap[row->row], row->row},
                   back);
    }
    for (size_t i = 0; i < r->nstrangers; i++)
        answer(a, &r->stranger[i], back);
}

int alike_read(struct alike *a, sqlite3 *db, struct worktime *worktime,
               const struct alike_fields *fields, int64_t as_of, int64_t event,
               struct err *err)
{
    struct reading r = {.alike = a, .nsame = fields->nsame};
    struct query query;
    *a = (struct alike){0};
    query_init(&query, as_of, event);
    facts_alike(&query, fields);
    int status = scan_read(db, &query, worktime, put_row, &r, err);
    query_release(&query);
    if (status == 0) {
        sort_rows(a);
        answer_all(a, &r, fields->back);
    }
    mem_free(r.stranger);
    return status;
}

void alike_release(struct alike *a)
{
    mem_free(a->row);
    mem_free(a->first);
    mem_free(a->gap);
}
