/* sqlite_rows: rows of a table, or of a query that the job's author wrote, of an SQLite
 * file. The file is hostile: it is opened read-only and as immutable, its triggers and its
 * functions are not trusted, a statement may do nothing but read, and what it may cost is
 * bounded by the size of the file. A row's line is its number in the result, so a table is
 * read in the order of its rows. Blobs and texts that are no text are handed on as such. */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/utf8.h"
#include "ingest/reader.h"
#include "ingest/sqlite_bound.h"
#include "ingest/sqlite_functions.h"

#include "sql.h"

#include "base/banned.h"

/* What rows cost: a flat price and their bytes. A statement over a file may use so much for
 * each byte of it, and the free part besides. */
enum { COST_PER_BYTE = 64, COST_FREE = 1 << 24, COST_OF_ROW = 64 };
enum { NUMBER_MAX = 32, VALUE_MAX = 4 * CELL_MAX }; /* a value, or a row of a table */

struct sqlite_rows {
    const char *path;
    const struct source *source;
    sqlite3 *db;
    sqlite3_stmt *stmt;
    struct sqlite_bound bound;
    int64_t cost, cost_max;
    bool named; /* the names of the columns have been handed out */
    uint64_t line;
    size_t n;
    struct str *cell;
    struct str table;
    struct arena arena;
    char (*number)[NUMBER_MAX]; /* of each column */
};

static int refuse(const struct sqlite_rows *s, uint64_t line, struct err *err)
{
    int code = sqlite3_errcode(s->db) & 0xFF;
    const char *said = sqlite3_errmsg(s->db);
    if (code == SQLITE_INTERRUPT)
        return err_set(err, ERR_GATE, s->path, (long)line,
                       "reading takes far more work than the file is large; name a plain "
                       "table, or write a simpler query");
    if (code == SQLITE_TOOBIG)
        return err_set(err, ERR_GATE, s->path, (long)line,
                       "a value or a row is longer than %d MiB; write a query without it",
                       s->source->query.n > 0 ? 1 : 4);
    if (code == SQLITE_FULL)
        return err_set(
            err, ERR_GATE, s->path, (long)line,
            "sorting takes far more room than the file is large, or the disk of "
            "temporary files is full; name a plain table, or write a simpler "
            "query");
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB)
        return err_set(err, ERR_GATE, s->path, (long)line,
                       "the database is damaged; export it again (%s)", said);
    return err_set(err, ERR_GATE, s->path, (long)line, "the database cannot be read: %s",
                   said);
}

/* Reading of its own tables, and functions; nothing else. */
static int authorize(void *self, int action, const char *first, const char *second,
                     const char *database, const char *inner)
{
    (void)self;
    (void)first;
    (void)inner;
    if (action == SQLITE_SELECT || action == SQLITE_RECURSIVE)
        return SQLITE_OK;
    if (action == SQLITE_READ)
        return database == NULL || strcmp(database, "main") == 0 ? SQLITE_OK
                                                                 : SQLITE_DENY;
    if (action == SQLITE_FUNCTION)
        return sqlite_functions_refused(second) ? SQLITE_DENY : SQLITE_OK;
    return SQLITE_DENY;
}

/* What a log beside the file holds belongs to the database, but not to the file. */
static int check_alone(const struct sqlite_rows *s, struct err *err)
{
    static const char *const logs[] = {"-wal", "-journal"};
    for (size_t i = 0; i < sizeof logs / sizeof *logs; i++) {
        struct buf log;
        struct err ignored = {0};
        int64_t size = 0;
        buf_init(&log, SIZE_MAX);
        buf_printf(&log, "%s%s", s->path, logs[i]);
        bool beside = file_exists(log.p) && file_size(log.p, &size, &ignored) == 0;
        buf_release(&log);
        if (beside && size > 0)
            return err_set(
                err, ERR_GATE, s->path, 0,
                "the file with %s at its end beside it holds what the database "
                "does not yet; close the program that writes it, or export a "
                "copy with VACUUM INTO",
                logs[i]);
    }
    return 0;
}

static void put_uri(struct buf *uri, const char *path)
{
    buf_text(uri, path[0] == '/' ? "file://" : "file:");
    for (const char *p = path; *p != '\0'; p++)
        if (strchr("%?#", *p) != NULL)
            buf_printf(uri, "%%%02X", (unsigned)*p);
        else
            buf_char(uri, *p);
    buf_text(uri, "?mode=ro&immutable=1");
}

static int open_database(struct sqlite_rows *s, struct err *err)
{
    int64_t size;
    struct buf uri;
    if (check_alone(s, err) != 0 || file_size(s->path, &size, err) != 0)
        return -1;
    s->cost_max = COST_FREE + size * COST_PER_BYTE;
    buf_init(&uri, SIZE_MAX);
    put_uri(&uri, s->path);
    int code = sqlite_bound_open(&s->bound, uri.p, size, &s->db);
    buf_release(&uri);
    if (code != SQLITE_OK)
        return refuse(s, 0, err);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    /* Nor can a step be stopped; see sqlite_functions. */
    sqlite3_limit(s->db, SQLITE_LIMIT_LENGTH,
                  s->source->query.n > 0 ? CELL_MAX : VALUE_MAX);
    sqlite3_limit(s->db, SQLITE_LIMIT_ATTACHED, 0);
    return sqlite_functions_bound(s->db) == SQLITE_OK ? 0 : refuse(s, 0, err);
}

