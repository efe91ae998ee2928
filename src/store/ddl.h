/* ddl: the SQL of a kind's table, generated from the records catalogue. Identifiers
 * come from validated catalogues and are quoted; values are always bound. One table a
 * kind: row, file, line (provenance), since, until (span of import events in which the
 * row was live; until is NULL while it is), the key where it has several fields, and
 * the fields' columns. */
#ifndef DDL_H
#define DDL_H

#include "base/buf.h"
#include "catalogue/records.h"

/* ERR_JOB when a kind or field has a name that the store itself needs. */
int ddl_check(const struct kind *, struct err *);
bool ddl_has_key_column(const struct kind *);
const char *ddl_type(const struct field *); /* "TEXT" or "INT" */

void ddl_create(struct buf *, const struct kind *);
void ddl_add(struct buf *, const struct kind *, const struct field *);
/* Unique on key and since: serves live look-ups, joins and old snapshots. */
void ddl_index(struct buf *, const struct kind *);
void ddl_drop_index(struct buf *, const struct kind *);

/* The rows of a batch that are picked, as a table whose name no kind can have: line, key if
 * it has a column, every field. */
#define DDL_PICKED "picked rows"
void ddl_picked(struct buf *, const struct kind *);
/* ?1 since, ?2 file: the rows that are picked; `filled` (one a field): false where none of
 * them has a value. */
void ddl_insert(struct buf *, const struct kind *, const bool *filled);
/* ?1 key: the live row. */
void ddl_lookup(struct buf *, const struct kind *);
/* ?1 key, ?2 row: one row if that one is live and has the key. */
void ddl_lookup_row(struct buf *, const struct kind *);
/* Row and key of each live row that has one, by row. */
void ddl_keys(struct buf *, const struct kind *);
/* The greatest row. */
void ddl_last(struct buf *, const struct kind *);
/* ?1 row, ?2... every field: whether all of them are equal, and the row's file. */
void ddl_equal(struct buf *, const struct kind *);
/* ?1 event, ?2 row: the row is live no more. */
void ddl_close(struct buf *, const struct kind *);
/* ?1 event: row, file, line of what was live after it, by row. */
void ddl_live(struct buf *, const struct kind *);
/* ?1 file, ?2 source, ?3 whether it repeated rows: one row if any of its rows is live now,
 * or any that it may have repeated: of readings of the source that others took the place
 * of. */
void ddl_lives(struct buf *, const struct kind *);
/* One row if the table has any. */
void ddl_any(struct buf *, const struct kind *);
/* ?1 event: row, file, key, since of rows that were closed by it, by row. */
void ddl_closed(struct buf *, const struct kind *);
/* ?1 event, ?2 source: of the rows that this event put in the place of another source's,
 * the line, and that source, the name of its file and the line there; by line. */
void ddl_replaced(struct buf *, const struct kind *);
/* ?1 event: row, file, key, since of rows live now and older than it, by row. */
void ddl_older(struct buf *, const struct kind *);
/* ?1 key, ?2 event: row, file, since, until of the newest version that began before it. */
void ddl_version(struct buf *, const struct kind *);
/* ?1 key, ?2 event: one row if the key lives, or if a version began at or after the event
 * that still counts: its file was not withdrawn, or a file that was not has closed it. */
void ddl_later(struct buf *, const struct kind *);
/* ?1 event, ?2 source, ?3 from, ?4 until: number of live rows of the source with an event
 * in the span (a kind without event: all), the newest event, the sum of `sum` (may be
 * NULL) as stored. */
void ddl_count(struct buf *, const struct kind *, const struct field *sum);
/* ?1 event, ?2 source, ?3 from, ?4 until, ?5 most: of the newest so many live rows of the
 * source with an event in the span their number, then by field how many have it, then by
 * field the sum of a number, then how many are of the night, ?6 seconds east of UTC. */
void ddl_filled(struct buf *, const struct kind *);
/* ?1 event, ?2 row: a copy of an old version, live from the event. */
void ddl_copy(struct buf *, const struct kind *);

#endif
