/* settle: the rows an import says nothing about. */
#include "store/settle.h"

#include "store/inside.h"
#include "store/restore.h"

#include "sql.h"

#include "base/banned.h"

/* An earlier reading of the same source. */
struct other {
    int64_t file, event;
    bool same_bytes, same_path;
    bool left; /* has live rows that the new file did not repeat */
};

struct others {
    struct other *item;
    size_t n, cap;
    bool judge; /* some may lose rows or findings: the table must be walked */
    bool snapshot;
    const struct load *load;
};

static int read_others(struct settle *s, struct others *o, struct err *err)
{
    sqlite3_stmt *stmt;
    if (db_prepare(s->db, sql_store_file_others, &stmt, err) < 0)
        return -1;
    db_bind_str(stmt, 1, s->source->id);
    sqlite3_bind_int64(stmt, 2, s->event);
    db_bind_sha256(stmt, 3, &s->digest);
    db_bind_str(stmt, 4, str_of(s->path));
    int rc;
    while ((rc = db_step(stmt, err)) == 0) {
        o->item = mem_room(o->item, o->n, &o->cap, sizeof *o->item);
        o->item[o->n++] = (struct other){
            .file = sqlite3_column_int64(stmt, 0),
            .same_bytes = sqlite3_column_int(stmt, 1) != 0,
            .same_path = sqlite3_column_int(stmt, 2) != 0,
            .event = sqlite3_column_int64(stmt, 3),
        };
        const struct other *last = &o->item[o->n - 1];
        o->judge = o->judge || o->snapshot || last->same_bytes || last->same_path;
    }
    sqlite3_finalize(stmt);
    return rc < 0 ? -1 : 0;
}

static struct other *find_other(struct others *o, int64_t file)
{
    size_t low = 0, high = o->n; /* ordered by file */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (o->item[middle].file < file)
            low = middle + 1;
        else
            high = middle;
    }
    return low < o->n && o->item[low].file == file ? &o->item[low] : NULL;
}

/* Keeps the rows that go: unseen, of the same bytes or of a snapshot's source. */
static bool goes(void *self, const struct old_row *row)
{
    struct others *o = self;
    struct other *other = find_other(o, row->file);
    if (other == NULL || row_set_has(&o->load->seen, row->row))
        return false;
    other->left = true;
    return other->same_bytes || o->snapshot;
}

static bool any(void *self, const struct old_row *row)
{
    (void)self;
    (void)row;
    return true;
}

/* The same bytes were read as a snapshot before, and are none now: what it closed by their
 * saying nothing comes back. */
static int bring_back(struct settle *s, struct restore *restore, int64_t event,
                      struct err *err)
{
    struct old_rows closed = {0};
    sqlite3_stmt *stmt;
    if (store_prepare(s->db, ddl_closed, s->source->kind, &stmt, err) < 0)
        return -1;
    arena_init(&closed.arena);
    sqlite3_bind_int64(stmt, 1, event);
    int rc = old_rows_read(&closed, stmt, any, NULL, err);
    sqlite3_finalize(stmt);
    for (size_t i = 0; i < closed.n && rc == 0; i++)
        rc = restore_closed(restore, closed.item[i].key, event, err);
    old_rows_release(&closed);
    return rc;
}

static int take_out(struct settle *s, const struct old_rows *rows, struct others *o,
                    struct err *err)
{
    struct restore restore;
    int rc = restore_begin(&restore, s->db, s->source->kind, s->event, err);
    restore.digest = s->digest;
    restore.source = s->source->id;
    for (size_t i = 0; i < rows->n && rc == 0; i++) {
        const struct old_row *row = &rows->item[i];
        if (find_other(o, row->file)->same_bytes && !o->snapshot)
            rc = restore_without(&restore, row->row, row->key, row->since, err);
        else
            rc = restore_close(&restore, row->row, err);
    }
    s->withdrawn = rows->n;
    for (size_t i = 0; i < o->n && rc == 0; i++)
        if (o->item[i].same_bytes && !o->snapshot)
            rc = bring_back(s, &restore, o->item[i].event, err);
    restore_release(&restore);
    return rc;
}

static int mark(struct settle *s, const char *sql, int64_t file, struct err *err)
{
    sqlite3_stmt *stmt;
    if (db_prepare(s->db, sql, &stmt, err) < 0)
        return -1;
    sqlite3_bind_int64(stmt, 1, s->event);
    sqlite3_bind_int64(stmt, 2, file);
    int rc = db_execute(stmt, err);
    sqlite3_finalize(stmt);
    return rc;
}

static int mark_others(struct settle *s, const struct others *o, struct err *err)
{
    for (size_t i = 0; i < o->n; i++) {
        const struct other *other = &o->item[i];
        bool covered = o->snapshot || (other->same_path && !other->left);
        if (other->same_bytes && mark(s, sql_store_file_end, other->file, err) < 0)
            return -1;
        if (covered && mark(s, sql_store_file_cover, other->file, err) < 0)
            return -1;
    }
    return 0;
}

static int walk_table(struct settle *s, struct others *o, struct err *err)
{
    struct old_rows rows = {0};
    sqlite3_stmt *stmt;
    if (store_prepare(s->db, ddl_older, s->source->kind, &stmt, err) < 0)
        return -1;
    arena_init(&rows.arena);
    sqlite3_bind_int64(stmt, 1, s->event);
    int rc = old_rows_read(&rows, stmt, goes, o, err);
    sqlite3_finalize(stmt);
    if (rc == 0)
        rc = take_out(s, &rows, o, err);
    old_rows_release(&rows);
    return rc;
}

int settle_run(struct settle *s, const struct load *load, struct err *err)
{
    struct others o = {.load = load, .snapshot = s->source->extent == EXTENT_SNAPSHOT};
    int rc = read_others(s, &o, err);
    if (rc == 0 && o.judge) {
        rc = late_index_make(s->late, s->db, s->source->kind, err);
        if (rc == 0)
            rc = walk_table(s, &o, err);
        if (rc == 0)
            rc = mark_others(s, &o, err);
    }
    mem_free(o.item);
    return rc;
}
