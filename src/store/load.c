/* load: typed batches into a kind's table, with versions. */
#include "store/load.h"

#include "store/inside.h"

#include "sql.h"

#include "base/banned.h"

bool row_set_has(const struct row_set *set, int64_t row)
{
    size_t word = (size_t)row / 64;
    return word < set->words && (set->bits[word] >> (row % 64) & 1) != 0;
}

static void row_set_put(struct row_set *set, int64_t row)
{
    size_t word = (size_t)row / 64;
    if (word >= set->words) {
        size_t words = word < 64 ? 128 : word * 2;
        set->bits = mem_grow(set->bits, words, sizeof *set->bits);
        for (size_t i = set->words; i < words; i++)
            set->bits[i] = 0;
        set->words = words;
    }
    set->bits[word] |= (uint64_t)1 << (row % 64);
}

static int is_empty(sqlite3 *db, const struct kind *kind, bool *empty, struct err *err)
{
    sqlite3_stmt *stmt;
    if (store_prepare(db, ddl_any, kind, &stmt, err) < 0)
        return -1;
    int rc = db_step(stmt, err);
    *empty = rc == 1;
    sqlite3_finalize(stmt);
    return rc < 0 ? -1 : 0;
}

static int prepare_insert(struct load *load, const bool *filled, struct err *err)
{
    struct buf sql;
    buf_init(&sql, SQL_MAX);
    ddl_insert(&sql, load->kind, filled);
    int rc = db_prepare(load->db, buf_view(&sql).p, &load->insert, err);
    buf_release(&sql);
    return rc;
}

int load_begin(struct load *load, sqlite3 *db, const struct kind *kind, int64_t event,
               int64_t file, const bool *filled, struct err *err)
{
    *load = (struct load){.db = db, .kind = kind, .event = event, .file = file};
    load->picked.kind = kind;
    if (is_empty(db, kind, &load->empty, err) < 0 ||
        (load->empty && store_run(db, ddl_drop_index, kind, err) < 0) ||
        picked_register(&load->picked, db, err) < 0 ||
        prepare_insert(load, filled, err) < 0 ||
        store_prepare(db, ddl_close, kind, &load->close, err) < 0)
        return -1;
    if (load->empty)
        return 0;
    return db_run(db, sql_store_cache_wide, err) < 0 ||
                   store_prepare(db, ddl_lookup, kind, &load->lookup, err) < 0 ||
                   store_prepare(db, ddl_equal, kind, &load->equal, err) < 0
               ? -1
               : 0;
}

static void bind_cell(sqlite3_stmt *stmt, int at, const struct batch *b, size_t column,
                      uint32_t row)
{
    const struct batch_column *c = &b->column[column];
    if (batch_missing(b, column, row))
        sqlite3_bind_null(stmt, at);
    else if (field_is_text(&b->kind->field[column]))
        db_bind_str(stmt, at, c->text[row]);
    else
        sqlite3_bind_int64(stmt, at, c->num[row]);
}

static int insert(struct load *load, struct err *err)
{
    if (load->picked.n == 0)
        return 0;
    sqlite3_bind_int64(load->insert, 1, load->event);
    sqlite3_bind_int64(load->insert, 2, load->file);
    return db_execute(load->insert, err);
}

/* A key of one number is compared as that number, whatever its text was. */
static void bind_key(sqlite3_stmt *stmt, const struct batch *b, uint32_t row)
{
    if (ddl_has_key_column(b->kind) || field_is_text(b->kind->key[0]))
        db_bind_str(stmt, 1, b->key[row]);
    else
        bind_cell(stmt, 1, b, b->kind->key[0]->index, row);
}

enum live { LIVE_NONE, LIVE_EQUAL, LIVE_OTHER };

static int compare(struct load *load, const struct batch *b, uint32_t row, int64_t old,
                   enum live *live, struct err *err)
{
    sqlite3_bind_int64(load->equal, 1, old);
    for (size_t i = 0; i < b->kind->nfields; i++)
        bind_cell(load->equal, (int)i + 2, b, i, row);
    int rc = db_step(load->equal, err);
    *live = rc == 0 && sqlite3_column_int(load->equal, 0) != 0 ? LIVE_EQUAL : LIVE_OTHER;
    sqlite3_reset(load->equal);
    return rc < 0 ? -1 : 0;
}

/* Two statements: most rows are new, and need no field bound to be found so. */
static int look_up(struct load *load, const struct batch *b, uint32_t row,
                   enum live *live, int64_t *old, struct err *err)
{
    bind_key(load->lookup, b, row);
    int rc = db_step(load->lookup, err);
    if (rc == 0)
        *old = sqlite3_column_int64(load->lookup, 0);
    sqlite3_reset(load->lookup);
    *live = LIVE_NONE;
    if (rc != 0)
        return rc < 0 ? -1 : 0;
    row_set_put(&load->seen, *old);
    return compare(load, b, row, *old, live, err);
}

static int close_row(struct load *load, int64_t row, struct err *err)
{
    sqlite3_bind_int64(load->close, 1, load->event);
    sqlite3_bind_int64(load->close, 2, row);
    return db_execute(load->close, err);
}

static int put_row(struct load *load, const struct batch *b, uint32_t row,
                   bool *insert_it, struct err *err)
{
    enum live live = LIVE_NONE;
    int64_t old = 0;
    if (!load->empty && look_up(load, b, row, &live, &old, err) < 0)
        return -1;
    *insert_it = live != LIVE_EQUAL;
    switch (live) {
    case LIVE_NONE:
        load->fresh++;
        return 0;
    case LIVE_EQUAL:
        load->unchanged++;
        return 0;
    case LIVE_OTHER:
        break;
    }
    load->updated++;
    return close_row(load, old, err);
}

int load_put(struct load *load, const struct batch *b, struct err *err)
{
    load->picked.batch = b;
    load->picked.n = 0;
    for (uint32_t row = 0; row < b->n; row++) {
        bool insert_it;
        if (put_row(load, b, row, &insert_it, err) < 0)
            return -1;
        if (insert_it)
            load->picked.row[load->picked.n++] = row;
    }
    return insert(load, err);
}

int load_end(struct load *load, struct err *err)
{
    return load->empty ? store_run(load->db, ddl_index, load->kind, err) : 0;
}

void load_release(struct load *load)
{
    sqlite3_finalize(load->insert);
    sqlite3_finalize(load->lookup);
    sqlite3_finalize(load->equal);
    sqlite3_finalize(load->close);
    if (load->db != NULL) {
        struct err ignored = {0};
        picked_forget(load->db);
        (void)db_run(load->db, sql_store_cache_size, &ignored);
    }
    mem_free(load->seen.bits);
    *load = (struct load){0};
}