static int prepare(struct sqlite_rows *s, const char *sql, sqlite3_stmt **stmt,
                   const char **tail)
{
    return sqlite3_prepare_v2(s->db, sql, -1, stmt, tail) == SQLITE_OK ? 0 : -1;
}

/* The only table, where the source names none. */
static int choose_table(struct sqlite_rows *s, struct err *err)
{
    sqlite3_stmt *stmt = NULL;
    struct buf names;
    size_t n = 0;
    int code;
    if (prepare(s, sql_ingest_tables, &stmt, NULL) != 0)
        return refuse(s, 0, err);
    buf_init(&names, 200);
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
        s->table =
            arena_str(&s->arena, str_of((const char *)sqlite3_column_text(stmt, 0)));
        buf_printf(&names, "%s\"%.*s\"", n++ > 0 ? ", " : "", STR_ARG(s->table));
    }
    int result = code == SQLITE_DONE ? 0 : refuse(s, 0, err);
    if (result == 0 && n == 0)
        result = err_set(err, ERR_GATE, s->path, 0, "the database has no table");
    if (result == 0 && n > 1)
        result = err_set(
            err, ERR_GATE, s->path, 0,
            "the database has %zu tables, %s%s; name one in source '%.*s' by "
            "table=",
            n, names.p, buf_failed(&names) ? " and more" : "", STR_ARG(s->source->id));
    sqlite3_finalize(stmt);
    buf_release(&names);
    return result;
}

/* What a view computes is its author's, not the job's: it is read by a query only. */
static int find_table(struct sqlite_rows *s, bool *has_rowid, struct err *err)
{
    struct str table = s->table;
    sqlite3_stmt *stmt = NULL;
    int result = 0;
    if (prepare(s, sql_ingest_table, &stmt, NULL) != 0)
        return refuse(s, 0, err);
    sqlite3_bind_text(stmt, 1, table.p, (int)table.n, SQLITE_STATIC);
    int code = sqlite3_step(stmt);
    if (code == SQLITE_DONE)
        result = err_set(err, ERR_GATE, s->path, 0, "the database has no table \"%.*s\"",
                         STR_ARG(table));
    else if (code != SQLITE_ROW)
        result = refuse(s, 0, err);
    else if (strcmp((const char *)sqlite3_column_text(stmt, 0), "table") != 0)
        result =
            err_set(err, ERR_GATE, s->path, 0,
                    "\"%.*s\" is a %s and no table; read it by query=", STR_ARG(table),
                    (const char *)sqlite3_column_text(stmt, 0));
    else
        *has_rowid = sqlite3_column_int(stmt, 1) == 0;
    sqlite3_finalize(stmt);
    return result;
}

/* Nor is a column that is computed anew for each row, at whatever cost. */
static int check_stored(struct sqlite_rows *s, struct err *err)
{
    sqlite3_stmt *stmt = NULL;
    int result = 0;
    if (prepare(s, sql_ingest_computed, &stmt, NULL) != 0)
        return refuse(s, 0, err);
    sqlite3_bind_text(stmt, 1, s->table.p, (int)s->table.n, SQLITE_STATIC);
    int code = sqlite3_step(stmt);
    if (code == SQLITE_ROW)
        result =
            err_set(err, ERR_GATE, s->path, 0,
                    "column \"%s\" of table \"%.*s\" is computed, not stored; read it "
                    "by query=",
                    (const char *)sqlite3_column_text(stmt, 0), STR_ARG(s->table));
    else if (code != SQLITE_DONE)
        result = refuse(s, 0, err);
    sqlite3_finalize(stmt);
    return result;
}

/* The one statement that cannot stand in a file: the table is named by the job. A table
 * without a rowid is stored, and so read, in the order of its key. */
static int read_table(struct sqlite_rows *s, struct err *err)
{
    bool has_rowid = true;
    s->table = s->source->table;
    if ((s->table.n == 0 && choose_table(s, err) != 0) ||
        find_table(s, &has_rowid, err) != 0 || check_stored(s, err) != 0)
        return -1;
    char *sql = sqlite3_mprintf(has_rowid ? "SELECT * FROM main.\"%w\" ORDER BY rowid"
                                          : "SELECT * FROM main.\"%w\"",
                                s->table.p);
    sqlite3_set_authorizer(s->db, authorize, s);
    int result = prepare(s, sql, &s->stmt, NULL) == 0 ? 0 : refuse(s, 0, err);
    sqlite3_free(sql);
    return result;
}

