/* files: which files a snapshot rests on, what ingest found in them, and the digest of
 * it all. */
#include <assert.h>

#include "ingest/ingest.h"
#include "store/inside.h"

#include "sql.h"

#include "base/banned.h"

enum { FILE_ENDED = 22, FILE_COVERED, FILE_REVOKED, FILE_RULES };

static uint64_t count_at(sqlite3_stmt *stmt, int column)
{
    return (uint64_t)sqlite3_column_int64(stmt, column);
}

static void read_texts(sqlite3_stmt *stmt, struct arena *arena, struct store_file *f)
{
    f->source = db_copy(stmt, 2, arena);
    f->kind = db_copy(stmt, 3, arena);
    f->name = db_copy(stmt, 4, arena);
    f->encoding = db_copy(stmt, 5, arena);
    f->dialect = db_copy(stmt, 6, arena);
    f->path = db_copy(stmt, 7, arena);
    f->digest = db_sha256(stmt, 8);
}

static void read_counts(sqlite3_stmt *stmt, struct store_file *f)
{
    f->bytes = sqlite3_column_int64(stmt, 9);
    f->read = count_at(stmt, 10);
    f->fresh = count_at(stmt, 11);
    f->updated = count_at(stmt, 12);
    f->unchanged = count_at(stmt, 13);
    f->withdrawn = count_at(stmt, 14);
    f->rejected = count_at(stmt, 15);
    f->corrected = count_at(stmt, 16);
    f->skipped = count_at(stmt, 17);
}

static void read_spans(sqlite3_stmt *stmt, struct store_file *f)
{
    f->has_span = sqlite3_column_type(stmt, 18) != SQLITE_NULL;
    f->first = sqlite3_column_int64(stmt, 18);
    f->last = sqlite3_column_int64(stmt, 19);
    f->has_cover = sqlite3_column_type(stmt, 20) != SQLITE_NULL;
    f->covers_from = sqlite3_column_int64(stmt, 20);
    f->covers_until = sqlite3_column_int64(stmt, 21);
}

static struct store_file read_file(sqlite3_stmt *stmt, struct arena *arena)
{
    struct store_file f = {.file = sqlite3_column_int64(stmt, 0),
                           .event = sqlite3_column_int64(stmt, 1)};
    read_texts(stmt, arena, &f);
    read_counts(stmt, &f);
    read_spans(stmt, &f);
    f.current = sqlite3_column_int(stmt, FILE_ENDED) == 0 &&
                sqlite3_column_int(stmt, FILE_COVERED) == 0;
    f.revoked = sqlite3_column_int(stmt, FILE_REVOKED) != 0;
    f.rules = db_sha256(stmt, FILE_RULES);
    return f;
}

enum listing { LIST_ALL, LIST_RESTS, LIST_IMPORTS };

/* 1: the snapshot rests on the file, 0: not, -1: failed. Only a file that another took the
 * place of has to be asked for rows that it may have left. */
static int belongs(struct store *store, struct store_file *f, enum listing listing,
                   struct err *err)
{
    if (listing == LIST_IMPORTS && (f->revoked || f->current))
        return !f->revoked;
    if (census_take(store, err) < 0)
        return -1;
    f->live = store->census.live[f->file];
    return listing == LIST_ALL || (!f->revoked && (f->current || f->live > 0));
}

static int list_files(struct store *store, struct arena *arena, enum listing listing,
                      struct store_file **out, size_t *n, struct err *err)
{
    sqlite3_stmt *stmt;
    struct store_file *list = NULL;
    size_t used = 0, cap = 0;
    if (db_prepare(store->db, sql_store_files, &stmt, err) < 0)
        return -1;
    sqlite3_bind_int64(stmt, 1, store->event);
    int rc;
    while ((rc = db_step(stmt, err)) == 0) {
        struct store_file f = read_file(stmt, arena);
        int belonging = belongs(store, &f, listing, err);
        if (belonging < 0) {
            rc = -1;
            break;
        }
        if (belonging == 0)
            continue;
        list = mem_room(list, used, &cap, sizeof *list);
        list[used++] = f;
    }
    sqlite3_finalize(stmt);
    *out = arena_new(arena, used + 1, sizeof **out);
    for (size_t i = 0; i < used; i++)
        (*out)[i] = list[i];
    *n = used;
    mem_free(list);
    return rc < 0 ? -1 : 0;
}

