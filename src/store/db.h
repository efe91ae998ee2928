/* db: SQLite with struct err. Statements are prepared once and whole: text left over
 * after the first statement is an error. */
#ifndef DB_H
#define DB_H

#include <sqlite3.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/sha256.h"

/* Opens the file, which is made where there is none, with mode 0640. */
int db_open_private(sqlite3 **, const char *path, struct err *);

int db_prepare(sqlite3 *, const char *sql, sqlite3_stmt **, struct err *);
/* 0: a row, 1: done, -1: error. */
int db_step(sqlite3_stmt *, struct err *);
/* For statements without rows: steps to the end and resets, so that it can run again. */
int db_execute(sqlite3_stmt *, struct err *);
/* Prepare, execute, finalize; no parameters. */
int db_run(sqlite3 *, const char *sql, struct err *);
/* The first column of the first row, or `otherwise` where there is no row; no
 * parameters. */
int db_number(sqlite3 *, const char *sql, int64_t otherwise, int64_t *out, struct err *);
/* Sets err from the connection's last failure. Always -1. */
int db_fail(sqlite3 *, struct err *);

/* Texts and digests bound here must live until the statement is reset. */
void db_bind_str(sqlite3_stmt *, int at, struct str);
void db_bind_sha256(sqlite3_stmt *, int at, const struct sha256 *);
struct str db_str(sqlite3_stmt *, int column); /* valid until the next step */
struct str db_copy(sqlite3_stmt *, int column, struct arena *);
struct sha256 db_sha256(sqlite3_stmt *, int column);

#endif
