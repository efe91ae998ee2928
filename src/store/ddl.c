/* ddl: generated SQL of the kinds' tables. Nothing else in the store builds SQL. */
#include "store/ddl.h"

#include "base/banned.h"

static bool among(struct str id, const char *const *name, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(id, str_of(name[i])))
            return true;
    return false;
}

int ddl_check(const struct kind *kind, struct err *err)
{
    static const char *const tables[] = {"import", "file",  "finding", "catalogue",
                                         "kind",   "owner", "supplied"};
    static const char *const columns[] = {"row",   "file", "line",  "since",
                                          "until", "key",  "rowid", "oid"};
    if (among(kind->id, tables, sizeof tables / sizeof *tables))
        return err_set(err, ERR_JOB, NULL, 0,
                       "record kind %.*s has a name the store needs itself, rename it",
                       STR_ARG(kind->id));
    for (size_t i = 0; i < kind->nfields; i++)
        if (among(kind->field[i].id, columns, sizeof columns / sizeof *columns))
            return err_set(err, ERR_JOB, NULL, 0,
                           "field %.*s of kind %.*s has a name the store needs itself, "
                           "rename it",
                           STR_ARG(kind->field[i].id), STR_ARG(kind->id));
    return 0;
}

bool ddl_has_key_column(const struct kind *kind)
{
    return kind->nkey != 1;
}

const char *ddl_type(const struct field *field)
{
    return field_is_text(field) ? "TEXT" : "INT";
}

static void put_name(struct buf *b, struct str id)
{
    buf_printf(b, "\"%.*s\"", STR_ARG(id));
}

/* The key's column, and the fields, each after a comma. */
static void put_columns(struct buf *b, const struct kind *kind, bool types)
{
    if (ddl_has_key_column(kind))
        buf_text(b, types ? ", \"key\" TEXT" : ", \"key\"");
    for (size_t i = 0; i < kind->nfields; i++) {
        buf_text(b, ", ");
        put_name(b, kind->field[i].id);
        if (types)
            buf_printf(b, " %s", ddl_type(&kind->field[i]));
    }
}

/* The row's number comes last, and ddl_insert names the others in this order: SQLite then
 * takes the cells where they are, without a copy of each. */
void ddl_create(struct buf *b, const struct kind *kind)
{
    buf_text(b, "CREATE TABLE ");
    put_name(b, kind->id);
    buf_text(b, "(\"file\" INT NOT NULL, \"line\" INT NOT NULL, "
                "\"since\" INT NOT NULL, \"until\" INT");
    put_columns(b, kind, true);
    buf_text(b, ", \"row\" INTEGER PRIMARY KEY) STRICT");
}

void ddl_add(struct buf *b, const struct kind *kind, const struct field *field)
{
    buf_text(b, "ALTER TABLE ");
    put_name(b, kind->id);
    buf_text(b, " ADD COLUMN ");
    put_name(b, field->id);
    buf_printf(b, " %s", ddl_type(field));
}

void ddl_index(struct buf *b, const struct kind *kind)
{
    buf_printf(b, "CREATE UNIQUE INDEX IF NOT EXISTS \"%.*s_key\" ON ",
               STR_ARG(kind->id));
    put_name(b, kind->id);
    buf_char(b, '(');
    put_name(b, kind_key_column(kind));
    buf_text(b, ", \"since\")");
}

void ddl_drop_index(struct buf *b, const struct kind *kind)
{
    buf_printf(b, "DROP INDEX IF EXISTS \"%.*s_key\"", STR_ARG(kind->id));
}

void ddl_picked(struct buf *b, const struct kind *kind)
{
    buf_text(b, "CREATE TABLE picked(\"line\"");
    put_columns(b, kind, false);
    buf_char(b, ')');
}

void ddl_insert(struct buf *b, const struct kind *kind, const bool *filled)
{
    buf_text(b, "INSERT INTO ");
    put_name(b, kind->id);
    buf_text(b, "(\"file\", \"line\", \"since\", \"until\"");
    put_columns(b, kind, false);
    buf_text(b, ") SELECT ?2, \"line\", ?1, NULL");
    if (ddl_has_key_column(kind))
        buf_text(b, ", \"key\"");
    for (size_t i = 0; i < kind->nfields; i++) {
        buf_text(b, filled[i] ? ", " : ", NULL");
        if (filled[i])
            put_name(b, kind->field[i].id);
    }
    buf_text(b, " FROM \"" DDL_PICKED "\"");
}

