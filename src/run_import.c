/* run_import: every file of every source goes through ingest into the store. Each import
 * commits by itself. */
#include <string.h>

#include "sources.h"

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
    run->nimports++;
    return 0;
}

int run_import(struct run *run, struct err *err)
{
    if (sources_each(run, import_file, run, err) != 0)
        return -1;
    return store_keep(run->store, run->job.load.file, run->job.load.nfiles, err);
}
