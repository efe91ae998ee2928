/* import: the files of the sources into the store, and nothing published. Each file is
 * a transaction of its own: one that is refused is reported, and the others come in. */
#include "base/instant.h"
#include "ingest/ingest.h"
#include "command/query.h"
#include "seal/json_text.h"
#include "run/sources.h"
#include "base/table_text.h"

#include <string.h>

#include "base/banned.h"

enum { COLUMNS = 15, OUTPUT_MAX = 1 << 28 };

static const char *const ids[COLUMNS] = {
    "source",  "file",      "state",     "read",     "new",
    "updated", "unchanged", "withdrawn", "rejected", "corrected",
    "skipped", "encoding",  "dialect",   "first",    "last"};

struct importing {
    struct run *run;
    struct imported {
        const struct source *source;
        struct str path;
        bool known;
    } * file;
    size_t n, cap;
};

static int import_one(void *self, const struct source *source, const struct zone *zone,
                      struct str path, struct err *err)
{
    struct importing *in = self;
    struct run *run = in->run;
    struct import_result result = {0};
    struct err own = {0};
    if (store_import(run->store, source, zone, path.p, &result, &run->arena, &own) != 0) {
        if (own.code != ERR_GATE) {
            *err = own;
            return err_note(err, "while importing source '%.*s'", STR_ARG(source->id));
        }
        diag_put(&run->diags, DIAG_REFUSE, "file-refused", str_of(own.file), own.line,
                 "%s", own.msg);
        return 0;
    }
    in->file = mem_room(in->file, in->n, &in->cap, sizeof *in->file);
    in->file[in->n++] = (struct imported){source, path, result.unchanged_file};
    return 0;
}

/* The last import of the file's path for the source. */
static const struct store_file *stored(const struct imported *file,
                                       const struct store_file *list, size_t n)
{
    for (size_t i = n; i-- > 0;)
        if (str_eq(list[i].path, file->path) && str_eq(list[i].source, file->source->id))
            return &list[i];
    return NULL;
}

static struct str moment(struct run *run, const struct store_file *f, int64_t at)
{
    if (!f->has_span)
        return STR_NONE;
    struct str text = instant_print(&run->arena, at, run->job.zone);
    return (struct str){text.p, text.n < 16 ? text.n : 16}; /* to the minute */
}

static void fill_cells(struct importing *in, const struct imported *file,
                       const struct store_file *f, bool words, struct str *cell)
{
    struct run *run = in->run;
    const uint64_t count[] = {f->read,      f->fresh,    f->updated,   f->unchanged,
                              f->withdrawn, f->rejected, f->corrected, f->skipped};
    cell[0] = words ? file->source->name : file->source->id;
    cell[1] = f->name;
    cell[2] = str_of(file->known ? "known" : "imported");
    if (words)
        cell[2] =
            words_text(run->job.words, file->known ? "import.known" : "import.imported");
    for (size_t i = 0; i < 8; i++)
        cell[3 + i] = arena_printf(&run->arena, "%llu", (unsigned long long)count[i]);
    cell[11] = f->encoding;
    cell[12] = f->dialect;
    cell[13] = moment(run, f, f->first);
    cell[14] = moment(run, f, f->last);
}

static void print_json_row(struct buf *out, const struct str *cell)
{
    for (size_t i = 0; i < COLUMNS; i++) {
        buf_printf(out, "%s\"%s\": ", i > 0 ? ", " : "{", ids[i]);
        if (i >= 3 && i <= 10)
            buf_str(out, cell[i]);
        else
            json_put_string(out, cell[i]);
    }
    buf_char(out, '}');
}

static void print_head(struct importing *in, struct table_text *table)
{
    for (size_t i = 0; i < COLUMNS; i++) {
        struct str id = arena_printf(&in->run->arena, "import.%s", ids[i]);
        table_text_put(table, table->csv ? str_of(ids[i])
                                         : words_text(in->run->job.words, id.p));
    }
}

static void print_rows(struct importing *in, const struct store_file *list, size_t n,
                       struct table_text *table, struct buf *json)
{
    for (size_t i = 0; i < in->n; i++) {
        struct str cell[COLUMNS];
        const struct store_file *f = stored(&in->file[i], list, n);
        if (f == NULL) /* a later file of the same bytes stands for it */
            continue;
        fill_cells(in, &in->file[i], f, json == NULL && !table->csv, cell);
        if (json != NULL) {
            buf_text(json, json->n > 1 ? ",\n" : "\n");
            print_json_row(json, cell);
        }
        for (size_t k = 0; json == NULL && k < COLUMNS; k++)
            table_text_put(table, cell[k]);
        if (f->rejected > 0)
            diag_put(&in->run->diags, DIAG_WARN, "rows-rejected", f->name, 0,
                     "%llu of %llu rows rejected; auditpack check --all says why",
                     (unsigned long long)f->rejected, (unsigned long long)f->read);
    }
}

static int print_files(struct importing *in, const char *format, FILE *out,
                       struct err *err)
{
    struct run *run = in->run;
    struct store_file *list;
    size_t n;
    struct table_text table;
    struct buf json;
    bool is_json = strcmp(format, "json") == 0;
    if (store_snapshot(run->store, 0, &run->event, err) != 0 ||
        store_imports(run->store, &run->arena, &list, &n, err) != 0)
        return -1;
    table_text_begin(&table, out, COLUMNS, strcmp(format, "csv") == 0);
    buf_init(&json, OUTPUT_MAX);
    buf_char(&json, '[');
    if (!is_json)
        print_head(in, &table);
    print_rows(in, list, n, &table, is_json ? &json : NULL);
    buf_text(&json, "\n]\n");
    if (is_json)
        fwrite(json.p, 1, json.n, out);
    table.columns = is_json ? 0 : table.columns;
    table_text_end(&table);
    buf_release(&json);
    return 0;
}

int query_import(struct run *run, const struct options *options, FILE *out,
                 struct err *err)
{
    const char *format = options->format != NULL ? options->format : "table";
    struct importing in = {.run = run};
    struct job *job = &run->job;
    if (strcmp(format, "table") != 0 && strcmp(format, "csv") != 0 &&
        strcmp(format, "json") != 0)
        return err_set(err, ERR_JOB, NULL, 0,
                       "--format %s: import prints table, csv or json", format);
    if (job_load(job, run->options->job, run->options->data, err) != 0 ||
        store_open(&run->store, job->store.p, &job->records, err) != 0 ||
        store_claim(run->store, job->id, err) != 0)
        return -1;
    run_ended(run, "load");
    int result = sources_each(run, import_one, &in, err);
    if (result == 0)
        result = store_ready(run->store, err);
    if (result == 0)
        result = store_keep(run->store, job->load.file, job->load.nfiles, err);
    if (result == 0) {
        run_ended(run, "import");
        result = print_files(&in, format, out, err);
    }
    mem_free(in.file);
    return result;
}
