/* query: questions about a job that publish nothing: figures, the rows behind a figure,
 * a metric's definition, a look at the sources, the files read. Answers go to a stream. */
#ifndef QUERY_H
#define QUERY_H

#include <stdio.h>

#include "base/table_text.h"
#include "options.h"
#include "run.h"

int query_figures(struct run *, const struct options *, FILE *, struct err *);
int query_trace(struct run *, const struct options *, FILE *, struct err *);
int query_explain(struct run *, const struct options *, FILE *, struct err *);
int query_files(struct run *, const struct options *, FILE *, struct err *);
int query_withdraw(struct run *, const struct options *, FILE *, struct err *);
int query_import(struct run *, const struct options *, FILE *, struct err *);
int query_send(struct run *, const struct options *, FILE *, struct err *);
int query_sample(struct run *, const struct options *, FILE *, struct err *);
int query_diff(struct run *, const struct options *, FILE *, struct err *);
int query_outbox(struct run *, const struct options *, FILE *, struct err *);
int query_check(struct run *, const struct options *, FILE *, struct err *);

/* Part of query_trace: --working. */
int query_working(struct run *, const struct options *, bool csv, FILE *, struct err *);

/* For the files that answer: everything up to the figures; the metric of an id. */
int query_prepare(struct run *, struct err *);
int query_metric(const struct run *, const char *id, const struct metric **,
                 struct err *);
/* The figure of the metric behind the job, of --window and --segment; the state that --only
 * means, as trace_open takes it; a value of its rows as it is printed. */
int query_figure(const struct run *, const struct options *, const struct figure **,
                 struct err *);
/* A revision as it is written, "r2" or "2"; 0 for NULL. */
int query_revision(const char *, int *revision, struct err *);
int query_state(const char *only, int *state, struct err *);
void query_put_value(struct table_text *, const struct row_value *, const struct zone *);

#endif
