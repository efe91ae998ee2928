/* file: whole files in and out. Reading refuses what is larger than the limit given;
 * writing is beside the target, checked, synced and renamed: a file exists whole or not
 * at all. Paths are NUL-terminated UTF-8. */
#ifndef FILE_H
#define FILE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/err.h"
#include "base/mem.h"

/* A file that is not there, no regular file or too large is ERR_JOB; the rest, as in all
 * functions below, ERR_SYSTEM. */
int file_read(const char *path, size_t limit, struct arena *, struct str *out,
              struct err *);
/* Mode of the result is 0644 unless private (0640). */
int file_write(const char *path, const void *, size_t, bool private_mode, struct err *);
/* A stream onto PATH.tmp; file_finish flushes, syncs, closes, renames; file_abandon
 * removes it. */
struct file_out {
    FILE *stream;
    char *path, *tmp;
};
int file_begin(struct file_out *, const char *path, bool private_mode, struct err *);
int file_finish(struct file_out *, struct err *);
void file_abandon(struct file_out *); /* safe after file_finish, and on a zeroed struct */

bool file_exists(const char *path);
int file_size(const char *path, int64_t *size, struct err *);
int file_make_folders(const char *path, struct err *); /* mkdir -p, 0755, synced */
int file_sync_folder(const char *path, struct err *);
int file_remove_tree(const char *path, struct err *); /* never follows links */
/* dir + "/" + name unless name is absolute. */
struct str file_join(struct arena *, struct str dir, struct str name);
struct str file_folder(struct arena *, struct str path); /* "." where none */
struct str file_name(struct str path);                   /* last part */
/* Opens the regular file NAME beneath DIR for reading, following no link on the way. A
 * name with "..", an absolute one, a link, a missing file are ERR_JOB with sys_errno. */
int file_open_beneath(const char *dir, struct str name, int *fd, struct err *);

#endif
