/* import: one file of a source into the store, in one transaction: the file and its
 * findings, its rows as versions, then what it means for older rows. Any error leaves
 * nothing behind. */
#include <assert.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/utf8.h"
#include "ingest/ahead.h"
#include "store/cover.h"
#include "store/inside.h"
#include "store/load.h"
#include "store/settle.h"

#include "sql.h"

#include "base/banned.h"

enum { RAW_SHOWN = 200 };

struct import {
    struct store *store;
    const struct source *source;
    const struct zone *zone;
    const char *path;
    struct sha256 digest;
    int64_t bytes;
    int64_t event, file;
    struct ingest *ingest;
    struct load load;
    sqlite3_stmt *finding;
    struct err *finding_err; /* the callback cannot fail: its first error waits here */
    bool finding_failed;
    uint64_t withdrawn, elsewhere;
    struct str elsewhere_source; /* in the caller's arena */
    struct arena *arena;
};

static int is_withdrawn(struct import *in, struct err *err)
{
    sqlite3_stmt *stmt;
    if (db_prepare(in->store->db, sql_store_file_withdrawn, &stmt, err) < 0)
        return -1;
    db_bind_sha256(stmt, 1, &in->digest);
    db_bind_str(stmt, 2, in->source->id);
    int rc = db_step(stmt, err);
    sqlite3_finalize(stmt);
    return rc < 0 ? -1 : rc == 0;
}

/* 1: known and unchanged, 0: to be read. */
static int is_known(struct import *in, struct err *err)
{
    sqlite3_stmt *stmt;
    if (db_prepare(in->store->db, sql_store_file_known, &stmt, err) < 0)
        return -1;
    db_bind_sha256(stmt, 1, &in->digest);
    db_bind_str(stmt, 2, in->source->id);
    db_bind_sha256(stmt, 3, &in->source->rules);
    db_bind_str(stmt, 4, str_of(in->path));
    int rc = db_step(stmt, err);
    sqlite3_finalize(stmt);
    return rc < 0 ? -1 : rc == 0;
}

/* The value is in the file, at the finding's line; what people read of it has a limit. */
static void bind_shortened(sqlite3_stmt *stmt, int parameter, struct str raw)
{
    char text[RAW_SHOWN * 4 + 4];
    struct str head = utf8_head(raw, RAW_SHOWN);
    if (head.n == raw.n) {
        db_bind_str(stmt, parameter, raw);
        return;
    }
    memcpy(text, head.p, head.n);
    memcpy(text + head.n, "\xE2\x80\xA6", 3);
    sqlite3_bind_text(stmt, parameter, text, (int)head.n + 3, SQLITE_TRANSIENT);
}

static void keep_finding(void *self, const struct finding *f)
{
    struct import *in = self;
    if (in->finding_failed)
        return;
    sqlite3_bind_int64(in->finding, 1, in->file);
    sqlite3_bind_int64(in->finding, 2, (int64_t)f->line);
    db_bind_str(in->finding, 3, str_of(finding_name(f->code)));
    if (f->field == NULL)
        sqlite3_bind_null(in->finding, 4);
    else
        db_bind_str(in->finding, 4, f->field->id);
    bind_shortened(in->finding, 5, f->raw);
    in->finding_failed = db_execute(in->finding, in->finding_err) < 0;
}

static int put_event(struct import *in, struct err *err)
{
    sqlite3_stmt *stmt;
    if (db_prepare(in->store->db, sql_store_import, &stmt, err) < 0)
        return -1;
    db_bind_str(stmt, 1, STR("load"));
    db_bind_str(stmt, 2, in->source->id);
    int rc = db_execute(stmt, err);
    sqlite3_finalize(stmt);
    in->event = sqlite3_last_insert_rowid(in->store->db);
    return rc;
}

static int put_file(struct import *in, struct err *err)
{
    sqlite3_stmt *stmt;
    if (db_prepare(in->store->db, sql_store_file_put, &stmt, err) < 0)
        return -1;
    sqlite3_bind_int64(stmt, 1, in->event);
    db_bind_str(stmt, 2, in->source->id);
    db_bind_str(stmt, 3, in->source->kind->id);
    db_bind_str(stmt, 4, str_of(in->path));
    db_bind_str(stmt, 5, file_name(str_of(in->path)));
    db_bind_sha256(stmt, 6, &in->digest);
    db_bind_sha256(stmt, 7, &in->source->rules);
    sqlite3_bind_int64(stmt, 8, in->bytes);
    db_bind_str(stmt, 9, ingest_encoding(in->ingest));
    db_bind_str(stmt, 10, ingest_dialect(in->ingest));
    int rc = db_execute(stmt, err);
    sqlite3_finalize(stmt);
    in->file = sqlite3_last_insert_rowid(in->store->db);
    return rc;
}

