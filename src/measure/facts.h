/* facts: the SQL that maps rows to facts, generated from the catalogue; nothing else in
 * measure writes SQL. Identifiers come from validated catalogues and are quoted; every
 * literal is a numbered parameter. State of a fact: 0 out, 1 pending, 2 miss, 3 hit; the
 * value of an unfinished miss is from..as_of. On the business clock, worktime's functions
 * stand in place of sum and difference. */
#ifndef FACTS_H
#define FACTS_H

#include "base/buf.h"
#include "catalogue/doubt.h"
#include "measure/deciding.h"
#include "measure/filled.h"
#include "measure/measure.h"
#include "measure/plan.h"

enum fact_state { FACT_OUT, FACT_PENDING, FACT_MISS, FACT_HIT };

struct fact_param {
    bool is_text;
    struct str text; /* of the catalogue or the caller; not copied */
    int64_t num;
};
/* One statement: parameter i is bound as ?i+1. */
struct query {
    struct buf sql;
    struct fact_param *param;
    size_t nparams, cap;
    const struct field *via[KIND_REFERENCES_MAX]; /* joins of the SELECT being written */
    size_t nvias;
    const struct pause_def *pause[PAUSES_MAX]; /* likewise */
    size_t npauses;
    bool names_file;   /* it wants the file's name */
    size_t arm, narms; /* metrics of a register whose misses it lists; none: 0 */
    const bool *has;   /* fields of r that have values, by index; NULL: all may */
    int64_t until;     /* of the window, at whose end or as_of what is held has its age */
};
void query_init(struct query *, int64_t as_of, int64_t event);
void query_release(struct query *);

/* Rows of a metric's fact: key, file name, line, at, state, value, limit, then the fields
 * that decided. */
struct fact_rows {
    const struct metric *metric;
    const struct window *window;
    const struct dimension *cut; /* NULL: all keys */
    struct str key;
    int state;                       /* -1: hits and misses */
    const struct deciding *deciding; /* NULL: none are read */
};
void facts_trace(struct query *, const struct fact_rows *);
/* One row's span: from, end (NULL: none yet), state, value, limit, list of pauses, file
 * name, line. */
void facts_span(struct query *, const struct metric *, struct str key);
/* The register's columns in their order. */
void facts_register(struct query *, const struct register_def *, const struct window *);
/* All fields; `during` may be NULL. */
void facts_records(struct query *, const struct kind *, const struct window *during);
/* Of one row that a rule flags: source, file name, line, value. */
void facts_flagged(struct query *, const struct kind *, const struct doubt *,
                   int64_t row);
/* For scan_read, live rows that have all of the fields: row, time (NULL: nobody looks for it), since when
 * it looks for others (NULL: it does not), the fields. */
struct alike_fields {
    const struct kind *kind;
    const struct field *const *same;
    size_t nsame;
    const struct field *at;
    const struct population *among; /* whose tests they meet; NULL: none */
    const struct field *from;       /* NULL: nobody looks for others */
    bool back;                      /* they look for one before, else after */
};
void facts_alike(struct query *, const struct alike_fields *);
/* A row by its number: all fields, then file name and line. */
void facts_row(struct query *, const struct kind *, int64_t row);
/* The fields that are not known to have values, of a live row that has one of them. */
void facts_filled(struct query *, const struct kind *);
/* File name and line of the live row of a key. */
void facts_place(struct query *, const struct kind *, struct str key);
/* The view that stands for a kind's table (known.h), and its end. */
struct known_at {
    const struct metrics *metrics;
    int64_t as_of, month; /* the last moment, the last begin of a month, that is over */
};
void facts_known(struct query *, const struct kind *, const struct known_at *);
void facts_forget(struct query *, const struct kind *);
/* SELECT count(*) over what the query holds. */
void facts_count(struct query *);

#endif
