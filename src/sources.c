/* sources: globs of the job to files, with the zone their times are written in. */
#include "sources.h"

#include <glob.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"

#include "base/banned.h"

struct seen {
    struct str path;
    const struct source *source;
};

struct visiting {
    struct run *run;
    sources_visit *visit;
    void *self;
    struct seen *seen;
    size_t n, cap;
};

static int check_once(struct visiting *in, const struct source *source, struct str path,
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

/* A pipe would be waited for, a folder is a mistake. */
static int check_regular(const struct visiting *in, const struct source *source,
                         struct str path, struct err *err)
{
    struct stat st;
    if (stat(path.p, &st) != 0)
        return err_system(err, path.p, "cannot look at the file");
    if (S_ISREG(st.st_mode))
        return 0;
    return err_set(err, ERR_JOB, in->run->job.path.p, source->line,
                   "%s, named by source '%.*s', is no regular file", path.p,
                   STR_ARG(source->id));
}

static int visit_matches(struct visiting *in, const struct source *source,
                         const struct zone *zone, const glob_t *found, struct err *err)
{
    for (size_t i = 0; i < found->gl_pathc; i++) {
        struct str path = arena_str(&in->run->arena, str_of(found->gl_pathv[i]));
        if (check_once(in, source, path, err) != 0 ||
            check_regular(in, source, path, err) != 0 ||
            in->visit(in->self, source, zone, path, err) != 0)
            return -1;
    }
    return 0;
}

/* The job's folder is a name and no pattern, whatever signs are in it. */
static struct str pattern_of(struct run *run, struct str path)
{
    struct str folder = run->job.folder;
    struct buf literal;
    buf_init(&literal, SIZE_MAX / 2);
    for (size_t i = 0; i < folder.n; i++) {
        if (memchr("*?[]\\", folder.p[i], 5) != NULL)
            buf_char(&literal, '\\');
        buf_char(&literal, folder.p[i]);
    }
    struct str pattern = file_join(&run->arena, buf_view(&literal), path);
    buf_release(&literal);
    return pattern;
}

static int visit_source(struct visiting *in, const struct source *source,
                        const struct zone *zone, struct err *err)
{
    struct run *run = in->run;
    struct str pattern = pattern_of(run, source->path);
    glob_t found = {0};
    int code = glob(pattern.p, GLOB_ERR, NULL, &found);
    int result = 0;
    if (code == GLOB_NOMATCH && !source->optional)
        diag_put(&run->diags, DIAG_WARN, "no-file", source->id, 0, "no file matches %s",
                 pattern.p);
    else if (code != 0 && code != GLOB_NOMATCH)
        result = err_system(err, pattern.p, "cannot look for the files of source '%.*s'",
                            STR_ARG(source->id));
    else if (code == 0)
        result = visit_matches(in, source, zone, &found, err);
    globfree(&found);
    return result;
}

static int visit_in_zone(struct visiting *in, const struct source *source,
                         struct err *err)
{
    struct zone *zone = NULL;
    if (source->zone.n == 0)
        return visit_source(in, source, in->run->job.zone, err);
    if (zone_open(&zone, source->zone, err) != 0)
        return err_note(err, "zone of source '%.*s', %s line %ld", STR_ARG(source->id),
                        in->run->job.path.p, source->line);
    int result = visit_source(in, source, zone, err);
    zone_close(zone);
    return result;
}

int sources_each(struct run *run, sources_visit *visit, void *self, struct err *err)
{
    struct visiting in = {.run = run, .visit = visit, .self = self};
    int result = 0;
    for (size_t i = 0; i < run->job.nsources && result == 0; i++)
        result = visit_in_zone(&in, &run->job.source[i], err);
    mem_free(in.seen);
    return result;
}
