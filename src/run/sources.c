/* sources: globs of the job to files, with the zone their times are written in. */
#include "run/sources.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"

#include "base/banned.h"

struct seen {
    struct str path;
    const struct source *source;
    dev_t device;
    ino_t inode;
    int64_t size;
    bool hashed;
    struct sha256 digest;
};

struct visiting {
    struct run *run;
    sources_visit *visit;
    void *self;
    struct seen *seen;
    size_t n, cap;
};

/* A source that reads the files of another one may, once each. */
static bool may_share(const struct source *a, const struct source *b)
{
    if (a == b)
        return false;
    while (a->of != NULL)
        a = a->of;
    while (b->of != NULL)
        b = b->of;
    return a == b;
}

static int hash(struct seen *seen, struct err *err)
{
    int64_t bytes;
    if (seen->hashed)
        return 0;
    seen->hashed = true;
    return sha256_file(seen->path.p, &seen->digest, &bytes, err);
}

/* Files of one size are worth a look; 1: the same bytes. */
static int same_bytes(struct seen *a, struct seen *b, struct err *err)
{
    if (a->size != b->size || a->size == 0)
        return 0;
    if (hash(a, err) != 0 || hash(b, err) != 0)
        return -1;
    return memcmp(&a->digest, &b->digest, sizeof a->digest) == 0;
}

static int refuse_twice(const struct visiting *in, const struct seen *now,
                        const struct seen *then, struct err *err)
{
    if (str_eq(now->path, then->path))
        return err_set(err, ERR_JOB, in->run->job.path.p, now->source->line,
                       "file %s belongs to source '%.*s' and to source '%.*s'; if the "
                       "second makes other rows of it, say so by of=\"%.*s\"",
                       now->path.p, STR_ARG(then->source->id), STR_ARG(now->source->id),
                       STR_ARG(then->source->id));
    return err_set(err, ERR_JOB, in->run->job.path.p, now->source->line,
                   "%s, of source '%.*s', is the same as %s, of source '%.*s'",
                   now->path.p, STR_ARG(now->source->id), then->path.p,
                   STR_ARG(then->source->id));
}

/* Under whatever name: a link, another spelling, or a copy. A copy within a source adds
 * nothing, and is said. */
static int check_once(struct visiting *in, struct seen *now, struct err *err)
{
    for (size_t i = 0; i < in->n; i++) {
        struct seen *then = &in->seen[i];
        bool same_file = then->device == now->device && then->inode == now->inode;
        if (may_share(then->source, now->source))
            continue;
        int same = same_file ? 1 : same_bytes(then, now, err);
        if (same < 0)
            return -1;
        if (same && (same_file || then->source != now->source))
            return refuse_twice(in, now, then, err);
        if (same)
            diag_put(&in->run->diags, DIAG_WARN, "same-bytes", now->source->id, 0,
                     "%s holds the same bytes as %s", now->path.p, then->path.p);
    }
    in->seen = mem_room(in->seen, in->n, &in->cap, sizeof *in->seen);
    in->seen[in->n++] = *now;
    return 0;
}

/* A pipe would be waited for, a folder is a mistake. */
static int look_at(const struct visiting *in, struct seen *now, struct err *err)
{
    struct stat st;
    if (stat(now->path.p, &st) != 0)
        return err_system(err, now->path.p, "cannot look at the file");
    now->device = st.st_dev;
    now->inode = st.st_ino;
    now->size = st.st_size;
    if (S_ISREG(st.st_mode))
        return 0;
    return err_set(err, ERR_JOB, in->run->job.path.p, now->source->line,
                   "%s, named by source '%.*s', is no regular file", now->path.p,
                   STR_ARG(now->source->id));
}

/* Each file of a snapshot is the whole state: the last one by name is it. */
static size_t first_match(struct visiting *in, const struct source *source,
                          const glob_t *found)
{
    size_t last = found->gl_pathc - 1;
    if (source->extent != EXTENT_SNAPSHOT || last == 0)
        return 0;
    diag_put(&in->run->diags, DIAG_NOTE, "snapshots", source->id, 0,
             "%zu files match; a snapshot is one file, the last by name: %s",
             found->gl_pathc, found->gl_pathv[last]);
    return last;
}

void sources_blame(const struct run *run, const struct source *source, struct err *err)
{
    if (err->code != ERR_JOB)
        return;
    if (err->file[0] == '\0')
        snprintf(err->file, sizeof err->file, "%s", run->job.path.p);
    else
        (void)err_note(err, "source '%.*s' of %s, line %ld", STR_ARG(source->id),
                       run->job.path.p, source->line);
}

static int visit_one(struct visiting *in, const struct source *source,
                     const struct zone *zone, struct str path, struct err *err)
{
    if (in->visit(in->self, source, zone, path, err) == 0)
        return 0;
    sources_blame(in->run, source, err);
    return -1;
}

/* A path and the event that last read it. */
struct turn {
    const char *path;
    int64_t event;
    size_t place;
};

static int by_event(const void *a, const void *b)
{
    const struct turn *x = a, *y = b;
    if (x->event != y->event)
        return x->event < y->event ? -1 : 1;
    return x->place < y->place ? -1 : x->place > y->place;
}

/* Files that the store knows come first, as they were read before: when rules make all of
 * them be read again, a correction that came later must win again, whatever its name. */
static int take_turns(struct run *run, const struct source *source, struct turn *turn,
                      size_t n, struct err *err)
{
    for (size_t i = 0; i < n && run->store != NULL; i++)
        if (store_read_event(run->store, source, turn[i].path, &turn[i].event, err) != 0)
            return -1;
    if (n > 0)
        qsort(turn, n, sizeof *turn, by_event);
    return 0;
}

static int visit_matches(struct visiting *in, const struct source *source,
                         const struct zone *zone, const glob_t *found, struct err *err)
{
    size_t first = first_match(in, source, found), n = found->gl_pathc - first;
    struct turn *turn = arena_new(&in->run->arena, n, sizeof *turn);
    for (size_t i = 0; i < n; i++)
        turn[i] = (struct turn){
            arena_str(&in->run->arena, str_of(found->gl_pathv[first + i])).p, 0, i};
    if (take_turns(in->run, source, turn, n, err) != 0)
        return -1;
    for (size_t i = 0; i < n; i++) {
        struct seen now = {.path = str_of(turn[i].path), .source = source};
        if (look_at(in, &now, err) != 0 || check_once(in, &now, err) != 0 ||
            visit_one(in, source, zone, now.path, err) != 0)
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
