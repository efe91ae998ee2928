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

static int prepare_insert(struct load *load, const bool *filled, struct err *err)
{
    struct buf sql;
    buf_init(&sql, SQL_MAX);
    ddl_insert(&sql, load->kind, filled);
    int rc = db_prepare(load->db, buf_view(&sql).p, &load->insert, err);
    buf_release(&sql);
    return rc;
}

static int prepare_lookup(struct load *load, struct err *err)
{
    sqlite3_finalize(load->lookup);
    load->lookup = NULL;
    switch (load->look) {
    case LOOK_NOWHERE:
        return 0;
    case LOOK_IN_MAP:
        return store_prepare(load->db, ddl_lookup_row, load->kind, &load->lookup, err);
    case LOOK_IN_INDEX:
        break;
    }
    return db_run(load->db, sql_store_cache_wide, err) < 0
               ? -1
               : store_prepare(load->db, ddl_lookup, load->kind, &load->lookup, err);
}

static int read_stale(struct load *load, struct err *err)
{
    sqlite3_stmt *stmt;
    int rc;
    if (db_prepare(load->db, sql_store_file_stale, &stmt, err) < 0)
        return -1;
    sqlite3_bind_int64(stmt, 1, load->file);
    while ((rc = db_step(stmt, err)) == 0)
        row_set_put(&load->stale, sqlite3_column_int64(stmt, 0));
    sqlite3_finalize(stmt);
    return rc < 0 ? -1 : 0;
}

int load_begin(struct load *load, sqlite3 *db, struct late_index *late,
               const struct kind *kind, int64_t event, int64_t file, const bool *filled,
               struct err *err)
{
    *load =
        (struct load){.db = db, .late = late, .kind = kind, .event = event, .file = file};
    load->picked.kind = kind;
    if (late_index_begin(late, db, kind, &load->look, err) < 0 ||
        picked_register(&load->picked, db, err) < 0 ||
        prepare_insert(load, filled, err) < 0 ||
        store_prepare(db, ddl_close, kind, &load->close, err) < 0 ||
        prepare_lookup(load, err) < 0 || read_stale(load, err) < 0)
        return -1;
    return load->look == LOOK_NOWHERE
               ? 0
               : store_prepare(db, ddl_equal, kind, &load->equal, err);
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

static bool has_text_key(const struct kind *kind)
{
    return ddl_has_key_column(kind) || field_is_text(kind->key[0]);
}

/* A key of one number is compared as that number, whatever its text was. */
static void bind_key(sqlite3_stmt *stmt, const struct batch *b, uint32_t row)
{
    if (has_text_key(b->kind))
        db_bind_str(stmt, 1, b->key[row]);
    else
        bind_cell(stmt, 1, b, b->kind->key[0]->index, row);
}

static bool has_key(const struct batch *b, uint32_t row)
{
    return ddl_has_key_column(b->kind) || !batch_missing(b, b->kind->key[0]->index, row);
}

static uint32_t tag_of(const struct batch *b, uint32_t row)
{
    return has_text_key(b->kind)
               ? key_map_tag(b->key[row])
               : key_map_tag_number(b->column[b->kind->key[0]->index].num[row]);
}

/* The rows that went in have the last numbers of the table. Too many for the map are
 * looked for in the index. */
static int keep_rows(struct load *load, struct err *err)
{
    const struct picked *picked = &load->picked;
    int64_t first = sqlite3_last_insert_rowid(load->db) - picked->n + 1;
    for (uint32_t i = 0; i < picked->n; i++)
        if (has_key(picked->batch, picked->row[i]))
            key_map_put(&load->late->map, load->tag[picked->row[i]],
                        (uint32_t)(first + i));
    if (load->late->map.n <= LATE_INDEX_ROWS)
        return 0;
    load->look = LOOK_IN_INDEX;
    return late_index_make(load->late, load->db, load->kind, err) < 0
               ? -1
               : prepare_lookup(load, err);
}

static int insert(struct load *load, struct err *err)
{
    if (load->picked.n == 0)
        return 0;
    sqlite3_bind_int64(load->insert, 1, load->event);
    sqlite3_bind_int64(load->insert, 2, load->file);
    if (db_execute(load->insert, err) < 0)
        return -1;
    return load->look == LOOK_IN_MAP ? keep_rows(load, err) : 0;
}

enum live { LIVE_NONE, LIVE_EQUAL, LIVE_STALE, LIVE_OTHER };

static int compare(struct load *load, const struct batch *b, uint32_t row, int64_t old,
                   enum live *live, struct err *err)
{
    sqlite3_bind_int64(load->equal, 1, old);
    for (size_t i = 0; i < b->kind->nfields; i++)
        bind_cell(load->equal, (int)i + 2, b, i, row);
    int rc = db_step(load->equal, err);
    *live = LIVE_OTHER;
    if (rc == 0 && sqlite3_column_int(load->equal, 0) != 0)
        *live = row_set_has(&load->stale, sqlite3_column_int64(load->equal, 1))
                    ? LIVE_STALE
                    : LIVE_EQUAL;
    sqlite3_reset(load->equal);
    return rc < 0 ? -1 : 0;
}

/* The live row of the key; as db_step. */
static int find_live(struct load *load, int64_t *old, struct err *err)
{
    int rc = db_step(load->lookup, err);
    if (rc == 0)
        *old = sqlite3_column_int64(load->lookup, 0);
    sqlite3_reset(load->lookup);
    return rc;
}

static int find_mapped(struct load *load, const struct batch *b, uint32_t row,
                       int64_t *old, struct err *err)
{
    size_t passed = 0;
    uint32_t candidate;
    if (!has_key(b, row))
        return 1;
    load->tag[row] = tag_of(b, row);
    while ((candidate = key_map_next(&load->late->map, load->tag[row], &passed)) != 0) {
        bind_key(load->lookup, b, row);
        sqlite3_bind_int64(load->lookup, 2, candidate);
        int rc = find_live(load, old, err);
        if (rc <= 0)
            return rc;
    }
    return 1;
}

/* Two statements: most rows are new, and need no field bound to be found so. */
static int look_up(struct load *load, const struct batch *b, uint32_t row,
                   enum live *live, int64_t *old, struct err *err)
{
    int rc;
    *live = LIVE_NONE;
    if (load->look == LOOK_IN_MAP) {
        rc = find_mapped(load, b, row, old, err);
    } else {
        bind_key(load->lookup, b, row);
        rc = find_live(load, old, err);
    }
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
    if (load->look != LOOK_NOWHERE && look_up(load, b, row, &live, &old, err) < 0)
        return -1;
    *insert_it = live != LIVE_EQUAL;
    switch (live) {
    case LIVE_NONE:
        load->fresh++;
        return 0;
    case LIVE_EQUAL:
        load->unchanged++;
        return 0;
    case LIVE_STALE:
        load->unchanged++;
        break;
    case LIVE_OTHER:
        load->updated++;
        break;
    }
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
    return late_index_end(load->late, load->db, load->kind, load->look, err);
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
    mem_free(load->stale.bits);
    *load = (struct load){0};
}
