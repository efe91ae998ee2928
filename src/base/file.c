/* file: whole files in and out, joined paths, folders. Output goes to PATH.tmp, is
 * synced and renamed; whatever fails leaves the old file, or none. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/banned.h"

/* What the job names and is not there is the job's mistake; the rest is the machine's. */
static int open_failed(const char *path, struct err *e)
{
    int sys_errno = errno;
    err_system(e, path, "cannot open");
    if (e && (sys_errno == ENOENT || sys_errno == ENOTDIR || sys_errno == EISDIR))
        e->code = ERR_JOB;
    return -1;
}

static int open_regular(const char *path, int *fd, int64_t *size, struct err *e)
{
    struct stat st;
    /* O_NONBLOCK: a pipe nobody writes to is refused below instead of waited for. */
    *fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (*fd < 0)
        return open_failed(path, e);
    if (fstat(*fd, &st) < 0) {
        err_system(e, path, "cannot look at the file");
    } else if (!S_ISREG(st.st_mode)) {
        err_set(e, ERR_JOB, path, 0, "is not a regular file");
    } else {
        *size = st.st_size;
        return 0;
    }
    close(*fd);
    return -1;
}

/* Reads up to n bytes, fewer only at the end of the file. */
static ssize_t read_full(int fd, char *p, size_t n)
{
    size_t done = 0;
    while (done < n) {
        ssize_t got = read(fd, p + done, n - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        done += (size_t)got;
    }
    return (ssize_t)done;
}

static int read_open_file(int fd, const char *path, size_t size, struct arena *a,
                          struct str *out, struct err *e)
{
    char *text = arena_new(a, size + 1, 1);
    ssize_t n = read_full(fd, text, size + 1);
    if (n < 0)
        return err_system(e, path, "cannot read");
    if ((size_t)n != size)
        return err_set(e, ERR_SYSTEM, path, 0,
                       "changed its size while it was read; run again");
    *out = (struct str){text, size};
    return 0;
}

int file_read(const char *path, size_t limit, struct arena *a, struct str *out,
              struct err *e)
{
    int fd;
    int64_t size;
    if (open_regular(path, &fd, &size, e) < 0)
        return -1;
    int rc;
    if ((uint64_t)size > limit)
        rc = err_set(e, ERR_JOB, path, 0, "has %lld bytes, the limit is %zu",
                     (long long)size, limit);
    else
        rc = read_open_file(fd, path, (size_t)size, a, out, e);
    close(fd);
    return rc;
}

static char *with_suffix(const char *path, const char *suffix)
{
    size_t n = strlen(path), m = strlen(suffix);
    char *joined = mem_new(n + m + 1, 1);
    memcpy(joined, path, n);
    memcpy(joined + n, suffix, m);
    return joined;
}

int file_begin(struct file_out *out, const char *path, bool private_mode, struct err *e)
{
    *out = (struct file_out){.path = with_suffix(path, ""),
                             .tmp = with_suffix(path, ".tmp")};
    int flags = O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC;
    int fd = open(out->tmp, flags, 0600);
    if (fd < 0) {
        err_system(e, out->tmp, "cannot create");
        mem_free(out->path);
        mem_free(out->tmp);
        *out = (struct file_out){NULL, NULL, NULL};
        return -1;
    }
    if (fchmod(fd, private_mode ? 0640 : 0644) == 0)
        out->stream = fdopen(fd, "w+");
    if (!out->stream) {
        err_system(e, out->tmp, "cannot create");
        close(fd);
        file_abandon(out);
        return -1;
    }
    return 0;
}

/* The stream is closed whatever happens; true when every byte is on the disk. */
static bool close_synced(struct file_out *out)
{
    errno = 0;
    bool good = fflush(out->stream) == 0 && !ferror(out->stream);
    good = good && fsync(fileno(out->stream)) == 0;
    int sys_errno = errno;
    bool closed = fclose(out->stream) == 0;
    out->stream = NULL;
    if (!good)
        errno = sys_errno ? sys_errno : EIO;
    return good && closed;
}

static int sync_parent(const char *path, struct err *e)
{
    struct arena a;
    arena_init(&a);
    int rc = file_sync_folder(file_folder(&a, str_of(path)).p, e);
    arena_release(&a);
    return rc;
}

int file_finish(struct file_out *out, struct err *e)
{
    int rc = 0;
    if (!close_synced(out))
        rc = err_system(e, out->path, "cannot write");
    else if (rename(out->tmp, out->path) < 0)
        rc = err_system(e, out->path, "cannot move into place");
    else
        rc = sync_parent(out->path, e);
    if (rc == 0) {
        mem_free(out->path);
        mem_free(out->tmp);
        *out = (struct file_out){NULL, NULL, NULL};
    } else {
        file_abandon(out);
    }
    return rc;
}

void file_abandon(struct file_out *out)
{
    if (out->stream)
        fclose(out->stream);
    if (out->tmp)
        unlink(out->tmp);
    mem_free(out->path);
    mem_free(out->tmp);
    *out = (struct file_out){NULL, NULL, NULL};
}

int file_write(const char *path, const void *data, size_t n, bool private_mode,
               struct err *e)
{
    struct file_out out;
    if (file_begin(&out, path, private_mode, e) < 0)
        return -1;
    if (n && fwrite(data, 1, n, out.stream) != n) {
        err_system(e, path, "cannot write");
        file_abandon(&out);
        return -1;
    }
    return file_finish(&out, e);
}

bool file_exists(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0;
}

int file_size(const char *path, int64_t *size, struct err *e)
{
    struct stat st;
    if (stat(path, &st) < 0)
        return open_failed(path, e);
    *size = st.st_size;
    return 0;
}

struct str file_join(struct arena *a, struct str dir, struct str name)
{
    if (dir.n == 0 || (name.n && name.p[0] == '/'))
        return arena_str(a, name);
    const char *between = dir.p[dir.n - 1] == '/' ? "" : "/";
    return arena_printf(a, "%.*s%s%.*s", STR_ARG(dir), between, STR_ARG(name));
}

struct str file_name(struct str path)
{
    size_t start = path.n;
    while (start > 0 && path.p[start - 1] != '/')
        start--;
    return (struct str){path.p + start, path.n - start};
}
