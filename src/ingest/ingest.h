/* ingest: one file of a source becomes typed batches. Each row ends in exactly one
 * place: accepted (in a batch) or rejected (a finding); fields that cannot be used
 * become missing (a finding) and the row stays. Rules in their order: duplicate key in
 * the file, required field, invalid value, order of times. */
#ifndef INGEST_H
#define INGEST_H

#include "catalogue/job.h"
#include "ingest/batch.h"

/* What happened to a row or a field; texts for people come from the words catalogue by
 * "finding.<name>". `rejects` findings end a row, the others blank a field. */
enum finding_code {
    FINDING_DUPLICATE,
    FINDING_REQUIRED,
    FINDING_ORDER,
    FINDING_TIME,
    FINDING_NUMBER,
    FINDING_RANGE,
    FINDING_ZONE,
    FINDING_CELLS,
    FINDING_N
};
const char *finding_name(enum finding_code); /* "duplicate", "required", ... */
bool finding_rejects(enum finding_code);

struct finding {
    enum finding_code code;
    uint64_t line;
    const struct field *field; /* NULL: the row */
    struct str raw;            /* the cell as read; valid during the callback */
};

struct ingest_counts {
    uint64_t read, accepted, rejected, skipped; /* skipped: blank and preamble lines */
    uint64_t corrected;                         /* accepted rows with a field blanked */
    uint64_t by_code[FINDING_N];
    int64_t first, last; /* of the kind's event, UTC; INT64_MAX/MIN
                                                   when there is none */
};

struct ingest;
struct ingest_options {
    const struct source *source;
    const struct zone *zone;
    const char *path; /* the one file */
    void (*finding)(void *, const struct finding *);
    void *self;
};
int ingest_open(struct ingest **, const struct ingest_options *, struct err *);
/* 0: *batch filled (borrowed until the next call), 1: end, -1: error (the file as a whole
 * is refused: encoding, structure, missing column). */
int ingest_next(struct ingest *, struct batch **, struct err *);
const struct ingest_counts *ingest_counts(const struct ingest *);
struct str ingest_encoding(const struct ingest *); /* "UTF-8", "GB18030" */
struct str ingest_dialect(const struct ingest *);  /* "csv, comma, CRLF" */
void ingest_close(struct ingest *);

#endif
