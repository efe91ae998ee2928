/* sqlite_functions: what SQLite computes in one step cannot be stopped, and its instr,
 * replace and trim take the product of the lengths of two texts: minutes for texts of a
 * megabyte that a hostile file holds. Here are the same ones in time that grows with the
 * texts; patterns of LIKE and GLOB are kept short. */
#ifndef SQLITE_FUNCTIONS_H
#define SQLITE_FUNCTIONS_H

#include <sqlite3.h>
#include <stdbool.h>

/* For this connection, before its first statement. A code of SQLite's. */
int sqlite_functions_bound(sqlite3 *);
/* Whether a function is one of those that stay as long as they like. */
bool sqlite_functions_refused(const char *name);

#endif
