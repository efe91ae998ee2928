/* file: memory, and from a megabyte on an O_TMPFILE file, behind a stdio cookie that
 * keeps the first errno. */
#include "render/xlsx/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

#include "base/banned.h"

enum { KEPT = 1 << 20 }; /* bytes in memory at most */

/* The library's name for it; found in this program before the library's own. */
FILE *lxw_tmpfile(char *folder);

static int first_error;

struct temporary {
    const char *folder;
    int fd; /* -1: all is in memory */
    char *p;
    size_t n, cap;
    off64_t at;
};

static void remember(int error)
{
    first_error = first_error != 0 ? first_error : error;
}

static int write_file(struct temporary *t, const char *data, size_t n, off64_t at)
{
    while (n > 0) {
        ssize_t k = pwrite(t->fd, data, n, at);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0) {
            remember(k < 0 ? errno : ENOSPC);
            return -1;
        }
        data += k;
        n -= (size_t)k;
        at += k;
    }
    return 0;
}

/* From memory to a file without a name. */
static int move_out(struct temporary *t)
{
    t->fd = open(t->folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (t->fd < 0) {
        remember(errno);
        return -1;
    }
    int failed = write_file(t, t->p, t->n, 0);
    mem_free(t->p);
    t->p = NULL;
    t->n = t->cap = 0;
    return failed;
}

static void keep(struct temporary *t, const char *data, size_t n)
{
    size_t end = (size_t)t->at + n;
    if (end > t->cap) {
        t->cap = end > 2 * t->cap ? end + BUFSIZ : 2 * t->cap;
        t->p = mem_grow(t->p, t->cap, 1);
    }
    if ((size_t)t->at > t->n) /* a hole reads as zeros, as in a file */
        memset(t->p + t->n, 0, (size_t)t->at - t->n);
    memcpy(t->p + t->at, data, n);
    t->n = end > t->n ? end : t->n;
}

static ssize_t temporary_write(void *self, const char *data, size_t n)
{
    struct temporary *t = self;
    if (t->fd < 0 && (size_t)t->at + n > KEPT && move_out(t) != 0)
        return 0;
    if (t->fd < 0)
        keep(t, data, n);
    else if (write_file(t, data, n, t->at) != 0)
        return 0;
    t->at += (off64_t)n;
    return (ssize_t)n;
}

static ssize_t temporary_read(void *self, char *data, size_t n)
{
    struct temporary *t = self;
    ssize_t k;
    if (t->fd >= 0) {
        k = pread(t->fd, data, n, t->at);
        if (k < 0)
            remember(errno);
    } else {
        size_t left = (size_t)t->at < t->n ? t->n - (size_t)t->at : 0;
        k = (ssize_t)(n < left ? n : left);
        if (k > 0)
            memcpy(data, t->p + t->at, (size_t)k);
    }
    t->at += k > 0 ? k : 0;
    return k;
}

static int temporary_seek(void *self, off64_t *offset, int whence)
{
    struct temporary *t = self;
    off64_t end = t->fd >= 0 ? lseek64(t->fd, 0, SEEK_END) : (off64_t)t->n;
    off64_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? t->at : end;
    if (base < 0 || base + *offset < 0)
        return -1;
    t->at = base + *offset;
    *offset = t->at;
    return 0;
}

static int temporary_close(void *self)
{
    struct temporary *t = self;
    int result = t->fd >= 0 ? close(t->fd) : 0;
    mem_free(t->p);
    mem_free(t);
    return result;
}

FILE *lxw_tmpfile(char *folder)
{
    struct temporary *t = mem_new(1, sizeof *t);
    t->folder = folder != NULL ? folder : "/tmp";
    t->fd = -1;
    FILE *stream = fopencookie(t, "w+",
                               (cookie_io_functions_t){temporary_read, temporary_write,
                                                       temporary_seek, temporary_close});
    if (stream == NULL) {
        remember(errno);
        mem_free(t);
        return NULL;
    }
    setvbuf(stream, NULL, _IOFBF, 1 << 14);
    return stream;
}

void xlsx_file_reset(void)
{
    first_error = 0;
}

int xlsx_file_check(struct err *err)
{
    if (first_error == 0)
        return 0;
    errno = first_error;
    return err_system(err, "workbook", "cannot write its temporary files");
}
