/* ingest: one file of a source becomes typed batches. Each row ends in exactly one
 * place: accepted (in a batch) or rejected (a finding); fields that cannot be used
 * become missing (a finding) and the row stays. Rules in their order: duplicate key in
 * the file, required field, invalid value, order of times. */
#ifndef INGEST_H
#define INGEST_H

#include "catalogue/job.h"
#include "ingest/batch.h"

enum { KEY_MAX = 1024 }; /* bytes of a key; longer ones are no keys */

struct ingest_counts {
    uint64_t read, accepted, rejected;
    uint64_t skipped;   /* rows that are blank, above the header, or named by a rule */
    uint64_t corrected; /* accepted rows with a field blanked */
    uint64_t by_code[FINDING_N];
    int64_t first, last; /* of the kind's event, UTC; INT64_MAX/MIN when there is none */
};

struct ingest;
struct ingest_options {
    const struct source *source;
    const struct zone *zone;
    const char *path; /* the one file */
    void (*finding)(void *, const struct finding *);
    void *self;
    bool days_later; /* ingest_check_days is the caller's: the rows come all the same */
};
int ingest_open(struct ingest **, const struct ingest_options *, struct err *);
/* 0: *batch filled (borrowed until the next call; it may be without rows), 1: end, -1: error
 * (the file as a whole is refused: encoding, structure, missing column). */
int ingest_next(struct ingest *, struct batch **, struct err *);
/* The two halves of ingest_next, for another thread to read ahead (ahead.h): fills a batch
 * of the caller's (zeroed, or used before), and tells its findings, in their order, before its rows are used. */
int ingest_fill(struct ingest *, struct batch *, struct err *);
void ingest_tell(const struct ingest *, const struct batch *);
bool ingest_ended(const struct ingest *); /* nothing is left to fill a batch with */
/* Refuses (ERR_GATE) what was read so far when a column of times holds days and months that
 * may be either way round; ingest_next asks it at the end. */
int ingest_check_days(const struct ingest *, struct err *);
/* See day_month_format. */
bool ingest_days_format(const struct ingest *, const struct field *, char *out,
                        size_t size, bool *either);
const struct ingest_counts *ingest_counts(const struct ingest *);
/* The columns as the header names them, with the field each fills, or NULL. */
struct ingest_column {
    struct str header;
    const struct field *field;
    struct str sample; /* the first cell of the first rows that is not blank, as read */
};
size_t ingest_columns(const struct ingest *, const struct ingest_column **);
/* Whether a column or a constant fills the field; else it is missing in every row. */
bool ingest_fills(const struct ingest *, const struct field *);
/* What the field makes of a text, in one spelling; empty where it is missing or no value. */
struct str ingest_spell(const struct ingest *, struct arena *, const struct field *,
                        struct str raw);
/* Fields that nothing fills, with the unused header that may be meant (suggest.h). Asked
 * after rows were read, their cells tell what cannot be meant. */
struct ingest_unfilled {
    const struct field *field;
    struct str closest;
};
size_t ingest_unfilled(struct ingest *, const struct ingest_unfilled **);
struct str ingest_encoding(const struct ingest *); /* "UTF-8", "GB18030" */
/* "csv, comma, CRLF"; at the end also how many cells were filled from above. */
struct str ingest_dialect(const struct ingest *);
void ingest_close(struct ingest *);

#endif
