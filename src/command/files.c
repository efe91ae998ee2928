/* files: what the store was fed with: a list of all files read, and the withdrawal
 * of one that should not have been. */
#include <string.h>

#include "command/query.h"
#include "base/table_text.h"

#include "base/banned.h"

enum { DIGEST_SHOWN = 12, DIGEST_LEAST = 8 };

static int open_store(struct run *run, struct err *err)
{
    struct job *job = &run->job;
    if (job_load(job, run->options->job, run->options->data, err) != 0 ||
        store_open(&run->store, job->store.p, &job->records, err) != 0)
        return -1;
    return store_claim(run->store, job->id, err);
}

static int read_list(struct run *run, struct store_file **file, size_t *n,
                     struct err *err)
{
    if (store_snapshot(run->store, 0, NULL, err) != 0)
        return -1;
    int rc = store_readings(run->store, &run->arena, file, n, err);
    store_release(run->store);
    return rc;
}

static const char *state_of(const struct store_file *file)
{
    return file->revoked ? "withdrawn" : file->current ? "current" : "replaced";
}

static void put_file(struct table_text *table, const struct store_file *f)
{
    const uint64_t count[] = {f->read,     f->fresh,     f->updated, f->unchanged,
                              f->rejected, f->corrected, f->skipped, f->live};
    struct str digest = sha256_hex(&table->arena, &f->digest);
    if (!table->csv)
        digest.n = DIGEST_SHOWN;
    table_text_put(table, digest);
    table_text_put(table, f->source);
    table_text_put(table, f->path);
    table_text_put(table, str_of(state_of(f)));
    table_text_put_integer(table, f->event);
    for (size_t i = 0; i < sizeof count / sizeof *count; i++)
        table_text_put_integer(table, (int64_t)count[i]);
    table_text_put(table, f->encoding);
    table_text_put(table, f->dialect);
}

int query_files(struct run *run, const struct options *options, FILE *out,
                struct err *err)
{
    static const char *const head[] = {"sha256",    "source",   "file",      "state",
                                       "import",    "read",     "new",       "updated",
                                       "unchanged", "rejected", "corrected", "skipped",
                                       "live",      "encoding", "dialect"};
    struct str format = options->format ? str_of(options->format) : STR("table");
    struct store_file *file;
    struct table_text table;
    size_t n;
    bool csv = str_eq(format, STR("csv"));
    if (!csv && !str_eq(format, STR("table")))
        return err_set(err, ERR_JOB, NULL, 0, "--format %.*s: use table or csv",
                       STR_ARG(format));
    if (open_store(run, err) != 0 || read_list(run, &file, &n, err) != 0)
        return -1;
    table_text_begin(&table, out, sizeof head / sizeof *head, csv);
    for (size_t i = 0; i < sizeof head / sizeof *head; i++)
        table_text_put(&table, str_of(head[i]));
    for (size_t i = 0; i < n; i++)
        put_file(&table, &file[i]);
    table_text_end(&table);
    return 0;
}

/* A file is named by its path as listed, its last part, or the first digits of its
 * digest. */
static bool is_named(struct run *run, const struct store_file *file, struct str name)
{
    return str_eq(file->path, name) || str_eq(file->name, name) ||
           (name.n >= DIGEST_LEAST &&
            str_starts(sha256_hex(&run->arena, &file->digest), name));
}

/* The one digest that the name means; several are refused, with how to tell them apart. */
static int find_digest(struct run *run, struct str name, bool withdrawn,
                       const struct store_file **found, struct err *err)
{
    struct store_file *file;
    size_t n;
    if (read_list(run, &file, &n, err) != 0)
        return -1;
    *found = NULL;
    for (size_t i = 0; i < n; i++) {
        if (file[i].revoked != withdrawn || !is_named(run, &file[i], name))
            continue;
        if (*found != NULL &&
            memcmp(&(*found)->digest, &file[i].digest, sizeof file->digest) != 0)
            return err_set(err, ERR_JOB, NULL, 0,
                           "'%.*s' means more than one file; name one by its digest, "
                           "`auditpack files` lists them",
                           STR_ARG(name));
        *found = &file[i];
    }
    if (*found == NULL)
        return err_set(err, ERR_JOB, NULL, 0,
                       withdrawn ? "no file '%.*s' was withdrawn; `auditpack files` "
                                   "lists them"
                                 : "no file '%.*s' is in the store; `auditpack files` "
                                   "lists them",
                       STR_ARG(name));
    return 0;
}

int query_withdraw(struct run *run, const struct options *options, FILE *out,
                   struct err *err)
{
    const struct store_file *file;
    bool undo = options->undo != NULL;
    if (options->argument[1] == NULL)
        return err_set(err, ERR_JOB, NULL, 0,
                       "withdraw takes a job and a file; `auditpack files` lists them");
    if (open_store(run, err) != 0 ||
        find_digest(run, str_of(options->argument[1]), undo, &file, err) != 0)
        return -1;
    if ((undo ? store_readmit(run->store, &file->digest, err)
              : store_withdraw(run->store, &file->digest, err)) != 0)
        return -1;
    fprintf(out,
            undo ? "%.*s: will be read again by the next run\n"
                 : "%.*s: withdrawn, %llu live rows; what they had replaced is back\n",
            STR_ARG(file->path), (unsigned long long)file->live);
    return 0;
}
