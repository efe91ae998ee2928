/* store: the record store of a job, one SQLite file (mode 0640). Tables are generated
 * from the records catalogue; every row keeps the file and line it was read from and the
 * span of import events in which it was live, so history only grows and every issued
 * edition stays computable. Rollback journal; each import is one transaction. */
#ifndef STORE_H
#define STORE_H

#include "catalogue/job.h"

struct store;
struct sqlite3;
/* Opens or creates, migrates the schema, adds new fields' columns (their files are read
 * again); a changed type is refused with the remedy. */
int store_open(struct store **, const char *path, const struct records *, struct err *);
void store_close(struct store *);
/* The store is this job's from now on; another job's store is refused (ERR_JOB). */
int store_claim(struct store *, struct str job, struct err *);

struct import_result {
    bool unchanged_file; /* same bytes, same rules: nothing was done */
    bool withdrawn_file; /* these bytes were withdrawn: nothing was done */
    struct str name;     /* arena of the caller */
    uint64_t read, fresh, updated, unchanged, withdrawn, rejected, corrected, skipped;
    uint64_t elsewhere;          /* rows that took the place of another source's */
    struct str elsewhere_source; /* the first of these, as "SOURCE, FILE:LINE" */
};
/* Reads one file of a source to the end and commits it, or leaves nothing:
 * read = fresh + updated + unchanged + rejected is checked. */
int store_import(struct store *, const struct source *, const struct zone *,
                 const char *path, struct import_result *, struct arena *, struct err *);
int store_ready(struct store *, struct err *); /* after the last: what they left undone */
/* Makes a file's rows as if never imported; predecessors come back with their old file
 * and line as new versions. The bytes are not imported again until they are readmitted. */
int store_withdraw(struct store *, const struct sha256 *file, struct err *);
int store_readmit(struct store *, const struct sha256 *file, struct err *);
/* When a path of the source was last read; INT64_MAX when it never was. Files that are
 * read again must be read in this order, or an older one would win. */
int store_read_event(struct store *, const struct source *, const char *path,
                     int64_t *event, struct err *);
/* Files of the source that hold rows read under other rules, or that must be read again
 * since another was withdrawn: after all its files were imported, those are gone. */
struct stale {
    size_t n;
    struct str first; /* name of the first of them; arena of the caller */
    size_t unsure; /* contents gone that may have repeated rows of a withdrawn file, but
                         whose path has held others since */
};
int store_stale(struct store *, const struct source *, struct arena *, struct stale *,
                struct err *);

/* One read transaction over the state after `event` (0: the newest), until released.
 * Everything measure and the registers read happens inside it. */
int store_snapshot(struct store *, int64_t event, int64_t *taken, struct err *);
void store_release(struct store *);
int64_t store_event(const struct store *);    /* of the open snapshot */
struct sqlite3 *store_handle(struct store *); /* for measure's statements, read only */
struct str store_folder(const struct store *, struct arena *); /* that it lies in */
/* Another read-only connection onto the open snapshot, for a thread: what it reads is the
 * same, since nobody commits while the snapshot holds its lock. Closed before release. */
int store_reader_open(const struct store *, struct sqlite3 **, struct err *);
void store_reader_close(struct sqlite3 *); /* safe on NULL */
/* Digest of the live record set: (file digest, line) of every live row, by kind. */
int store_digest(struct store *, struct sha256 *, struct err *);

/* Files that the snapshot rests on, oldest first; for data quality and provenance. */
struct store_file {
    int64_t file, event;
    struct str source, kind, name, encoding, dialect, path;
    struct sha256 digest;
    int64_t bytes;
    uint64_t read, fresh, updated, unchanged, withdrawn, rejected, corrected, skipped,
        live;
    bool has_span, has_cover;
    struct sha256 rules; /* it was read under */
    bool revoked;        /* withdrawn; in store_readings only */
    bool current; /* false: a later file covers it; rows live on, findings do not */
    int64_t first, last; /* records' event times, UTC */
    int64_t covers_from, covers_until;
};
typedef int store_list(struct store *, struct arena *, struct store_file **, size_t *n,
                       struct err *);
store_list store_files;
store_list store_imports; /* without `live`, which as a rule costs a walk over the rows */
store_list store_readings; /* every reading, whatever became of it */

/* Live rows of a source with an event in [from, until); of a kind without event, all. */
struct store_count {
    int64_t rows, newest; /* newest: event, where has_newest */
    int64_t sum;          /* of a field, as stored */
    bool has_newest;
};
int store_count(struct store *, const struct source *, const struct field *sum,
                int64_t from, int64_t until, struct store_count *, struct err *);
/* What the newest `most` live rows of a source with an event in a span hold. */
struct store_filled {
    int64_t rows, night; /* night: from 0:00 to 6:00, `east` seconds east of UTC */
    int64_t *count;      /* by field, how many have it */
    double *sum;         /* by field, of a number, as stored */
};
int store_filled(struct store *, const struct source *, int64_t from, int64_t until,
                 int64_t most, int32_t east, struct store_filled *, struct err *);
/* By field: false where no file of the store, live or not, had a place for it. */
int store_supplied(struct store *, const struct kind *, bool *supplied, struct err *);
/* Findings of the live files in file and line order; read once, streaming. */
struct store_finding {
    struct str source, file, code, field, raw;
    struct str name; /* of a rule of the catalogue; else empty: the word of the code */
    int64_t line;
    bool rejects;
    const char *treatment; /* "rejected", "corrected", "noted", "skipped", "flagged" */
};
int store_findings(struct store *,
                   int (*each)(void *, const struct store_finding *, struct err *),
                   void *, struct err *);
/* Catalogue and job texts by digest, kept for old editions. */
int store_keep(struct store *, const struct cat_file *, size_t n, struct err *);

#endif
