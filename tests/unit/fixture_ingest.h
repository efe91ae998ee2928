/* fixture_ingest: a small record kind, a source to change, and short ways to see what a
 * file becomes. */
#ifndef FIXTURE_INGEST_H
#define FIXTURE_INGEST_H

#include "base/buf.h"
#include "ingest/ingest.h"
#include "ingest/reader.h"

struct ingest_fixture {
    struct arena arena;
    struct cat_load load;
    struct records records;
    struct zone *zone;
    struct source source; /* of kind "job"; tests add maps */
    struct ingest_counts counts;
    char encoding[32], dialect[64];
    char path[64]; /* of the file read last */
    struct err err;
    struct buf out;
};

/* Kind "job": id! opened!(time) closed(time) due(date) score(1..5) cost(2 decimals) ok(flag)
 * note(text); closed must not lie before opened. Kind "sale": month! shop, units!; its key
 * is month and shop. Zone Asia/Shanghai. */
void ingest_fixture_open(struct ingest_fixture *);
void ingest_fixture_close(struct ingest_fixture *);
/* A test whose state is a fixture of its own. */
int ingest_fixture_set_up(void **state);
int ingest_fixture_tear_down(void **state);
#define INGEST_TEST(test)                                                                \
    cmocka_unit_test_setup_teardown(test, ingest_fixture_set_up, ingest_fixture_tear_down)
/* Reads a catalogue text and gives the records; for tests of records_load. */
int ingest_fixture_records(struct ingest_fixture *, const char *const *text, size_t n,
                           struct records *);
void ingest_fixture_zone(struct ingest_fixture *, const char *name);
void ingest_fixture_file(struct ingest_fixture *, struct str bytes);
/* What the file becomes, a line each: findings as "code LINE field 'raw'", rows as
 * "LINE key: value|value|-" in the kind's order, an error as "error LINE message". */
const char *ingest_fixture_take(struct ingest_fixture *, struct str bytes);
/* The same without typing: cells as "[a][b]", an error as above. */
const char *ingest_fixture_read(struct ingest_fixture *, struct str bytes);

struct ingest_quirk { /* a file, and how it reads */
    const char *text, *rows;
};
void ingest_fixture_check(struct ingest_fixture *, const struct ingest_quirk *, size_t n);
#define INGEST_CHECK(f, table)                                                           \
    ingest_fixture_check(f, table, sizeof table / sizeof *table)

#endif
