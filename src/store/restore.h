/* restore: brings a key's predecessor back after its row was taken out: the newest older
 * version of a file that still counts, unless a file that counts had closed it. It comes
 * back as a new version with its old file and line. */
#ifndef RESTORE_H
#define RESTORE_H

#include "catalogue/records.h"
#include "store/db.h"

struct restore {
    sqlite3 *db;
    const struct kind *kind;
    int64_t event;
    struct sha256 digest; /* bytes whose earlier readings do not count, */
    struct str source;    /* of this source; empty: only withdrawn files do not count */
    sqlite3_stmt *close, *version, *later, *dead, *stands, *copy;
};

int restore_begin(struct restore *, sqlite3 *, const struct kind *, int64_t event,
                  struct err *);
int restore_close(struct restore *, int64_t row, struct err *);
/* Closes a live row and brings back what was there before it. */
int restore_without(struct restore *, int64_t row, struct str key, int64_t since,
                    struct err *);
/* Brings a key back that an event had closed, if nothing took its place since. */
int restore_closed(struct restore *, struct str key, int64_t event, struct err *);
void restore_release(struct restore *);

/* Older rows of a kind gathered before they are changed: row ids and their keys. */
struct old_row {
    int64_t row, file, since;
    struct str key;
};
struct old_rows {
    struct arena arena;
    struct old_row *item;
    size_t n, cap;
};
/* Steps `stmt` (row, file, key, since) to its end, keeping what `keep` agrees to. */
int old_rows_read(struct old_rows *, sqlite3_stmt *,
                  bool (*keep)(void *, const struct old_row *), void *, struct err *);
void old_rows_release(struct old_rows *);

#endif