static int bind_cover(struct import *in, sqlite3_stmt *stmt,
                      const struct ingest_counts *counts, struct err *err)
{
    struct cover cover;
    if (cover_find(&cover, in->source, file_name(str_of(in->path)), in->zone,
                   counts->first, counts->last, err) < 0)
        return -1;
    if (cover.known) {
        sqlite3_bind_int64(stmt, 12, cover.from);
        sqlite3_bind_int64(stmt, 13, cover.until);
    }
    return 0;
}

static int finish_file(struct import *in, struct err *err)
{
    const struct ingest_counts *counts = ingest_counts(in->ingest);
    const uint64_t number[] = {counts->read,       in->load.fresh, in->load.updated,
                               in->load.unchanged, in->withdrawn,  counts->rejected,
                               counts->corrected,  counts->skipped};
    sqlite3_stmt *stmt;
    if (db_prepare(in->store->db, sql_store_file_done, &stmt, err) < 0)
        return -1;
    sqlite3_bind_int64(stmt, 1, in->file);
    for (int i = 0; i < (int)(sizeof number / sizeof *number); i++)
        sqlite3_bind_int64(stmt, i + 2, (int64_t)number[i]);
    if (counts->first <= counts->last) {
        sqlite3_bind_int64(stmt, 10, counts->first);
        sqlite3_bind_int64(stmt, 11, counts->last);
    }
    db_bind_str(stmt, 14, ingest_dialect(in->ingest));
    int rc = bind_cover(in, stmt, counts, err);
    if (rc == 0)
        rc = db_execute(stmt, err);
    sqlite3_finalize(stmt);
    return rc;
}

/* Every row ended in exactly one place, or the import is void. */
static int check_counts(struct import *in, struct err *err)
{
    const struct ingest_counts *counts = ingest_counts(in->ingest);
    uint64_t sum =
        in->load.fresh + in->load.updated + in->load.unchanged + counts->rejected;
    if (sum != counts->read)
        return err_set(err, ERR_SYSTEM, in->path, 0,
                       "%llu rows read, but %llu accounted for",
                       (unsigned long long)counts->read, (unsigned long long)sum);
    return 0;
}

static int read_batches(struct import *in, struct err *err)
{
    struct ahead *ahead = ahead_start(in->ingest);
    struct batch *batch;
    int rc;
    while ((rc = ahead_next(ahead, &batch, err)) == 0 && !in->finding_failed)
        if (load_put(&in->load, batch, err) < 0)
            break;
    ahead_stop(ahead);
    return rc == 1 ? load_end(&in->load, err) : -1;
}

static int settle(struct import *in, struct err *err)
{
    struct settle settle = {.db = in->store->db,
                            .source = in->source,
                            .path = in->path,
                            .digest = in->digest,
                            .event = in->event,
                            .late = &in->store->late};
    int rc = settle_run(&settle, &in->load, err);
    in->withdrawn = settle.withdrawn;
    return rc;
}

static int keep_elsewhere(struct import *in, sqlite3_stmt *stmt)
{
    struct str place =
        arena_printf(in->arena, "%.*s, %.*s:%lld", STR_ARG(db_str(stmt, 1)),
                     STR_ARG(db_str(stmt, 2)), (long long)sqlite3_column_int64(stmt, 3));
    struct finding finding = {.code = FINDING_ELSEWHERE,
                              .line = (uint64_t)sqlite3_column_int64(stmt, 0),
                              .field = in->source->kind->key[0],
                              .raw = place};
    if (in->elsewhere++ == 0)
        in->elsewhere_source = place;
    keep_finding(in, &finding);
    return in->finding_failed ? -1 : 0;
}

/* Two sources that bring the same ids overwrite each other: the later import stands, and
 * each row that went is named. */
static int find_elsewhere(struct import *in, struct err *err)
{
    sqlite3_stmt *stmt;
    if (in->load.updated == 0)
        return 0;
    if (db_prepare(in->store->db, sql_store_kind_shared, &stmt, err) < 0)
        return -1;
    db_bind_str(stmt, 1, in->source->kind->id);
    db_bind_str(stmt, 2, in->source->id);
    int rc = db_step(stmt, err);
    sqlite3_finalize(stmt);
    if (rc != 0)
        return rc < 0 ? -1 : 0;
    if (late_index_make(&in->store->late, in->store->db, in->source->kind, err) < 0 ||
        store_prepare(in->store->db, ddl_replaced, in->source->kind, &stmt, err) < 0)
        return -1;
    sqlite3_bind_int64(stmt, 1, in->event);
    db_bind_str(stmt, 2, in->source->id);
    while ((rc = db_step(stmt, err)) == 0 && keep_elsewhere(in, stmt) == 0)
        continue;
    sqlite3_finalize(stmt);
    return rc < 0 || in->finding_failed ? -1 : 0;
}

