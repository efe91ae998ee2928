/* sqlite_bound: see the header. The steps are counted, and the clock is looked at, in the
 * progress handler; a single step may be a long one, so it comes often. Temporary files go
 * through a layer of our own above SQLite's files, for SQLite has no limit on them. */
#include "ingest/sqlite_bound.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/banned.h"

enum { STEPS_PER_BYTE = 256, STEPS_FREE = 5000000, STEPS_AT_ONCE = 200 };
enum { ROOM_PER_BYTE = 128, ROOM_FREE = 1 << 26 };
enum { TIME_PER_BYTE = 1000 }; /* a second for each megabyte */
#define TIME_FREE INT64_C(4000000000)

struct counted_file {
    sqlite3_file base;
    struct sqlite_bound *bound;
    sqlite3_file real; /* and what the default layer keeps behind it */
};

static struct counted_file *counted(sqlite3_file *file)
{
    return (struct counted_file *)(void *)file;
}

static sqlite3_file *real_of(sqlite3_file *file)
{
    return &counted(file)->real;
}

static int counted_close(sqlite3_file *file)
{
    return real_of(file)->pMethods->xClose(real_of(file));
}

static int counted_read(sqlite3_file *file, void *to, int n, sqlite3_int64 at)
{
    return real_of(file)->pMethods->xRead(real_of(file), to, n, at);
}

static int counted_write(sqlite3_file *file, const void *from, int n, sqlite3_int64 at)
{
    struct sqlite_bound *bound = counted(file)->bound;
    bound->room += n;
    if (bound->room > bound->room_max)
        return SQLITE_FULL;
    return real_of(file)->pMethods->xWrite(real_of(file), from, n, at);
}

static int counted_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    return real_of(file)->pMethods->xTruncate(real_of(file), size);
}

static int counted_sync(sqlite3_file *file, int flags)
{
    return real_of(file)->pMethods->xSync(real_of(file), flags);
}

static int counted_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int counted_lock(sqlite3_file *file, int level)
{
    return real_of(file)->pMethods->xLock(real_of(file), level);
}

static int counted_unlock(sqlite3_file *file, int level)
{
    return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

static int counted_reserved(sqlite3_file *file, int *is)
{
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), is);
}

static int counted_control(sqlite3_file *file, int what, void *argument)
{
    return real_of(file)->pMethods->xFileControl(real_of(file), what, argument);
}

static int counted_sector(sqlite3_file *file)
{
    return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int counted_traits(sqlite3_file *file)
{
    return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

/* Version 1: no shared memory and no mapping, which would write past the count. */
static const sqlite3_io_methods counted_methods = {.iVersion = 1,
                                                   .xClose = counted_close,
                                                   .xRead = counted_read,
                                                   .xWrite = counted_write,
                                                   .xTruncate = counted_truncate,
                                                   .xSync = counted_sync,
                                                   .xFileSize = counted_size,
                                                   .xLock = counted_lock,
                                                   .xUnlock = counted_unlock,
                                                   .xCheckReservedLock = counted_reserved,
                                                   .xFileControl = counted_control,
                                                   .xSectorSize = counted_sector,
                                                   .xDeviceCharacteristics =
                                                       counted_traits};

/* The database itself is only read, and is opened as it would be. */
static int open_counted(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
                        int *flags_out)
{
    struct sqlite_bound *bound = vfs->pAppData;
    sqlite3_vfs *real = sqlite3_vfs_find(NULL);
    if (flags & SQLITE_OPEN_MAIN_DB)
        return real->xOpen(real, name, file, flags, flags_out);
    struct counted_file *counted_file = counted(file);
    *counted_file = (struct counted_file){.bound = bound};
    int code = real->xOpen(real, name, &counted_file->real, flags, flags_out);
    if (code == SQLITE_OK)
        counted_file->base.pMethods = &counted_methods;
    return code;
}

static int64_t thread_time(void)
{
    struct timespec t = {0};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* Each thread has a clock of its own; the rows of a file may be read by two in turn. */
static int count_cost(void *self)
{
    struct sqlite_bound *bound = self;
    int64_t now = thread_time();
    pthread_t thread = pthread_self();
    if (pthread_equal(thread, bound->thread))
        bound->time += now - bound->last;
    bound->thread = thread;
    bound->last = now;
    bound->steps += STEPS_AT_ONCE;
    return bound->steps > bound->steps_max || bound->time > bound->time_max;
}

static void set_bounds(struct sqlite_bound *bound, int64_t size)
{
    bound->steps_max = STEPS_FREE + size * STEPS_PER_BYTE;
    bound->time_max = TIME_FREE + size * TIME_PER_BYTE;
    bound->room_max = ROOM_FREE + size * ROOM_PER_BYTE;
    bound->thread = pthread_self();
    bound->last = thread_time();
}

int sqlite_bound_open(struct sqlite_bound *bound, const char *uri, int64_t size,
                      sqlite3 **db)
{
    set_bounds(bound, size);
    bound->vfs = *sqlite3_vfs_find(NULL);
    bound->vfs.szOsFile += (int)sizeof(struct counted_file);
    bound->vfs.pNext = NULL;
    bound->vfs.pAppData = bound;
    bound->vfs.xOpen = open_counted;
    snprintf(bound->name, sizeof bound->name, "bound-%p", (void *)bound);
    bound->vfs.zName = bound->name;
    int code = sqlite3_vfs_register(&bound->vfs, 0);
    if (code != SQLITE_OK)
        return code;
    code = sqlite3_open_v2(uri, db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, bound->name);
    sqlite3_vfs_unregister(&bound->vfs);
    if (code == SQLITE_OK)
        sqlite3_progress_handler(*db, STEPS_AT_ONCE, count_cost, bound);
    return code;
}
