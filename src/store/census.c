/* census: the digest of the live record set and the live rows of each file, from what each
 * live row is told by: measure tells them while it reads them anyway, else one walk over
 * the rows does. */
#include <assert.h>
#include <string.h>

#include "store/inside.h"
#include "store/live.h"

#include "sql.h"

#include "base/banned.h"

/* 128 bits of a row. Row ids do not enter, so that two stores with equal content agree;
 * the sum over rows does not depend on their order. */
struct mix {
    uint64_t a, b;
};
struct live_kind {
    uint64_t rows;
    struct mix sum;
};
struct live_rows {
    const struct records *records;
    struct mix *seed; /* by file: the first bytes of its digest */
    uint64_t *live;   /* by file */
    size_t nfiles;
    struct live_kind *kind; /* by kind */
};

/* Finalizer of splitmix64. */
static uint64_t scramble(uint64_t z)
{
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static int load_seeds(struct live_rows *rows, const struct store *store, struct err *err)
{
    sqlite3_stmt *stmt;
    size_t cap = 0;
    if (db_prepare(store->db, sql_store_files, &stmt, err) < 0)
        return -1;
    sqlite3_bind_int64(stmt, 1, store->event);
    int rc;
    while ((rc = db_step(stmt, err)) == 0) {
        size_t file = (size_t)sqlite3_column_int64(stmt, 0);
        struct sha256 digest = db_sha256(stmt, 8);
        while (rows->nfiles <= file) {
            rows->seed = mem_room(rows->seed, rows->nfiles, &cap, sizeof *rows->seed);
            rows->seed[rows->nfiles++] = (struct mix){0, 0};
        }
        memcpy(&rows->seed[file], digest.byte, sizeof rows->seed[file]);
    }
    sqlite3_finalize(stmt);
    return rc < 0 ? -1 : 0;
}

int live_rows_open(struct live_rows **out, const struct store *store, struct err *err)
{
    struct live_rows *rows = mem_new(1, sizeof *rows);
    assert(store->in_snapshot);
    rows->records = store->records;
    if (load_seeds(rows, store, err) != 0) {
        live_rows_close(rows);
        return -1;
    }
    rows->live = mem_new(rows->nfiles + 1, sizeof *rows->live);
    rows->kind = mem_new(store->records->nkinds, sizeof *rows->kind);
    *out = rows;
    return 0;
}

void live_rows_close(struct live_rows *rows)
{
    if (rows == NULL)
        return;
    mem_free(rows->seed);
    mem_free(rows->live);
    mem_free(rows->kind);
    mem_free(rows);
}

void live_rows_put(struct live_rows *rows, const struct kind *kind, int64_t file,
                   int64_t line)
{
    struct live_kind *sum = &rows->kind[kind - rows->records->kind];
    const struct mix *seed = &rows->seed[file];
    assert((size_t)file < rows->nfiles);
    rows->live[file]++;
    sum->rows++;
    sum->sum.a += scramble(seed->a ^ scramble((uint64_t)line));
    sum->sum.b += scramble(seed->b + scramble(~(uint64_t)line));
}

void live_rows_add(struct live_rows *rows, const struct live_rows *others)
{
    for (size_t i = 0; i < rows->nfiles; i++)
        rows->live[i] += others->live[i];
    for (size_t i = 0; i < rows->records->nkinds; i++) {
        rows->kind[i].rows += others->kind[i].rows;
        rows->kind[i].sum.a += others->kind[i].sum.a;
        rows->kind[i].sum.b += others->kind[i].sum.b;
    }
}

void live_rows_settle(const struct live_rows *rows, struct store *store)
{
    struct buf text;
    if (store->census.taken)
        return;
    buf_init(&text, SQL_MAX);
    for (size_t i = 0; i < rows->records->nkinds; i++)
        buf_printf(&text, "%.*s %llu %016llx%016llx\n",
                   STR_ARG(rows->records->kind[i].id),
                   (unsigned long long)rows->kind[i].rows,
                   (unsigned long long)rows->kind[i].sum.a,
                   (unsigned long long)rows->kind[i].sum.b);
    store->census.rows = sha256_of(text.p, text.n);
    store->census.nfiles = rows->nfiles;
    store->census.live = mem_new(rows->nfiles + 1, sizeof *store->census.live);
    memcpy(store->census.live, rows->live, rows->nfiles * sizeof *rows->live);
    store->census.taken = true;
    buf_release(&text);
}

static int walk_kind(struct live_rows *rows, struct store *store, const struct kind *kind,
                     struct err *err)
{
    sqlite3_stmt *stmt;
    if (store_prepare(store->db, ddl_live, kind, &stmt, err) < 0)
        return -1;
    sqlite3_bind_int64(stmt, 1, store->event);
    int rc;
    while ((rc = db_step(stmt, err)) == 0)
        live_rows_put(rows, kind, sqlite3_column_int64(stmt, 1),
                      sqlite3_column_int64(stmt, 2));
    sqlite3_finalize(stmt);
    return rc < 0 ? -1 : 0;
}

int census_take(struct store *store, struct err *err)
{
    struct live_rows *rows;
    assert(store->in_snapshot);
    if (store->census.taken)
        return 0;
    int rc = live_rows_open(&rows, store, err);
    if (rc < 0)
        return -1;
    for (size_t i = 0; i < store->records->nkinds && rc == 0; i++)
        rc = walk_kind(rows, store, &store->records->kind[i], err);
    if (rc == 0)
        live_rows_settle(rows, store);
    live_rows_close(rows);
    return rc;
}

void census_drop(struct store *store)
{
    mem_free(store->census.live);
    store->census = (struct census){0};
}
