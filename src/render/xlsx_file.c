/* xlsx_file: O_TMPFILE files behind a stdio cookie that keeps the first errno. */
#include "render/xlsx_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/banned.h"

/* The library's name for it; found in this program before the library's own. */
FILE *lxw_tmpfile(char *folder);

static int first_error;

struct temporary {
    int fd;
    off64_t at;
};

static ssize_t temporary_write(void *self, const char *data, size_t n)
{
    struct temporary *t = self;
    size_t done = 0;
    while (done < n) {
        ssize_t k = pwrite(t->fd, data + done, n - done, t->at);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0) {
            first_error = first_error != 0 ? first_error : k < 0 ? errno : ENOSPC;
            return 0;
        }
        done += (size_t)k;
        t->at += k;
    }
    return (ssize_t)n;
}

static ssize_t temporary_read(void *self, char *data, size_t n)
{
    struct temporary *t = self;
    ssize_t k = pread(t->fd, data, n, t->at);
    if (k < 0)
        first_error = first_error != 0 ? first_error : errno;
    else
        t->at += k;
    return k;
}

static int temporary_seek(void *self, off64_t *offset, int whence)
{
    struct temporary *t = self;
    off64_t base = whence == SEEK_SET   ? 0
                   : whence == SEEK_CUR ? t->at
                                        : lseek64(t->fd, 0, SEEK_END);
    if (base < 0 || base + *offset < 0)
        return -1;
    t->at = base + *offset;
    *offset = t->at;
    return 0;
}

static int temporary_close(void *self)
{
    struct temporary *t = self;
    int result = close(t->fd);
    free(t);
    return result;
}

FILE *lxw_tmpfile(char *folder)
{
    struct temporary *t = calloc(1, sizeof *t);
    if (t == NULL)
        return NULL;
    t->fd = open(folder != NULL ? folder : "/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    FILE *stream =
        t->fd < 0 ? NULL
                  : fopencookie(t, "w+",
                                (cookie_io_functions_t){temporary_read, temporary_write,
                                                        temporary_seek, temporary_close});
    if (stream == NULL) {
        first_error = first_error != 0 ? first_error : errno;
        if (t->fd >= 0)
            close(t->fd);
        free(t);
        return NULL;
    }
    setvbuf(stream, NULL, _IOFBF, 1 << 17);
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

int xlsx_file_copy(const char *path, FILE *out, struct err *err)
{
    FILE *in = fopen(path, "rb");
    char block[1 << 16];
    size_t n;
    if (in == NULL)
        return err_system(err, path, "cannot read the workbook back");
    while ((n = fread(block, 1, sizeof block, in)) > 0)
        if (fwrite(block, 1, n, out) != n)
            break;
    int failed = ferror(in) || ferror(out) || fflush(out) != 0;
    fclose(in);
    return failed ? err_system(err, path, "cannot copy the workbook") : 0;
}
