/* run_import: every file of every source goes through ingest into the store, in the order
 * of the job and of the file names. Each import commits by itself. */
#include <glob.h>
#include <string.h>

#include "base/file.h"
#include "run.h"

#include "base/banned.h"

struct seen {
    struct str path;
    const struct source *source;
};

struct importing {
    struct run *run;
    struct seen *seen; /* one file may belong to one source only */
    size_t n, cap;
};

static int check_once(struct importing *in, const struct source *source, struct str path,
                      struct err *err)
{
    for (size_t i = 0; i < in->n; i++)
        if (str_eq(in->seen[i].path, path))
            return err_set(err, ERR_JOB, in->run->job.path.p, source->line,
                           "file %s belongs to source '%.*s' and to source '%.*s'",
                           path.p, STR_ARG(in->seen[i].source->id), STR_ARG(source->id));
    in->seen = mem_room(in->seen, in->n, &in->cap, sizeof *in->seen);
    in->seen[in->n++] = (struct seen){path, source};
    return 0;
}

static void report_rejects(struct run *run, const struct import_result *result)
{
    if (result->rejected > 0)
        diag_put(&run->diags, DIAG_WARN, "rows-rejected", result->name, 0,
                 "%llu of %llu rows rejected; rejects.csv says which and why",
                 (unsigned long long)result->rejected, (unsigned long long)result->read);
}

static int import_file(struct importing *in, const struct source *source,
                       const struct zone *zone, struct str path, struct err *err)
{
    struct run *run = in->run;
    if (check_once(in, source, path, err) != 0)
        return -1;
    run->import =
        mem_room(run->import, run->nimports, &run->import_cap, sizeof *run->import);
    struct import_result *result = &run->import[run->nimports];
    memset(result, 0, sizeof *result);
    if (store_import(run->store, source, zone, path.p, result, &run->arena, err) != 0)
        return err_note(err, "while importing source '%.*s'", STR_ARG(source->id));
    run->nimports++;
    report_rejects(run, result);
    return 0;
}

static int import_matches(struct importing *in, const struct source *source,
                          const struct zone *zone, const glob_t *found, struct err *err)
{
    for (size_t i = 0; i < found->gl_pathc; i++) {
        struct str path = arena_str(&in->run->arena, str_of(found->gl_pathv[i]));
        if (import_file(in, source, zone, path, err) != 0)
            return -1;
    }
    return 0;
}

static int import_source(struct importing *in, const struct source *source,
                         const struct zone *zone, struct err *err)
{
    struct run *run = in->run;
    struct str pattern = file_join(&run->arena, run->job.folder, source->path);
    glob_t found = {0};
    int code = glob(pattern.p, GLOB_ERR, NULL, &found);
    int result = 0;
    if (code == GLOB_NOMATCH && !source->optional)
        diag_put(&run->diags, DIAG_WARN, "no-file", source->id, source->line,
                 "no file matches %s", pattern.p);
    else if (code != 0 && code != GLOB_NOMATCH)
        result = err_system(err, pattern.p, "cannot look for the files of source '%.*s'",
                            STR_ARG(source->id));
    else if (code == 0)
        result = import_matches(in, source, zone, &found, err);
    globfree(&found);
    return result;
}

static int import_in_zone(struct importing *in, const struct source *source,
                          struct err *err)
{
    struct zone *zone = NULL;
    if (source->zone.n == 0)
        return import_source(in, source, in->run->job.zone, err);
    if (zone_open(&zone, source->zone, err) != 0)
        return err_note(err, "zone of source '%.*s', %s line %ld", STR_ARG(source->id),
                        in->run->job.path.p, source->line);
    int result = import_source(in, source, zone, err);
    zone_close(zone);
    return result;
}

int run_import(struct run *run, struct err *err)
{
    struct importing in = {.run = run};
    int result = 0;
    for (size_t i = 0; i < run->job.nsources && result == 0; i++)
        result = import_in_zone(&in, &run->job.source[i], err);
    mem_free(in.seen);
    if (result != 0)
        return -1;
    return store_keep(run->store, run->job.load.file, run->job.load.nfiles, err);
}