void ddl_lookup(struct buf *b, const struct kind *kind)
{
    buf_text(b, "SELECT \"row\" FROM ");
    put_name(b, kind->id);
    buf_text(b, " WHERE ");
    put_name(b, kind_key_column(kind));
    buf_text(b, " = ?1 AND \"until\" IS NULL");
}

void ddl_lookup_row(struct buf *b, const struct kind *kind)
{
    ddl_lookup(b, kind);
    buf_text(b, " AND \"row\" = ?2");
}

void ddl_keys(struct buf *b, const struct kind *kind)
{
    buf_text(b, "SELECT \"row\", ");
    put_name(b, kind_key_column(kind));
    buf_text(b, " FROM ");
    put_name(b, kind->id);
    buf_text(b, " WHERE \"until\" IS NULL AND ");
    put_name(b, kind_key_column(kind));
    buf_text(b, " IS NOT NULL ORDER BY \"row\"");
}

void ddl_last(struct buf *b, const struct kind *kind)
{
    buf_text(b, "SELECT max(\"row\") FROM ");
    put_name(b, kind->id);
}

void ddl_equal(struct buf *b, const struct kind *kind)
{
    buf_text(b, "SELECT ");
    for (size_t i = 0; i < kind->nfields; i++) {
        buf_text(b, i == 0 ? "" : " AND ");
        put_name(b, kind->field[i].id);
        buf_printf(b, " IS ?%zu", i + 2);
    }
    buf_text(b, ", \"file\" FROM ");
    put_name(b, kind->id);
    buf_text(b, " WHERE \"row\" = ?1");
}

void ddl_close(struct buf *b, const struct kind *kind)
{
    buf_text(b, "UPDATE ");
    put_name(b, kind->id);
    buf_text(b, " SET \"until\" = ?1 WHERE \"row\" = ?2");
}

void ddl_replaced(struct buf *b, const struct kind *kind)
{
    struct str key = kind_key_column(kind);
    buf_text(b, "SELECT n.\"line\", f.source, f.name, o.\"line\" FROM ");
    put_name(b, kind->id);
    buf_text(b, " o JOIN file f ON f.file = o.\"file\" JOIN ");
    put_name(b, kind->id);
    buf_printf(b, " n ON n.\"%.*s\" = o.\"%.*s\" AND n.\"since\" = ?1", STR_ARG(key),
               STR_ARG(key));
    buf_text(b, " WHERE o.\"until\" = ?1 AND f.source <> ?2 ORDER BY n.\"line\"");
}

void ddl_live(struct buf *b, const struct kind *kind)
{
    buf_text(b, "SELECT \"row\", \"file\", \"line\" FROM ");
    put_name(b, kind->id);
    buf_text(b, " WHERE \"since\" <= ?1 AND (\"until\" IS NULL OR \"until\" > ?1) "
                "ORDER BY \"row\"");
}

void ddl_lives(struct buf *b, const struct kind *kind)
{
    buf_text(b, "SELECT 1 FROM ");
    put_name(b, kind->id);
    buf_text(b, " WHERE \"until\" IS NULL AND (\"file\" = ?1 OR (?3 AND \"file\" IN ("
                "SELECT file FROM file WHERE file < ?1 AND source = ?2 AND "
                "(ended IS NOT NULL OR covered IS NOT NULL)))) LIMIT 1");
}

void ddl_any(struct buf *b, const struct kind *kind)
{
    buf_text(b, "SELECT 1 FROM ");
    put_name(b, kind->id);
    buf_text(b, " LIMIT 1");
}

static void put_versions(struct buf *b, const struct kind *kind, const char *where)
{
    buf_text(b, "SELECT \"row\", \"file\", ");
    put_name(b, kind_key_column(kind));
    buf_text(b, ", \"since\" FROM ");
    put_name(b, kind->id);
    buf_printf(b, " WHERE %s ORDER BY \"row\"", where);
}

