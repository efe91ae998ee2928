/* edition: the folder of one edition, from an empty work folder to its final name. A lock
 * on the period's folder keeps two runs apart; a work folder left by a run that died is
 * removed by the next one. */
#include "seal/seal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "seal/manifest.h"

#include "base/banned.h"

struct edition {
    struct arena arena;
    struct str parent, folder, work;
    int revision, lock;
    bool working; /* the work folder is there */
    struct seal_output *output;
    size_t noutputs, cap;
};

/* Number of "r<N>", 0 for any other name. */
static int revision_of(const char *name)
{
    int64_t n;
    if (name[0] != 'r' || !str_int(str_of(name + 1), &n) || n < 1 || n > 99999)
        return 0;
    return (int)n;
}

static int newest_revision(const char *parent, int *newest, struct err *err)
{
    DIR *dir = opendir(parent);
    if (dir == NULL)
        return err_system(err, parent, "cannot list the editions");
    *newest = 0;
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        int n = revision_of(entry->d_name);
        if (n > *newest)
            *newest = n;
    }
    closedir(dir);
    return 0;
}

static int lock_folder(struct edition *edition, struct err *err)
{
    edition->lock = open(edition->parent.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (edition->lock < 0)
        return err_system(err, edition->parent.p, "cannot open the folder of editions");
    if (flock(edition->lock, LOCK_EX | LOCK_NB) == 0)
        return 0;
    if (errno == EWOULDBLOCK)
        return err_set(err, ERR_SYSTEM, edition->parent.p, 0,
                       "another run is publishing this period; wait until it has ended");
    return err_system(err, edition->parent.p, "cannot lock the folder of editions");
}

static int same_identity(struct edition *edition, int revision,
                         const struct sha256 *identity, bool *same, struct err *err)
{
    struct str path = arena_printf(&edition->arena, "%s/r%d/%s", edition->parent.p,
                                   revision, MANIFEST_NAME);
    struct str text;
    struct buf stated;
    if (file_read(path.p, MANIFEST_MAX, &edition->arena, &text, err) != 0)
        return err_note(err, "edition r%d has no readable manifest", revision);
    buf_init(&stated, 256);
    *same = str_eq(manifest_value(text, "identity", &stated),
                   sha256_hex(&edition->arena, identity));
    buf_release(&stated);
    return 0;
}

static void name_folders(struct edition *edition, int revision)
{
    edition->revision = revision;
    edition->folder =
        arena_printf(&edition->arena, "%s/r%d", edition->parent.p, revision);
    edition->work =
        arena_printf(&edition->arena, "%s/.r%d.work", edition->parent.p, revision);
}

static int make_work(struct edition *edition, struct err *err)
{
    if (file_exists(edition->work.p) && file_remove_tree(edition->work.p, err) != 0)
        return -1;
    if (mkdir(edition->work.p, 0755) != 0)
        return err_system(err, edition->work.p, "cannot make the work folder");
    edition->working = true;
    return 0;
}

static int open_edition(struct edition *edition, const struct sha256 *identity,
                        struct err *err)
{
    int newest;
    bool same = false;
    if (file_make_folders(edition->parent.p, err) != 0 ||
        lock_folder(edition, err) != 0 ||
        newest_revision(edition->parent.p, &newest, err) != 0)
        return -1;
    if (newest > 0 && same_identity(edition, newest, identity, &same, err) != 0)
        return -1;
    name_folders(edition, same ? newest : newest + 1);
    return same ? 1 : make_work(edition, err);
}

int edition_begin(struct edition **out, struct str folder, struct str job,
                  struct str period, const struct sha256 *identity, struct err *err)
{
    struct edition *edition = mem_new(1, sizeof *edition);
    arena_init(&edition->arena);
    edition->lock = -1;
    edition->parent = arena_printf(&edition->arena, "%.*s/%.*s/%.*s", STR_ARG(folder),
                                   STR_ARG(job), STR_ARG(period));
    int result = open_edition(edition, identity, err);
    if (result < 0) {
        edition_close(edition);
        return -1;
    }
    *out = edition;
    return result;
}

int edition_newest(struct arena *arena, struct str out, struct str job, struct str period,
                   int *revision, struct str *folder, struct err *err)
{
    struct str parent = arena_printf(arena, "%.*s/%.*s/%.*s", STR_ARG(out), STR_ARG(job),
                                     STR_ARG(period));
    *revision = 0;
    if (!file_exists(parent.p))
        return 0;
    if (newest_revision(parent.p, revision, err) != 0)
        return -1;
    *folder = arena_printf(arena, "%s/r%d", parent.p, *revision);
    return 0;
}

int edition_revision(const struct edition *edition)
{
    return edition->revision;
}

struct str edition_folder(const struct edition *edition)
{
    return edition->folder;
}

struct str edition_work(const struct edition *edition)
{
    return edition->work;
}

int edition_put(struct edition *edition, const char *role, struct str name,
                uint64_t pages, uint64_t rows, struct err *err)
{
    struct seal_output output = {.role = str_of(role), .pages = pages, .rows = rows};
    output.name = arena_str(&edition->arena, name);
    struct str path = file_join(&edition->arena, edition->work, name);
    if (sha256_file(path.p, &output.digest, &output.bytes, err) != 0)
        return -1;
    if (output.bytes == 0)
        return err_set(err, ERR_SYSTEM, path.p, 0, "output is empty after writing");
    edition->output = mem_room(edition->output, edition->noutputs, &edition->cap,
                               sizeof *edition->output);
    edition->output[edition->noutputs++] = output;
    return 0;
}

static int write_manifest(struct edition *edition, const struct manifest_facts *facts,
                          struct err *err)
{
    struct buf text;
    buf_init(&text, MANIFEST_MAX);
    manifest_put(&text, facts, edition->output, edition->noutputs);
    struct str path = file_join(&edition->arena, edition->work, STR(MANIFEST_NAME));
    int result = buf_failed(&text) ? err_set(err, ERR_SYSTEM, path.p, 0,
                                             "manifest is over %d bytes", MANIFEST_MAX)
                                   : file_write(path.p, text.p, text.n, false, err);
    buf_release(&text);
    return result;
}

int edition_publish(struct edition *edition, const struct manifest_facts *facts,
                    struct err *err)
{
    if (write_manifest(edition, facts, err) != 0 ||
        file_sync_folder(edition->work.p, err) != 0)
        return -1;
    if (rename(edition->work.p, edition->folder.p) != 0)
        return err_system(err, edition->folder.p, "cannot publish the edition");
    edition->working = false;
    return file_sync_folder(edition->parent.p, err);
}

void edition_close(struct edition *edition)
{
    struct err ignored = {0};
    if (edition == NULL)
        return;
    if (edition->working)
        file_remove_tree(edition->work.p, &ignored);
    if (edition->lock >= 0)
        close(edition->lock);
    mem_free(edition->output);
    arena_release(&edition->arena);
    mem_free(edition);
}