int store_files(struct store *store, struct arena *arena, struct store_file **out,
                size_t *n, struct err *err)
{
    return list_files(store, arena, LIST_RESTS, out, n, err);
}

int store_imports(struct store *store, struct arena *arena, struct store_file **out,
                  size_t *n, struct err *err)
{
    return list_files(store, arena, LIST_IMPORTS, out, n, err);
}

int store_readings(struct store *store, struct arena *arena, struct store_file **out,
                   size_t *n, struct err *err)
{
    return list_files(store, arena, LIST_ALL, out, n, err);
}

static void put_treatment(struct store_finding *f)
{
    f->treatment = "corrected";
    for (int i = 0; i < FINDING_N; i++)
        if (str_eq(f->code, str_of(finding_name((enum finding_code)i)))) {
            f->rejects = finding_rejects((enum finding_code)i);
            f->treatment = finding_treatment((enum finding_code)i);
        }
}

int store_findings(struct store *store,
                   int (*each)(void *, const struct store_finding *, struct err *),
                   void *self, struct err *err)
{
    sqlite3_stmt *stmt;
    assert(store->in_snapshot);
    if (db_prepare(store->db, sql_store_findings, &stmt, err) < 0)
        return -1;
    sqlite3_bind_int64(stmt, 1, store->event);
    int rc;
    while ((rc = db_step(stmt, err)) == 0) {
        struct store_finding f = {.source = db_str(stmt, 0),
                                  .file = db_str(stmt, 1),
                                  .code = db_str(stmt, 2),
                                  .field = db_str(stmt, 3),
                                  .raw = db_str(stmt, 4),
                                  .line = sqlite3_column_int64(stmt, 5)};
        put_treatment(&f);
        if (each(self, &f, err) < 0) {
            rc = -1;
            break;
        }
    }
    sqlite3_finalize(stmt);
    return rc < 0 ? -1 : 0;
}

/* Findings and counts are printed too, so the files themselves are part of it. */
static void put_file(struct buf *b, const struct store_file *f)
{
    struct arena arena;
    arena_init(&arena);
    buf_printf(b, "%.*s %.*s %.*s %.*s %d", STR_ARG(f->source), STR_ARG(f->name),
               STR_ARG(sha256_hex(&arena, &f->digest)),
               STR_ARG(sha256_hex(&arena, &f->rules)), f->current);
    const uint64_t count[] = {f->read,      f->fresh,     f->updated,
                              f->unchanged, f->withdrawn, f->rejected,
                              f->corrected, f->skipped,   f->live};
    for (size_t i = 0; i < sizeof count / sizeof *count; i++)
        buf_printf(b, " %llu", (unsigned long long)count[i]);
    buf_printf(b, " %lld %lld\n", (long long)f->covers_from, (long long)f->covers_until);
    arena_release(&arena);
}

int store_digest(struct store *store, struct sha256 *out, struct err *err)
{
    struct arena arena;
    struct buf text;
    struct store_file *file;
    size_t n;
    arena_init(&arena);
    buf_init(&text, SIZE_MAX);
    int rc = census_take(store, err);
    if (rc == 0)
        rc = store_files(store, &arena, &file, &n, err);
    for (size_t i = 0; rc == 0 && i < n; i++)
        put_file(&text, &file[i]);
    if (rc == 0) {
        buf_put(&text, store->census.rows.byte, sizeof store->census.rows.byte);
        *out = sha256_of(text.p, text.n);
    }
    buf_release(&text);
    arena_release(&arena);
    return rc;
}
