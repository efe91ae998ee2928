/* file: folders. Making, syncing and removing them, and opening beneath one without
 * being led out of it. */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/banned.h"

/* Deeper trees are not ours; each level holds a descriptor open. */
#define DEPTH_MAX 64

struct str file_folder(struct arena *a, struct str path)
{
    size_t n = path.n;
    while (n > 0 && path.p[n - 1] != '/')
        n--;
    if (n == 0)
        return arena_str(a, STR("."));
    while (n > 1 && path.p[n - 1] == '/')
        n--;
    return arena_str(a, (struct str){path.p, n});
}

/* A folder made lasts when the one that holds it is synced. */
static int make_folder(const char *path, struct arena *a, struct err *e)
{
    struct stat st;
    if (mkdir(path, 0755) == 0)
        return file_sync_folder(file_folder(a, str_of(path)).p, e);
    if (errno == EEXIST && stat(path, &st) == 0) {
        if (S_ISDIR(st.st_mode))
            return 0;
        errno = ENOTDIR;
    }
    return err_system(e, path, "cannot make the folder");
}

int file_make_folders(const char *path, struct err *e)
{
    struct arena a;
    arena_init(&a);
    struct str copy = arena_str(&a, str_of(path));
    char *text = arena_new(&a, copy.n + 1, 1);
    int rc = 0;
    for (size_t i = 0; i <= copy.n && rc == 0; i++) {
        bool end_of_name = copy.p[i] == '/' || copy.p[i] == '\0';
        if (end_of_name && i > 0 && copy.p[i - 1] != '/')
            rc = make_folder(text, &a, e);
        text[i] = copy.p[i];
    }
    arena_release(&a);
    return rc;
}

int file_sync_folder(const char *path, struct err *e)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return err_system(e, path, "cannot open the folder");
    int rc = 0;
    /* EINVAL: a file system that has nothing to sync for folders. */
    if (fsync(fd) < 0 && errno != EINVAL)
        rc = err_system(e, path, "cannot sync the folder");
    close(fd);
    return rc;
}

static bool remove_entry(int folder, const char *name, int depth);

static bool remove_entries(DIR *dir, int depth)
{
    const struct dirent *entry;
    while ((entry = readdir(dir)) != NULL) {
        bool itself = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
        if (!itself && !remove_entry(dirfd(dir), entry->d_name, depth))
            return false;
    }
    return true;
}

/* A link is removed, not followed: unlinkat and O_NOFOLLOW look at the link itself. */
static bool remove_entry(int folder, const char *name, int depth)
{
    if (unlinkat(folder, name, 0) == 0)
        return true;
    if (errno != EISDIR && errno != EPERM)
        return false;
    int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return false;
    DIR *dir = depth < DEPTH_MAX ? fdopendir(fd) : NULL;
    if (!dir) {
        close(fd);
        return false;
    }
    bool emptied = remove_entries(dir, depth + 1);
    int sys_errno = errno;
    closedir(dir);
    errno = sys_errno;
    return emptied && unlinkat(folder, name, AT_REMOVEDIR) == 0;
}

int file_remove_tree(const char *path, struct err *e)
{
    errno = 0;
    if (remove_entry(AT_FDCWD, path, 0) || errno == ENOENT)
        return 0;
    return err_system(e, path, "cannot remove");
}

static int refuse_beneath(struct str name, const char *why, struct err *e)
{
    struct arena a;
    arena_init(&a);
    err_set(e, ERR_JOB, arena_str(&a, name).p, 0, "%s", why);
    arena_release(&a);
    return -1;
}

static const char *why_not_opened(int sys_errno)
{
    switch (sys_errno) {
    case ELOOP:
        return "is a link; links are not followed";
    case ENOTDIR:
        return "leads through something that is not a folder, or through a link";
    case ENOENT:
        return "does not exist";
    case EACCES:
        return "may not be read";
    default:
        return "cannot be opened";
    }
}

/* One part of the name; *fd moves from the folder to what was opened. */
static bool step_down(int *fd, struct arena *a, struct str part, bool last)
{
    int flags = O_RDONLY | O_NOFOLLOW | O_CLOEXEC | (last ? O_NONBLOCK : O_DIRECTORY);
    int next = openat(*fd, arena_str(a, part).p, flags);
    int sys_errno = errno;
    close(*fd);
    *fd = next;
    errno = sys_errno;
    return next >= 0;
}

static bool names_only(struct str name)
{
    struct str part;
    while (str_split(&name, '/', &part)) {
        if (part.n == 0 || str_eq(part, STR(".")) || str_eq(part, STR("..")))
            return false;
    }
    return true;
}

static bool walk_down(int *fd, struct str name)
{
    struct arena a;
    arena_init(&a);
    struct str part;
    bool opened = true;
    while (opened && str_split(&name, '/', &part))
        opened = step_down(fd, &a, part, name.p == NULL);
    int sys_errno = errno;
    arena_release(&a);
    errno = sys_errno;
    return opened;
}

int file_open_beneath(const char *dir, struct str name, int *fd, struct err *e)
{
    if (name.n == 0 || memchr(name.p, '\0', name.n) || !names_only(name))
        return refuse_beneath(
            name, "must be a plain relative name, without \".\", \"..\" and \"//\"", e);
    int at = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (at < 0)
        return err_system(e, dir, "cannot open the folder");
    if (!walk_down(&at, name)) {
        int sys_errno = errno;
        refuse_beneath(name, why_not_opened(sys_errno), e);
        if (e)
            e->sys_errno = sys_errno;
        return -1;
    }
    struct stat st;
    if (fstat(at, &st) < 0 || !S_ISREG(st.st_mode)) {
        close(at);
        return refuse_beneath(name, "is not a regular file", e);
    }
    *fd = at;
    return 0;
}
