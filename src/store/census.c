/* census: one walk over the live rows of a snapshot, for the digest of the record set
 * and the live rows of each file; and the lists of files and findings. */
#include <assert.h>
#include <string.h>

#include "store/inside.h"

#include "sql.h"

#include "base/banned.h"

/* 128 bits of a row. Row ids do not enter, so that two stores with equal content agree;
 * the sum over rows does not depend on their order. */
struct mix {
    uint64_t a, b;
};

/* Finalizer of splitmix64. */
static uint64_t scramble(uint64_t z)
{
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

struct census_run {
    struct store *store;
    struct mix *seed; /* by file: the first bytes of its digest */
    size_t nseeds;
    struct buf text; /* what the digest is of */
};

static int load_seeds(struct census_run *run, struct err *err)
{
    sqlite3_stmt *stmt;
    size_t cap = 0;
    if (db_prepare(run->store->db, sql_store_files, &stmt, err) < 0)
        return -1;
    sqlite3_bind_int64(stmt, 1, run->store->event);
    int rc;
    while ((rc = db_step(stmt, err)) == 0) {
        size_t file = (size_t)sqlite3_column_int64(stmt, 0);
        struct sha256 digest = db_sha256(stmt, 8);
        while (run->nseeds <= file) {
            run->seed = mem_room(run->seed, run->nseeds, &cap, sizeof *run->seed);
            run->seed[run->nseeds++] = (struct mix){0, 0};
        }
        memcpy(&run->seed[file], digest.byte, sizeof run->seed[file]);
    }
    sqlite3_finalize(stmt);
    return rc < 0 ? -1 : 0;
}

static int count_kind(struct census_run *run, const struct kind *kind, struct err *err)
{
    struct census *census = &run->store->census;
    sqlite3_stmt *stmt;
    if (store_prepare(run->store->db, ddl_live, kind, &stmt, err) < 0)
        return -1;
    sqlite3_bind_int64(stmt, 1, run->store->event);
    struct mix sum = {0, 0};
    uint64_t rows = 0;
    int rc;
    while ((rc = db_step(stmt, err)) == 0) {
        size_t file = (size_t)sqlite3_column_int64(stmt, 1);
        uint64_t line = (uint64_t)sqlite3_column_int64(stmt, 2);
        assert(file < census->nfiles);
        census->live[file]++;
        rows++;
        sum.a += scramble(run->seed[file].a ^ scramble(line));
        sum.b += scramble(run->seed[file].b + scramble(~line));
    }
    sqlite3_finalize(stmt);
    buf_printf(&run->text, "%.*s %llu %016llx%016llx\n", STR_ARG(kind->id),
               (unsigned long long)rows, (unsigned long long)sum.a,
               (unsigned long long)sum.b);
    return rc < 0 ? -1 : 0;
}

int census_take(struct store *store, struct err *err)
{
    assert(store->in_snapshot);
    if (store->census.taken)
        return 0;
    struct census_run run = {.store = store};
    buf_init(&run.text, SQL_MAX);
    int rc = load_seeds(&run, err);
    store->census.nfiles = run.nseeds;
    store->census.live = mem_new(run.nseeds + 1, sizeof *store->census.live);
    for (size_t i = 0; i < store->records->nkinds && rc == 0; i++)
        rc = count_kind(&run, &store->records->kind[i], err);
    store->census.rows = sha256_of(run.text.p, run.text.n);
    store->census.taken = rc == 0;
    if (rc < 0)
        census_drop(store);
    mem_free(run.seed);
    buf_release(&run.text);
    return rc;
}

void census_drop(struct store *store)
{
    mem_free(store->census.live);
    store->census = (struct census){0};
}
