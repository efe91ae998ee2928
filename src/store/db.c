/* db: thin wrappers over SQLite that report through struct err. */
#include "store/db.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

#include "base/banned.h"

enum { BUSY_MS = 5000, PRIVATE_MODE = 0640 };

/* Creates the file with its mode before SQLite sees it; the journal takes the same. */
static int create_private(const char *path, struct err *err)
{
    struct arena arena;
    arena_init(&arena);
    struct str folder = file_folder(&arena, str_of(path));
    int rc = file_make_folders(folder.p, err);
    arena_release(&arena);
    if (rc < 0)
        return -1;
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, PRIVATE_MODE);
    if (fd < 0)
        return errno == EEXIST ? 0 : err_system(err, path, "cannot create the store");
    rc = fchmod(fd, PRIVATE_MODE); /* whatever the umask */
    if (close(fd) < 0 || rc < 0)
        return err_system(err, path, "cannot create the store");
    return 0;
}

int db_open_private(sqlite3 **db, const char *path, struct err *err)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    if (create_private(path, err) < 0)
        return -1;
    if (sqlite3_open_v2(path, db, flags, NULL) != SQLITE_OK) {
        errno = sqlite3_system_errno(*db);
        return err_system(err, path, "cannot open the store");
    }
    sqlite3_busy_timeout(*db, BUSY_MS);
    return 0;
}

int db_fail(sqlite3 *db, struct err *err)
{
    const char *path = sqlite3_db_filename(db, "main");
    switch (sqlite3_errcode(db) & 0xff) { /* the primary code of an extended one */
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return err_set(err, ERR_SYSTEM, path, 0,
                       "the store is in use by another run, try again when it has ended");
    case SQLITE_NOTADB:
        return err_set(err, ERR_JOB, path, 0,
                       "not a store of this program, name another file in the job");
    case SQLITE_READONLY:
        return err_set(err, ERR_SYSTEM, path, 0, "the store may not be written");
    case SQLITE_FULL:
        return err_set(err, ERR_SYSTEM, path, 0, "the disk is full");
    case SQLITE_CORRUPT:
        return err_set(err, ERR_SYSTEM, path, 0,
                       "the store is damaged; put a copy of it back, or move it away and "
                       "run again: the exports in their folders are read anew");
    default:
        return err_set(err, ERR_SYSTEM, path, 0, "store: %s (%d)", sqlite3_errmsg(db),
                       sqlite3_extended_errcode(db));
    }
}

int db_prepare(sqlite3 *db, const char *sql, sqlite3_stmt **stmt, struct err *err)
{
    const char *rest = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, stmt, &rest) != SQLITE_OK)
        return db_fail(db, err);
    if (*stmt == NULL || rest[strspn(rest, " \t\r\n")] != '\0') {
        sqlite3_finalize(*stmt);
        *stmt = NULL;
        return err_set(err, ERR_SYSTEM, NULL, 0, "not one whole statement: %.80s", sql);
    }
    return 0;
}

int db_step(sqlite3_stmt *stmt, struct err *err)
{
    switch (sqlite3_step(stmt)) {
    case SQLITE_ROW:
        return 0;
    case SQLITE_DONE:
        return 1;
    default:
        return db_fail(sqlite3_db_handle(stmt), err);
    }
}

int db_execute(sqlite3_stmt *stmt, struct err *err)
{
    int rc;
    while ((rc = db_step(stmt, err)) == 0)
        ;
    sqlite3_reset(stmt);
    return rc < 0 ? -1 : 0;
}

int db_run(sqlite3 *db, const char *sql, struct err *err)
{
    sqlite3_stmt *stmt;
    if (db_prepare(db, sql, &stmt, err) < 0)
        return -1;
    int rc = db_execute(stmt, err);
    sqlite3_finalize(stmt);
    return rc;
}

int db_number(sqlite3 *db, const char *sql, int64_t otherwise, int64_t *out,
              struct err *err)
{
    sqlite3_stmt *stmt;
    if (db_prepare(db, sql, &stmt, err) < 0)
        return -1;
    int rc = db_step(stmt, err);
    if (rc >= 0)
        *out = rc == 0 ? sqlite3_column_int64(stmt, 0) : otherwise;
    sqlite3_finalize(stmt);
    return rc < 0 ? -1 : 0;
}

void db_bind_str(sqlite3_stmt *stmt, int at, struct str s)
{
    /* A NULL pointer would bind SQL NULL; an empty text is not a missing one. */
    sqlite3_bind_text64(stmt, at, s.p == NULL ? "" : s.p, s.n, SQLITE_STATIC,
                        SQLITE_UTF8);
}

void db_bind_sha256(sqlite3_stmt *stmt, int at, const struct sha256 *digest)
{
    sqlite3_bind_blob(stmt, at, digest->byte, sizeof digest->byte, SQLITE_STATIC);
}

struct str db_str(sqlite3_stmt *stmt, int column)
{
    const char *p = (const char *)sqlite3_column_text(stmt, column);
    return (struct str){p, (size_t)sqlite3_column_bytes(stmt, column)};
}

struct str db_copy(sqlite3_stmt *stmt, int column, struct arena *arena)
{
    return arena_str(arena, db_str(stmt, column));
}

struct sha256 db_sha256(sqlite3_stmt *stmt, int column)
{
    struct sha256 digest = {{0}};
    const void *p = sqlite3_column_blob(stmt, column);
    if (p != NULL && sqlite3_column_bytes(stmt, column) == (int)sizeof digest.byte)
        memcpy(digest.byte, p, sizeof digest.byte);
    return digest;
}