void ddl_closed(struct buf *b, const struct kind *kind)
{
    put_versions(b, kind, "\"until\" = ?1");
}

void ddl_older(struct buf *b, const struct kind *kind)
{
    put_versions(b, kind, "\"until\" IS NULL AND \"since\" < ?1");
}

static void put_key_query(struct buf *b, const struct kind *kind, const char *columns)
{
    buf_printf(b, "SELECT %s FROM ", columns);
    put_name(b, kind->id);
    buf_text(b, " WHERE ");
    put_name(b, kind_key_column(kind));
    buf_text(b, " = ?1 AND ");
}

void ddl_version(struct buf *b, const struct kind *kind)
{
    put_key_query(b, kind, "\"row\", \"file\", \"since\", \"until\"");
    buf_text(b, "\"since\" < ?2 ORDER BY \"since\" DESC LIMIT 1");
}

void ddl_later(struct buf *b, const struct kind *kind)
{
    put_key_query(b, kind, "1");
    buf_text(
        b,
        "(\"until\" IS NULL OR (\"since\" >= ?2 AND (\"file\" NOT IN (SELECT file FROM "
        "file WHERE revoked IS NOT NULL) OR \"until\" IN (SELECT event FROM file "
        "WHERE revoked IS NULL)))) LIMIT 1");
}

static void put_of_event(struct buf *b, const struct kind *kind, const char *before,
                         const char *after)
{
    buf_text(b, before);
    put_name(b, kind->event->id);
    buf_text(b, after);
}

/* Live rows of a source; of a kind with an event those of a span. */
static void put_of_source(struct buf *b, const struct kind *kind)
{
    buf_text(b, " FROM ");
    put_name(b, kind->id);
    buf_text(b, " WHERE \"since\" <= ?1 AND (\"until\" IS NULL OR \"until\" > ?1) AND "
                "\"file\" IN (SELECT file FROM file WHERE source = ?2)");
    if (kind->event == NULL)
        return;
    put_of_event(b, kind, " AND ", " >= ?3");
    put_of_event(b, kind, " AND ", " < ?4");
}

void ddl_count(struct buf *b, const struct kind *kind, const struct field *sum)
{
    buf_text(b, "SELECT count(*)");
    if (kind->event != NULL)
        put_of_event(b, kind, ", max(", ")");
    else
        buf_text(b, ", NULL");
    buf_text(b, sum != NULL ? ", sum(" : ", NULL");
    if (sum != NULL) {
        put_name(b, sum->id);
        buf_char(b, ')');
    }
    put_of_source(b, kind);
}

void ddl_filled(struct buf *b, const struct kind *kind)
{
    buf_text(b, "SELECT count(*)");
    for (size_t i = 0; i < kind->nfields; i++) {
        buf_text(b, ", count(");
        put_name(b, kind->field[i].id);
        buf_char(b, ')');
    }
    for (size_t i = 0; i < kind->nfields; i++) {
        enum field_type type = kind->field[i].type;
        bool adds = type == FIELD_INT || type == FIELD_DECIMAL;
        buf_text(b, adds ? ", total(" : ", 0");
        if (adds) {
            put_name(b, kind->field[i].id);
            buf_char(b, ')');
        }
    }
    put_of_event(b, kind, ", total((", " + ?6)");
    buf_text(b, " % 86400 BETWEEN 1 AND 21599) FROM (SELECT *");
    put_of_source(b, kind);
    buf_text(b, " ORDER BY \"row\" DESC LIMIT ?5)");
}

void ddl_copy(struct buf *b, const struct kind *kind)
{
    buf_text(b, "INSERT INTO ");
    put_name(b, kind->id);
    buf_text(b, "(\"since\", \"file\", \"line\"");
    put_columns(b, kind, false);
    buf_text(b, ") SELECT ?1, \"file\", \"line\"");
    put_columns(b, kind, false);
    buf_text(b, " FROM ");
    put_name(b, kind->id);
    buf_text(b, " WHERE \"row\" = ?2");
}
