/* diff: two editions side by side: what they rest on otherwise, then every figure that one
 * tells otherwise than the other. Both are as they were sealed, or it is refused. */
#include <string.h>

#include "base/file.h"
#include "base/num.h"
#include "base/table_text.h"
#include "command/query.h"
#include "seal/json_text.h"
#include "seal/manifest.h"
#include "store/db.h"

#include "sql.h"

#include "base/banned.h"

enum { FIGURES_MAX = 1 << 30, DIGEST = 64, SHORT = 12 };

static const char *const head[] = {
    "what",  "name",     "window",  "cut",         "key",        "before",
    "after", "n_before", "n_after", "said_before", "said_after",
};
enum { COLUMNS = sizeof head / sizeof *head, N_FIRST = 7, N_LAST = 8 };

struct side {
    struct str folder, manifest, figures;
};
struct comparing {
    struct run *run;
    struct side side[2];
    sqlite3 *db;
    struct table_text table;
    struct buf json;
    bool is_json, is_first;
    int64_t changed;
};

/* --- what is compared ----------------------------------------------------------- */

static int read_side(struct run *run, struct side *side, struct err *err)
{
    struct arena *arena = &run->arena;
    struct str manifest = file_join(arena, side->folder, STR(MANIFEST_NAME));
    struct str figures = file_join(arena, side->folder, STR("figures.json"));
    size_t before = run->diags.count[DIAG_REFUSE];
    if (seal_verify(side->folder.p, &run->diags, err) != 0)
        return -1;
    if (run->diags.count[DIAG_REFUSE] > before)
        return err_set(err, ERR_GATE, side->folder.p, 0, "is not as it was sealed");
    if (file_read(manifest.p, MANIFEST_MAX, arena, &side->manifest, err) != 0)
        return -1;
    return file_read(figures.p, FIGURES_MAX, arena, &side->figures, err);
}

/* Two folders, or a job and two revisions of a period of it. */
static int find_sides(struct run *run, const struct options *o, struct side *side,
                      struct err *err)
{
    struct job *job = &run->job;
    bool folders = o->narguments == 2;
    if (o->narguments < 2 || folders == (o->period != NULL))
        return err_set(err, ERR_JOB, NULL, 0,
                       "diff takes two folders of editions, or a job, two revisions (r1 "
                       "r2) and --period");
    for (size_t i = 0; i < 2 && folders; i++)
        side[i].folder = str_of(o->argument[i]);
    if (folders)
        return 0;
    if (job_load(job, run->options->job, run->options->data, err) != 0 ||
        period_parse(&run->period, str_of(o->period), job->zone, err) != 0)
        return -1;
    struct str out = o->out != NULL ? str_of(o->out) : job->out;
    for (size_t i = 0; i < 2; i++) {
        int revision;
        if (query_revision(o->argument[i + 1], &revision, err) != 0)
            return -1;
        side[i].folder = arena_printf(&run->arena, "%.*s/%.*s/%s/r%d", STR_ARG(out),
                                      STR_ARG(job->id), run->period.text, revision);
    }
    return 0;
}

/* --- what is printed --------------------------------------------------------------- */

/* Numbers of the manifest and of figures.json are printed as they stand there. */
static struct str text_of(struct comparing *c, sqlite3_stmt *stmt, int column)
{
    if (sqlite3_column_type(stmt, column) == SQLITE_FLOAT)
        return num_real(&c->run->arena, sqlite3_column_double(stmt, column));
    return db_copy(stmt, column, &c->run->arena);
}

static void put_json_cell(struct comparing *c, size_t column, struct str text,
                          bool number)
{
    buf_printf(&c->json, "%s\"%s\": ", column ? ", " : "", head[column]);
    if (!text.n)
        buf_text(&c->json, "null");
    else if (number)
        buf_str(&c->json, text);
    else
        json_put_string(&c->json, text);
}

static void put_row(struct comparing *c, const struct str *cell, bool is_figure)
{
    if (c->is_json)
        buf_text(&c->json, c->is_first ? "\n  {" : ",\n  {");
    c->is_first = false;
    for (size_t i = 0; i < COLUMNS; i++)
        if (c->is_json)
            put_json_cell(c, i, cell[i],
                          (i >= N_FIRST && i <= N_LAST) ||
                              (is_figure && (i == 5 || i == 6)));
        else
            table_text_put(&c->table, cell[i]);
    if (c->is_json)
        buf_char(&c->json, '}');
}