static int begin_load(struct import *in, struct err *err)
{
    const struct kind *kind = in->source->kind;
    bool *filled = arena_new(in->arena, kind->nfields, sizeof *filled);
    for (size_t i = 0; i < kind->nfields; i++)
        filled[i] = ingest_fills(in->ingest, &kind->field[i]);
    return supplied_put(in->store->db, kind, filled, err) < 0
               ? -1
               : load_begin(&in->load, in->store->db, &in->store->late, kind, in->event,
                            in->file, filled, err);
}

static int import_file(struct import *in, struct err *err)
{
    struct ingest_options options = {.source = in->source,
                                     .zone = in->zone,
                                     .path = in->path,
                                     .finding = keep_finding,
                                     .self = in};
    in->finding_err = err;
    if (db_prepare(in->store->db, sql_store_finding_put, &in->finding, err) < 0 ||
        ingest_open(&in->ingest, &options, err) < 0 || put_event(in, err) < 0 ||
        put_file(in, err) < 0 || begin_load(in, err) < 0)
        return -1;
    if (read_batches(in, err) < 0 || find_elsewhere(in, err) < 0 || settle(in, err) < 0 ||
        check_counts(in, err) < 0)
        return -1;
    return finish_file(in, err);
}

static void fill_result(const struct import *in, struct import_result *out)
{
    const struct ingest_counts *counts = ingest_counts(in->ingest);
    out->read = counts->read;
    out->fresh = in->load.fresh;
    out->updated = in->load.updated;
    out->unchanged = in->load.unchanged;
    out->withdrawn = in->withdrawn;
    out->rejected = counts->rejected;
    out->corrected = counts->corrected;
    out->skipped = counts->skipped;
    out->elsewhere = in->elsewhere;
    out->elsewhere_source = in->elsewhere_source;
}

static void import_release(struct import *in)
{
    load_release(&in->load);
    sqlite3_finalize(in->finding);
    if (in->ingest != NULL)
        ingest_close(in->ingest);
}

/* What was hashed is what was read: a file that was written in between is refused. */
static int check_still(const struct import *in, const struct stat *before,
                       struct err *err)
{
    struct stat now;
    if (stat(in->path, &now) != 0)
        return err_system(err, in->path, "cannot look at the file again");
    if (now.st_dev == before->st_dev && now.st_ino == before->st_ino &&
        now.st_size == before->st_size && now.st_mtim.tv_sec == before->st_mtim.tv_sec &&
        now.st_mtim.tv_nsec == before->st_mtim.tv_nsec)
        return 0;
    return err_set(err, ERR_GATE, in->path, 0,
                   "the file was written while it was read; run again when it is whole");
}

int store_import(struct store *store, const struct source *source,
                 const struct zone *zone, const char *path, struct import_result *out,
                 struct arena *arena, struct err *err)
{
    struct import in = {
        .store = store, .source = source, .zone = zone, .path = path, .arena = arena};
    assert(!store->in_snapshot);
    *out = (struct import_result){.name = arena_str(arena, file_name(str_of(path)))};
    struct stat before = {0};
    if (stat(path, &before) != 0)
        return err_system(err, path, "cannot look at the file");
    if (sha256_file(path, &in.digest, &in.bytes, err) < 0 ||
        db_run(store->db, sql_store_begin_write, err) < 0)
        return -1;
    int rc = is_known(&in, err);
    out->unchanged_file = rc == 1;
    if (rc == 0)
        rc = is_withdrawn(&in, err);
    out->withdrawn_file = rc == 1 && !out->unchanged_file;
    if (rc == 0) {
        rc = import_file(&in, err);
        if (rc == 0)
            rc = check_still(&in, &before, err);
        if (rc == 0)
            fill_result(&in, out);
    }
    import_release(&in);
    struct err ignored = {0};
    if (rc == 0 && db_run(store->db, sql_store_commit, err) == 0)
        return 0;
    (void)db_run(store->db, sql_store_rollback, &ignored);
    late_index_forget(&store->late);
    return rc == 1 ? 0 : -1;
}
