/* live: the live rows of a snapshot, told by whoever reads all of them anyway, which saves
 * the store a walk of its own: in as many parts as wanted, also in threads, then added up
 * and told to the store before it is asked for its digest or its files. */
#ifndef LIVE_H
#define LIVE_H

#include "store/store.h"

struct live_rows;
/* Reads the files of the open snapshot. */
int live_rows_open(struct live_rows **, const struct store *, struct err *);
void live_rows_put(struct live_rows *, const struct kind *, int64_t file, int64_t line);
void live_rows_add(struct live_rows *, const struct live_rows *);
void live_rows_close(struct live_rows *); /* safe on NULL */
/* All of them: what the store says of the snapshot from now on. */
void live_rows_settle(const struct live_rows *, struct store *);

#endif
