/* facts_terms: the expressions that facts are made of, one writer for each part of a
 * declaration; facts arranges them to statements and nobody else calls them. The row is
 * r; a parent has the name of the reference field, and asking for one joins it. */
#ifndef FACTS_TERMS_H
#define FACTS_TERMS_H

#include "measure/facts.h"

enum { SQL_MAX = 1 << 20 };

typedef void fact_writer(struct query *, const struct metric *);

void write_sql(struct query *, const char *);
void write_quoted(struct query *, struct str id);
void write_number(struct query *, int64_t);
void write_text(struct query *, struct str);

void write_own(struct query *, const struct field *);
/* from <= field < until */
void write_between(struct query *, const struct field *, int64_t from, int64_t until);
void write_path(struct query *, const struct field *via, const struct field *field);
void need_parent(struct query *, const struct field *via);
/* No row has the own field, and the scan need not read it. */
bool is_unfilled(const struct query *, const struct field *via, const struct field *);
/* Siblings with " AND " or " OR " between them; a missing field's test is as good as
 * false. */
void write_tests(struct query *, const struct test *first, const char *between);
void write_population(struct query *, const struct population *);
/* When the span ended, NULL while it has not; the list of pauses on its way, or NULL. */
void write_end(struct query *, const struct metric *);
void write_pauses(struct query *, const struct metric *);
/* Of the pauses asked for: gathered by the row they refer to. */
void write_pause_joins(struct query *, const struct kind *);
/* The key of a row; NULL where it has no parent. */
void write_dimension(struct query *, const struct dimension *, const struct kind *);
/* Of a row that is in the metric's population; NULL where there is none. */
void write_state(struct query *, const struct metric *);
void write_value(struct query *, const struct metric *);
void write_limit(struct query *, const struct metric *);
/* The key that a limit goes by. */
void write_limiting(struct query *, const struct limit *, const struct kind *);
/* The seconds of a span, NULL while it has no end. */
void write_elapsed(struct query *, const struct metric *);
void write_due(struct query *, const struct metric *);
/* In facts_repeat: of a metric that looks for another row, and of one with an age. */
void write_repeat_state(struct query *, const struct metric *, int64_t seconds);
void write_repeat_value(struct query *, const struct metric *);
void write_age_state(struct query *, const struct metric *, int64_t seconds);
void write_age(struct query *, const struct metric *);
/* Of any row. */
void write_member_state(struct query *, const struct metric *);

/* In facts. The WHERE clause may need parents too: it is written after set_aside, which
 * hands out what stands before it, and write_from puts both together. */
struct buf set_aside(struct query *);
void write_from(struct query *, const struct kind *, struct buf *select);
void write_live(struct query *, struct str alias);
/* Rows that count in the window: their event lies in it, or they are held at its end. */
void write_window(struct query *, const struct plan_clock *, int64_t from, int64_t until);
/* The expression where a calendar may be asked: of rows that a window counts. */
void write_reached(struct query *, const struct metric *, int64_t from, int64_t until,
                   fact_writer *expression);

#endif
