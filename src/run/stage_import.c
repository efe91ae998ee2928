/* stage_import: every file of every source goes through ingest into the store. Each import
 * commits by itself. */
#include <string.h>

#include "run/sources.h"

#include "base/banned.h"

static int import_file(void *self, const struct source *source, const struct zone *zone,
                       struct str path, struct err *err)
{
    struct run *run = self;
    run->import =
        mem_room(run->import, run->nimports, &run->import_cap, sizeof *run->import);
    struct import_result *result = &run->import[run->nimports];
    memset(result, 0, sizeof *result);
    if (store_import(run->store, source, zone, path.p, result, &run->arena, err) != 0)
        return err_note(err, "while importing source '%.*s'", STR_ARG(source->id));
    if (result->withdrawn_file)
        diag_put(&run->diags, DIAG_WARN, "file-withdrawn", path, 0,
                 "was withdrawn and is not read; take it out of the folder, or let it in "
                 "again: auditpack withdraw %s %s --undo",
                 run->options->job, path.p);
    if (result->elsewhere > 0)
        diag_put(&run->diags, DIAG_WARN, "id-elsewhere", path, 0,
                 "%llu row%s took the place of another source's with the same id, the "
                 "first that of %.*s",
                 (unsigned long long)result->elsewhere, result->elsewhere == 1 ? "" : "s",
                 STR_ARG(result->elsewhere_source));
    run->nimports++;
    return 0;
}

/* Rules that changed make every file of the source be read again. One that is gone cannot
 * be, and its rows would be those of other rules beside the new ones. */
static int check_gone(struct run *run, const struct source *source, struct err *err)
{
    struct stale stale;
    if (store_stale(run->store, source, &run->arena, &stale, err) != 0)
        return -1;
    if (stale.n > 0 && !source->keeps_gone)
        return err_set(err, ERR_GATE, run->job.path.p, source->line,
                       "source '%.*s' is read by other rules than before, or again since "
                       "a file was withdrawn, but %.*s is gone (%zu such files): put it "
                       "back, withdraw it, or say gone=\"keep\"",
                       STR_ARG(source->id), STR_ARG(stale.first), stale.n);
    if (stale.n > 0)
        diag_put(&run->diags, DIAG_WARN, "file-gone", stale.first, 0,
                 "is gone (%zu such files); its rows stay as earlier rules of source "
                 "'%.*s' read them",
                 stale.n, STR_ARG(source->id));
    if (stale.unsure > 0)
        diag_put(&run->diags, DIAG_NOTE, "file-gone", source->id, 0,
                 "%zu earlier contents of its files are gone that may have repeated rows "
                 "of a withdrawn file",
                 stale.unsure);
    return 0;
}

int run_import(struct run *run, struct err *err)
{
    if (sources_each(run, import_file, run, err) != 0 ||
        store_ready(run->store, err) != 0)
        return -1;
    for (size_t i = 0; i < run->job.nsources; i++)
        if (check_gone(run, &run->job.source[i], err) != 0)
            return -1;
    return store_keep(run->store, run->job.load.file, run->job.load.nfiles, err);
}