/* Digests in full are for programs. */
static struct str shortened(const struct comparing *c, struct str text)
{
    struct sha256 digest;
    if (!c->is_json && text.n == DIGEST && sha256_parse(text, &digest))
        text.n = SHORT;
    return text;
}

static int put_causes(struct comparing *c, struct err *err)
{
    sqlite3_stmt *stmt;
    int rc;
    if (db_prepare(c->db, sql_diff_causes, &stmt, err) < 0)
        return -1;
    db_bind_str(stmt, 1, c->side[0].manifest);
    db_bind_str(stmt, 2, c->side[1].manifest);
    db_bind_str(stmt, 3, c->side[0].figures);
    db_bind_str(stmt, 4, c->side[1].figures);
    while ((rc = db_step(stmt, err)) == 0) {
        const struct str cell[COLUMNS] = {text_of(c, stmt, 0),
                                          text_of(c, stmt, 1),
                                          STR_NONE,
                                          STR_NONE,
                                          STR_NONE,
                                          shortened(c, text_of(c, stmt, 2)),
                                          shortened(c, text_of(c, stmt, 5)),
                                          text_of(c, stmt, 3),
                                          text_of(c, stmt, 6),
                                          text_of(c, stmt, 4),
                                          text_of(c, stmt, 7)};
        put_row(c, cell, false);
    }
    sqlite3_finalize(stmt);
    return rc < 0 ? -1 : 0;
}

static int put_figures(struct comparing *c, struct err *err)
{
    static const int from[COLUMNS] = {-1, 0, 1, 2, 3, 4, 7, 5, 8, 6, 9};
    sqlite3_stmt *stmt;
    int rc;
    if (db_prepare(c->db, sql_diff_figures, &stmt, err) < 0)
        return -1;
    db_bind_str(stmt, 1, c->side[0].figures);
    db_bind_str(stmt, 2, c->side[1].figures);
    while ((rc = db_step(stmt, err)) == 0) {
        struct str cell[COLUMNS] = {STR("figure")};
        for (size_t i = 1; i < COLUMNS; i++)
            cell[i] = text_of(c, stmt, from[i]);
        put_row(c, cell, true);
        c->changed++;
    }
    sqlite3_finalize(stmt);
    return rc < 0 ? -1 : 0;
}

static int count_figures(struct comparing *c, int64_t *n, struct err *err)
{
    sqlite3_stmt *stmt;
    if (db_prepare(c->db, sql_diff_figures_all, &stmt, err) < 0)
        return -1;
    db_bind_str(stmt, 1, c->side[1].figures);
    int rc = db_step(stmt, err);
    *n = rc == 0 ? sqlite3_column_int64(stmt, 0) : 0;
    sqlite3_finalize(stmt);
    return rc < 0 ? -1 : 0;
}

static int print_all(struct comparing *c, bool csv, FILE *out, struct err *err)
{
    int64_t figures = 0;
    c->is_first = true;
    buf_init(&c->json, FIGURES_MAX);
    table_text_begin(&c->table, out, COLUMNS, csv);
    for (size_t i = 0; i < COLUMNS && !c->is_json; i++)
        table_text_put(&c->table, str_of(head[i]));
    int result = put_causes(c, err);
    if (result == 0)
        result = put_figures(c, err);
    if (result == 0)
        result = count_figures(c, &figures, err);
    if (result == 0 && c->is_json)
        fprintf(out, "[%s\n]\n", c->json.p);
    table_text_end(&c->table); /* empty where it is JSON */
    if (result == 0 && !c->is_json && !csv)
        fprintf(out, "\n%lld of %lld figures differ\n", (long long)c->changed,
                (long long)figures);
    buf_release(&c->json);
    return result;
}

int query_diff(struct run *run, const struct options *options, FILE *out, struct err *err)
{
    struct str format = options->format ? str_of(options->format) : STR("table");
    struct comparing c = {.run = run, .is_json = str_eq(format, STR("json"))};
    bool csv = str_eq(format, STR("csv"));
    if (!csv && !c.is_json && !str_eq(format, STR("table")))
        return err_set(err, ERR_JOB, NULL, 0, "--format %.*s: use table, csv or json",
                       STR_ARG(format));
    if (find_sides(run, options, c.side, err) != 0 ||
        read_side(run, &c.side[0], err) != 0 || read_side(run, &c.side[1], err) != 0)
        return -1;
    int result = sqlite3_open(":memory:", &c.db) == SQLITE_OK
                     ? print_all(&c, csv, out, err)
                     : err_set(err, ERR_SYSTEM, NULL, 0, "SQLite cannot be set up");
    sqlite3_close(c.db);
    return result;
}