static int read_query(struct sqlite_rows *s, struct err *err)
{
    const char *tail = "";
    sqlite3_set_authorizer(s->db, authorize, s);
    if (prepare(s, s->source->query.p, &s->stmt, &tail) != 0) {
        if ((sqlite3_errcode(s->db) & 0xFF) == SQLITE_CORRUPT)
            return refuse(s, 0, err);
        return err_set(err, ERR_JOB, s->path, 0, "the query of source '%.*s': %s",
                       STR_ARG(s->source->id), sqlite3_errmsg(s->db));
    }
    if (str_trim(str_of(tail)).n > 0 || sqlite3_column_count(s->stmt) == 0 ||
        sqlite3_bind_parameter_count(s->stmt) > 0)
        return err_set(err, ERR_JOB, s->path, 0,
                       "the query of source '%.*s' must be one SELECT without parameters",
                       STR_ARG(s->source->id));
    return 0;
}

static bool sqlite_probe(struct str head)
{
    return str_starts(head, (struct str){"SQLite format 3", 16});
}

static int sqlite_open(struct reader *reader, const struct source *source,
                       struct err *err)
{
    struct sqlite_rows *s = reader->state = mem_new(1, sizeof *s);
    *s = (struct sqlite_rows){.path = reader->path, .source = source};
    arena_init(&s->arena);
    reader->encoding = STR("UTF-8");
    reader->headed = true;
    if (open_database(s, err) != 0 ||
        (source->query.n > 0 ? read_query(s, err) : read_table(s, err)) != 0)
        return -1;
    s->n = (size_t)sqlite3_column_count(s->stmt);
    s->cell = mem_new(s->n, sizeof *s->cell);
    s->number = mem_new(s->n, sizeof *s->number);
    if (source->query.n > 0)
        snprintf(reader->dialect, sizeof reader->dialect, "sqlite, query");
    else
        snprintf(reader->dialect, sizeof reader->dialect, "sqlite, table %.*s",
                 STR_ARG(s->table));
    return 0;
}

/* 12.0 is how a column of numbers with gaps keeps the count 12. */
static struct str print_real(struct sqlite_rows *s, size_t column, double value)
{
    if (value > -1e15 && value < 1e15 && value == (double)(int64_t)value) {
        int n = snprintf(s->number[column], NUMBER_MAX, "%lld", (long long)value);
        return (struct str){s->number[column], (size_t)n};
    }
    return str_of((const char *)sqlite3_column_text(s->stmt, (int)column));
}

static bool is_text(struct str text)
{
    return text.n <= CELL_MAX && utf8_valid(text) == text.n &&
           memchr(text.p, '\0', text.n) == NULL;
}

/* Names come out of the file, too. */
static struct str read_name(const struct sqlite_rows *s, size_t column)
{
    const char *name = sqlite3_column_name(s->stmt, (int)column);
    struct str text = name != NULL ? str_of(name) : STR_NONE;
    return text.n == 0 || is_text(text) ? text : reader_no_text;
}

static struct str read_cell(struct sqlite_rows *s, size_t column)
{
    int at = (int)column, type = sqlite3_column_type(s->stmt, at);
    struct str text;
    if (type == SQLITE_NULL)
        return STR_NONE;
    if (type == SQLITE_FLOAT)
        return print_real(s, column, sqlite3_column_double(s->stmt, at));
    if (type == SQLITE_BLOB) {
        s->cost += sqlite3_column_bytes(s->stmt, at);
        return reader_no_text;
    }
    text.p = (const char *)sqlite3_column_text(s->stmt, at);
    text.n = (size_t)sqlite3_column_bytes(s->stmt, at);
    s->cost += (int64_t)text.n;
    if (text.n == 0 || type == SQLITE_INTEGER)
        return text;
    return is_text(text) ? text : reader_no_text;
}

static int sqlite_next(struct reader *reader, struct raw_row *row, struct err *err)
{
    struct sqlite_rows *s = reader->state;
    *row = (struct raw_row){.cell = s->cell, .n = s->n};
    if (!s->named) {
        for (size_t i = 0; i < s->n; i++)
            s->cell[i] = read_name(s, i);
        s->named = true;
        return 0;
    }
    int code = sqlite3_step(s->stmt);
    if (code == SQLITE_DONE)
        return 1;
    row->line = ++s->line;
    if (code != SQLITE_ROW)
        return refuse(s, s->line, err);
    s->cost += COST_OF_ROW;
    for (size_t i = 0; i < s->n; i++)
        s->cell[i] = read_cell(s, i);
    if (s->cost > s->cost_max)
        return err_set(err, ERR_GATE, s->path, (long)s->line,
                       "the rows up to this one are far more than the file can hold");
    return 0;
}

static void sqlite_close(struct reader *reader)
{
    struct sqlite_rows *s = reader->state;
    if (s == NULL)
        return;
    sqlite3_finalize(s->stmt);
    sqlite3_close(s->db);
    arena_release(&s->arena);
    mem_free(s->cell);
    mem_free(s->number);
    mem_free(s);
    reader->state = NULL;
}

const struct reader_ops sqlite_reader = {"an SQLite database", false,       sqlite_probe,
                                         sqlite_open,          sqlite_next, sqlite_close};
