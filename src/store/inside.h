/* inside: what the files of the store share and nobody else sees. */
#ifndef INSIDE_H
#define INSIDE_H

#include "store/db.h"
#include "store/ddl.h"
#include "store/late_index.h"
#include "store/store.h"

/* Live rows by file, counted once a snapshot. */
struct census {
    bool taken;
    uint64_t *live; /* by file id */
    size_t nfiles;
    struct sha256 rows; /* digest of the live rows */
};

struct store {
    sqlite3 *db;
    const struct records *records;
    bool in_snapshot;
    int64_t event; /* of the snapshot */
    struct late_index late;
    struct census census;
};

enum { SQL_MAX = 1 << 20 };
typedef void ddl_writer(struct buf *, const struct kind *);

/* statement.c. Prepares a statement that ddl writes for a kind; runs one without parameters. */
int store_prepare(sqlite3 *, ddl_writer *, const struct kind *, sqlite3_stmt **,
                  struct err *);
int store_run(sqlite3 *, ddl_writer *, const struct kind *, struct err *);

/* schema.c: brings the file to this program's schema and these kinds. */
int schema_prepare(struct store *, struct err *);

/* supplied.c: `filled` by field; what was supplied before stays. */
int supplied_put(sqlite3 *, const struct kind *, const bool *filled, struct err *);

/* census.c */
int census_take(struct store *, struct err *);
void census_drop(struct store *);

#endif
